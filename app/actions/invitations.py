"""Invite people, take in those who wait, block those who must be."""

from dataclasses import replace
from datetime import timedelta

from app.actions.door import INVITE, INVITE_BY_LETTER
from app.actions.moderation import clean_words, note
from app.actions.people import require_other_steward
from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.accounts import (
    INVITATION_DAYS,
    Act,
    Invitation,
    InvitationState,
)
from app.domain.errors import NotAllowed, PersonNotFound, Refused
from app.domain.mail import EmailAddress, Letter, Step
from app.domain.people import Person, PersonState, Reader, Role
from app.domain.phrase import Phrase

NOTE_LIMIT = 100
OPEN_LIMIT = 100


def invite(
    wiki: Wiki, *, role: Role, address: str, note: str, days: int, by: Reader, council: str = "",
    lang: str = "",
) -> tuple[Invitation, str]:  # fmt: skip
    """An invitation, and the secret of its link for who hands it over: shown this once.

    With an address the link leaves by letter as well. Whoever calls checked that `by` may invite.
    Raises NotSignedIn, InvalidPerson (no such address), Refused (a hundred are open).
    """
    person = require(by, Role.contributor)
    if len(wiki.accounts.invitations(council=council, size=OPEN_LIMIT)) >= OPEN_LIMIT:
        raise Refused(reason=Phrase("cent invitations attendent déjà : retirez-en d’abord."))
    now, life = wiki.clock.now(), timedelta(days=days if days in INVITATION_DAYS else 7)
    to = EmailAddress(address) if address.strip() else None
    made = Invitation(
        wiki.clock.page_id(), role, str(to or ""), " ".join(note.split())[:NOTE_LIMIT], council,
        person.id, now, now + life,
    )  # fmt: skip
    wiki.accounts.invite(made, [_letter(wiki, made, person, to, lang)] if to else [])
    secret = wiki.tokens.mint(INVITE, now=now, life=life, about=made.id)
    return made, secret


def _letter(wiki: Wiki, made: Invitation, by: Person, to: EmailAddress, lang: str) -> Letter:
    said = Phrase("{name} vous invite à écrire sur {network}.", name=by.name,
                  network=wiki.site.name)  # fmt: skip
    if made.council:
        said = Phrase("{name} vous invite au conseil « {council} » sur {network}.", name=by.name,
                      council=made.note, network=wiki.site.name)  # fmt: skip
    life = made.expires_at - made.made_at
    step = Step(
        Phrase("Accepter l’invitation (le lien sert une fois, {days} jours) :", days=life.days),
        "/-/invitation", INVITE_BY_LETTER, made.id, life,
    )  # fmt: skip
    return Letter(
        Phrase("Une invitation à {network}", network=wiki.site.name), (said, step), address=to,
        lang=lang, kept=life,
    )  # fmt: skip


def revoke_invitation(wiki: Wiki, invitation_id: str, *, by: Reader) -> bool:
    """False where it was used, or revoked, before. Raises NotAllowed below steward."""
    require(by, Role.steward)
    for purpose in (INVITE, INVITE_BY_LETTER):
        wiki.tokens.drop(purpose, about=invitation_id)
    return wiki.accounts.end_invitation(invitation_id, InvitationState.revoked)


def take_in(wiki: Wiki, person_id: str, *, by: Reader) -> Person:
    """Somebody who waited signs in from now on. Raises NotAllowed, PersonNotFound."""
    require(by, Role.steward)
    person = _waiting(wiki, person_id)
    wiki.people.set_state(person.id, PersonState.active)
    step = Step(Phrase("Se connecter :"), "/-/connexion")
    told = Letter(
        Phrase("Bienvenue sur {network}", network=wiki.site.name),
        (Phrase("Un administrateur vous a accueilli : votre compte est ouvert."), step),
        person=person.id, lang=person.lang,
    )  # fmt: skip
    wiki.outbox.add([told], now=wiki.clock.now())
    return replace(person, state=PersonState.active)


def decline(wiki: Wiki, person_id: str, reason: str, *, by: Reader) -> None:
    """Nothing is kept of somebody who waited, and they are told why.

    Raises NotAllowed, PersonNotFound, Refused (no reason).
    """
    require(by, Role.steward)
    said, person = clean_words(reason), _waiting(wiki, person_id)
    told = Letter(
        Phrase("Votre inscription sur {network}", network=wiki.site.name),
        (
            Phrase("Un administrateur ne l’a pas retenue : {reason}", reason=said),
            Phrase("Rien n’est gardé de votre adresse. Lire et proposer restent libres."),
        ),
        address=EmailAddress(person.email), lang=person.lang,
    )  # fmt: skip
    wiki.people.remove(person.id)
    wiki.outbox.add([told], now=wiki.clock.now())
    note(wiki, Act.declined, said, by=by)


def _waiting(wiki: Wiki, person_id: str) -> Person:
    person = wiki.people.get(person_id)
    if person is None or person.state is not PersonState.waiting:
        raise PersonNotFound(email=person_id[:60])
    return person


def block(wiki: Wiki, person_id: str, reason: str, *, by: Reader) -> None:
    """They are signed in nowhere from now on; what they wrote stays, and their account too.

    Raises NotAllowed (below steward, oneself, the last steward), PersonNotFound, Refused.
    """
    steward = require(by, Role.steward)
    said, person = clean_words(reason), wiki.people.get(person_id)
    if person is None:
        raise PersonNotFound(email=person_id[:60])
    if person.id == steward.id:
        raise NotAllowed()
    require_other_steward(wiki, person)
    wiki.people.set_state(person.id, PersonState.blocked)
    told = Letter(
        Phrase("Votre compte est suspendu"),
        (
            Phrase("Un administrateur l’a suspendu : {reason}", reason=said),
            Phrase("Ce que vous avez écrit reste, avec votre nom. Répondez-lui si vous n’êtes pas "
                   "d’accord."),
        ),
        person=person.id, lang=person.lang,
    )  # fmt: skip
    wiki.outbox.add([told], now=wiki.clock.now())
    note(wiki, Act.blocked, said, by=by)


def unblock(wiki: Wiki, person_id: str, *, by: Reader) -> None:
    """Raises NotAllowed, PersonNotFound."""
    require(by, Role.steward)
    person = wiki.people.get(person_id)
    if person is None or person.state is not PersonState.blocked:
        raise PersonNotFound(email=person_id[:60])
    wiki.people.set_state(person.id, PersonState.active)
    note(wiki, Act.unblocked, "", by=by)
