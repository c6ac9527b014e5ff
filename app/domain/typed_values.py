"""What people type, read as numbers, dates and points: the French way, and the others."""

import re

from app.domain.errors import Problem
from app.domain.links import fold

NOT_A_NUMBER = "« {value} » n’est pas un nombre. Écrivez par exemple 357 000 ou 12,5."
NOT_WHOLE = "« {value} » n’est pas un nombre entier."
NOT_A_POINT = "« {value} » : écrivez deux nombres, latitude puis longitude, par exemple {example}."
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009'’]+")
_UNIT = re.compile(r"(€|euros?|eur|m²|m2|min|minutes?)$", re.IGNORECASE)
_PLAIN = re.compile(r"[-−]?[0-9]{1,18}(?:\.[0-9]{0,20})?")
_GROUPED = re.compile(r"[-−]?[0-9]{1,3}(?:[.,][0-9]{3}){2,}")
_DAY = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_MONTH = re.compile(r"([0-9]{1,2})[/.]([0-9]{4})")
_SPOKEN_DAY = re.compile(r"(?:([0-9]{1,2})(?:er)?\s+)?([^\W\d_]{3,9})\.?\s+([0-9]{4})")
_TIMED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.]+(?:Z|[-+][0-9:]{4,6})?")
_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
)  # fmt: skip
_DEGREES = re.compile(r"[-−+]?[0-9]{1,3}(?:[.,][0-9]{1,12})?")


class Unreadable(Exception):
    """What was typed is not what was asked; `problem` says so (its field is filled later)."""

    def __init__(self, sentence: str, **params: str) -> None:
        super().__init__(sentence)
        self.problem = Problem("", sentence, params)


def number(text: str) -> int | float:
    """357 000, 357000, 1 234,5 and 1234.5, with or without €. Raises Unreadable."""
    bare = _UNIT.sub("", _BLANKS.sub("", text))
    bare = _without_groups(bare)
    if not _PLAIN.fullmatch(bare):
        raise Unreadable(NOT_A_NUMBER, value=text[:40])
    value = float(bare.replace("−", "-"))
    return int(value) if value.is_integer() else value


def _without_groups(text: str) -> str:
    """One decimal point at most: of `.` and `,` the last is it, unless it parts thousands."""
    if _GROUPED.fullmatch(text):
        return text.replace(",", "").replace(".", "")
    if "," in text and "." in text:
        groups, point = (",", ".") if text.rindex(".") > text.rindex(",") else (".", ",")
        text = text.replace(groups, "").replace(point, ".")
    return text.replace(",", ".")


def whole(text: str) -> int:
    """Raises Unreadable."""
    value = number(text)
    if not isinstance(value, int):
        raise Unreadable(NOT_WHOLE, value=text[:40])
    return value


def day(text: str) -> str:
    """A date as the file keeps it: 12/05/2019 and 12 mai 2019 become 2019-05-12. Others are left
    as they are."""
    if found := _DAY.fullmatch(text):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    if found := _MONTH.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02}"
    if found := _TIMED.fullmatch(text):
        return found[1]
    if found := _SPOKEN_DAY.fullmatch(text):
        return _spoken(found) or text
    return text


def _spoken(found: re.Match[str]) -> str:
    """12 mai 2019, mai 2019, 1er sept. 2019; `` where the word is no month."""
    said = fold(found[2])
    month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(said)), 0)
    if not month:
        return ""
    return f"{found[3]}-{month:02}" + (f"-{int(found[1]):02}" if found[1] else "")


def year(text: str) -> int | str:
    return int(text) if re.fullmatch(r"[0-9]{4}", text) else day(text)


def point(text: str) -> list[float]:
    """Latitude and longitude, parted by a blank, `;`, `/`, or a comma. Raises Unreadable."""
    parts = [part for part in re.split(r"\s*[;/]\s*|,\s+|\s+", text.strip(" ()[]")) if part]
    if len(parts) == 1 and text.count(",") == 1:
        parts = text.split(",")
    if len(parts) != 2 or not all(_DEGREES.fullmatch(part) for part in parts):
        raise Unreadable(NOT_A_POINT, value=text[:60], example="43,7062 2,1383")
    latitude, longitude = (float(p.replace(",", ".").replace("−", "-")) for p in parts)
    return [latitude, longitude]


def written(value: float) -> str:
    """A number as a person would type it: 357 000, 1 234,5."""
    if isinstance(value, float) and not value.is_integer():
        whole_part, _, decimals = repr(value).partition(".")
        return f"{_grouped(whole_part)},{decimals}" if decimals.isdecimal() else repr(value)
    return _grouped(str(int(value)))


def _grouped(digits: str) -> str:
    return re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", " ", digits)
