"""Friends' networks as readers meet them: whose page this is, where it stands there."""

from collections.abc import Mapping

from app.actions.wiki import Wiki
from app.domain.kinds import PageKind
from app.domain.network import Mirror
from app.domain.page_path import PagePath
from app.domain.selection import Selection
from app.ports import PageIndex
from app.web.addresses import page_url

Mirrors = Mapping[str, Mirror]
# How hits and selections say that a page is ours.
OWN = ("", "self")
# The value of the facet that stands for ours and every friend's.
ANY = "*"
SCREEN = "/-/reseaux"


def mirrors_of(wiki: Wiki) -> dict[str, Mirror]:
    """What we hold of each friend, by its instance."""
    return {str(mirror.origin): mirror for mirror in wiki.mirrors.all()}


def home_of(mirrors: Mirrors, host: str) -> str:
    """Where that instance is on the web, without a slash at its end."""
    said = mirrors[host].base_url.rstrip("/") if host in mirrors else ""
    return said if said.startswith(("https://", "http://")) else f"https://{host}"


def url_there(
    mirrors: Mirrors, host: str, path: PagePath, kinds: Mapping[str, PageKind]
) -> str:  # fmt: skip
    """The page's address on its own instance."""
    return home_of(mirrors, host) + page_url(path, kinds)


def meant_there(index: PageIndex, selection: Selection, origin: str) -> Selection:
    """What a list means on the instance that wrote it: its own pages, or ours where we show none.

    A list that names networks keeps to them; there, `self` is that instance.
    """
    if not origin:
        return selection
    said = selection.where.get("origin", ())
    named = dict.fromkeys(origin if value in OWN else value for value in said)
    theirs = selection.having("origin", *(named or (origin,)))
    return theirs if said or index.count(theirs) else selection
