"""What decides which pages are open, kept beside them: the licences' file, and pages taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection

from app.domain.errors import InvalidPage
from app.domain.licence import LICENCES_FILE, LicencePolicy, read_policy
from app.domain.page_path import BlobId
from app.domain.retraction import RETRACTIONS_FILE, read_retractions
from app.domain.revision import LogEntry
from app.engines.sql import writer
from app.ports import PageStore

# Where a policy cannot be understood, nothing is open.
_CLOSED = LicencePolicy({}, {})
# The name under which each file is kept in `meta`.
JUDGED_BY = {LICENCES_FILE: "policy", RETRACTIONS_FILE: "retractions"}
# A page of any other status leaves the instance by no accident.
LEAVING = ("published", "archived")


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a page of ours may leave: `away` are the ids of those that are no longer shared."""

    policy: LicencePolicy
    away: frozenset[str] = frozenset()

    def lets(self, status: str, licence: str, page_id: str) -> bool:
        may_leave = status in LEAVING and self.policy.is_open(licence)
        return may_leave and page_id not in self.away


def parted(entries: Sequence[LogEntry]) -> Iterable[Sequence[LogEntry]]:
    """The entries in runs that one gate judges: each that changes it begins another."""
    run: list[LogEntry] = []
    for entry in entries:
        if run and any(change.file in JUDGED_BY for change in entry.changes):
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def take_gate(connection: Connection, entry: LogEntry, store: PageStore) -> tuple[Gate, Gate]:
    """The gate before and after the entry, which is kept."""
    before = kept_gate(connection)
    for change in entry.changes:
        if change.file in JUDGED_BY:
            text = _text(store, change.after)
            writer.set_meta(connection, JUDGED_BY[change.file], text)
    return before, kept_gate(connection)


def kept_gate(connection: Connection) -> Gate:
    policy, retractions = (writer.get_meta(connection, name) for name in JUDGED_BY.values())
    return _gate(policy, retractions)


def _text(store: PageStore, blob: BlobId | None) -> str | None:
    return store.read_blob(blob).decode(errors="replace") if blob is not None else None


@lru_cache(maxsize=4)
def _gate(policy: str | None, retractions: str | None) -> Gate:
    try:
        said = read_retractions(retractions.encode() if retractions is not None else None)
    except InvalidPage:
        return Gate(_CLOSED)
    return Gate(policy_of(policy), frozenset((*said.closed, *said.retracted)))


@lru_cache(maxsize=4)
def policy_of(text: str | None) -> LicencePolicy:
    try:
        return read_policy(text.encode() if text is not None else None)
    except InvalidPage:
        return _CLOSED
