"""What no log can give back, by its name in `Wiki`: parts of one file."""

from typing import Any

from app.engines.passwords import Argon2Passwords
from app.engines.sql.accounts import SqlAccounts
from app.engines.sql.care_records import SqlCare
from app.engines.sql.councils import SqlCouncils
from app.engines.sql.database import Database
from app.engines.sql.discussions import SqlDiscussions
from app.engines.sql.one_use import SqlOneUse
from app.engines.sql.outbox import SqlOutbox
from app.engines.sql.questions import SqlQuestions
from app.engines.sql.records import SqlPeople
from app.engines.sql.remarks import SqlRemarks
from app.engines.sql.saved_searches import SqlSavedSearches
from app.engines.sql.thanks import SqlThanks
from app.engines.sql.watching import SqlWatching

_PARTS = {
    "thanks": SqlThanks,
    "remarks": SqlRemarks,
    "discussions": SqlDiscussions,
    "watching": SqlWatching,
    "questions": SqlQuestions,
    "tokens": SqlOneUse,
    "outbox": SqlOutbox,
    "accounts": SqlAccounts,
    "councils": SqlCouncils,
    "records": SqlCare,
    "searches": SqlSavedSearches,
}
# What tells something of people, with the title that it has in their own data.
_PERSONAL = {
    "accounts": "Profil et invitations",
    "councils": "Conseils de place",
    "discussions": "Messages dans les discussions",
    "outbox": "Courriels en attente",
    "questions": "Questions aux lieux",
    "searches": "Recherches gardées",
    "thanks": "Mercis donnés",
    "tokens": "Liens à usage unique",
    "watching": "Pages suivies et avis",
}
RECORD_PORTS = ("people", *_PARTS)


def open_records(database: Database) -> dict[str, Any]:
    """All in one file: to close any of them closes it."""
    found: dict[str, Any] = {"people": SqlPeople(database, Argon2Passwords())}
    for name, part in _PARTS.items():
        found[name] = part(database)
    return found | {"personal": {title: found[name] for name, title in _PERSONAL.items()}}
