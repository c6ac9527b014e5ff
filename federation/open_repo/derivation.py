"""From main to open: batches of commits read, written, and noted, in that order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.batches import batched
from app.domain.erasure import ERASED_FILE, read_erased
from app.domain.errors import InvalidPage
from app.domain.page_path import RevisionId
from app.domain.retraction import RETRACTIONS_FILE, read_retractions
from app.domain.revision import LogEntry
from app.domain.yaml_text import YamlRefused, load_mapping
from app.ports import PageStore
from federation.git import Git
from federation.open_repo.ledger import Ledger
from federation.open_repo.reading import OpenCommit, Reading
from federation.open_repo.writing import Writer

BATCH = 500


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What one commit of main takes out of all of history: pages, and people's names."""

    pages: frozenset[str]
    people: frozenset[str]


def taken_back(store: PageStore, at: RevisionId) -> TakenBack:
    """As the lists of that commit say; where one cannot be read, as it last said.

    A slip in a list must bring nothing back.
    """
    return TakenBack(
        _last(store, RETRACTIONS_FILE, at, _retracted), _last(store, ERASED_FILE, at, _erased)
    )


def _retracted(data: bytes | None) -> frozenset[str]:
    return frozenset(read_retractions(data).retracted)


def _erased(data: bytes | None) -> frozenset[str]:
    text = (data or b"").decode()
    load_mapping(text)
    return read_erased(text) - {""}


def _last(
    store: PageStore,
    file: str,
    at: RevisionId,
    read: Callable[[bytes | None], frozenset[str]],
) -> frozenset[str]:
    try:
        return read(store.read(file, at))
    except (InvalidPage, YamlRefused, UnicodeDecodeError, TypeError):
        found: frozenset[str] = frozenset()
    for entry in until(store.log(), at):
        for change in entry.changes:
            if change.file == file:
                data = store.read_blob(change.after) if change.after else None
                try:
                    found = read(data)
                except (InvalidPage, YamlRefused, UnicodeDecodeError, TypeError):
                    continue
    return found


def until(entries: Iterable[LogEntry], last: RevisionId) -> Iterator[LogEntry]:
    for entry in entries:
        yield entry
        if entry.revision == last:
            return


def derive(
    git: Git, ledger: Ledger, store: PageStore, entries: Iterable[LogEntry], gone: TakenBack
) -> None:
    """Take the entries in, which follow on what the ledger has read. Raises GitFailed."""
    writer = Writer(git, gone.people)
    for batch in batched(entries, BATCH):
        with ledger.writing():
            _take(writer, ledger, Reading(ledger, store, hidden=gone.pages), batch)


def _take(writer: Writer, ledger: Ledger, reading: Reading, batch: Sequence[LogEntry]) -> None:
    meta = ledger.meta()
    tip, seq = meta["tip"], int(meta["seq"])
    changed: list[bool] = []

    def commits() -> Iterator[OpenCommit]:
        """As they are read, so that git writes one while we read the next."""
        for entry in batch:
            commit = reading.take(entry)
            changed.append(commit is not None)
            if commit is not None:
                yield commit

    made = iter(writer.write(commits(), parent=tip, content=reading.content, bulk=len(batch)))
    read = []
    for entry, has_changed in zip(batch, changed, strict=True):
        if has_changed:
            tip, seq = next(made), seq + 1
        read.append((str(entry.revision), tip, seq))
    ledger.record(read)
    ledger.note(main=str(batch[-1].revision), tip=tip, seq=str(seq))
