"""`[[wiki links]]`: what they name, before anybody knows whether it exists."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import InvalidPath
from app.domain.page_path import PagePath, is_slug

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?|localhost(?::[0-9]{1,5})?")
# Keys of the front matter whose values are pages; within `trials`, the place is one.
REFERENCES = (
    "networks", "cae", "partners", "methods", "variants", "prerequisites", "places", "members",
    "parent", "trials",
)  # fmt: skip
WIKI_LINK = re.compile(r"\[\[([^\[\]\|\n]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")

_WEB = re.compile(r"https?://[^\s<>\"'()\[\]]{3,2000}", re.IGNORECASE)


def external_links(text: str) -> set[str]:
    """The addresses of the web that a page file names, wherever they stand in it."""
    return set(_WEB.findall(text))


def fold(text: str) -> str:
    """The text without case, accents, ligatures, odd quotes and doubled spaces, for comparing."""
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    text = text.replace("’", "'").casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.split())


def slugify(title: str) -> str:
    """A slug for a title: `Méthode des scénarios !` gives `methode-des-scenarios`; may be ``."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:100].strip("-")
    return words if not words or is_slug(words) else f"page-{words}"


@dataclass(frozen=True, slots=True, order=True)
class LinkTarget:
    """What a wiki link names: a title (folded), a page here, or a page of a friend's network.

    Exactly one of `title` or `kind` and `slug` is filled; `host` goes with the latter.
    """

    title: str = ""
    kind: str = ""
    slug: str = ""
    host: str = ""

    @classmethod
    def parse(cls, text: str) -> "LinkTarget":
        """`kind/slug`, `host/kind/slug`, else a title."""
        text = text.strip()
        parts = text.split("/")
        try:
            if len(parts) == 2:
                path = PagePath(parts[0], parts[1])
                return cls(kind=path.kind, slug=path.slug)
            if len(parts) == 3 and _HOST.fullmatch(parts[0]):
                path = PagePath(parts[1], parts[2])
                return cls(kind=path.kind, slug=path.slug, host=parts[0])
        except InvalidPath:
            pass
        return cls(title=fold(text)[:300])

    @property
    def path(self) -> PagePath | None:
        """The page of this instance that is named by kind and slug."""
        return PagePath(self.kind, self.slug) if self.kind and not self.host else None

    @property
    def path_there(self) -> PagePath:
        """The page's path on its own instance. Raises InvalidPath for a title."""
        return PagePath(self.kind, self.slug)

    def __str__(self) -> str:
        if self.title:
            return self.title
        return "/".join(part for part in (self.host, self.kind, self.slug) if part)


def named_in(front: Mapping[str, Any]) -> list[tuple[str, LinkTarget]]:
    """What the card names: references, and wiki links in its texts; each with its key, once."""
    found: dict[tuple[str, LinkTarget], None] = {}
    for key, value in front.items():
        for text in _texts(value):
            if key in REFERENCES and (target := LinkTarget.parse(text)).kind:
                found[key, target] = None
            for match in WIKI_LINK.finditer(text) if "[[" in text else ():
                if str(target := LinkTarget.parse(match[1])):
                    found[key, target] = None
    return list(found)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
