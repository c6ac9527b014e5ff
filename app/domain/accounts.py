"""How people come in: who may sign up, invitations, what is asked at the door, profiles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from app.domain.errors import InvalidPerson
from app.domain.people import Role
from app.domain.phrase import Phrase
from app.domain.yaml_text import YamlRefused, dump_entry, load_mapping

REGISTRATION_FILE = "network/registration.yaml"
LINK_LIFE = timedelta(minutes=15)
RESET_LIFE = timedelta(hours=1)
CONFIRM_LIFE = timedelta(days=2)
INVITATION_DAYS = (1, 7, 30)
ABOUT_LIMIT = 600
LINKS_LIMIT, LINK_LIMIT = 5, 200
REASON_LIMIT = 300


class Door(StrEnum):
    """`open`: whoever confirms an address comes in; `approved`: a steward then takes them in;
    `invitation`: with an invitation alone."""

    open = "open"
    approved = "approved"
    invitation = "invitation"


@dataclass(frozen=True, slots=True)
class Registration:
    """`broken`: the file says something that cannot be read, so invitations alone are good."""

    door: Door = Door.invitation
    broken: bool = False


def read_registration(data: bytes | None) -> Registration:
    """What the file of a tree says. Never raises: what cannot be read opens nothing."""
    if data is None:
        return Registration()
    try:
        values: Mapping[str, Any] = load_mapping(data.decode()).values
    except (YamlRefused, UnicodeDecodeError):
        return Registration(broken=True)
    said = values.get("registration")
    if set(values) != {"registration"} or said not in list(Door):
        return Registration(broken=True)
    return Registration(Door(said))


def registration_file(registration: Registration) -> bytes:
    return dump_entry("registration", registration.door.value).encode()


class KnockSort(StrEnum):
    """What somebody who gave an address asks for."""

    sign_in = "sign-in"
    reset = "reset"
    register = "register"


@dataclass(frozen=True, slots=True)
class Knock:
    """Asked at the door by somebody who gave an address; whether it is anyone's is looked up later,
    where nobody sees how long that takes. `about`: where to go then, or an invitation's id."""

    id: str
    sort: KnockSort
    address: str
    name: str
    lang: str
    about: str
    at: datetime


class InvitationState(StrEnum):
    open = "open"
    used = "used"
    revoked = "revoked"


@dataclass(frozen=True, slots=True)
class Invitation:
    """`address` is `` for a link that is handed over by hand; `note` is for those who invite;
    `council` is the id of one that is joined with it, or ``; `made_by` is a person's id."""

    id: str
    role: Role
    address: str
    note: str
    council: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    state: InvitationState = InvitationState.open

    def good(self, now: datetime) -> bool:
        return self.state is InvitationState.open and now < self.expires_at


@dataclass(frozen=True, slots=True)
class EmailChange:
    """An address that takes the place of another once both mailboxes said so."""

    person: str
    address: str
    old_said: bool
    new_said: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """What a person chose to show, nothing unless `shown`. `writings`: the pages they wrote in."""

    shown: bool = False
    about: str = ""
    links: tuple[str, ...] = ()
    writings: bool = False


def make_profile(*, shown: bool, about: str, links: str, writings: bool) -> Profile:
    """From a form: `links` one a line. Raises InvalidPerson."""
    words = "\n".join(line.strip() for line in about.strip().splitlines())
    if len(words) > ABOUT_LIMIT:
        raise InvalidPerson(
            reason=Phrase("la présentation a plus de {limit} signes.", limit=ABOUT_LIMIT)
        )
    found = tuple(dict.fromkeys(line.strip() for line in links.splitlines() if line.strip()))
    if len(found) > LINKS_LIMIT:
        raise InvalidPerson(reason=Phrase("{limit} liens au plus.", limit=LINKS_LIMIT))
    for link in found:
        _require_web(link)
    return Profile(shown, words, found, writings)


def _require_web(link: str) -> None:
    try:
        parts = urlsplit(link)
        lawful = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        lawful = False
    if (
        not lawful
        or len(link) > LINK_LIMIT
        or any(c.isspace() or not c.isprintable() for c in link)
    ):
        raise InvalidPerson(
            reason=Phrase("le lien « {link} » n’est pas une adresse du web.", link=link[:60])
        )


class Act(StrEnum):
    """What the public log tells. Others may add theirs."""

    blocked = "blocked"
    unblocked = "unblocked"
    declined = "declined"
    hidden = "hidden"
    shown = "shown"


@dataclass(frozen=True, slots=True)
class Moderation:
    """One line of the public log: no name of anybody, only the role of who acted. `about` is the
    address of a page of ours, or ``."""

    at: datetime
    act: Act
    role: Role
    reason: str
    about: str = ""
