"""Days and opening hours, in words."""

import re
from datetime import date

from app.web.reading.context import Reading

_DAYS = {
    "Mo": "lundi", "Tu": "mardi", "We": "mercredi", "Th": "jeudi", "Fr": "vendredi",
    "Sa": "samedi", "Su": "dimanche", "PH": "jours fériés", "off": "fermé",
}  # fmt: skip
_RANGE = re.compile(r"\b(Mo|Tu|We|Th|Fr|Sa|Su)-(Mo|Tu|We|Th|Fr|Sa|Su)\b")
_DAY = re.compile(r"\b(Mo|Tu|We|Th|Fr|Sa|Su|PH|off)\b")
_TIMES = re.compile(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")


def hours_in_words(said: str, lang: str) -> str:
    """`Tu-Sa 10:00-23:00` as `mardi à samedi, 10 h à 23 h`; other languages read it as it is."""
    if not lang.startswith("fr"):
        return said
    said = _RANGE.sub(lambda m: f"{_DAYS[m[1]]} à {_DAYS[m[2]]}", said)
    said = _DAY.sub(lambda m: _DAYS[m[1]], said)
    said = _TIMES.sub(lambda m: f"{_hour(m[1], m[2])} à {_hour(m[3], m[4])}", said)
    said = re.sub(r"\s*;\s*", " ; ", said).replace(" ;", "\u00a0;")
    return re.sub(r"([a-zé]) ([0-9])", r"\1, \2", said).replace(" à, ", " à ")


def day_in_words(reading: Reading, said: str) -> str:
    """2010, octobre 2014 or 21 octobre 2014, from as much of a date as is written."""
    parts = said.split("-")
    try:
        day = date(*(int(part) for part in [*parts, "1", "1"][:3]))
    except ValueError:
        return said
    if len(parts) == 1:
        return said
    return reading.writing.month(day) if len(parts) == 2 else reading.writing.long_date(day)


def _hour(hours: str, minutes: str) -> str:
    return f"{int(hours)}\u00a0h" + (f"\u00a0{minutes}" if minutes != "00" else "")
