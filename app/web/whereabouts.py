"""Near which place: degrees, or a town that people name."""

import re

from app.domain.errors import InvalidQuery
from app.domain.phrase import Phrase
from app.domain.towns import Town, same_name
from app.ports import Gazetteer

_DEGREES = re.compile(r"\s*-?[0-9.]+\s*,\s*-?[0-9.]+\s*")
# Crest (26): the name, and the department that tells it from others.
_NAMED = re.compile(r"(.+?)\s*\(([0-9AB]{2,3})\)\s*")
MANY = 50
NAME_LIMIT = 80


def is_degrees(text: str) -> bool:
    return _DEGREES.fullmatch(text) is not None


def town_meant(gazetteer: Gazetteer, text: str) -> Town | None:
    """The biggest town of that very name that has a point; a postal code names one too."""
    match = _NAMED.fullmatch(text)
    name, department = (match[1], match[2]) if match else (text.strip(), "")
    found = gazetteer.towns(name[:NAME_LIMIT], size=MANY)
    named = found if name.isdigit() else same_name(found, name, department=department)
    return next((town for town in named if town.point), None)


def unknown_town(text: str) -> Phrase:
    return Phrase(
        "Nous ne savons pas où est « {town} » : essayez une ville voisine.", town=text[:60]
    )


def degrees_of(gazetteer: Gazetteer, text: str) -> str:
    """`43.6,1.44` as it is, or for a town. Raises InvalidQuery where no town bears that name."""
    if is_degrees(text):
        return text
    town = town_meant(gazetteer, text)
    if town is None or town.point is None:
        raise InvalidQuery(reason=unknown_town(text))
    return f"{town.point[0]},{town.point[1]}"
