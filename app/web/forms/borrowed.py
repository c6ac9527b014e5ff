"""A friend's page that a form or a link names: checked once, at the door."""

from dataclasses import dataclass
from urllib.parse import urlencode

from app.actions.adopt import Theirs, their_page
from app.actions.wiki import Wiki
from app.domain.errors import InvalidPath, Moved, NotFound, PageNotFound
from app.domain.page_path import PagePath

FOLLOWED = 5


@dataclass(frozen=True, slots=True)
class Named:
    """`de` and `page` as links and forms carry them."""

    de: str
    page: str

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        return (("de", self.de), ("page", self.page))

    def url(self, base: str, **more: str) -> str:
        said = {"de": self.de, "page": self.page, **more}
        return f"{base}?{urlencode(said, safe='/:')}"


def path_named(text: str) -> PagePath:
    """kind/slug from an address. Raises NotFound: what is no path leads nowhere."""
    try:
        return PagePath.parse(text)
    except InvalidPath as error:
        raise NotFound() from error


def theirs_named(wiki: Wiki, de: str, page: str) -> tuple[Theirs, Named]:
    """The friend's page, followed where it moved. Raises PeerNotFound, NotFound, Gone."""
    path = path_named(page)
    for _ in range(FOLLOWED):
        try:
            theirs = their_page(wiki, de, path)
        except Moved as moved:
            path = moved.params["target"]
            continue
        except PageNotFound as error:
            raise NotFound() from error
        return theirs, Named(theirs.origin, str(path))
    raise NotFound()
