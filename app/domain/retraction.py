"""Pages that their network no longer shares: closed from now on, or taken back altogether.

A file of `pages.git`, so that what the world may read stays a pure function of its history.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from app.domain.errors import InvalidPage, Problem
from app.domain.page_path import is_page_id
from app.domain.yaml_text import YamlRefused, dump_entry, load_mapping

RETRACTIONS_FILE = "network/retractions.yaml"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class Retractions:
    """By page id. `closed`: out of every later open tip, older open versions stay with their
    licence. `retracted`: out of the open repository altogether, which begins a new epoch."""

    closed: Mapping[str, Withdrawal] = field(default_factory=lambda: MappingProxyType({}))
    retracted: Mapping[str, Withdrawal] = field(default_factory=lambda: MappingProxyType({}))

    def hides(self, page_id: str) -> bool:
        return page_id in self.closed or page_id in self.retracted


NONE = Retractions()


def read_retractions(data: bytes | None) -> Retractions:
    """Raises InvalidPage where the file cannot be understood: nothing is open by accident."""
    if data is None:
        return NONE
    try:
        values = load_mapping(data.decode()).values
        return Retractions(_listed(values.get("closed")), _listed(values.get("retracted")))
    except (YamlRefused, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise InvalidPage(
            [Problem(RETRACTIONS_FILE, "la liste des pages retirées n’est pas lisible.")]
        ) from error


def retractions_file(said: Retractions) -> bytes:
    lists = {"closed": _written(said.closed), "retracted": _written(said.retracted)}
    return "".join(dump_entry(key, items) for key, items in lists.items() if items).encode()


def _listed(items: object) -> dict[str, Withdrawal]:
    if items is None:
        return {}
    if not isinstance(items, list):
        raise TypeError("not a list")
    found = {}
    for item in items:
        if not is_page_id(item["id"]):
            raise ValueError("not a page id")
        found[item["id"]] = Withdrawal(str(item["reason"]), date.fromisoformat(str(item["on"])))
    return found


def _written(items: Mapping[str, Withdrawal]) -> list[dict[str, str]]:
    return [
        {"id": page_id, "reason": said.reason, "on": said.on.isoformat()}
        for page_id, said in sorted(items.items())
    ]
