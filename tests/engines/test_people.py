"""People, their sessions, tokens and tries."""

import multiprocessing
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from app.domain.errors import EngineFailed, InvalidPerson, NotAllowed, PersonNotFound
from app.domain.people import Person, Role
from app.engines.passwords import Argon2Passwords
from app.engines.sql.database import Database
from app.engines.sql.records import SqlPeople
from app.engines.sql.records_tables import Recorded

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
QUICK = Argon2Passwords(time_cost=1, memory_kib=8)
PASSWORD = "quatre mots au hasard"


def person(number=1, *, email=None, name="Ada Lovelace", role=Role.contributor):
    ident = f"01ARZ3NDEKTSV4RRFFQ69G{number:04d}"
    return Person(ident, email or f"ada{number}@alpha.example", name, role, NOW)


@pytest.fixture
def people(tmp_path):
    people = SqlPeople(_in(tmp_path / "records.sqlite"), QUICK)
    yield people
    people.close()


def _in(file: Path) -> Database:
    return Database(file, durable=True)


def everything_kept(tmp_path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(tmp_path.iterdir()))


def test_a_person_is_found_by_id_and_by_address_in_any_case(people):
    ada = person(email="Ada.Lovelace@Alpha.example")
    people.add(ada, password=None)

    assert people.get(ada.id) == ada
    assert people.by_email("ada.lovelace@ALPHA.example") == ada
    assert people.get("nobody") is None
    assert people.by_email("bob@alpha.example") is None


def test_people_are_listed_as_they_joined(people):
    for number in (2, 1, 3):
        people.add(person(number), password=None)

    assert [one.id for one in people.all()] == [person(n).id for n in (1, 2, 3)]


def test_one_address_is_one_person(people):
    people.add(person(1, email="ada@alpha.example"), password=None)

    with pytest.raises(InvalidPerson):
        people.add(person(2, email="ADA@alpha.example"), password=None)
    assert len(people.all()) == 1


@pytest.mark.parametrize(
    "name",
    ["", "  ", "…", "a" * 81, "Ada\nbob", "Ada\tLovelace", "Ada\x00", "Ada \u202eecalevoL",
     "A\u200bda", "Ada <ada>", "Ada\u2028", "\ud800Ada"],
)  # fmt: skip
def test_a_name_that_could_deceive_is_refused(people, name):
    with pytest.raises(InvalidPerson):
        people.add(person(name=name), password=None)


@pytest.mark.parametrize(
    "email",
    ["ada", "@alpha.example", "ada@", "ada@alpha.example\nbcc: x", "a da@alpha.example",
     "ada@alpha@example", "<ada@alpha.example>", "a" * 65 + "@alpha.example", "ada\u202e@x.example",
     "ada,bob@alpha.example"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(people, email):
    with pytest.raises(InvalidPerson):
        people.add(person(email=email), password=None)


@pytest.mark.parametrize("name", ["李小龙", "Anne-Lise O’Brien", "Ჯ", "محمد علي", "Zoé 2"])
def test_names_of_the_world_are_taken(people, name):
    people.add(person(name=name), password=None)

    assert people.all()[0].name == name


def test_a_name_loses_its_doubled_spaces(people):
    people.add(person(name=" Ada   Lovelace "), password=None)

    assert people.all()[0].name == "Ada Lovelace"


def test_a_password_opens_for_its_person_alone(people):
    people.add(person(1), password=PASSWORD)
    people.add(person(2), password=None)

    assert people.check_password("ADA1@alpha.example", PASSWORD) == person(1)
    assert people.check_password("ada1@alpha.example", PASSWORD + "x") is None
    assert people.check_password("ada2@alpha.example", PASSWORD) is None
    assert people.check_password("ada2@alpha.example", "nobody") is None
    assert people.check_password("ada3@alpha.example", "nobody") is None


class Counting(Argon2Passwords):
    def __init__(self):
        super().__init__(time_cost=1, memory_kib=8)
        self.verified = 0

    def fits(self, password, hashed):
        self.verified += 1
        return super().fits(password, hashed)


def test_an_unknown_address_costs_a_verification_too(tmp_path):
    counting = Counting()
    people = SqlPeople(_in(tmp_path / "records.sqlite"), counting)
    people.check_password("nobody@alpha.example", PASSWORD)
    people.close()

    assert counting.verified == 1


def test_a_password_is_the_same_however_accents_are_typed(people):
    people.add(person(), password="cafe\u0301 au lait")

    assert people.check_password("ada1@alpha.example", "café au lait")


def test_a_password_is_checked_at_the_same_cost_where_nobody_is_there(monkeypatch):
    verify, asked = PasswordHasher.verify, []
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda *given: asked.append(given[1]) or verify(*given)
    )
    passwords = Argon2Passwords()
    hashed = passwords.hash("un long mot de passe")
    assert not passwords.fits("un long mot de passe", None)
    assert passwords.fits("un long mot de passe", hashed)
    nobodys = asked[0]
    assert extract_parameters(nobodys) == extract_parameters(hashed)
    with pytest.raises(VerifyMismatchError):  # the work is done before it says no
        verify(PasswordHasher(), nobodys, "un long mot de passe")


def test_a_password_set_again_at_todays_cost_stays_good(people, tmp_path):
    people.add(person(), password=PASSWORD)
    dearer = SqlPeople(
        _in(tmp_path / "records.sqlite"), Argon2Passwords(time_cost=2, memory_kib=16)
    )

    assert dearer.check_password("ada1@alpha.example", PASSWORD)
    assert people._by_email("ada1@alpha.example")[-1].startswith("$argon2id$v=19$m=16,t=2")
    assert dearer.check_password("ada1@alpha.example", PASSWORD)
    dearer.close()


def test_a_role_is_changed(people):
    people.add(person(), password=None)
    people.set_role(person().id, Role.reviewer)

    assert people.get(person().id).role is Role.reviewer
    with pytest.raises(PersonNotFound):
        people.set_role("nobody", Role.reviewer)


def test_a_session_says_who_it_is_until_it_is_closed(people):
    people.add(person(), password=None)
    secret, other = (people.open_session(person().id, now=NOW) for _ in range(2))

    session = people.session(secret, now=NOW)
    assert session.person == person()
    assert session.csrf
    assert session.csrf != people.session(other, now=NOW).csrf

    people.close_session(secret)
    assert people.session(secret, now=NOW) is None
    assert people.session(other, now=NOW) is not None
    assert people.session("", now=NOW) is None


def test_a_session_ends_thirty_days_after_the_last_visit(people):
    people.add(person(), password=None)
    secret = people.open_session(person().id, now=NOW)

    later = NOW + timedelta(days=29)
    assert people.session(secret, now=later)
    later += timedelta(days=29)
    assert people.session(secret, now=later)
    assert people.session(secret, now=later + timedelta(days=30)) is None


def test_a_new_password_closes_every_session(people):
    people.add(person(1), password=PASSWORD)
    people.add(person(2), password=PASSWORD)
    mine, others = (people.open_session(person(n).id, now=NOW) for n in (1, 2))
    people.set_password(person(1).id, "un autre mot de passe")

    assert people.session(mine, now=NOW) is None
    assert people.session(others, now=NOW)
    assert people.check_password("ada1@alpha.example", PASSWORD) is None
    assert people.check_password("ada1@alpha.example", "un autre mot de passe")
    with pytest.raises(PersonNotFound):
        people.set_password("nobody", PASSWORD)


def test_a_token_opens_with_its_scope_until_it_is_dropped(people):
    people.add(person(), password=None)
    read = people.add_token(person().id, "read", now=NOW, label="script")
    write = people.add_token(person().id, "write", now=NOW + timedelta(hours=1))

    assert read.startswith("mlg_")
    assert (people.token(read).scope, people.token(write).scope) == ("read", "write")
    assert people.token(read).person == person()
    assert people.token("mlg_") is None
    kept = people.tokens(person().id)
    assert [(token.scope, token.label) for token in kept] == [("write", ""), ("read", "script")]

    people.drop_token("someone else", kept[1].id)
    assert people.token(read)
    people.drop_token(person().id, kept[1].id)
    assert people.token(read) is None
    with pytest.raises(InvalidPerson):
        people.add_token(person().id, "admin", now=NOW)


def test_no_secret_is_kept_as_it_is(people, tmp_path):
    people.add(person(), password=PASSWORD)
    given = [
        people.open_session(person().id, now=NOW),
        people.add_token(person().id, "write", now=NOW),
        people.steward_link(now=NOW),
        PASSWORD,
        "sign-in:192.0.2.7",
    ]
    people.count_attempt("sign-in:192.0.2.7", now=NOW, limit=3, window_s=60)

    kept = everything_kept(tmp_path)
    assert b"ada1@alpha.example" in kept
    assert not [secret for secret in given if secret.encode() in kept]


@pytest.mark.usefixtures("people")
def test_the_file_is_for_its_owner_alone(tmp_path):
    modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}

    assert modes == {0o600}


def test_the_first_steward_comes_by_a_link_that_works_once(people):
    secret = people.steward_link(now=NOW)
    people.redeem_steward_link(secret, person(), PASSWORD, now=NOW)

    assert people.get(person().id).role is Role.steward
    assert people.check_password("ada1@alpha.example", PASSWORD)
    with pytest.raises(NotAllowed):
        people.redeem_steward_link(secret, person(2), PASSWORD, now=NOW)
    assert people.steward_link(now=NOW) is None


def test_a_steward_link_is_refused_when_wrong_old_or_overtaken(people):
    secret = people.steward_link(now=NOW)
    for given, when in (("wrong", NOW), ("", NOW), (secret, NOW + timedelta(hours=24))):
        with pytest.raises(NotAllowed):
            people.redeem_steward_link(given, person(), PASSWORD, now=when)

    people.add(person(2, role=Role.steward), password=None)
    with pytest.raises(NotAllowed):
        people.redeem_steward_link(secret, person(), PASSWORD, now=NOW)


def test_a_refused_name_leaves_the_steward_link_good(people):
    secret = people.steward_link(now=NOW)
    with pytest.raises(InvalidPerson):
        people.redeem_steward_link(secret, person(name="\n"), PASSWORD, now=NOW)

    people.redeem_steward_link(secret, person(), PASSWORD, now=NOW)


def test_of_two_who_redeem_at_once_one_wins(people):
    secrets = [people.steward_link(now=NOW) for _ in range(4)]

    def redeem(number):
        try:
            people.redeem_steward_link(secrets[number % 4], person(number), PASSWORD, now=NOW)
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(redeem, range(8)))

    assert won.count(True) == 1
    assert [one.role for one in people.all()] == [Role.steward]


def test_tries_are_counted_within_their_window(people):
    def attempt(seconds, key="sign-in:ada"):
        at = NOW + timedelta(seconds=seconds)
        return people.count_attempt(key, now=at, limit=3, window_s=60)

    assert [attempt(s) for s in (0, 10, 20)] == [1, 2, 3]
    assert [attempt(s) for s in (30, 40, 50)] == [4, 4, 4]
    assert attempt(30, key="sign-in:bob") == 1
    assert attempt(61) == 3
    assert attempt(200) == 1


def test_tries_are_forgotten_after_their_window(people, tmp_path):
    for seconds in range(3):
        at = NOW + timedelta(seconds=seconds)
        people.count_attempt(f"key {seconds}", now=at, limit=3, window_s=60)
    people.count_attempt("key", now=NOW + timedelta(hours=1), limit=3, window_s=60)

    with sqlite3.connect(tmp_path / "records.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM attempts").fetchone() == (1,)
    connection.close()


def test_records_outlive_their_opener(people, tmp_path):
    people.add(person(), password=None)
    again = SqlPeople(_in(tmp_path / "records.sqlite"), QUICK)

    assert again.all() == [person()]
    again.close()


@pytest.mark.usefixtures("people")
def test_the_migrations_lead_to_the_tables_that_are_used(tmp_path):
    connection = sqlite3.connect(tmp_path / "records.sqlite")
    for table in Recorded.metadata.sorted_tables:
        columns = connection.execute(f"PRAGMA table_info({table.name})").fetchall()
        assert [row[1] for row in columns] == [column.name for column in table.columns]
        nullable = {row[1] for row in columns if not row[3] and not row[5]}
        assert nullable == {column.name for column in table.columns if column.nullable}
    connection.close()


@pytest.mark.usefixtures("people")
def test_records_of_a_later_release_are_refused(tmp_path):
    with sqlite3.connect(tmp_path / "records.sqlite") as connection:
        connection.execute("UPDATE migrations SET steps = 99")
    connection.close()

    with pytest.raises(EngineFailed):
        SqlPeople(_in(tmp_path / "records.sqlite"), QUICK)


def open_sessions(file: Path, count: int) -> None:
    people = SqlPeople(_in(file), QUICK)
    for _ in range(count):
        people.session(people.open_session(person().id, now=NOW), now=NOW)
        people.count_attempt("shared", now=NOW, limit=1000, window_s=60)
    people.close()


def test_two_processes_write_sessions_while_another_reads(people, tmp_path):
    people.add(person(), password=None)
    secret = people.open_session(person().id, now=NOW)
    spawn = multiprocessing.get_context("spawn")
    writers = [
        spawn.Process(target=open_sessions, args=(tmp_path / "records.sqlite", 25))
        for _ in range(2)
    ]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert people.session(secret, now=NOW)
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0, 0]
    assert people._database.row("SELECT count(*) FROM sessions") == (51,)
    assert people.count_attempt("shared", now=NOW, limit=1000, window_s=60) == 51
