"""A finished page made to stand alone: one pass over its tags.

Addresses lead to files of the kit or are said to lead to the web, icons are drawn from symbols that
the page itself holds (a browser fetches none from another file), pictures become one plain image,
and what does not travel is said in words.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from app.domain.bounded import Kept
from app.theme.offline.addresses import KIT, KitAddresses

_TAG = re.compile(
    r"(<(?:a|img|source|picture|use|audio|link|script|form)\b"
    r"[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*>|</(?:picture|audio)>)"
)
_NAME = re.compile(r"</?([a-z]+)")
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]*)(?:\s*=\s*("[^"]*"|'[^']*'))?""")
# The link of the web that corrects one part of a text stands around its heading.
_PART = re.compile(r'<div class="part-head">(.*?)<a rel="nofollow"[^>]*>.*?</a></div>', re.S)
_SYMBOL = re.compile(r'<symbol\b[^>]*\bid="([^"]*)".*?</symbol>', re.S)
_ID = re.compile(r'\bid="')
# Anchors of headings hold no dot.
ICON, CONTOUR = "i.", "c."
_END_OF_AUDIO = "</audio>"


@dataclass(frozen=True, slots=True)
class Symbols:
    """Icons by name, and the contours of the country, as a page holds them: `` for none."""

    icons: Mapping[str, str] = field(default_factory=dict)
    country: str = ""

    @classmethod
    def of(cls, icons: str, contours: str = "") -> "Symbols":
        """From the two files of the theme, with names that no heading of a page can bear."""
        found = {m[1]: _ID.sub(f'id="{ICON}', m[0], count=1) for m in _SYMBOL.finditer(icons)}
        country = _SYMBOL.search(contours)
        return cls(found, _ID.sub(f'id="{CONTOUR}', country[0]) if country else "")

    def sheet(self, used: Iterable[str]) -> str:
        """A hidden drawing that holds these, `` for none."""
        names = sorted(used)
        inside = "".join(self.icons.get(one.removeprefix(ICON), "") for one in names)
        if any(one.startswith(CONTOUR) for one in names):
            inside += self.country
        return f'<svg class="unseen" aria-hidden="true" width="0" height="0">{inside}</svg>'


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in the reader's language. `picture` has a place for its words `{words}`."""

    outside: str = "(sur le web)"
    picture: str = "Image non emportée : {words}"
    nameless: str = "sans description"
    file: str = "fichier non emporté"


# What a page shows at that address of a medium: its file from the kit's root, or None.
Medium = Callable[[str], str | None]


# Tags kept rewritten: those of what surrounds every page, and links of near pages.
_KEPT = 16_384


@dataclass(frozen=True, slots=True)
class Made:
    """What stands in the place of a tag; the symbol that it uses, `` for none; `drops` the tag that
    closes it too."""

    html: str
    uses: str = ""
    drops: bool = False


class Rewriter:
    """`medium` writes what it is asked for; it may be asked many times for the same."""

    def __init__(
        self, addresses: KitAddresses, symbols: Symbols, medium: Medium, words: Words | None = None
    ) -> None:
        self.addresses, self.symbols, self.medium = addresses, symbols, medium
        self.words = words or Words()
        # Most tags of a page are those of the page before.
        self._made: dict[str, Kept[Made]] = {}

    def page(self, html: str, *, root: str) -> str:
        """`root` leads from the page to the root of the kit."""
        if root not in self._made:
            self._made[root] = Kept(_Tag(self, root).made, _KEPT)
        html = _PART.sub(r"\1", html) if "part-head" in html else html
        parts = _TAG.split(html)
        made = [*map(self._made[root].__getitem__, parts[1::2])]
        parts[1::2] = [one.html for one in made]
        if any(one.drops for one in made):
            _drop_ends(parts, made)
        html = "".join(parts)
        used = {one.uses for one in made if one.uses}
        if not used:
            return html
        before, _, after = html.rpartition("</body>")
        return f"{before}{self.symbols.sheet(used)}</body>{after}"


def _drop_ends(parts: list[str], made: Sequence[Made]) -> None:
    """The ends of tags that are dropped, in the same order as `made`."""
    dropping = False
    for at, one in enumerate(made):
        if dropping and parts[2 * at + 1] == _END_OF_AUDIO:
            parts[2 * at + 1], dropping = "", False
        dropping = dropping or one.drops


@dataclass(frozen=True, slots=True)
class _Tag:
    """One tag, whichever page it stands in. A method for each name."""

    whole: Rewriter
    root: str

    def made(self, tag: str) -> Made:
        named = _NAME.match(tag)
        name = named[1] if named else ""
        if name in ("picture", "source"):
            return Made("")
        if tag == _END_OF_AUDIO:
            return Made(tag)
        made: Made | str = getattr(self, name)(_read(tag[len(name) + 1 : -1]), tag)
        return Made(made) if isinstance(made, str) else made

    def a(self, has: dict[str, str | None], whole: str) -> str:
        url = has.get("href")
        if not url:
            return whole
        if "/media/" in url and url.startswith("/"):
            file = self.whole.medium(url)
            if file:
                return _tag("a", has | {"href": self.root + file})
        target = self.whole.addresses.target(url)
        if target is None:
            return whole
        href = target.seen_from(self.root)
        if target.file:
            return _tag("a", _without(has, "hreflang") | {"href": href})
        return self._outside(has | {"href": href})

    def _outside(self, has: dict[str, str | None]) -> str:
        """A link to the web; within a drawing (its dots are no tab stop) no word fits."""
        if has.get("tabindex") == "-1":
            return _tag("a", has)
        classes = " ".join(filter(None, [has.get("class"), "outside"]))
        told = f'<span class="unseen">{escape(self.whole.words.outside)} </span>'
        return _tag("a", has | {"class": classes}) + told

    def img(self, has: dict[str, str | None], whole: str) -> str:
        url = has.get("src") or ""
        if url.startswith("data:"):
            return whole
        file = self.whole.medium(url)
        if file is None:
            return self._absent(has.get("alt"))
        return _tag("img", _without(has, "srcset", "sizes") | {"src": self.root + file})

    def _absent(self, alt: str | None) -> str:
        words = (alt or "").strip() or self.whole.words.nameless
        return f'<span class="absent">{escape(self.whole.words.picture.format(words=words))}</span>'

    def audio(self, has: dict[str, str | None], _whole: str) -> Made | str:
        file = self.whole.medium(has.get("src") or "")
        if file is None:
            return Made(self._absent(has.get("aria-label")), drops=True)
        return _tag("audio", has | {"src": self.root + file})

    def use(self, has: dict[str, str | None], whole: str) -> Made | str:
        file, sign, name = (has.get("href") or "").partition("#")
        if not sign or not file:
            return whole
        used = f"{CONTOUR if 'contours' in file else ICON}{name}"
        return Made(_tag("use", has | {"href": f"#{used}"}, end="/"), uses=used)

    def link(self, has: dict[str, str | None], whole: str) -> str:
        return self._loaded("link", has, whole, "href")

    def script(self, has: dict[str, str | None], whole: str) -> str:
        return self._loaded("script", has, whole, "src")

    def form(self, has: dict[str, str | None], whole: str) -> str:
        return self._loaded("form", has, whole, "action")

    def _loaded(self, name: str, has: dict[str, str | None], whole: str, key: str) -> str:
        url = has.get(key) or ""
        target = self.whole.addresses.target(url) if url.startswith(("/", KIT)) else None
        if target is None:
            return whole
        return _tag(name, has | {key: target.seen_from(self.root)})


def _read(said: str) -> dict[str, str | None]:
    return {
        m[1]: unescape(m[2][1:-1]) if m[2] is not None else None for m in _ATTRIBUTE.finditer(said)
    }


def _tag(name: str, has: Mapping[str, str | None], *, end: str = "") -> str:
    said = "".join(
        f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in has.items()
    )
    return f"<{name}{said}{end}>"


def _without(has: dict[str, str | None], *names: str) -> dict[str, str | None]:
    return {key: value for key, value in has.items() if key not in names}
