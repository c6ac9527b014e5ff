"""The order of a book, and what it says of itself, read from the rows of a kit before any page is
drawn: pages lead to one another from the first to the last."""

import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.domain.addresses import page_url
from app.domain.errors import Refused
from app.domain.kit import Kit, KitPage
from app.domain.links import fold
from app.domain.phrase import Phrase
from app.domain.rows import PageRow
from app.domain.selection import Selection
from app.theme.kinds import look_of

# What one does first, then where, then with whom.
ORDER = ("method", "mini_cool", "place", "organisation", "page", "portal")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ps sd ug ur yi".split())
_KEPT = re.compile(r"[^a-z0-9._-]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the book. `key` is its own in the book, fit for a file's name and for an id; `url`
    is its address on the web, from the root. `region` and `themes` are slugs."""

    key: str
    kind: str
    title: str
    lang: str
    url: str
    licence: str
    region: str = ""
    themes: tuple[str, ...] = ()
    origin: str = ""

    @property
    def dir(self) -> str:
        return direction(self.lang)


@dataclass(frozen=True, slots=True)
class Part:
    """The pages of one kind. `key` is the part's own in the book."""

    kind: str
    entries: tuple[Entry, ...]

    @property
    def key(self) -> str:
        return f"partie-{_KEPT.sub('_', self.kind)}"


@dataclass(frozen=True)
class Book:
    """`title` is what was chosen, in words; `identifier` a UUID: another one whenever the book may
    hold something else."""

    kit: Kit
    title: str
    identifier: str
    parts: tuple[Part, ...]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for part in self.parts for entry in part.entries)

    @cached_property
    def by_url(self) -> Mapping[str, Entry]:
        return {entry.url: entry for entry in self.entries}

    @property
    def licences(self) -> tuple[tuple[str, int], ...]:
        """(words, number of pages), the most used first."""
        counts = Counter(self.kit.label("licence", entry.licence) for entry in self.entries)
        return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))

    @property
    def regions(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        return self._by("region", lambda entry: (entry.region,) if entry.region else ())

    @property
    def themes(self) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        return self._by("theme", lambda entry: entry.themes)

    def _by(
        self, facet: str, values: Callable[[Entry], Sequence[str]]
    ) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
        """(words, pages) for each value, by their words."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for value in values(entry):
                found.setdefault(self.kit.label(facet, value), []).append(entry)
        return tuple((words, tuple(found[words])) for words in sorted(found, key=fold))

    def pages(self) -> Iterator[tuple[Entry, KitPage]]:
        """Each page drawn, in the order of the book: none is held."""
        for part in self.parts:
            for row in self.kit.rows():
                if row.path.kind == part.kind:
                    yield self.by_url[_url(self.kit, row)], self.kit.shown(row)


def read_book(kit: Kit, say: Callable[[str], str]) -> Book:
    """`say` gives French words in the reader's language.

    Raises Refused where there is nothing to read.
    """
    found: dict[str, list[Entry]] = {}
    for row in kit.rows():
        found.setdefault(row.path.kind, []).append(_entry(kit, row))
    if not found:
        raise empty()
    order = sorted(found, key=lambda kind: (ORDER.index(kind) if kind in ORDER else 9, kind))
    parts = tuple(Part(kind, tuple(found[kind])) for kind in order)
    return Book(kit, _title(kit, say), _identifier(kit), parts)


def empty() -> Refused:
    return Refused(
        reason=Phrase("aucune page ouverte ne répond à ce choix. Choisissez plus large.")
    )


def direction(lang: str) -> str:
    """`rtl` or `ltr`: how a language is written."""
    return "rtl" if lang.lower().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _entry(kit: Kit, row: PageRow) -> Entry:
    territory = row.front.get("territory")
    region = territory.get("region") if isinstance(territory, Mapping) else None
    themes = row.front.get("themes")
    return Entry(
        key=_key(row), kind=row.path.kind, title=row.title or row.path.slug,
        lang=row.lang if _LANG.fullmatch(row.lang or "") else kit.choice.lang,
        url=_url(kit, row), licence=row.licence,
        region=region if isinstance(region, str) else "",
        themes=tuple(t for t in themes if isinstance(t, str)) if isinstance(themes, list) else (),
        origin=row.origin,
    )  # fmt: skip


def _key(row: PageRow) -> str:
    own = f"{row.path.kind}-{row.path.slug}"
    return _KEPT.sub("_", f"{own}--{row.origin}" if row.origin else own)


def _url(kit: Kit, row: PageRow) -> str:
    return page_url(row.path, kit.kinds, origin=row.origin)


def _title(kit: Kit, say: Callable[[str], str]) -> str:
    where = Selection.parse(kit.query).where
    kinds = where.get("kind", ())
    if len(where) == 1 and len(kinds) == 1 and kit.query == f"kind={kinds[0]}":
        return say(look_of(kinds[0]).many)
    return kit.words[:1].upper() + kit.words[1:] if kit.words else kit.site.name


def _identifier(kit: Kit) -> str:
    choice = kit.choice
    said = (kit.home, kit.query, kit.revision, choice.pictures, choice.form, choice.lang)
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(map(str, said))))
