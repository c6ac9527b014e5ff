"""Come in: by a link, with an invitation, by signing up. See docs/decisions/0031.

What somebody asks with an address is only written down; whether the address is anyone's is looked
up afterwards, where nobody waits for it, and told to its mailbox alone.
"""

import json
from dataclasses import dataclass

from app.actions.people import BLOCKED, WAITING, check_password_strength, require_active
from app.actions.wiki import Wiki
from app.domain.accounts import (
    CONFIRM_LIFE,
    LINK_LIFE,
    REGISTRATION_FILE,
    RESET_LIFE,
    Door,
    Invitation,
    InvitationState,
    Knock,
    KnockSort,
    Registration,
    read_registration,
)
from app.domain.errors import InvalidPerson, LinkSpent, TooMany
from app.domain.mail import EmailAddress, Letter, Step
from app.domain.one_use import OneUse
from app.domain.people import Person, PersonState, Role
from app.domain.person_rules import clean_name
from app.domain.phrase import Phrase

SIGN_IN, RESET, CONFIRM = "sign-in", "reset", "confirm"
# What is handed over by hand proves no address; what came by letter does.
INVITE, INVITE_BY_LETTER = "invite", "invite-by-letter"
KNOCKS, KNOCKS_OF_ADDRESS, WINDOW_S = 5, 60, 3600
AT_ONCE = 50
NOT_YOU = Phrase("Si vous n’avez rien demandé, ne faites rien : rien ne change.")


def registration_of(wiki: Wiki) -> Registration:
    blob = wiki.store.blob_of(REGISTRATION_FILE)
    return read_registration(wiki.store.read_blob(blob) if blob else None)


def knock(
    wiki: Wiki, sort: KnockSort, *, email: str, lang: str, network: str, name: str = "",
    about: str = "",
) -> None:  # fmt: skip
    """Somebody who gave an address asks for a link. The same work whoever's it is.

    Raises InvalidPerson (no address, no name where one is needed), TooMany after five an hour for
    one address, or sixty from one place of the network.
    """
    address = EmailAddress(email)
    name = clean_name(name) if sort is KnockSort.register else ""
    now = wiki.clock.now()
    limits = {f"knock:{address.key}": KNOCKS, f"knock-from:{network}": KNOCKS_OF_ADDRESS}
    for key, limit in limits.items():
        if wiki.people.count_attempt(key, now=now, limit=limit, window_s=WINDOW_S) > limit:
            raise TooMany(seconds=WINDOW_S)
    wiki.accounts.knock(Knock(wiki.clock.page_id(), sort, str(address), name, lang, about, now))


def answer_knocks(wiki: Wiki) -> int:
    """Queue the letter that each asks for; how many were answered."""
    found = wiki.accounts.knocks(size=AT_ONCE)
    for one in found:
        letter = _letter(wiki, one, wiki.people.by_email(one.address))
        wiki.accounts.answered(one.id, [letter] if letter else [], now=wiki.clock.now())
    return len(found)


def _letter(wiki: Wiki, one: Knock, person: Person | None) -> Letter | None:
    if one.sort is KnockSort.register:
        return _known(one, person) if person else _confirm(wiki, one)
    if person is None:
        return None
    if person.state is not PersonState.active:
        why = WAITING if person.state is PersonState.waiting else BLOCKED
        return Letter(Phrase("Votre compte"), (why,), person=person.id, lang=one.lang)
    return _reset(one, person) if one.sort is KnockSort.reset else _sign_in(one, person)


def _sign_in(one: Knock, person: Person) -> Letter:
    path = f"/-/lien?vers={one.about}" if one.about else "/-/lien"
    step = Step(Phrase("Se connecter (dans les 15 minutes, une fois) :"), path, SIGN_IN,
                life=LINK_LIFE)  # fmt: skip
    return Letter(
        Phrase("Votre lien de connexion"), (step, NOT_YOU), person=person.id, lang=one.lang,
        kept=RESET_LIFE,
    )  # fmt: skip


def _reset(one: Knock, person: Person) -> Letter:
    step = Step(
        Phrase("Choisir un nouveau mot de passe (dans l’heure) :"), "/-/mot-de-passe/nouveau",
        RESET, life=RESET_LIFE,
    )  # fmt: skip
    return Letter(
        Phrase("Votre mot de passe"), (step, NOT_YOU), person=person.id, lang=one.lang,
        kept=RESET_LIFE,
    )  # fmt: skip


def _known(one: Knock, person: Person) -> Letter:
    said = Phrase(
        "Quelqu’un, vous sans doute, a voulu ouvrir un compte avec cette adresse. Vous en avez "
        "déjà un : il suffit de vous connecter."
    )
    step = Step(Phrase("Se connecter, ou choisir un autre mot de passe :"), "/-/connexion")
    return Letter(
        Phrase("Vous avez déjà un compte"), (said, step, NOT_YOU), person=person.id, lang=one.lang
    )


def _confirm(wiki: Wiki, one: Knock) -> Letter:
    about = json.dumps(
        {"name": one.name, "email": one.address, "lang": one.lang, "invitation": one.about}
    )
    step = Step(
        Phrase("Confirmer cette adresse et ouvrir votre compte (dans les deux jours) :"),
        "/-/inscription/confirmer", CONFIRM, about, CONFIRM_LIFE,
    )  # fmt: skip
    return Letter(
        Phrase("Ouvrir votre compte sur {network}", network=wiki.site.name), (step, NOT_YOU),
        address=EmailAddress(one.address), lang=one.lang, kept=CONFIRM_LIFE,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a confirmed address is for. `invitation` is the one it came with, while it is good."""

    name: str
    email: str
    lang: str
    invitation: Invitation | None


def look(wiki: Wiki, secret: str, purpose: str) -> OneUse:
    """What a link is for; nothing of it is spent. Raises LinkSpent where it opens nothing."""
    found = wiki.tokens.look(secret, purpose, now=wiki.clock.now())
    if found is None or not found.fresh:
        raise LinkSpent()
    return found


def spend(wiki: Wiki, secret: str, purpose: str) -> OneUse:
    """The same, spent now. Raises LinkSpent, also for the second of two."""
    found = wiki.tokens.spend(secret, purpose, now=wiki.clock.now())
    if found is None:
        raise LinkSpent()
    return found


def holder(wiki: Wiki, token: OneUse) -> Person:
    """Whom a link signs in. Raises LinkSpent where they are gone, AccountHeld."""
    person = wiki.people.get(token.person)
    if person is None:
        raise LinkSpent()
    require_active(person)
    return person


def sign_in_by_link(wiki: Wiki, secret: str, *, agent: str) -> str:
    """The secret of a new session. Raises LinkSpent, AccountHeld."""
    holder(wiki, look(wiki, secret, SIGN_IN))
    person = holder(wiki, spend(wiki, secret, SIGN_IN))
    return wiki.people.open_session(person.id, now=wiki.clock.now(), agent=agent)


def reset_password(wiki: Wiki, secret: str, password: str, *, agent: str) -> str:
    """The secret of a new session; every other one is closed, every link spent.

    Raises LinkSpent, AccountHeld, InvalidPerson (the link then stays good).
    """
    holder(wiki, look(wiki, secret, RESET))
    check_password_strength(password)
    person = holder(wiki, spend(wiki, secret, RESET))
    change_password(wiki, person.id, password)
    return wiki.people.open_session(person.id, now=wiki.clock.now(), agent=agent)


def change_password(wiki: Wiki, person_id: str, password: str) -> None:
    """Closes all sessions and makes links that were sent worthless; the person is written to."""
    wiki.people.set_password(person_id, password)
    for purpose in (SIGN_IN, RESET):
        wiki.tokens.drop(purpose, person=person_id)
    told = Letter(
        Phrase("Votre mot de passe a changé"),
        (
            Phrase("Vos autres appareils sont déconnectés. Si ce n’était pas vous, choisissez-en "
                   "un autre tout de suite."),
            Step(Phrase("Choisir un autre mot de passe :"), "/-/mot-de-passe"),
        ),
        person=person_id,
    )  # fmt: skip
    wiki.outbox.add([told], now=wiki.clock.now())


def arrival(wiki: Wiki, token: OneUse) -> Arrival:
    """Who confirms an address. Raises LinkSpent where the door is shut by now."""
    said = json.loads(token.about)
    invitation = None
    if said["invitation"]:
        invitation = good_invitation(wiki, said["invitation"])
    elif registration_of(wiki).door is Door.invitation:
        raise LinkSpent()
    return Arrival(said["name"], said["email"], said["lang"], invitation)


def good_invitation(wiki: Wiki, invitation_id: str) -> Invitation:
    """Raises LinkSpent."""
    found = wiki.accounts.invitation(invitation_id)
    if found is None or not found.good(wiki.clock.now()):
        raise LinkSpent()
    return found


@dataclass(frozen=True, slots=True)
class Invited:
    """`proved`: the link came by a letter to the address that was invited."""

    invitation: Invitation
    proved: bool


def invited(wiki: Wiki, secret: str) -> Invited:
    """What the link of an invitation is for. Raises LinkSpent."""
    by_letter = wiki.tokens.look(secret, INVITE_BY_LETTER, now=wiki.clock.now())
    if by_letter is not None and by_letter.fresh:
        return Invited(good_invitation(wiki, by_letter.about), True)
    return Invited(good_invitation(wiki, look(wiki, secret, INVITE).about), False)


def arrive(wiki: Wiki, secret: str, *, name: str, password: str) -> Person:
    """A new account for whoever confirmed an address; it may still wait for a steward.

    `password` may be ``: they sign in by link then. Raises LinkSpent, InvalidPerson (the link then
    stays good).
    """
    came = arrival(wiki, look(wiki, secret, CONFIRM))
    person = _person(wiki, came.email, name, came.lang, came.invitation)
    _check(wiki, person, password)
    spend(wiki, secret, CONFIRM)
    return _joined(wiki, person, password, came.invitation)


def accept_invitation(
    wiki: Wiki, invitation: Invitation, *, name: str, password: str, lang: str
) -> Person:
    """A new account for whoever came by the letter of an invitation, which proves the address.

    Raises LinkSpent, InvalidPerson.
    """
    person = _person(wiki, invitation.address, name, lang, invitation)
    _check(wiki, person, password)
    return _joined(wiki, person, password, invitation)


def _person(wiki: Wiki, email: str, name: str, lang: str, invitation: Invitation | None) -> Person:
    waits = invitation is None and registration_of(wiki).door is Door.approved
    return Person(
        wiki.clock.page_id(), str(EmailAddress(email)), clean_name(name),
        invitation.role if invitation else Role.contributor, wiki.clock.now(), lang,
        PersonState.waiting if waits else PersonState.active,
    )  # fmt: skip


def _check(wiki: Wiki, person: Person, password: str) -> None:
    if password:
        check_password_strength(password)
    if wiki.people.by_email(person.email) is not None:
        raise InvalidPerson(reason=Phrase("quelqu’un est déjà inscrit avec cette adresse."))


def _joined(wiki: Wiki, person: Person, password: str, invitation: Invitation | None) -> Person:
    if invitation and not wiki.accounts.end_invitation(invitation.id, InvitationState.used):
        raise LinkSpent()
    wiki.people.add(person, password=password or None)
    if invitation and invitation.council:
        wiki.councils.join(invitation.council, person.id, at=wiki.clock.now())
    if person.state is PersonState.waiting:
        wiki.outbox.add(_for_stewards(wiki), now=wiki.clock.now())
    return person


def _for_stewards(wiki: Wiki) -> list[Letter]:
    """Somebody waits: told to each steward, without saying who."""
    step = Step(Phrase("Voir qui attend :"), "/-/personnes")
    said = Phrase("Quelqu’un a confirmé son adresse et attend d’être accueilli.")
    return [
        Letter(Phrase("Une inscription attend"), (said, step), person=one.id)
        for one in wiki.people.all()
        if one.role is Role.steward and one.state is PersonState.active
    ]
