"""The licence policy that rows are judged by, kept beside them."""

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Connection

from app.domain.errors import InvalidPage
from app.domain.licence import LICENCES_FILE, LicencePolicy, read_policy
from app.domain.revision import LogEntry
from app.engines.sql import writer
from app.ports import PageStore

# Where a policy cannot be understood, nothing is open.
_CLOSED = LicencePolicy({}, {})


def take_policy(
    connection: Connection, entries: Sequence[LogEntry], store: PageStore
) -> LicencePolicy:
    """The policy at the batch's end; where it changed, every row is judged again."""
    files = [c for e in entries for c in e.changes if c.file == LICENCES_FILE]
    if not files:
        return policy_of(writer.get_meta(connection, "policy"))
    blob = files[-1].after
    text = store.read_blob(blob).decode(errors="replace") if blob is not None else None
    writer.set_meta(connection, "policy", text)
    policy = policy_of(text)
    writer.open_again(connection, policy)
    return policy


@lru_cache(maxsize=4)
def policy_of(text: str | None) -> LicencePolicy:
    try:
        return read_policy(text.encode() if text is not None else None)
    except InvalidPage:
        return _CLOSED
