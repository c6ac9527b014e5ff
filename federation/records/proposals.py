"""Changes offered, both ways: the port `Proposals`, quotas, and what still has to be said."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.domain.errors import AlreadyDecided, ProposalNotFound
from app.domain.media import MediumName
from app.domain.network import InstanceId, PeerState
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.proposal import Outcome, Proposal, ProposalId, ProposalState, Step, Way
from app.domain.revision import Signature
from federation.documents.values import SentMedium
from federation.records.storage import (
    Records,
    execute,
    from_micros,
    insert,
    one,
    to_json,
    to_micros,
)

_COLUMNS = (
    "id, way, peer, page_id, path, title, base, licence, steps, made_at, changed_at, state,"
    " reason, blob, told, person, seen_head, decided_by"
)


class ProposalRecords(Records):
    def add(self, proposal: Proposal, *, media: Sequence[SentMedium] = ()) -> bool:
        """False where one of that id is there already, whoever sent it (nothing is changed then).

        What comes in counts from its `changed_at`.
        """
        with self._database.writing() as connection:
            added = insert(connection, "proposals", **_columns(proposal, media))
            if added:
                for medium in media:
                    insert(
                        connection, "proposal_media", proposal=proposal.id.value,
                        name=str(medium.name), data=medium.data, sidecar=medium.sidecar,
                    )  # fmt: skip
        return bool(added)

    def get(self, proposal_id: ProposalId) -> Proposal:
        """Raises ProposalNotFound."""
        row = self._database.row(
            f"SELECT {_COLUMNS} FROM proposals WHERE id = ?", (proposal_id.value,)
        )
        if row is None:
            raise ProposalNotFound
        return _proposal(row)

    def media(self, proposal_id: ProposalId) -> list[SentMedium]:
        """What came with it, by name."""
        rows = self._database.rows(
            "SELECT name, data, sidecar FROM proposal_media WHERE proposal = ? ORDER BY name",
            (proposal_id.value,),
        )
        return [SentMedium(MediumName.parse(name), data, sidecar) for name, data, sidecar in rows]

    def all(
        self,
        *,
        way: Way | None = None,
        states: Sequence[ProposalState] = (),
        peer: InstanceId | None = None,
        person: str = "",
        page_id: str = "",
        path: PagePath | None = None,
        size: int = 500,
    ) -> list[Proposal]:
        """Newest first; empty conditions are none."""
        said = {
            "way": way and way.value,
            "peer": peer and peer.value,
            "person": person,
            "page_id": page_id,
            "path": path and str(path),
        }
        conditions = {name: value for name, value in said.items() if value}
        where = [f"{name} = ?" for name in conditions]
        if states:
            where.append(f"state IN ({', '.join('?' * len(states))})")
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM proposals WHERE {' AND '.join(where) or '1'}"
            " ORDER BY kept_at DESC, id LIMIT ?",
            [*conditions.values(), *(state.value for state in states), size],
        )
        return [_proposal(row) for row in rows]

    def settle(
        self, outcome: Outcome, *, expects: Sequence[ProposalState], by: str = "", told: bool
    ) -> Proposal:
        """The proposal with its new state, if it was in one of `expects`.

        Of two who settle at once, one does. Raises AlreadyDecided where it was in another,
        ProposalNotFound.
        """
        with self._database.writing() as connection:
            state = _state(connection, outcome.proposal)
            if state not in expects:
                raise AlreadyDecided(state=state.value)
            execute(
                connection,
                "UPDATE proposals SET state = :state, reason = :reason, blob = :blob, told = :told,"
                " changed_at = :at, retry_at = 0, tries = 0,"
                " decided_by = CASE WHEN :by <> '' THEN :by ELSE decided_by END WHERE id = :id",
                id=outcome.proposal.value, state=outcome.state.value, reason=outcome.reason,
                blob=outcome.blob and outcome.blob.value, told=int(told),
                at=to_micros(outcome.at), by=by,
            )  # fmt: skip
        return self.get(outcome.proposal)

    def count(self, *, peer: InstanceId, states: Sequence[ProposalState]) -> int:
        """How many came in from there."""
        said = ", ".join("?" * len(states))
        return self._sum("count(*)", peer, f"state IN ({said})", *(one.value for one in states))

    def correct(self, proposal: Proposal) -> Proposal:
        """What its writer makes of one that waits here.

        Raises AlreadyDecided where it waits no more, ProposalNotFound.
        """
        columns = _columns(proposal, ())
        kept = ("id", "path", "title", "base", "steps", "changed_at", "size_bytes")
        with self._database.writing() as connection:
            state = _state(connection, proposal.id)
            if state is not ProposalState.delivered:
                raise AlreadyDecided(state=state.value)
            execute(
                connection,
                "UPDATE proposals SET path = :path, title = :title, base = :base, steps = :steps,"
                " changed_at = :changed_at, size_bytes = :size_bytes WHERE id = :id",
                **{name: columns[name] for name in kept},
            )
        return self.get(proposal.id)

    def mark_told(self, proposal_id: ProposalId) -> None:
        """Raises ProposalNotFound."""
        if not self._write("UPDATE proposals SET told = 1 WHERE id = :id", id=proposal_id.value):
            raise ProposalNotFound

    def untold(self, now: datetime, *, size: int = 200) -> list[Proposal]:
        """What has to be said or asked by now, the longest waiting first: ends that the other side
        does not know, our own that wait to be sent, and those sent to ask after.

        Only with friends that are not blocked.
        """
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM proposals WHERE retry_at <= :now"
            " AND peer IN (SELECT p.id FROM peers p WHERE p.state = :active)"
            " AND ((told = 0 AND state NOT IN ('queued', 'delivered'))"
            " OR (way = 'outgoing' AND state IN ('queued', 'delivered')))"
            " ORDER BY retry_at, kept_at, id LIMIT :size",
            {"now": to_micros(now), "active": PeerState.active.value, "size": size},
        )
        return [_proposal(row) for row in rows]

    def postpone(self, proposal_id: ProposalId, until: datetime) -> None:
        """`untold` leaves it out until then; one more try is counted."""
        self._write(
            "UPDATE proposals SET retry_at = :until, tries = tries + 1 WHERE id = :id",
            until=to_micros(until),
            id=proposal_id.value,
        )

    def tries(self, proposal_id: ProposalId) -> int:
        """How often it was put off since its state changed."""
        row = self._database.row("SELECT tries FROM proposals WHERE id = ?", (proposal_id.value,))
        return int(row[0]) if row else 0

    def open_incoming(self, peer: InstanceId) -> int:
        """Proposals of that friend that wait for our review."""
        return self._sum("count(*)", peer, "state = 'delivered'")

    def open_outgoing(self, peer: InstanceId) -> int:
        row = self._database.row(
            "SELECT count(*) FROM proposals WHERE peer = ? AND way = 'outgoing'"
            " AND state IN ('queued', 'delivered')",
            (peer.value,),
        )
        return int(row[0]) if row else 0

    def count_ended(self, peer: InstanceId, state: ProposalState) -> int:
        """How many of that friend's proposals ended so here."""
        return self._sum("count(*)", peer, "state = ?", state.value)

    def received_bytes(self, peer: InstanceId, since: datetime) -> int:
        """What that friend's proposals took since then, texts and media."""
        return self._sum("coalesce(sum(size_bytes), 0)", peer, "kept_at >= ?", to_micros(since))

    def count_received(self, peer: InstanceId, since: datetime) -> int:
        return self._sum("count(*)", peer, "kept_at >= ?", to_micros(since))

    def _sum(self, what: str, peer: InstanceId, condition: str, *values: Any) -> int:
        """Over what came in from that friend."""
        row = self._database.row(
            f"SELECT {what} FROM proposals WHERE peer = ? AND way = 'incoming' AND {condition}",
            (peer.value, *values),
        )
        return int(row[0]) if row else 0


def _state(connection: Connection, proposal_id: ProposalId) -> ProposalState:
    row = one(connection, "SELECT state FROM proposals WHERE id = :id", id=proposal_id.value)
    if row is None:
        raise ProposalNotFound
    return ProposalState(row[0])


def _columns(proposal: Proposal, media: Sequence[SentMedium]) -> dict[str, Any]:
    steps = to_json([_written(step) for step in proposal.steps])
    media_bytes = sum(len(medium.data) + len(medium.sidecar.encode()) for medium in media)
    return {
        "id": proposal.id.value, "way": proposal.way.value, "peer": proposal.peer.value,
        "page_id": proposal.page_id, "path": str(proposal.path), "title": proposal.title,
        "base": proposal.base.value if proposal.base else "",
        "licence": proposal.licence, "steps": steps,
        "made_at": to_micros(proposal.made_at), "changed_at": to_micros(proposal.changed_at),
        "state": proposal.state.value, "reason": proposal.reason,
        "blob": proposal.blob and proposal.blob.value, "told": int(proposal.told),
        "person": proposal.person, "seen_head": proposal.seen_head and proposal.seen_head.value,
        "decided_by": proposal.decided_by, "kept_at": to_micros(proposal.changed_at),
        "size_bytes": len(steps.encode()) + media_bytes,
    }  # fmt: skip


def _written(step: Step) -> list[Any]:
    return [step.author.name, step.author.address, to_micros(step.at), step.message, step.text]


def _step(name: str, address: str, at: int, message: str, text: str) -> Step:
    return Step(Signature(name, address), from_micros(at), message, text)


def _proposal(row: Sequence[Any]) -> Proposal:
    (id, way, peer, page_id, path, title, base, licence, steps, made_at, changed_at, state,
     reason, blob, told, person, seen_head, decided_by) = row  # fmt: skip
    return Proposal(
        id=ProposalId(id), way=Way(way), peer=InstanceId(peer), page_id=page_id,
        path=PagePath.parse(path), title=title, base=BlobId(base) if base else None,
        licence=licence,
        steps=tuple(_step(*step) for step in json.loads(steps)), made_at=from_micros(made_at),
        changed_at=from_micros(changed_at), state=ProposalState(state), reason=reason,
        blob=BlobId(blob) if blob else None, told=bool(told), person=person,
        seen_head=RevisionId(seen_head) if seen_head else None, decided_by=decided_by,
    )  # fmt: skip
