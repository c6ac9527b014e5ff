"""Front matter as views read it: what is not of the expected type is as good as absent.

A page may have come in through git without any form: nothing here takes a value for granted.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any


class Front:
    """The keys of a page, or of a group within it."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def text(self, key: str) -> str:
        value = self._values.get(key)
        return value.strip() if isinstance(value, str) else ""

    def said(self, key: str) -> str:
        """Text, or a whole number as text: a year, a quantity."""
        value = self._values.get(key)
        return str(value) if _is_number(value) else self.text(key)

    def number(self, key: str) -> float | None:
        value = self._values.get(key)
        return value if _is_number(value) else None

    def whole(self, key: str) -> int | None:
        value = self.number(key)
        return value if isinstance(value, int) else None

    def yes(self, key: str) -> bool:
        return self._values.get(key) is True

    def words(self, key: str) -> tuple[str, ...]:
        """The texts of a list; one text alone stands for a list of it."""
        value = self._values.get(key)
        items = value if isinstance(value, list) else [value]
        return tuple(dict.fromkeys(i.strip() for i in items if isinstance(i, str) and i.strip()))

    def items(self, key: str) -> "tuple[Front, ...]":
        """The groups of a list; one group alone stands for a list of it."""
        value = self._values.get(key)
        found = value if isinstance(value, list) else [value]
        return tuple(Front(item) for item in found if isinstance(item, dict))

    def group(self, key: str) -> "Front":
        value = self._values.get(key)
        return Front(value if isinstance(value, dict) else {})

    def day(self, key: str) -> date | None:
        """A date; the first day of a month or a year that stands alone."""
        parts = self.said(key).split("-")
        try:
            return date(*(int(part) for part in [*parts, "1", "1"][:3]))
        except ValueError:
            return None

    def __bool__(self) -> bool:
        return bool(self._values)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
