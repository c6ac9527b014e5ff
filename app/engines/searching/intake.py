"""What a batch of a log leaves to be found: our pages, and a friend's."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from app.domain.errors import InvalidPage, TooLarge
from app.domain.finding.fields import Findable, findable
from app.domain.finding.marks import key_of
from app.domain.network import Mirror
from app.domain.page import Page, parse_file
from app.domain.page_path import BlobId, PagePath
from app.domain.revision import LogEntry
from app.ports import PageStore, Renderer

_SHOWN_STATUSES = ("published", "archived")
# So many are looked up one by one; for more, the whole tree is listed.
_FEW = 200
# For the key of each page that was touched: what to find it by, None where it is not to be found.
Taken = dict[str, Findable | None]


class Intake:
    def __init__(self, store: PageStore, renderer: Renderer, host: str = "") -> None:
        self._store, self._host = store, host
        self._renderer = renderer

    def of_ours(self, entries: Sequence[LogEntry]) -> Taken:
        taken: Taken = {}
        for path, (blob, at) in _last_states(entries).items():
            page = shown_page(path, self._store.read_blob(blob)) if blob else None
            taken[str(path)] = self._of(page, at, "") if page else None
        return taken

    def of_friend(
        self, mirror: Mirror, entries: Sequence[LogEntry], open_licences: Iterable[str]
    ) -> Taken:
        """Open pages of the slice that were not set aside."""
        origin, licences = str(mirror.origin), frozenset(open_licences)
        taken: Taken = {}
        last = _last_states(entries)
        stands = self._at_tip(mirror, last)
        for path, (blob, at) in last.items():
            key = key_of(str(path), origin)
            # Where another entry replaces the text, it is still to come: none is read for nothing.
            page = self._theirs(mirror, path, blob) if stands[path] == blob else None
            fits = page and page.licence in licences and mirror.slice.takes(page)
            taken[key] = self._of(page, at, origin) if page and fits else None
        return taken

    def _of(self, page: Page, at: datetime, origin: str) -> Findable:
        return findable(page, self._renderer.outline, at, origin=origin, host=self._host)

    def _at_tip(self, mirror: Mirror, paths: Collection[PagePath]) -> dict[PagePath, BlobId | None]:
        if len(paths) < _FEW:
            return {path: self._store.blob_of(path.file, mirror.tip) for path in paths}
        tree = dict(self._store.files(mirror.tip))
        return {path: tree.get(path.file) for path in paths}

    def _theirs(self, mirror: Mirror, path: PagePath, blob: BlobId | None) -> Page | None:
        if blob is None or path.file in mirror.quarantined:
            return None
        return shown_page(path, self._store.read_blob(blob))


def _last_states(
    entries: Sequence[LogEntry],
) -> dict[PagePath, tuple[BlobId | None, datetime]]:
    """For each page that the batch touches, what it left there and when."""
    last: dict[PagePath, tuple[BlobId | None, datetime]] = {}
    for entry in entries:
        for change in entry.changes:
            if path := change.page:
                last[path] = (change.after, entry.at)
    return last


def shown_page(path: PagePath, data: bytes) -> Page | None:
    """The page that the file says, where it is for everybody to find."""
    try:
        page = parse_file(path, data)
    except (InvalidPage, TooLarge):
        return None
    return page if isinstance(page, Page) and page.status in _SHOWN_STATUSES else None
