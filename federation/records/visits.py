"""Visits to friends: what they last said, when to go again, how it went."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from app.domain.network import InstanceId, PeerState, PullOutcome, PullReport, Quarantined
from app.domain.page_path import PagePath
from app.domain.phrase import Phrase
from federation.records.storage import (
    Records,
    execute,
    from_micros,
    insert,
    maybe_micros,
    maybe_moment,
    one,
    to_json,
    to_micros,
)

REPORTS_KEPT = 50
# Visits that find nothing new say so once: they would crowd out those that did.
_FORGET_LAST_UNCHANGED = (
    "DELETE FROM reports WHERE outcome = 'unchanged' AND number ="
    " (SELECT max(number) FROM reports WHERE peer = :peer)"
)
_WENT_WELL = (PullOutcome.unchanged, PullOutcome.updated)


@dataclass(frozen=True, slots=True)
class Visit:
    """`next_at` is when the next one is due (None: at once); `failures` since the last success.
    `alarm` is a sentence for a steward, or ``."""

    next_at: datetime | None = None
    failures: int = 0
    last_success_at: datetime | None = None
    alarm: str = ""


class VisitRecords(Records):
    def visit(self, instance: InstanceId) -> Visit:
        row = self._database.row(
            "SELECT next_at, failures, last_success_at, alarm FROM visits WHERE peer = ?",
            (instance.value,),
        )
        if row is None:
            return Visit()
        return Visit(maybe_moment(row[0]), row[1], maybe_moment(row[2]), row[3])

    def schedule(self, instance: InstanceId, next_at: datetime | None) -> None:
        self._write(
            "UPDATE visits SET next_at = :at WHERE peer = :peer",
            at=maybe_micros(next_at),
            peer=instance.value,
        )

    def due(self, now: datetime) -> list[InstanceId]:
        """Friends to visit now, the longest waiting first; blocked ones never."""
        rows = self._database.rows(
            "SELECT p.id FROM peers p JOIN visits v ON v.peer = p.id WHERE p.state = ?"
            " AND coalesce(v.next_at, 0) <= ? ORDER BY coalesce(v.next_at, 0), p.id",
            (PeerState.active.value, to_micros(now)),
        )
        return [InstanceId(id) for (id,) in rows]

    def raise_alarm(self, instance: InstanceId, sentence: str) -> None:
        """Stays until a visit goes well, or `` is raised."""
        self._write(
            "UPDATE visits SET alarm = :said WHERE peer = :peer",
            said=sentence,
            peer=instance.value,
        )

    def add_report(self, report: PullReport) -> None:
        """Keeps the last 50 of that friend. A visit that went well ends failures and alarm, one
        that did not counts as a failure; a dry run (`planned`) changes neither.

        What is reported of somebody who is no friend any more is not kept.
        """
        with self._database.writing() as connection:
            if not _is_friend(connection, report.peer):
                return
            if report.outcome is PullOutcome.unchanged:
                execute(connection, _FORGET_LAST_UNCHANGED, peer=report.peer.value)
            insert(
                connection, "reports", peer=report.peer.value, outcome=report.outcome.value,
                started_at=to_micros(report.started_at), took_s=report.took_s, said=_said(report),
            )  # fmt: skip
            execute(
                connection,
                "DELETE FROM reports WHERE peer = :peer AND number NOT IN (SELECT number FROM"
                " reports WHERE peer = :peer ORDER BY number DESC LIMIT :kept)",
                peer=report.peer.value,
                kept=REPORTS_KEPT,
            )
            _count(connection, report)

    def reports(self, instance: InstanceId, *, size: int = 20) -> list[PullReport]:
        """Newest first."""
        rows = self._database.rows(
            "SELECT peer, outcome, started_at, took_s, said FROM reports WHERE peer = ?"
            " ORDER BY number DESC LIMIT ?",
            (instance.value, size),
        )
        return [_report(*row) for row in rows]


def _is_friend(connection: Connection, instance: InstanceId) -> bool:
    return one(connection, "SELECT 1 FROM peers WHERE id = :id", id=instance.value) is not None


def _count(connection: Connection, report: PullReport) -> None:
    if report.outcome in _WENT_WELL:
        ended_at = report.started_at + timedelta(seconds=report.took_s)
        execute(
            connection,
            "UPDATE visits SET failures = 0, alarm = '', last_success_at = :at WHERE peer = :peer",
            at=to_micros(ended_at),
            peer=report.peer.value,
        )
    elif report.outcome is not PullOutcome.planned:
        execute(
            connection,
            "UPDATE visits SET failures = failures + 1,"
            " alarm = CASE WHEN :alarm <> '' THEN :alarm ELSE alarm END WHERE peer = :peer",
            alarm=report.reason if report.alarm else "",
            peer=report.peer.value,
        )


def _said(report: PullReport) -> str:
    return to_json(
        {
            "received": report.received,
            "removed": report.removed,
            "versions": report.versions,
            "size_bytes": report.size_bytes,
            "reason": _told(report.reason),
            "alarm": report.alarm,
            "new_epoch": report.new_epoch,
            "by": report.by,
            "pages": [list(page) for page in report.pages],
            "quarantined": [
                [one.file, str(one.path) if one.path else None, _told(one.reason), one.readable]
                for one in report.quarantined
            ],
        }
    )


def _report(peer: str, outcome: str, started_at: int, took_s: float, said: str) -> PullReport:
    values: dict[str, Any] = json.loads(said)
    pages, quarantined = values.pop("pages"), values.pop("quarantined")
    values["reason"] = _sentence(values["reason"])
    bare = PullReport(InstanceId(peer), PullOutcome(outcome), from_micros(started_at), took_s)
    return replace(
        bare,
        **values,
        pages=tuple((path, title) for path, title in pages),
        quarantined=tuple(
            Quarantined(file, PagePath.parse(path) if path else None, _sentence(reason), readable)
            for file, path, reason, readable in quarantined
        ),
    )


def _told(sentence: str) -> str | list[Any]:
    """With its template and values where it has some: it may be read in another language."""
    if not isinstance(sentence, Phrase):
        return sentence
    params = {
        name: value if isinstance(value, int | float) else str(value)
        for name, value in sentence.params.items()
    }
    return [sentence.template, params]


def _sentence(told: str | list[Any]) -> str:
    return told if isinstance(told, str) else Phrase(told[0], **told[1])
