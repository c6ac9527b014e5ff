"""What this instance remembers of itself between two starts: a few words by name."""

from federation.records.storage import Records


class OwnRecords(Records):
    def own(self, name: str) -> str | None:
        row = self._database.row("SELECT value FROM own WHERE name = ?", (name,))
        return row[0] if row else None

    def keep_own(self, name: str, value: str) -> None:
        self._write(
            "INSERT INTO own (name, value) VALUES (:name, :value)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name=name,
            value=value,
        )
