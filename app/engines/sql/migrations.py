"""How the records' tables came to be, step by step. Records are never dropped.

A step that stood in a release is never edited: what changes is a new step at the end. Each part of
the file (people here, others elsewhere) counts its own steps.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from app.domain.errors import EngineFailed
from app.engines.sql.database import Database

Step = tuple[str, ...]

PEOPLE_STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE people (
            id TEXT PRIMARY KEY, email TEXT NOT NULL, email_key TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL, role TEXT NOT NULL, password TEXT, joined_at BIGINT NOT NULL)""",
        """CREATE TABLE sessions (
            secret_hash TEXT PRIMARY KEY, person_id TEXT NOT NULL, csrf TEXT NOT NULL,
            created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)""",
        "CREATE INDEX sessions_of_person ON sessions (person_id)",
        "CREATE INDEX sessions_expire ON sessions (expires_at)",
        """CREATE TABLE tokens (
            id TEXT PRIMARY KEY, secret_hash TEXT NOT NULL UNIQUE, person_id TEXT NOT NULL,
            scope TEXT NOT NULL, label TEXT NOT NULL, created_at BIGINT NOT NULL)""",
        "CREATE INDEX tokens_of_person ON tokens (person_id)",
        """CREATE TABLE steward_links (
            secret_hash TEXT PRIMARY KEY, expires_at BIGINT NOT NULL)""",
        """CREATE TABLE attempts (
            id TEXT PRIMARY KEY, key_hash TEXT NOT NULL, at BIGINT NOT NULL,
            forget_at BIGINT NOT NULL)""",
        "CREATE INDEX attempts_by_key ON attempts (key_hash, at)",
        "CREATE INDEX attempts_to_forget ON attempts (forget_at)",
    ),
    (
        "ALTER TABLE people ADD COLUMN lang TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE people ADD COLUMN state TEXT NOT NULL DEFAULT 'active'",
        "ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT ''",
    ),
)

ACCOUNTS_STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE knocks (
            id TEXT PRIMARY KEY, sort TEXT NOT NULL, address TEXT NOT NULL, name TEXT NOT NULL,
            lang TEXT NOT NULL, about TEXT NOT NULL, at BIGINT NOT NULL)""",
        "CREATE INDEX knocks_by_date ON knocks (at)",
        """CREATE TABLE invitations (
            id TEXT PRIMARY KEY, role TEXT NOT NULL, address TEXT NOT NULL, note TEXT NOT NULL,
            council TEXT NOT NULL, made_by TEXT NOT NULL, made_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL, state TEXT NOT NULL)""",
        "CREATE INDEX invitations_by_date ON invitations (state, made_at)",
        """CREATE TABLE email_changes (
            person TEXT PRIMARY KEY, address TEXT NOT NULL, old_said INTEGER NOT NULL,
            new_said INTEGER NOT NULL, expires_at BIGINT NOT NULL)""",
        """CREATE TABLE profiles (
            person TEXT PRIMARY KEY, shown INTEGER NOT NULL, about TEXT NOT NULL,
            links TEXT NOT NULL, writings INTEGER NOT NULL)""",
        """CREATE TABLE moderation (
            n INTEGER PRIMARY KEY AUTOINCREMENT, at BIGINT NOT NULL, act TEXT NOT NULL,
            role TEXT NOT NULL, reason TEXT NOT NULL, about TEXT NOT NULL)""",
    ),
)

THANKS_STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE thanks (
            n INTEGER PRIMARY KEY AUTOINCREMENT, revision TEXT NOT NULL, kind TEXT NOT NULL,
            slug TEXT NOT NULL, page TEXT NOT NULL, author TEXT NOT NULL, person TEXT NOT NULL,
            at BIGINT NOT NULL, UNIQUE (revision, kind, slug, person))""",
        "CREATE INDEX thanks_to ON thanks (author, n)",
        "CREATE INDEX thanks_by ON thanks (person)",
    ),
)

CARE_STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE missed_searches (
            text TEXT PRIMARY KEY, count INTEGER NOT NULL, last_on TEXT NOT NULL)""",
        "CREATE INDEX missed_by_count ON missed_searches (count DESC, text)",
        "CREATE INDEX missed_by_date ON missed_searches (last_on)",
        """CREATE TABLE told_apart (
            one TEXT NOT NULL, other TEXT NOT NULL, told_on TEXT NOT NULL,
            PRIMARY KEY (one, other))""",
        """CREATE TABLE web_links (
            url TEXT PRIMARY KEY, next_on TEXT NOT NULL, fails INTEGER NOT NULL DEFAULT 0,
            failed_on TEXT NOT NULL DEFAULT '', since TEXT NOT NULL DEFAULT '',
            status INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '')""",
        "CREATE INDEX web_links_due ON web_links (next_on)",
        "CREATE INDEX web_links_failing ON web_links (fails) WHERE fails > 0",
        "CREATE TABLE care_changes (n INTEGER NOT NULL)",
        "INSERT INTO care_changes VALUES (0)",
    ),
)

REMARKS_STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE remarks (
            id TEXT PRIMARY KEY, sort TEXT NOT NULL, page TEXT NOT NULL, kind TEXT NOT NULL,
            slug TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, about TEXT NOT NULL,
            name TEXT NOT NULL, place TEXT NOT NULL, written_at BIGINT NOT NULL,
            made_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, quiz TEXT NOT NULL,
            state TEXT NOT NULL, answer TEXT NOT NULL, decided_by TEXT NOT NULL)""",
        "CREATE INDEX remarks_newest ON remarks (state, made_at)",
        "CREATE INDEX remarks_of_page ON remarks (page, state)",
    ),
    (
        "ALTER TABLE remarks ADD COLUMN public INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE remarks ADD COLUMN thread TEXT NOT NULL DEFAULT ''",
    ),
)

DISCUSSIONS_STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE comments (
            id TEXT PRIMARY KEY, page TEXT NOT NULL, thread TEXT NOT NULL, person TEXT NOT NULL,
            name TEXT NOT NULL, place TEXT NOT NULL, about TEXT NOT NULL, text TEXT NOT NULL,
            state TEXT NOT NULL, made_at BIGINT NOT NULL, edited_at BIGINT, reason TEXT NOT NULL,
            decided_by TEXT NOT NULL, resolved_by TEXT NOT NULL, resolved_at BIGINT,
            last_at BIGINT NOT NULL)""",
        "CREATE INDEX comments_of_page ON comments (page, thread)",
        "CREATE INDEX comments_of_thread ON comments (thread, id)",
        "CREATE INDEX comments_of_person ON comments (person)",
        "CREATE INDEX comments_held ON comments (id) WHERE state = 'held'",
        "CREATE TABLE talk_changes (n INTEGER NOT NULL)",
        "INSERT INTO talk_changes VALUES (0)",
    ),
)

WATCHING_STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE notices (
            n INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, sort TEXT NOT NULL,
            page TEXT NOT NULL, ref TEXT NOT NULL, at BIGINT NOT NULL, read INTEGER NOT NULL,
            UNIQUE (person, sort, ref))""",
        "CREATE INDEX notices_unread ON notices (person) WHERE read = 0",
        """CREATE TABLE watches (
            n INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, page TEXT NOT NULL,
            seen_at BIGINT NOT NULL, UNIQUE (person, page))""",
        "CREATE INDEX watches_of_page ON watches (page)",
        """CREATE TABLE habits (
            person TEXT PRIMARY KEY, rhythm TEXT NOT NULL, mailed_at BIGINT NOT NULL,
            seen_at BIGINT NOT NULL)""",
    ),
    (
        """CREATE TABLE asked_checks (
            person TEXT NOT NULL, page TEXT NOT NULL, at BIGINT NOT NULL,
            PRIMARY KEY (person, page))""",
        "ALTER TABLE watches ADD COLUMN revision TEXT NOT NULL DEFAULT ''",
    ),
)

QUESTIONS_STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE questions (
            id TEXT PRIMARY KEY, page TEXT NOT NULL, text TEXT NOT NULL, made_at BIGINT NOT NULL,
            name TEXT NOT NULL, email TEXT NOT NULL, person TEXT NOT NULL, lang TEXT NOT NULL,
            state TEXT NOT NULL, answer TEXT NOT NULL, answered_by TEXT NOT NULL,
            answered_at BIGINT, agrees INTEGER NOT NULL, team_agrees INTEGER NOT NULL,
            published TEXT NOT NULL)""",
        "CREATE INDEX questions_of_page ON questions (page, state)",
        """CREATE TABLE answerers (
            page TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (page, person))""",
    ),
)

SEARCHES_STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE saved_searches (
            id TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, question TEXT NOT NULL,
            secret TEXT NOT NULL UNIQUE, made_at BIGINT NOT NULL, seen_at BIGINT NOT NULL,
            UNIQUE (person, question))""",
    ),
)

COUNCILS_STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE councils (
            id TEXT PRIMARY KEY, page TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
            made_at BIGINT NOT NULL)""",
        """CREATE TABLE council_members (
            council TEXT NOT NULL, person TEXT NOT NULL, joined_at BIGINT NOT NULL,
            PRIMARY KEY (council, person))""",
        "CREATE INDEX councils_of_person ON council_members (person)",
        "CREATE TABLE council_changes (n INTEGER NOT NULL)",
        "INSERT INTO council_changes VALUES (0)",
    ),
)

OUTBOX_STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE outbox (
            id TEXT PRIMARY KEY, person TEXT NOT NULL, address TEXT NOT NULL, lang TEXT NOT NULL,
            letter TEXT NOT NULL, queued_at BIGINT NOT NULL, due_at BIGINT NOT NULL,
            ends_at BIGINT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
            why TEXT NOT NULL DEFAULT '')""",
        "CREATE INDEX outbox_due ON outbox (due_at)",
        "CREATE INDEX outbox_of_person ON outbox (person)",
        """CREATE TABLE bounces (
            address_hash TEXT PRIMARY KEY, times INTEGER NOT NULL, last_at BIGINT NOT NULL)""",
    ),
)

ONE_USE_STEPS: tuple[Step, ...] = (
    (
        """CREATE TABLE one_use (
            secret_hash TEXT PRIMARY KEY, purpose TEXT NOT NULL, about TEXT NOT NULL,
            person TEXT NOT NULL, expires_at BIGINT NOT NULL, spent_at BIGINT)""",
        "CREATE INDEX one_use_about ON one_use (purpose, about)",
        "CREATE INDEX one_use_of_person ON one_use (person)",
        "CREATE INDEX one_use_expire ON one_use (expires_at)",
        "CREATE TABLE seals (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    ),
)


def migrate(database: Database, part: str, steps: Sequence[Step]) -> None:
    """Takes the steps that this file has not taken yet: all of them or none.

    Where it took them all it is only read: a start never waits for whoever writes.
    Raises EngineFailed where a later release of the software wrote the file.
    """
    if _taken(database, part) != len(steps):
        with database.writing() as connection:
            _take(connection, part, steps)


def _taken(database: Database, part: str) -> int | None:
    with database.snapshot() as reading:
        if not reading.execute("SELECT 1 FROM sqlite_master WHERE name='migrations'").fetchone():
            return None
        found = reading.execute("SELECT steps FROM migrations WHERE part = ?", (part,)).fetchone()
    return found[0] if found else None


def _take(connection: Connection, part: str, steps: Sequence[Step]) -> None:
    # Told to the driver as they stand: SQLAlchemy would take each apart first, at every start.
    run = connection.exec_driver_sql
    run("CREATE TABLE IF NOT EXISTS migrations (part TEXT PRIMARY KEY, steps INTEGER)")
    taken = run("SELECT steps FROM migrations WHERE part = ?", (part,)).scalar()
    if (taken or 0) > len(steps):
        raise EngineFailed(doing="lire des données écrites par une version plus récente")
    for step in steps[taken or 0 :]:
        for statement in step:
            run(statement)
    if taken is None:
        run("INSERT INTO migrations VALUES (?, ?)", (part, len(steps)))
    elif taken < len(steps):
        run("UPDATE migrations SET steps = ? WHERE part = ?", (len(steps), part))
