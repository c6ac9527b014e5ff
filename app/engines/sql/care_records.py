"""Records of care: searches that found nothing, pairs told apart, addresses of the web tried."""

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import text

from app.domain.care import Missed, Probed, WebLink
from app.domain.likeness import pair_of
from app.engines.sql.database import Database
from app.engines.sql.migrations import CARE_STEPS, migrate

MISSED_LIMIT = 2000
# Different searches kept in memory between two writes; others of that time are not counted.
PENDING_LIMIT = 1000
_AT_ONCE = 500
_COUNT = text(
    "INSERT INTO missed_searches (text, count, last_on) VALUES (:text, :count, :on)"
    " ON CONFLICT (text) DO UPDATE SET count = count + excluded.count,"
    " last_on = max(last_on, excluded.last_on)"
)
_OLD = text("DELETE FROM missed_searches WHERE last_on < :since")
_LEAST = text(
    "DELETE FROM missed_searches WHERE text IN (SELECT text FROM missed_searches"
    " ORDER BY count DESC, last_on DESC, text LIMIT -1 OFFSET :kept)"
)
_FOLLOW = text("INSERT INTO web_links (url, next_on) VALUES (:url, :on) ON CONFLICT DO NOTHING")
_LEAVE = text("DELETE FROM web_links WHERE url = :url")
_GOOD = text(
    "UPDATE web_links SET next_on = :next_on, fails = 0, failed_on = '', since = '',"
    " status = :status, reason = '' WHERE url = :url"
)
# Of several failures on one day, one counts.
_BAD = text(
    "UPDATE web_links SET next_on = :next_on, fails = fails + (failed_on <> :on),"
    " since = CASE since WHEN '' THEN :on ELSE since END, failed_on = :on, status = :status,"
    " reason = :reason WHERE url = :url"
)
_FORGET = text("DELETE FROM missed_searches WHERE text = :text")
_APART = text(
    "INSERT INTO told_apart (one, other, told_on) VALUES (:one, :other, :on) ON CONFLICT DO NOTHING"
)
_TOGETHER = text("DELETE FROM told_apart WHERE one = :one AND other = :other")
_CHANGED = text("UPDATE care_changes SET n = n + 1")


class SqlCare:
    """CareRecords of app.ports. Safe between threads and processes, but for the counts that were
    not flushed yet: each process has its own, and loses them where it is killed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pending: Counter[str] = Counter()
        self._asked_on: date | None = None
        self._lock = threading.Lock()
        migrate(database, "care", CARE_STEPS)

    def miss(self, text: str, *, on: date) -> None:
        with self._lock:
            if text in self._pending or len(self._pending) < PENDING_LIMIT:
                self._pending[text] += 1
                self._asked_on = on

    def flush(self, *, since: date) -> None:
        self._write_pending()
        if self._database.row(
            "SELECT 1 FROM missed_searches WHERE last_on < ? LIMIT 1", (since.isoformat(),)
        ):
            self._write(_OLD, {"since": since.isoformat()})

    def _write_pending(self) -> None:
        with self._lock:
            pending, on = self._pending, self._asked_on
            self._pending = Counter()
        if not pending or on is None:
            return
        rows = [{"text": one, "count": n, "on": on.isoformat()} for one, n in pending.items()]
        with self._database.writing() as connection:
            connection.execute(_COUNT, rows)
            connection.execute(_LEAST, {"kept": MISSED_LIMIT})
            connection.execute(_CHANGED)

    def missed(self, *, offset: int, size: int) -> tuple[list[Missed], int]:
        rows = self._database.rows(
            "SELECT text, count, last_on FROM missed_searches"
            " ORDER BY count DESC, text LIMIT ? OFFSET ?",
            (size, offset),
        )
        found = [Missed(one, count, date.fromisoformat(on)) for one, count, on in rows]
        return found, self._database.rows("SELECT count(*) FROM missed_searches")[0][0]

    def forget_missed(self, text: str) -> None:
        with self._lock:
            self._pending.pop(text, None)
        self._write(_FORGET, {"text": text})

    def tell_apart(self, one: str, other: str, *, on: date) -> None:
        first, second = pair_of(one, other)
        self._write(_APART, {"one": first, "other": second, "on": on.isoformat()})

    def together_again(self, one: str, other: str) -> None:
        first, second = pair_of(one, other)
        self._write(_TOGETHER, {"one": first, "other": second})

    def apart(self) -> frozenset[tuple[str, str]]:
        return frozenset(map(tuple, self._database.rows("SELECT one, other FROM told_apart")))

    def follow_links(self, urls: Sequence[str], *, on: date) -> None:
        wanted = set(urls)
        known = {url for (url,) in self._database.rows("SELECT url FROM web_links")}
        fresh = [{"url": url, "on": on.isoformat()} for url in sorted(wanted - known)]
        gone = [{"url": url} for url in sorted(known - wanted)]
        for statement, rows in ((_FOLLOW, fresh), (_LEAVE, gone)):
            for start in range(0, len(rows), _AT_ONCE):
                self._write(statement, rows[start : start + _AT_ONCE])

    def due_links(self, *, on: date, size: int) -> list[str]:
        rows = self._database.rows(
            "SELECT url FROM web_links WHERE next_on <= ? ORDER BY next_on, url LIMIT ?",
            (on.isoformat(), size),
        )
        return [url for (url,) in rows]

    def note_link(self, url: str, probed: Probed, *, on: date, next_on: date) -> None:
        values = {
            "url": url, "on": on.isoformat(), "next_on": next_on.isoformat(),
            "status": probed.status, "reason": probed.reason,
        }  # fmt: skip
        self._write(_GOOD if probed.ok else _BAD, values)

    def failing_links(self, *, days: int) -> list[WebLink]:
        rows = self._database.rows(
            "SELECT url, fails, since, status, reason FROM web_links WHERE fails >= ?"
            " ORDER BY since, url",
            (days,),
        )
        return [
            WebLink(url, fails, date.fromisoformat(since), status, reason)
            for url, fails, since, status, reason in rows
        ]

    def generation(self) -> int:
        row = self._database.row("SELECT n FROM care_changes")
        return int(row[0]) if row else 0

    def close(self) -> None:
        self._write_pending()
        self._database.close()

    def _write(self, statement: Any, values: Any) -> None:
        with self._database.writing() as connection:
            connection.execute(statement, values)
            connection.execute(_CHANGED)
