"""Names of people who were erased leave what was offered and decided."""

import json
from typing import Any

from app.domain.erasure import ERASED_NAME
from federation.records.storage import Database, execute, to_json


class ErasingRecords:
    """A part of FederationRecords."""

    _database: Database

    def erase_person(self, person_id: str, *, address: str, name: str) -> int:
        """The name leaves what this person wrote (`address`), decided and linked; how much there
        was. Whoever bears the same name and decided something is named no more there either."""
        like = f"%{json.dumps(address)[1:-1]}%"
        found = self._database.rows("SELECT id, steps FROM proposals WHERE steps LIKE ?", (like,))
        with self._database.writing() as connection:
            for proposal, steps in found:
                execute(
                    connection, "UPDATE proposals SET steps = :steps WHERE id = :id",
                    steps=_nameless(steps, address), id=proposal,
                )  # fmt: skip
            for sql in _SQL:
                execute(connection, sql, gone=ERASED_NAME, name=name, person=person_id)
        return len(found)


_SQL = (
    "UPDATE proposals SET decided_by = :gone WHERE decided_by = :name AND :person <> ''",
    "UPDATE peers SET enrolled_by = :gone WHERE enrolled_by = :name AND :person <> ''",
    "UPDATE proposals SET person = '' WHERE person = :person AND :gone <> :name",
)


def _nameless(steps: str, address: str) -> str:
    said: list[list[Any]] = json.loads(steps)
    return to_json([[ERASED_NAME, *step[1:]] if step[1] == address else step for step in said])
