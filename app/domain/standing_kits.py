"""Files of the whole wiki that a network keeps ready for everybody.

Kept in `pages.git` as `network/kits.yaml`, so that it has its history and its authors.
"""

import re
from dataclasses import dataclass

from app.domain.yaml_text import YamlRefused, dump_entry, load_mapping

STANDING_FILE = "network/kits.yaml"
EVERY_DAYS = (1, 7, 30)
_NAME = re.compile(r"[a-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class StandingKits:
    """`formats` are names of exporters, those that are not installed too; a new file is made when
    pages changed, and the one before is `every_days` old."""

    formats: tuple[str, ...] = ()
    every_days: int = EVERY_DAYS[0]


def read_standing(data: bytes | None) -> StandingKits:
    """What the file says; none are kept where it cannot be read."""
    try:
        values = load_mapping((data or b"").decode()).values
    except (YamlRefused, UnicodeDecodeError):
        return StandingKits()
    named, days = values.get("formats"), values.get("every_days")
    formats = named if isinstance(named, list) else []
    return StandingKits(
        tuple(dict.fromkeys(n for n in formats if isinstance(n, str) and _NAME.fullmatch(n))),
        days if isinstance(days, int) and days in EVERY_DAYS else EVERY_DAYS[0],
    )


def standing_file(said: StandingKits) -> bytes:
    """The file that `read_standing` reads back."""
    parts = (dump_entry("formats", list(said.formats)), dump_entry("every_days", said.every_days))
    return "".join(parts).encode()
