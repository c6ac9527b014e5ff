"""Other networks: what we hold of them, what is offered, what is said."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.network import (
    Carried,
    Identity,
    InstanceId,
    Mirror,
    Peer,
    PeerStatus,
    Preview,
    PullReport,
    Slice,
)
from app.domain.page_path import PagePath
from app.domain.people import Reader
from app.domain.proposal import Outcome, Proposal, ProposalId, ProposalState, Way
from app.ports.pages import PageStore


class Mirrors(Protocol):
    """What we hold of friends, read only. Written by federation alone."""

    def all(self) -> Sequence[Mirror]:
        """Cheap enough to be asked at every save."""

    def store(self, origin: str) -> PageStore:
        """The friend's repository, for reading: its `commit` refuses. Raises PeerNotFound."""


class Proposals(Protocol):
    """Records of changes offered, both ways."""

    def add(self, proposal: Proposal) -> bool:
        """False where one of that id is there already (nothing is changed then)."""

    def get(self, proposal_id: ProposalId) -> Proposal:
        """Raises ProposalNotFound."""

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

    def count(self, *, peer: InstanceId, states: Sequence[ProposalState]) -> int:
        """How many came in from there (from our own people, where it is our own instance)."""

    def correct(self, proposal: Proposal) -> Proposal:
        """What its writer makes of one that waits here: its path, title, base, steps and
        `changed_at` take the place of those kept.

        Raises AlreadyDecided where it waits no more, ProposalNotFound.
        """

    def settle(
        self, outcome: Outcome, *, expects: Sequence[ProposalState], by: str = "", told: bool
    ) -> Proposal:
        """The proposal with its new state, if it was in one of `expects`.

        Raises AlreadyDecided where it was in another, ProposalNotFound.
        """

    def mark_told(self, proposal_id: ProposalId) -> None: ...
    def erase_person(self, person_id: str, *, address: str, name: str) -> int:
        """The name of somebody who was erased leaves what they offered and decided."""


class Federation(Protocol):
    """What networks say to each other, as screens, commands and the API see it.

    Everything here may take seconds: call it in a thread. Rights are checked by the caller with
    `require(reader, Role.steward)` except where `by` is asked for.
    """

    def identity(self) -> Identity: ...

    def rotate_key(self) -> Identity:
        """A new key, signed by the old one, which stays good for a while."""

    def revoke_keys(self, recovery_words: str) -> Identity:
        """A new key, and word that the old ones are worth nothing. Raises Refused where these are
        not the words of our recovery key."""

    def peers(self) -> list[PeerStatus]:
        """By name."""

    def peer(self, instance: InstanceId) -> PeerStatus:
        """Raises PeerNotFound."""

    def preview(self, url: str, *, kit: str = "") -> Preview:
        """Ask an instance who it is, or its part of a USB key (`kit`, a folder: never from the
        web). Raises InvalidInstance, PeerUnreachable, PeerRefused."""

    def enrol(self, url: str, *, fingerprint: str, slice: Slice, by: Reader, kit: str = "") -> Peer:
        """Pin its key. Raises PeerRefused where the fingerprint is not the one it shows."""

    def change_slice(self, instance: InstanceId, slice: Slice, *, by: Reader) -> None: ...
    def block(self, instance: InstanceId, *, person: str = "", by: Reader) -> None: ...
    def unblock(self, instance: InstanceId, *, person: str = "", by: Reader) -> None: ...

    def remove(self, instance: InstanceId, *, by: Reader) -> None:
        """Forget it: its mirror, its key. Proposals keep their record."""

    def pull(self, instance: InstanceId, *, dry_run: bool = False, by: str = "") -> PullReport:
        """One visit now. What goes wrong is told by the report, never raised."""

    def reports(self, instance: InstanceId, *, size: int = 20) -> list[PullReport]:
        """Newest first."""

    def deliver(self) -> int:
        """Send what waits to be sent, ask what became of what was; how many moved on."""

    def usb_write(self, folder: str, *, peer: InstanceId | None = None) -> Carried: ...
    def usb_read(self, folder: str, *, dry_run: bool = False) -> Carried: ...

    def work(self) -> None:
        """One round of what is due: visits, deliveries, bundles. Under its own lease."""

    def stop(self) -> None:
        """Let a round that is under way end early."""

    def close(self) -> None: ...
