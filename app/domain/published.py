"""Figures that a study published, and how each is counted again from the pages.

A page lists them in its front matter, `published_figures`. `compute` is count, sum, mean, median or
share; `select` the pages, in the language of selections; `key` the value that pages must have (or
that is added up); `among` what a share is taken of: a selection, or a number that was published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.errors import InvalidQuery
from app.domain.phrase import Phrase
from app.domain.selection import Selection

KEY = "published_figures"
ENTRIES_LIMIT, TEXT_LIMIT, NUMBER_LIMIT = 60, 500, 1e15


class Compute(StrEnum):
    count = "count"
    sum = "sum"
    mean = "mean"
    median = "median"
    share = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """`value` is None where it was not published, `rounded` what it was rounded to. `unit` is €, %
    or ``. `among` is None but for shares."""

    label: str
    value: float | None
    unit: str
    compute: Compute
    selection: Selection
    key: str = ""
    among: Selection | float | None = None
    why: str = ""
    rounded: float = 1.0

    def agrees(self, found: float) -> bool:
        """True where what is found rounds to what was published."""
        if self.value is None:
            return True
        half = self.rounded / 2
        return self.value - half <= found < self.value + half


@dataclass(frozen=True, slots=True)
class Misread:
    """An entry that cannot be counted again; `reason` says why."""

    label: str
    reason: str | Phrase


def published_of(front: Mapping[str, Any]) -> tuple[Published | Misread, ...]:
    said = front.get(KEY)
    entries = said[:ENTRIES_LIMIT] if isinstance(said, list | tuple) else ()
    return tuple(_read(entry) for entry in entries)


def _read(entry: Any) -> Published | Misread:
    if not isinstance(entry, Mapping):
        return Misread("", "cette ligne n’est pas faite de clés et de valeurs.")
    label = _text(entry, "label")
    try:
        return _understood(entry, label)
    except InvalidQuery as error:
        return Misread(label, error.params["reason"])


def _understood(entry: Mapping[str, Any], label: str) -> Published:
    """Raises InvalidQuery where a part is missing or no selection."""
    value, rounded = _number(entry, "published"), _number(entry, "rounded")
    compute, key = _compute(entry), _text(entry, "key")
    if not label:
        raise InvalidQuery(reason="il manque « label » : ce qui est publié.")
    if compute not in (Compute.count, Compute.share) and not key:
        raise InvalidQuery(reason="il manque « key » : la valeur à additionner.")
    among = _among(entry) if compute is Compute.share else None
    if compute is Compute.share and not among:
        raise InvalidQuery(reason="il manque « among » : ce dont on prend la part.")
    return Published(
        label=label, value=value, unit=_text(entry, "unit"), compute=compute, key=key, among=among,
        selection=Selection.parse(_text(entry, "select")), why=_text(entry, "why"),
        rounded=rounded if rounded and rounded > 0 else 1.0,
    )  # fmt: skip


def _compute(entry: Mapping[str, Any]) -> Compute:
    given = _text(entry, "compute")
    if given not in list(Compute):
        raise InvalidQuery(reason=Phrase("« {value} » n’est pas un calcul connu.", value=given))
    return Compute(given)


def _number(entry: Mapping[str, Any], key: str) -> float | None:
    """None where nothing is said. Raises InvalidQuery on what is no number."""
    value = entry.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > NUMBER_LIMIT:
        raise InvalidQuery(reason=Phrase("« {key} » n’est pas un nombre.", key=key))
    return value


def _among(entry: Mapping[str, Any]) -> Selection | float | None:
    said = entry.get("among")
    return Selection.parse(said) if isinstance(said, str) else _number(entry, "among")


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value.strip()[:TEXT_LIMIT] if isinstance(value, str) else ""
