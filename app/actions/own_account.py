"""What people change of their own account: address, devices, what they show."""

from app.actions.door import RESET, SIGN_IN, look, spend
from app.actions.wiki import Wiki
from app.domain.accounts import CONFIRM_LIFE, EmailChange
from app.domain.errors import InvalidPerson, LinkSpent
from app.domain.mail import EmailAddress, Letter, Step
from app.domain.people import Person
from app.domain.person_rules import email_key
from app.domain.phrase import Phrase

OLD, NEW = "email-old", "email-new"


def ask_email_change(wiki: Wiki, person: Person, address: str, *, lang: str) -> EmailChange:
    """Both mailboxes are written to; nothing changes until both said yes.

    A mailbox that is dead is not asked. Raises InvalidPerson (no address, or their own).
    """
    new, now = EmailAddress(address), wiki.clock.now()
    if new.key == email_key(person.email):
        raise InvalidPerson(reason=Phrase("cette adresse est déjà la vôtre."))
    dead = wiki.outbox.is_dead(email_key(person.email))
    change = EmailChange(person.id, str(new), dead, False, now + CONFIRM_LIFE)
    for purpose in (OLD, NEW):
        wiki.tokens.drop(purpose, person=person.id)
    wiki.accounts.ask_email(change, _letters(wiki, person, new, lang), now=now)
    return change


def _letters(wiki: Wiki, person: Person, new: EmailAddress, lang: str) -> list[Letter]:
    """To the old one, and to the new one: another letter where the new one is somebody's already,
    which only its owner learns."""
    ask = Phrase("Vous avez demandé que {address} remplace cette adresse.", address=str(new))
    old = Letter(
        Phrase("Changer d’adresse"),
        (
            ask,
            Step(Phrase("Dire oui (dans les deux jours) :"), "/-/adresse?cote=ancienne", OLD,
                 str(new), CONFIRM_LIFE),
            Phrase("Si ce n’était pas vous, ne faites rien et changez votre mot de passe."),
        ),
        person=person.id, lang=lang, kept=CONFIRM_LIFE,
    )  # fmt: skip
    return [old, _to_new(wiki, person, new, lang)]


def _to_new(wiki: Wiki, person: Person, new: EmailAddress, lang: str) -> Letter:
    if wiki.people.by_email(str(new)) is not None:
        said = Phrase("Quelqu’un a voulu prendre cette adresse pour un autre compte. Elle reste "
                      "au vôtre.")  # fmt: skip
        return Letter(Phrase("Votre adresse"), (said,), address=new, lang=lang)
    step = Step(
        Phrase("Confirmer cette adresse (dans les deux jours) :"), "/-/adresse?cote=nouvelle",
        NEW, f"{person.id} {new}", CONFIRM_LIFE,
    )  # fmt: skip
    return Letter(Phrase("Confirmer votre adresse"), (step,), address=new, lang=lang,
                  kept=CONFIRM_LIFE)  # fmt: skip


def change_of(wiki: Wiki, secret: str, purpose: str) -> EmailChange:
    """What a link of one of the two letters agrees to. Raises LinkSpent."""
    token = look(wiki, secret, purpose)
    person, _, address = token.about.rpartition(" ")
    found = wiki.accounts.email_change(token.person or person, now=wiki.clock.now())
    if found is None or found.address != address:
        raise LinkSpent()
    return found


def say_yes(wiki: Wiki, secret: str, purpose: str) -> bool:
    """One of the two mailboxes agrees; True where the address has changed with it.

    Raises LinkSpent, InvalidPerson (the address became another's meanwhile).
    """
    said = change_of(wiki, secret, purpose)
    spend(wiki, secret, purpose)
    wiki.accounts.say_email(said.person, said.address, new=purpose == NEW)
    now = wiki.accounts.email_change(said.person, now=wiki.clock.now())
    if now is None or not (now.old_said and now.new_said):
        return False
    wiki.accounts.drop_email(said.person)
    wiki.people.set_email(said.person, said.address)
    for sent in (SIGN_IN, RESET):
        wiki.tokens.drop(sent, person=said.person)
    return True
