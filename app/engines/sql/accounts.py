"""How people come in, profiles, and what stewards did: what no log can give back."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text

from app.domain.accounts import (
    Act,
    EmailChange,
    Invitation,
    InvitationState,
    Knock,
    KnockSort,
    Moderation,
    Profile,
)
from app.domain.mail import Letter
from app.domain.people import Role
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.migrations import ACCOUNTS_STEPS, ONE_USE_STEPS, OUTBOX_STEPS, migrate
from app.engines.sql.outbox import queue

_KNOCK = text(
    "INSERT INTO knocks (id, sort, address, name, lang, about, at)"
    " VALUES (:id, :sort, :address, :name, :lang, :about, :at)"
)
_ANSWERED = text("DELETE FROM knocks WHERE id = :id")
_INVITATION = "id, role, address, note, council, made_by, made_at, expires_at, state"
_INVITE = text(
    f"INSERT INTO invitations ({_INVITATION}) VALUES (:id, :role, :address, :note, :council,"
    " :made_by, :made_at, :expires_at, 'open')"
)
# Whose address it was is nobody's business any more.
_END = text(
    "UPDATE invitations SET state = :state, address = '', note = '' WHERE id = :id"
    " AND state = 'open'"
)
_ASK = text(
    "INSERT OR REPLACE INTO email_changes (person, address, old_said, new_said, expires_at)"
    " VALUES (:person, :address, :old_said, :new_said, :expires_at)"
)
_OLD = text("UPDATE email_changes SET old_said = 1 WHERE person = :person AND address = :address")
_NEW = text("UPDATE email_changes SET new_said = 1 WHERE person = :person AND address = :address")
_DROP = text("DELETE FROM email_changes WHERE person = :person")
_PROFILE = text(
    "INSERT OR REPLACE INTO profiles (person, shown, about, links, writings)"
    " VALUES (:person, :shown, :about, :links, :writings)"
)
_LOG = text(
    "INSERT INTO moderation (at, act, role, reason, about)"
    " VALUES (:at, :act, :role, :reason, :about)"
)
_FORGET = tuple(
    text(sql).bindparams(bindparam("people", expanding=True))
    for sql in (
        "DELETE FROM email_changes WHERE person IN :people",
        "DELETE FROM profiles WHERE person IN :people",
        "UPDATE invitations SET made_by = '' WHERE made_by IN :people",
    )
)


# Whatever waits for an address, in the parts of the file that know one.
_ERASE_ADDRESS = tuple(
    text(sql)
    for sql in (
        "DELETE FROM knocks WHERE lower(address) = :address",
        "DELETE FROM invitations WHERE lower(address) = :address",
        "DELETE FROM email_changes WHERE lower(address) = :address",
        "DELETE FROM outbox WHERE lower(address) = :address",
        "DELETE FROM one_use WHERE instr(lower(about), :address)",
    )
)


class SqlAccounts:
    """Accounts of app.ports. Safe between threads and processes; every write survives a cut."""

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database, "accounts", ACCOUNTS_STEPS)
        # Letters are queued with what causes them.
        migrate(database, "outbox", OUTBOX_STEPS)
        migrate(database, "one_use", ONE_USE_STEPS)

    def knock(self, knock: Knock) -> None:
        with self._database.writing() as connection:
            connection.execute(
                _KNOCK,
                {
                    "id": knock.id, "sort": knock.sort.value, "address": knock.address,
                    "name": knock.name, "lang": knock.lang, "about": knock.about,
                    "at": to_micros(knock.at),
                },
            )  # fmt: skip

    def knocks(self, *, size: int) -> list[Knock]:
        sql = "SELECT id, sort, address, name, lang, about, at FROM knocks ORDER BY at LIMIT ?"
        return [
            Knock(id, KnockSort(sort), address, name, lang, about, from_micros(at))
            for id, sort, address, name, lang, about, at in self._database.rows(sql, (size,))
        ]

    def answered(self, knock_id: str, letters: Iterable[Letter], *, now: datetime) -> None:
        with self._database.writing() as connection:
            if connection.execute(_ANSWERED, {"id": knock_id}).rowcount:
                queue(connection, letters, now=now)

    def invite(self, invitation: Invitation, letters: Iterable[Letter] = ()) -> None:
        values = {
            "id": invitation.id, "role": invitation.role.value, "address": invitation.address,
            "note": invitation.note, "council": invitation.council,
            "made_by": invitation.made_by, "made_at": to_micros(invitation.made_at),
            "expires_at": to_micros(invitation.expires_at),
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(_INVITE, values)
            queue(connection, letters, now=invitation.made_at)

    def invitation(self, invitation_id: str) -> Invitation | None:
        sql = f"SELECT {_INVITATION} FROM invitations WHERE id = ?"
        row = self._database.row(sql, (invitation_id,))
        return _invitation(row) if row else None

    def invitations(self, *, council: str = "", size: int = 100) -> list[Invitation]:
        sql = (
            f"SELECT {_INVITATION} FROM invitations WHERE state = 'open' AND council = ?"
            " ORDER BY made_at DESC LIMIT ?"
        )
        return [_invitation(row) for row in self._database.rows(sql, (council, size))]

    def end_invitation(self, invitation_id: str, state: InvitationState) -> bool:
        with self._database.writing() as connection:
            named = {"id": invitation_id, "state": state.value}
            return connection.execute(_END, named).rowcount == 1

    def ask_email(self, change: EmailChange, letters: Iterable[Letter], *, now: datetime) -> None:
        values = {
            "person": change.person, "address": change.address, "old_said": change.old_said,
            "new_said": change.new_said, "expires_at": to_micros(change.expires_at),
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(_ASK, values)
            queue(connection, letters, now=now)

    def email_change(self, person_id: str, *, now: datetime) -> EmailChange | None:
        sql = (
            "SELECT person, address, old_said, new_said, expires_at FROM email_changes"
            " WHERE person = ? AND expires_at > ?"
        )
        row = self._database.row(sql, (person_id, to_micros(now)))
        if row is None:
            return None
        person, address, old, new, expires = row
        return EmailChange(person, address, bool(old), bool(new), from_micros(expires))

    def say_email(self, person_id: str, address: str, *, new: bool) -> None:
        with self._database.writing() as connection:
            connection.execute(_NEW if new else _OLD, {"person": person_id, "address": address})

    def drop_email(self, person_id: str) -> None:
        with self._database.writing() as connection:
            connection.execute(_DROP, {"person": person_id})

    def profile(self, person_id: str) -> Profile:
        sql = "SELECT shown, about, links, writings FROM profiles WHERE person = ?"
        row = self._database.row(sql, (person_id,))
        if row is None:
            return Profile()
        shown, about, links, writings = row
        return Profile(bool(shown), about, tuple(json.loads(links)), bool(writings))

    def set_profile(self, person_id: str, profile: Profile) -> None:
        values = {
            "person": person_id, "shown": profile.shown, "about": profile.about,
            "links": json.dumps(profile.links), "writings": profile.writings,
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(_PROFILE, values)

    def log(self, entry: Moderation) -> None:
        values = {
            "at": to_micros(entry.at), "act": entry.act.value, "role": entry.role.value,
            "reason": entry.reason, "about": entry.about,
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(_LOG, values)

    def moderation(self, *, size: int) -> list[Moderation]:
        sql = "SELECT at, act, role, reason, about FROM moderation ORDER BY n DESC LIMIT ?"
        return [
            Moderation(from_micros(at), Act(act), Role(role), reason, about)
            for at, act, role, reason, about in self._database.rows(sql, (size,))
        ]

    def erase_address(self, address: str) -> int:
        named = {"address": address.lower()}
        with self._database.writing() as connection:
            return sum(connection.execute(one, named).rowcount for one in _ERASE_ADDRESS)

    def people(self) -> set[str]:
        sql = (
            "SELECT person FROM email_changes UNION SELECT person FROM profiles"
            " UNION SELECT made_by FROM invitations WHERE made_by <> ''"
        )
        return {person for (person,) in self._database.rows(sql)}

    def forget(self, people: Iterable[str]) -> int:
        return self._database.forget(people, *_FORGET)

    def told_of(self, person_id: str) -> list[dict[str, Any]]:
        profile, found = self.profile(person_id), []
        if profile != Profile():
            found.append(
                {
                    "page publique": profile.shown, "présentation": profile.about,
                    "liens": list(profile.links), "montrer mes pages": profile.writings,
                }
            )  # fmt: skip
        made = "SELECT made_at, role, note, state FROM invitations WHERE made_by = ?"
        return found + [
            {
                "invitation faite le": from_micros(at).isoformat(), "rôle": role, "note": note,
                "état": state,
            }
            for at, role, note, state in self._database.rows(made, (person_id,))
        ]  # fmt: skip

    def close(self) -> None:
        self._database.close()


def _invitation(row: Any) -> Invitation:
    id, role, address, note, council, made_by, made_at, expires_at, state = row
    return Invitation(
        id, Role(role), address, note, council, made_by, from_micros(made_at),
        from_micros(expires_at), InvitationState(state),
    )  # fmt: skip
