"""`[[wiki links]]`: what they name, before anybody knows whether it exists."""

import re
import unicodedata
from dataclasses import dataclass

from app.domain.errors import InvalidPath
from app.domain.page_path import PagePath, is_slug

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?|localhost(?::[0-9]{1,5})?")
WIKI_LINK = re.compile(r"\[\[([^\[\]\|\n]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")


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
