"""Letters that wait to leave.

Whoever keeps a record that causes letters calls `queue` in the same transaction, so that neither is
there without the other.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, text

from app.domain.mail import (
    DEAD_AFTER,
    EmailAddress,
    Letter,
    Line,
    OutboxState,
    Quote,
    Step,
    WaitingLetter,
)
from app.domain.phrase import Phrase
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.migrations import OUTBOX_STEPS, migrate

_ADD = text(
    "INSERT INTO outbox (id, person, address, lang, letter, queued_at, due_at, ends_at)"
    " VALUES (:id, :person, :address, :lang, :letter, :queued_at, :queued_at, :ends_at)"
)
_DONE = text("DELETE FROM outbox WHERE id = :id")
_PUT_OFF = text("UPDATE outbox SET tries = tries + 1, due_at = :until, why = :why WHERE id = :id")
_TIDY = text("DELETE FROM outbox WHERE ends_at <= :now")
_BOUNCE = text(
    "INSERT INTO bounces (address_hash, times, last_at) VALUES (:hash, 1, :now)"
    " ON CONFLICT (address_hash) DO UPDATE SET times = times + 1, last_at = :now"
    " RETURNING times"
)
_REVIVE = text("DELETE FROM bounces WHERE address_hash = :hash")
_FORGET = text("DELETE FROM outbox WHERE person IN :people").bindparams(
    bindparam("people", expanding=True)
)
_WHY_LIMIT = 300


def queue(connection: Connection, letters: Iterable[Letter], *, now: datetime) -> None:
    """Put letters in the outbox, in the caller's transaction."""
    rows = [_values(letter, now) for letter in letters]
    if rows:
        connection.execute(_ADD, rows)


class SqlOutbox:
    """Outbox of app.ports. Safe between threads and processes; a letter survives a power cut."""

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database, "outbox", OUTBOX_STEPS)

    def add(self, letters: Iterable[Letter], *, now: datetime) -> None:
        with self._database.writing() as connection:
            queue(connection, letters, now=now)

    def due(self, *, now: datetime, size: int) -> list[WaitingLetter]:
        sql = (
            "SELECT id, person, address, lang, letter, queued_at, ends_at, tries FROM outbox"
            " WHERE due_at <= ? ORDER BY due_at, rowid LIMIT ?"
        )
        rows = self._database.rows(sql, (to_micros(now), size))
        if any(row[6] <= to_micros(now) for row in rows):
            with self._database.writing() as connection:
                connection.execute(_TIDY, {"now": to_micros(now)})
        return [_waiting(row) for row in rows if row[6] > to_micros(now)]

    def done(self, letter_id: str) -> None:
        with self._database.writing() as connection:
            connection.execute(_DONE, {"id": letter_id})

    def put_off(self, letter_id: str, *, until: datetime, why: str) -> None:
        named = {"id": letter_id, "until": to_micros(until), "why": why[:_WHY_LIMIT]}
        with self._database.writing() as connection:
            connection.execute(_PUT_OFF, named)

    def count_bounce(self, key: str, *, now: datetime) -> int:
        with self._database.writing() as connection:
            named = {"hash": _hash(key), "now": to_micros(now)}
            return int(connection.execute(_BOUNCE, named).scalar_one())

    def forget_bounces(self, key: str) -> None:
        # Nearly every letter gets through: no write where nothing was counted.
        if self._bounces(key):
            with self._database.writing() as connection:
                connection.execute(_REVIVE, {"hash": _hash(key)})

    def is_dead(self, key: str) -> bool:
        return self._bounces(key) >= DEAD_AFTER

    def _bounces(self, key: str) -> int:
        sql = "SELECT times FROM bounces WHERE address_hash = ?"
        row = self._database.row(sql, (_hash(key),))
        return int(row[0]) if row else 0

    def state(self) -> OutboxState:
        counted = self._database.row("SELECT count(*), coalesce(sum(tries > 0), 0) FROM outbox")
        last = self._database.row(
            "SELECT why FROM outbox WHERE tries > 0 ORDER BY due_at DESC LIMIT 1"
        )
        assert counted is not None
        return OutboxState(int(counted[0]), int(counted[1]), last[0] if last else "")

    def forget(self, people: Iterable[str]) -> int:
        return self._database.forget(people, _FORGET)

    def people(self) -> set[str]:
        sql = "SELECT DISTINCT person FROM outbox WHERE person <> ''"
        return {person for (person,) in self._database.rows(sql)}

    def told_of(self, person_id: str) -> list[dict[str, Any]]:
        sql = "SELECT letter, queued_at FROM outbox WHERE person = ?"
        return [
            {
                "objet": str(_phrase(json.loads(letter)["subject"])),
                "écrit le": from_micros(at).isoformat(),
            }
            for letter, at in self._database.rows(sql, (person_id,))
        ]  # fmt: skip

    def close(self) -> None:
        self._database.close()


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


def _values(letter: Letter, now: datetime) -> dict[str, Any]:
    said = {
        "subject": _said(letter.subject),
        "lines": [_line(line) for line in letter.lines],
        "unsubscribe": _line(letter.unsubscribe) if letter.unsubscribe else None,
    }
    return {
        "id": secrets.token_hex(16), "person": letter.person,
        "address": str(letter.address or ""), "lang": letter.lang,
        "letter": json.dumps(said, ensure_ascii=False),
        "queued_at": to_micros(now), "ends_at": to_micros(now + letter.kept),
    }  # fmt: skip


def _said(phrase: str) -> dict[str, Any]:
    """A phrase with its template, so that it can be said in the reader's language."""
    if not isinstance(phrase, Phrase):
        return {"template": "{said}", "params": {"said": str(phrase)}}
    params = {
        name: value if isinstance(value, int | float) else
        _said(value) if isinstance(value, Phrase) else str(value)
        for name, value in phrase.params.items()
    }  # fmt: skip
    return {"template": phrase.template, "params": params}


def _line(line: Line) -> dict[str, Any]:
    match line:
        case Quote(words):
            return {"quote": words}
        case Step():
            return {
                "step": _said(line.label), "path": line.path, "purpose": line.purpose,
                "about": line.about, "life_s": int(line.life.total_seconds()),
            }  # fmt: skip
    return _said(line)


def _phrase(said: dict[str, Any]) -> Phrase:
    params = {
        name: _phrase(value) if isinstance(value, dict) else value
        for name, value in said["params"].items()
    }
    return Phrase(said["template"], **params)


def _read_line(said: dict[str, Any]) -> Line:
    if "quote" in said:
        return Quote(said["quote"])
    return _step(said) if "step" in said else _phrase(said)


def _step(said: dict[str, Any]) -> Step:
    life = timedelta(seconds=said["life_s"])
    return Step(_phrase(said["step"]), said["path"], said["purpose"], said["about"], life)


def _waiting(row: Any) -> WaitingLetter:
    id, person, address, lang, letter, queued_at, ends_at, tries = row
    said, queued = json.loads(letter), from_micros(queued_at)
    return WaitingLetter(
        id,
        Letter(
            _phrase(said["subject"]), tuple(_read_line(line) for line in said["lines"]), person,
            EmailAddress(address) if address else None, lang, from_micros(ends_at) - queued,
            _step(said["unsubscribe"]) if said["unsubscribe"] else None,
        ),
        queued,
        tries,
    )  # fmt: skip
