"""How people come in, and what stewards did about them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from app.domain.accounts import EmailChange, Invitation, InvitationState, Knock, Moderation, Profile
from app.domain.mail import Letter


class Accounts(Protocol):
    """Records of what is asked at the door, invitations, profiles and moderation."""

    def knock(self, knock: Knock) -> None: ...
    def knocks(self, *, size: int) -> list[Knock]:
        """The oldest first."""

    def answered(self, knock_id: str, letters: Iterable[Letter], *, now: datetime) -> None:
        """The knock goes, its letters are queued: both or neither."""

    def invite(self, invitation: Invitation, letters: Iterable[Letter] = ()) -> None: ...
    def invitation(self, invitation_id: str) -> Invitation | None: ...
    def invitations(self, *, council: str = "", size: int = 100) -> list[Invitation]:
        """Those that were neither used nor revoked, newest first; of one council, or of none."""

    def end_invitation(self, invitation_id: str, state: InvitationState) -> bool:
        """False where it had its end: of two who use it, one does."""

    def ask_email(self, change: EmailChange, letters: Iterable[Letter], *, now: datetime) -> None:
        """In the place of what that person asked before."""

    def email_change(self, person_id: str, *, now: datetime) -> EmailChange | None: ...
    def say_email(self, person_id: str, address: str, *, new: bool) -> None:
        """One of the two mailboxes agrees to that very address."""

    def drop_email(self, person_id: str) -> None: ...
    def profile(self, person_id: str) -> Profile: ...
    def set_profile(self, person_id: str, profile: Profile) -> None: ...
    def log(self, entry: Moderation) -> None: ...
    def moderation(self, *, size: int) -> list[Moderation]:
        """Newest first."""

    def erase_address(self, address: str) -> int:
        """Whatever waits for that address, or was asked with it, goes; how much there was."""

    def people(self) -> set[str]: ...
    def forget(self, people: Iterable[str]) -> int: ...
    def told_of(self, person_id: str) -> list[dict[str, Any]]: ...
    def close(self) -> None: ...
