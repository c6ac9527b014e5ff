"""Where pages are read on the web."""

from collections.abc import Mapping

from app.domain.kinds import PageKind
from app.domain.page_path import PagePath

# Where friends' pages stand: under the instance that each came from.
FRIENDS = "/reseau"


def page_url(path: PagePath, kinds: Mapping[str, PageKind], *, origin: str = "") -> str:
    """Where the page is read here: ours, or our copy of the page of that friend."""
    kind = kinds.get(path.kind)
    place = f"/{kind.prefix if kind else path.kind}/{path.slug}"
    return f"{FRIENDS}/{origin}{place}" if origin else place
