"""Which pages of ours are, or were, shared with the world, and since when: see `SharedRecord`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from app.domain.cursors import read_cursor, write_cursor
from app.domain.harvest import Harvest, SharedPage
from app.domain.revision import LogEntry
from app.engines.sql import writer
from app.engines.sql.codec import PAGE_COLUMNS, page_row
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.policies import LEAVING, Gate

_OPEN = text(
    "SELECT DISTINCT thread FROM pages WHERE origin = '' AND open"
    " AND thread IN (SELECT value FROM json_each(:threads))"
)
_KNOWN = text("SELECT thread FROM shared WHERE thread IN (SELECT value FROM json_each(:threads))")
_KEEP = text(
    "INSERT OR REPLACE INTO shared (thread, kind, at, open) VALUES (:thread, :kind, :at, :open)"
)
_SOME = " AND thread IN (SELECT value FROM json_each(:threads))"
_JUDGE = (
    "UPDATE pages SET open = (visible = 1 AND status IN (SELECT value FROM json_each(:statuses))"
    " AND licence IN (SELECT value FROM json_each(:licences))"
    " AND id NOT IN (SELECT value FROM json_each(:away))) WHERE origin = ''"
)
_GONE = (
    "UPDATE shared SET open = 0, at = :at WHERE open AND NOT EXISTS (SELECT 1 FROM pages p"
    " WHERE p.thread = shared.thread AND p.origin = '' AND p.open)"
)
_COME = (
    "INSERT INTO shared (thread, kind, at, open) SELECT thread, min(kind), :at, 1 FROM pages"
    " WHERE origin = '' AND open{some} GROUP BY thread ON CONFLICT (thread)"
    " DO UPDATE SET open = 1, at = excluded.at, kind = excluded.kind WHERE NOT open"
)
_RENAMED = text(
    "UPDATE shared SET at = :at WHERE thread IN (SELECT thread FROM revisions"
    " WHERE author_address = :address UNION SELECT thread FROM credits WHERE address = :address)"
)
_FROM = "FROM shared s WHERE s.at >= ? AND s.at <= ?"
_FROM_LAST = "FROM shared s WHERE (s.at, s.thread) > (?, ?) AND s.at <= ?"
_WHOLE = (
    f"SELECT s.thread, s.kind, s.at, {PAGE_COLUMNS} FROM ({{found}}) s LEFT JOIN pages p ON p.n ="
    " (SELECT min(q.n) FROM pages q WHERE s.open AND q.thread = s.thread AND q.origin = ''"
    " AND q.open) ORDER BY s.at, s.thread"
)
_ONE = _WHOLE.format(found="SELECT * FROM shared WHERE thread = ?")
_PURPOSE = "shared"
_BEGINNING, _END = -(2**62), 2**62
_WITHIN_A_SECOND = timedelta(microseconds=999_999)


def stamps_of(connection: Connection, entries: Sequence[LogEntry]) -> dict[str, int]:
    """When each entry came, by revision: never before one that precedes it in the log.

    Authors date their versions, and an import may be of old ones: whoever asks for what is new
    since yesterday must find it all the same.
    """
    last = int(writer.get_meta(connection, "stamp") or _BEGINNING)
    stamps = {}
    for entry in entries:
        last = max(last, to_micros(entry.at))
        stamps[entry.revision.value] = last
    writer.set_meta(connection, "stamp", str(last))
    return stamps


def judge_again(connection: Connection, before: Gate, gate: Gate, at: int) -> None:
    """Judge rows of ours by another gate; where licences changed, friends' logs are to be read
    again too."""
    everything = before.policy != gate.policy
    some = "" if everything else _SOME
    values = {
        "at": at, "statuses": json.dumps(LEAVING), "away": json.dumps(sorted(gate.away)),
        "licences": json.dumps(gate.policy.open_ids()),
        "threads": json.dumps(sorted(before.away ^ gate.away)),
    }  # fmt: skip
    for statement in (_JUDGE + some, _GONE + some, _COME.format(some=some)):
        asked = text(statement)
        connection.execute(asked, {name: values[name] for name in asked.compile().params})
    if everything:
        connection.execute(writer.MIRRORS.update().values(form=""))
    writer.begin_epoch(connection)


def take_shared(
    connection: Connection,
    revisions: Iterable[Mapping[str, Any]],
    stamps: Mapping[str, int],
    gate: Gate,
) -> None:
    """After the rows of a run of entries are written, all judged by one gate: the pages that it
    changed, those that were shared at some moment of it."""
    last: dict[str, dict[str, Any]] = {}
    once: set[str] = set()
    for row in revisions:
        thread = row["thread"]
        last[thread] = {"thread": thread, "kind": row["kind"], "at": stamps[row["revision"]]}
        if row["event"] != "deleted" and gate.lets(row["status"], row["licence"], thread):
            once.add(thread)
    named = {"threads": json.dumps(list(last))}
    now = set(connection.execute(_OPEN, named).scalars())
    once |= now | set(connection.execute(_KNOWN, named).scalars())
    rows = [{**said, "open": thread in now} for thread, said in last.items() if thread in once]
    if rows:
        connection.execute(_KEEP, rows)


def renamed(connection: Connection, address: str, at: int) -> None:
    """What is told of the pages of a person who was erased has changed."""
    connection.execute(_RENAMED, {"address": address, "at": at})


class Sharing:
    _database: Database

    def shared(
        self, asked: Harvest, *, after: str | None, size: int
    ) -> tuple[list[SharedPage], str | None]:
        last = read_cursor(after, _PURPOSE, (int, str)) if after is not None else None
        where, values = _conditions(asked, last)
        found = f"SELECT s.* {where} ORDER BY s.at, s.thread LIMIT ?"
        rows = self._database.rows(_WHOLE.format(found=found), (*values, size + 1))
        more = len(rows) > size
        cursor = write_cursor(_PURPOSE, (rows[size - 1][2], rows[size - 1][0])) if more else None
        return [_shared_page(row) for row in rows[:size]], cursor

    def shared_one(self, key: str) -> SharedPage | None:
        row = self._database.row(_ONE, (key,))
        return _shared_page(row) if row else None

    def count_shared(self, asked: Harvest) -> int:
        where, values = _conditions(asked)
        return int(self._database.rows(f"SELECT count(*) {where}", values)[0][0])

    def first_shared(self) -> datetime | None:
        (first,) = self._database.rows("SELECT min(at) FROM shared")[0]
        return from_micros(first) if first is not None else None


def _conditions(asked: Harvest, last: tuple[int, str] | None = None) -> tuple[str, tuple[Any, ...]]:
    """What is asked for, after the row `last`: from there on alone, not from the beginning."""
    begin = to_micros(asked.begin) if asked.begin else _BEGINNING
    where, values = _FROM_LAST if last else _FROM, last or (begin,)
    end = to_micros(asked.end + _WITHIN_A_SECOND) if asked.end else _END
    if asked.kind:
        return f"{where} AND s.kind = ?", (*values, end, asked.kind)
    return where, (*values, end)


def _shared_page(row: Sequence[Any]) -> SharedPage:
    key, kind, at, *page = row
    return SharedPage(key, kind, from_micros(at), page_row(page) if page[0] is not None else None)
