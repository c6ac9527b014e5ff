"""People come in, sign in, and get a role."""

from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.errors import InvalidPerson, NotAllowed, PersonNotFound, TooMany
from app.domain.people import Person, Reader, Role
from app.domain.phrase import Phrase

# Many people may share one network address: a whole place behind one line.
ATTEMPTS, ATTEMPTS_OF_ADDRESS = 10, 200
WINDOW_S = 600
PASSWORD_MIN, PASSWORD_MAX = 10, 200


def add_person(
    wiki: Wiki, *, email: str, name: str, role: Role, password: str | None, by: Reader | None
) -> Person:
    """`by` is None for the command line, which whoever holds the data may use.

    Raises InvalidPerson (also where the address is taken), NotSignedIn, NotAllowed.
    """
    if by is not None:
        require(by, Role.steward)
    if password is not None:
        check_password_strength(password)
    person = Person(wiki.clock.page_id(), email, name, role, wiki.clock.now())
    wiki.people.add(person, password=password)
    found = wiki.people.get(person.id)
    assert found is not None
    return found


def check_password_strength(password: str) -> None:
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise InvalidPerson(
            reason=Phrase(
                "le mot de passe doit avoir de {least} à {most} signes.",
                least=PASSWORD_MIN,
                most=PASSWORD_MAX,
            )
        )


def sign_in(wiki: Wiki, *, email: str, password: str, address: str) -> str | None:
    """The secret of a new session, or None where address and password do not go together.

    Raises TooMany after ten tries in ten minutes for one e-mail, or two hundred from one network
    address.
    """
    now = wiki.clock.now()
    limits = {
        f"sign-in:{email.casefold()[:200]}": ATTEMPTS,
        f"sign-in-from:{address}": ATTEMPTS_OF_ADDRESS,
    }
    for key, limit in limits.items():
        if wiki.people.count_attempt(key, now=now, limit=limit, window_s=WINDOW_S) > limit:
            raise TooMany(seconds=WINDOW_S)
    person = wiki.people.check_password(email, password[:PASSWORD_MAX])
    return wiki.people.open_session(person.id, now=now) if person else None


def become_first_steward(wiki: Wiki, secret: str, *, email: str, name: str, password: str) -> str:
    """The secret of a session for whoever opened the one-time link. Raises NotAllowed when it is
    spent or too old, InvalidPerson."""
    check_password_strength(password)
    now = wiki.clock.now()
    person = Person(wiki.clock.page_id(), email, name, Role.steward, now)
    wiki.people.redeem_steward_link(secret, person, password, now=now)
    return wiki.people.open_session(person.id, now=now)


def change_role(wiki: Wiki, person_id: str, role: Role, *, by: Reader) -> None:
    """Raises PersonNotFound; NotAllowed where it would leave the wiki without a steward."""
    require(by, Role.steward)
    person = wiki.people.get(person_id)
    if person is None:
        raise PersonNotFound(email=person_id[:60])
    stewards = [one for one in wiki.people.all() if one.role is Role.steward]
    if person.role is Role.steward and role is not Role.steward and len(stewards) == 1:
        raise NotAllowed()
    wiki.people.set_role(person_id, role)
