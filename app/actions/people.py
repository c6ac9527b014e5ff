"""People come in, sign in, and get a role."""

from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.errors import AccountHeld, InvalidPerson, NotAllowed, PersonNotFound, TooMany
from app.domain.people import Person, PersonState, Reader, Role
from app.domain.phrase import Phrase

# Many people may share one network address: a whole place behind one line.
ATTEMPTS, ATTEMPTS_OF_ADDRESS = 10, 200
WINDOW_S = 600
PASSWORD_MIN, PASSWORD_MAX = 10, 200
BLOCKED = Phrase("Ce compte est suspendu par un administrateur.")
WAITING = Phrase("Ce compte attend qu’un administrateur vous accueille.")


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


def sign_in(wiki: Wiki, *, email: str, password: str, address: str, agent: str = "") -> str | None:
    """The secret of a new session, or None where address and password do not go together.

    Raises AccountHeld where they do, but a steward holds the account; TooMany after ten tries in
    ten minutes for one e-mail, or two hundred from one network address.
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
    if person is None:
        return None
    require_active(person)
    return wiki.people.open_session(person.id, now=now, agent=agent)


def require_active(person: Person) -> None:
    """Raises AccountHeld."""
    if person.state is not PersonState.active:
        raise AccountHeld(reason=WAITING if person.state is PersonState.waiting else BLOCKED)


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
    if role is not Role.steward:
        require_other_steward(wiki, person)
    wiki.people.set_role(person_id, role)


def require_other_steward(wiki: Wiki, person: Person) -> None:
    """Raises NotAllowed where the wiki would have no steward without this person."""
    stewards = [
        one for one in wiki.people.all()
        if one.role is Role.steward and one.state is PersonState.active
    ]  # fmt: skip
    if person.role is Role.steward and stewards == [person]:
        raise NotAllowed()
