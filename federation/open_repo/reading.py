"""One commit of main after another, taken into the ledger; out come the commits of open.

Only what a commit touches is judged anew, and what depends on it (redirects to a page, the media
that it uses), unless the commit changes the lists that judge: then everything is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.licence import LICENCES_FILE
from app.domain.page_path import BlobId
from app.domain.retraction import RETRACTIONS_FILE
from app.domain.revision import FileChange, LogEntry, Signature
from app.ports import PageStore
from federation.open_repo import judging, message
from federation.open_repo.judging import JUDGED_BY, Judge
from federation.open_repo.ledger import Ledger, PageEntry

_judge = lru_cache(maxsize=8)(Judge.reading)


@dataclass(frozen=True, slots=True)
class OpenCommit:
    """What a commit of main changes in the open tree; `earlier` wrote it while it was closed."""

    entry: LogEntry
    changes: dict[str, str | None]
    earlier: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class _Touched:
    """A file under `pages/`, before and after a commit."""

    file: str
    before: PageEntry | None
    after: PageEntry | None

    @property
    def ids(self) -> set[str]:
        return {each.facts.id for each in (self.before, self.after) if each} - {""}


class Reading:
    """Lives as long as one transaction of the ledger."""

    def __init__(self, ledger: Ledger, store: PageStore, *, hidden: frozenset[str]) -> None:
        self._ledger, self._store, self._hidden = ledger, store, hidden
        self._judge = self._judge_now()
        self._contents: dict[str, bytes] = {}

    def content(self, blob: str) -> bytes:
        kept = self._contents.get(blob)
        return self._store.read_blob(BlobId(blob)) if kept is None else kept

    def take(self, entry: LogEntry) -> OpenCommit | None:
        """None where the commit changes nothing that is open."""
        pages = [self._page(change) for change in entry.changes if change.page is not None]
        for change in entry.changes:
            self._other(change)
        everything = self._judged_anew(entry.changes)
        step = _Step(self._ledger, self._judge)
        if everything:
            step.judge_all(pages)
        else:
            step.judge(pages, entry.changes)
        changes = step.changes()
        earlier = self._credit(entry, pages, changes)
        return OpenCommit(entry, changes, tuple(earlier)) if changes else None

    def _page(self, change: FileChange) -> _Touched:
        before = self._ledger.page(change.file)
        if change.after is None:
            self._ledger.drop_page(change.file)
            return _Touched(change.file, before, None)
        path = change.page
        assert path is not None
        blob = str(change.after)
        data = self._contents[blob] = self.content(blob)
        facts = judging.read_facts(path, data)
        after = PageEntry(change.file, blob, self._thread(change.file, before, facts), facts)
        self._ledger.put_page(after)
        return _Touched(change.file, before, after)

    def _thread(self, file: str, before: PageEntry | None, facts: judging.Facts) -> str:
        """A file that lost its id, or cannot be read, goes on being the page that stood there."""
        if facts.target:
            return ""
        if facts.id:
            if before is not None and before.thread == file:
                self._ledger.rename_thread(file, facts.id)
            return facts.id
        return (before.thread if before is not None else "") or file

    def _other(self, change: FileChange) -> None:
        medium = judging.medium_of(change.file)
        if medium is None and not (judging.is_list(change.file) or change.file in JUDGED_BY):
            return
        blob = str(change.after) if change.after else None
        licence = None
        if blob and medium is not None and medium[1] == "yaml":
            licence = judging.sidecar_licence(self.content(blob))
        self._ledger.put_other(change.file, blob, licence)

    def _judged_anew(self, changes: Sequence[FileChange]) -> bool:
        """True where the commit changed how pages are judged."""
        if JUDGED_BY.isdisjoint(change.file for change in changes):
            return False
        before, self._judge = self._judge, self._judge_now()
        return before != self._judge

    def _judge_now(self) -> Judge:
        lists = self._ledger.others("network/")
        licences, retractions = (
            self._store.read_blob(BlobId(lists[file][0])) if file in lists else None
            for file in (LICENCES_FILE, RETRACTIONS_FILE)
        )
        return _judge(licences, retractions, hidden=self._hidden)

    def _credit(
        self, entry: LogEntry, pages: Sequence[_Touched], changes: dict[str, str | None]
    ) -> list[Signature]:
        """Who wrote, unseen, what now opens; whoever writes what stays closed begins to wait."""
        earlier: list[Signature] = []
        for file, blob in changes.items():
            opened = self._ledger.page(file) if blob else None
            if opened is not None and opened.thread:
                earlier += self._ledger.waiting(opened.thread)
                self._ledger.stop_waiting(opened.thread)
        named = [message.read_author(value) for key, value in entry.trailers
                 if key == message.AUTHOR]  # fmt: skip
        writers = [entry.author, *(author for author in named if author)]
        for page in pages:
            after = page.after
            if after and after.thread and self._ledger.open_blob(page.file) is None:
                self._ledger.wait(after.thread, writers)
        return earlier


class _Step:
    """The open tree as one commit finds it, and as it leaves it."""

    def __init__(self, ledger: Ledger, judge: Judge) -> None:
        self._ledger, self._judge = ledger, judge
        self._before: dict[str, str | None] = {}
        self._after: dict[str, str | None] = {}

    def changes(self) -> dict[str, str | None]:
        """By file, in order of name: the blob that now stands there, None where it left."""
        return {
            file: self._after[file]
            for file in sorted(self._after)
            if self._after[file] != self._before[file]
        }

    def judge(self, touched: Sequence[_Touched], changes: Sequence[FileChange]) -> None:
        media: set[str] = set()
        for page in touched:
            media |= self._put_page(page.file, page.after)
        self._put_redirects(touched)
        for page_id in sorted({page_id for page in touched for page_id in page.ids}):
            for entry in self._ledger.redirects(page_id):
                self._put_redirect(entry)
        for change in changes:
            medium = judging.medium_of(change.file)
            if medium is not None:
                media.add(medium[0])
                if change.after is None:
                    self._put(change.file, None)
            elif judging.is_list(change.file):
                self._put_list(change.file, str(change.after) if change.after else None)
        self._put_media(media)

    def judge_all(self, touched: Sequence[_Touched]) -> None:
        for file in self._ledger.open_tree():
            self._put(file, None)
        for page in touched:
            self._put_page(page.file, page.after)
        for entry in self._ledger.pages():
            self._put_page(entry.file, entry)
        for entry in self._ledger.redirects():
            self._put_redirect(entry)
        for file, (blob, _) in self._ledger.others("network/").items():
            if judging.is_list(file):
                self._put_list(file, blob)
        found = (judging.medium_of(file) for file in self._ledger.others("media/"))
        self._put_media(medium[0] for medium in found if medium)

    def _put_page(self, file: str, entry: PageEntry | None) -> set[str]:
        """The hashes of the media that it begins or ceases to use."""
        is_open = entry is not None and self._judge.admits(entry.facts)
        self._put(file, entry.blob if entry and is_open else None)
        names = self._ledger.use(file, entry.facts.media if entry and is_open else ())
        return {name.partition(".")[0] for name in names}

    def _put_redirects(self, touched: Sequence[_Touched]) -> None:
        for page in touched:
            if page.after is not None and page.after.facts.target:
                self._put_redirect(page.after)

    def _put_redirect(self, entry: PageEntry) -> None:
        leads = self._ledger.has_open_page(entry.facts.target)
        self._put(entry.file, entry.blob if leads else None)

    def _put_list(self, file: str, blob: str | None) -> None:
        self._put(file, blob if self._judge.policy is not None else None)

    def _put_media(self, hashes: Iterable[str]) -> None:
        """A medium goes with its sidecar, which goes alone where the medium is not open."""
        for sha256 in hashes:
            stem = f"media/{sha256[:2]}/{sha256}."
            used, files = self._ledger.used(sha256), self._ledger.others(stem)
            _, licence = files.get(f"{stem}yaml", ("", None))
            for file, (blob, _) in files.items():
                name = file.rpartition("/")[2]
                wanted = bool(used) and licence is not None
                if not name.endswith(".yaml"):
                    wanted = wanted and name in used and self._judge.allows(licence)
                self._put(file, blob if wanted else None)

    def _put(self, file: str, blob: str | None) -> None:
        """Into the ledger at once: a redirect is judged by the pages that stand there."""
        now = self._ledger.open_blob(file)
        self._before.setdefault(file, now)
        self._after[file] = blob
        if now != blob:
            self._ledger.put_open({file: blob})
