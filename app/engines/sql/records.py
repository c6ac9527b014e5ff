"""People, their sessions and tokens: what no log can give back."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, delete, func, insert, select, update

from app.domain.errors import InvalidPerson, NotAllowed, PersonNotFound
from app.domain.people import (
    KeptToken,
    OwnSession,
    Person,
    PersonState,
    Role,
    SessionInfo,
    TokenInfo,
)
from app.domain.person_rules import clean_email, clean_name, email_key
from app.domain.phrase import Phrase
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.migrations import PEOPLE_STEPS, migrate
from app.engines.sql.records_tables import (
    AttemptRecord,
    PersonRecord,
    SessionRecord,
    StewardLinkRecord,
    TokenRecord,
)
from app.engines.sql.tables import table

PEOPLE, SESSIONS, TOKENS = table(PersonRecord), table(SessionRecord), table(TokenRecord)
LINKS, ATTEMPTS = table(StewardLinkRecord), table(AttemptRecord)
SESSION_LIFE = timedelta(days=30)
# A session in use is put off at most once a day: a read is not a write.
SESSION_STEP = timedelta(days=1)
STEWARD_LINK_LIFE = timedelta(hours=24)
TOKEN_PREFIX = "mlg_"
SCOPES = ("read", "write")
TAKEN = Phrase("quelqu’un est déjà inscrit avec cette adresse.")
_SECRET_BYTES = 32
_PERSON = "p.id, p.email, p.name, p.role, p.joined_at, p.lang, p.state"
_AFTER = len(_PERSON.split(","))
_AGENT_LIMIT = 60
# As many signs of a session's hash name it among its person's: it cannot be used to sign in.
_SESSION_ID = 16


class Passwords(Protocol):
    """How passwords become hashes (app.engines.passwords)."""

    def hash(self, password: str) -> str: ...

    def fits(self, password: str, hashed: str | None) -> bool:
        """Takes as long without a hash as with one."""

    def is_outdated(self, hashed: str) -> bool: ...


class SqlPeople:
    """People of app.ports. Safe between threads and processes; every write survives a power cut."""

    def __init__(self, database: Database, passwords: Passwords) -> None:
        self._database = database
        self._passwords = passwords
        migrate(database, "people", PEOPLE_STEPS)

    def close(self) -> None:
        self._database.close()

    def add(self, person: Person, *, password: str | None) -> None:
        """Raises InvalidPerson: name or address cannot be taken, or the address is someone's."""
        person = _clean(person)
        hashed = self._passwords.hash(password) if password is not None else None
        with self._database.writing() as connection:
            _insert(connection, person, hashed)

    def get(self, person_id: str) -> Person | None:
        row = self._database.row(f"SELECT {_PERSON} FROM people p WHERE p.id = ?", (person_id,))
        return _person(row) if row else None

    def by_email(self, email: str) -> Person | None:
        row = self._by_email(email)
        return _person(row) if row else None

    def all(self) -> list[Person]:
        """In the order in which they joined."""
        rows = self._database.rows(f"SELECT {_PERSON} FROM people p ORDER BY p.joined_at, p.id")
        return [_person(row) for row in rows]

    def set_role(self, person_id: str, role: Role) -> None:
        """Raises PersonNotFound."""
        with self._database.writing() as connection:
            _change(connection, person_id, role=str(role))

    def set_state(self, person_id: str, state: PersonState) -> None:
        """Whoever is not active is signed in nowhere. Raises PersonNotFound."""
        with self._database.writing() as connection:
            _change(connection, person_id, state=str(state))
            if state is not PersonState.active:
                connection.execute(delete(SESSIONS).where(SESSIONS.c.person_id == person_id))

    def set_name(self, person_id: str, name: str) -> None:
        """Raises PersonNotFound, InvalidPerson."""
        with self._database.writing() as connection:
            _change(connection, person_id, name=clean_name(name))

    def set_email(self, person_id: str, email: str) -> None:
        """Raises PersonNotFound, InvalidPerson (also where the address is another's)."""
        email = clean_email(email)
        key = email_key(email)
        others = (PEOPLE.c.email_key == key) & (PEOPLE.c.id != person_id)
        with self._database.writing() as connection:
            if connection.execute(select(PEOPLE.c.id).where(others)).first():
                raise InvalidPerson(reason=TAKEN)
            _change(connection, person_id, email=email, email_key=key)

    def has_password(self, person_id: str) -> bool:
        row = self._database.row("SELECT password FROM people WHERE id = ?", (person_id,))
        return bool(row and row[0])

    def remove(self, person_id: str) -> None:
        """The account with its sessions and keys. Nothing where there is none."""
        with self._database.writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.person_id == person_id))
            connection.execute(delete(TOKENS).where(TOKENS.c.person_id == person_id))
            connection.execute(delete(PEOPLE).where(PEOPLE.c.id == person_id))

    def set_password(self, person_id: str, password: str) -> None:
        """Closes all sessions of that person. Raises PersonNotFound."""
        hashed = self._passwords.hash(password)
        with self._database.writing() as connection:
            _change(connection, person_id, password=hashed)
            connection.execute(delete(SESSIONS).where(SESSIONS.c.person_id == person_id))

    def check_password(self, email: str, password: str) -> Person | None:
        """Takes as long whether or not somebody has that address."""
        row = self._by_email(email)
        hashed = row[_AFTER] if row else None
        if not self._passwords.fits(password, hashed):
            return None
        if self._passwords.is_outdated(hashed):
            with self._database.writing() as connection:
                _change(connection, row[0], password=self._passwords.hash(password))
        return _person(row)

    def _by_email(self, email: str) -> Any:
        return self._database.row(
            f"SELECT {_PERSON}, p.password FROM people p WHERE p.email_key = ?",
            (email_key(email),),
        )

    def open_session(self, person_id: str, *, now: datetime, agent: str = "") -> str:
        """The secret for the person's cookie; `agent` says in a few words what it is kept by."""
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        session = {
            "secret_hash": _hash(secret), "person_id": person_id,
            "csrf": secrets.token_urlsafe(_SECRET_BYTES), "created_at": to_micros(now),
            "expires_at": to_micros(now + SESSION_LIFE), "agent": agent[:_AGENT_LIMIT],
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.expires_at <= to_micros(now)))
            connection.execute(insert(SESSIONS), session)
        return secret

    def session(self, secret: str, *, now: datetime) -> SessionInfo | None:
        """Who it is; being asked puts off the session's end, 30 days from the last visit."""
        row = self._database.row(
            f"SELECT {_PERSON}, s.csrf, s.expires_at FROM sessions s"
            " JOIN people p ON p.id = s.person_id WHERE s.secret_hash = ? AND s.expires_at > ?"
            " AND p.state = 'active'",
            (_hash(secret), to_micros(now)),
        )
        if row is None:
            return None
        if from_micros(row[_AFTER + 1]) < now + SESSION_LIFE - SESSION_STEP:
            self._put_off(secret, now)
        return SessionInfo(_person(row), row[_AFTER])

    def _put_off(self, secret: str, now: datetime) -> None:
        later = update(SESSIONS).where(SESSIONS.c.secret_hash == _hash(secret))
        with self._database.writing() as connection:
            connection.execute(later.values(expires_at=to_micros(now + SESSION_LIFE)))

    def close_session(self, secret: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.secret_hash == _hash(secret)))

    def sessions(self, person_id: str, *, now: datetime, secret: str = "") -> list[OwnSession]:
        """Last used first; that of the `secret` is the current one."""
        rows = self._database.rows(
            "SELECT secret_hash, agent, created_at, expires_at FROM sessions"
            " WHERE person_id = ? AND expires_at > ? ORDER BY expires_at DESC",
            (person_id, to_micros(now)),
        )
        return [
            OwnSession(
                hashed[:_SESSION_ID], agent, from_micros(opened),
                from_micros(expires) - SESSION_LIFE, hashed == _hash(secret),
            )
            for hashed, agent, opened, expires in rows
        ]  # fmt: skip

    def close_sessions(self, person_id: str, *, one: str = "", but: str = "") -> int:
        """All of that person's, or only `one` (its id), or all `but` that of a secret."""
        mine = SESSIONS.c.person_id == person_id
        if one:
            mine &= func.substr(SESSIONS.c.secret_hash, 1, _SESSION_ID) == one
        if but:
            mine &= SESSIONS.c.secret_hash != _hash(but)
        with self._database.writing() as connection:
            return connection.execute(delete(SESSIONS).where(mine)).rowcount

    def add_token(self, person_id: str, scope: str, *, now: datetime, label: str = "") -> str:
        """The token, shown this once. Raises InvalidPerson on an unknown scope."""
        if scope not in SCOPES:
            raise InvalidPerson(reason="la portée d’une clé est « read » ou « write ».")
        secret = TOKEN_PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
        token = {
            "id": secrets.token_hex(8), "secret_hash": _hash(secret), "person_id": person_id,
            "scope": scope, "label": label[:200], "created_at": to_micros(now),
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(insert(TOKENS), token)
        return secret

    def token(self, secret: str) -> TokenInfo | None:
        row = self._database.row(
            f"SELECT {_PERSON}, t.scope FROM tokens t JOIN people p ON p.id = t.person_id"
            " WHERE t.secret_hash = ? AND p.state = 'active'",
            (_hash(secret),),
        )
        return TokenInfo(_person(row), row[_AFTER]) if row else None

    def tokens(self, person_id: str) -> list[KeptToken]:
        """Newest first."""
        rows = self._database.rows(
            "SELECT id, scope, label, created_at FROM tokens WHERE person_id = ?"
            " ORDER BY created_at DESC, id",
            (person_id,),
        )
        return [KeptToken(id, scope, label, from_micros(at)) for id, scope, label, at in rows]

    def drop_token(self, person_id: str, token_id: str) -> None:
        mine = (TOKENS.c.person_id == person_id) & (TOKENS.c.id == token_id)
        with self._database.writing() as connection:
            connection.execute(delete(TOKENS).where(mine))

    def steward_link(self, *, now: datetime) -> str | None:
        """The secret of a link that makes its opener the first steward, for 24 hours.

        None once there is a steward. Links given before stay good until one is used.
        """
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        link = {"secret_hash": _hash(secret), "expires_at": to_micros(now + STEWARD_LINK_LIFE)}
        with self._database.writing() as connection:
            connection.execute(delete(LINKS).where(LINKS.c.expires_at <= to_micros(now)))
            if _has_steward(connection):
                return None
            connection.execute(insert(LINKS), link)
        return secret

    def redeem_steward_link(
        self, secret: str, person: Person, password: str, *, now: datetime
    ) -> None:
        """Adds the person as steward. Of two who try at once, one wins.

        Raises NotAllowed (spent, too old, or there is a steward by now), InvalidPerson.
        """
        person = replace(_clean(person), role=Role.steward)
        hashed = self._passwords.hash(password)
        good = (LINKS.c.secret_hash == _hash(secret)) & (LINKS.c.expires_at > to_micros(now))
        with self._database.writing() as connection:
            known = connection.execute(select(LINKS.c.secret_hash).where(good)).first()
            if known is None or _has_steward(connection):
                raise NotAllowed
            _insert(connection, person, hashed)
            connection.execute(delete(LINKS))

    def count_attempt(self, key: str, *, now: datetime, limit: int, window_s: int) -> int:
        """How many tries the key has had in the last `window_s` seconds, this one included.

        Past the limit the answer stays at `limit + 1`, and the try itself is not kept: whoever
        waits for the window to pass may try again, however often they tried meanwhile.
        """
        at, name = to_micros(now), _hash(key)
        since = at - window_s * 1_000_000
        recent = (ATTEMPTS.c.key_hash == name) & (ATTEMPTS.c.at > since)
        with self._database.writing() as connection:
            connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.forget_at <= at))
            tries = connection.execute(select(func.count()).where(recent)).scalar_one()
            if tries >= limit:
                return limit + 1
            attempt = {
                "id": secrets.token_hex(16), "key_hash": name, "at": at,
                "forget_at": at + window_s * 1_000_000,
            }  # fmt: skip
            connection.execute(insert(ATTEMPTS), attempt)
        return int(tries) + 1


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def _person(row: Iterable[Any]) -> Person:
    id, email, name, role, joined_at, lang, state, *_ = row
    joined = from_micros(joined_at)
    return Person(id, email, name, Role(role), joined, lang, PersonState(state))


def _clean(person: Person) -> Person:
    return replace(person, name=clean_name(person.name), email=clean_email(person.email))


def _insert(connection: Connection, person: Person, hashed: str | None) -> None:
    key = email_key(person.email)
    if connection.execute(select(PEOPLE.c.id).where(PEOPLE.c.email_key == key)).first():
        raise InvalidPerson(reason=TAKEN)
    record = {
        "id": person.id, "email": person.email, "email_key": key, "name": person.name,
        "role": str(person.role), "password": hashed, "joined_at": to_micros(person.joined_at),
        "lang": person.lang, "state": str(person.state),
    }  # fmt: skip
    connection.execute(insert(PEOPLE), record)


def _change(connection: Connection, person_id: str, **values: str) -> None:
    found = connection.execute(update(PEOPLE).where(PEOPLE.c.id == person_id).values(**values))
    if found.rowcount == 0:
        raise PersonNotFound(email=person_id[:60])


def _has_steward(connection: Connection) -> bool:
    stewards = select(PEOPLE.c.id).where(PEOPLE.c.role == str(Role.steward)).limit(1)
    return connection.execute(stewards).first() is not None
