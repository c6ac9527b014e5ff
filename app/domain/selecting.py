"""The words of a selection: one small language for directives, portals, slices, exports, searches.

`kind=method theme=modele-economique -region=bretagne q="repas partagé" near=43.6,1.44 within=30`.
Strict where a text is kept (every piece must be understood); lenient in a search box, where what is
no criterion is a word to look for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from app.domain.errors import InvalidQuery
from app.domain.geo import Point
from app.domain.phrase import Phrase

FACETS = (
    "kind", "region", "department", "theme", "tag", "licence", "origin", "lang", "status",
    "activity", "space", "legal_status", "opened", "setting", "form", "life_cycle", "type",
    "difficulty", "duration", "cost", "stub", "city", "zone",
)  # fmt: skip
# What people write for a criterion in a search box; accents and case do not count.
_SPOKEN = {
    "genre": "kind", "departement": "department", "commune": "city", "ville": "city",
    "etiquette": "tag", "reseau": "origin", "origine": "origin", "langue": "lang",
    "activite": "activity", "espace": "space", "statut": "legal_status", "ouverture": "opened",
    "milieu": "setting", "forme": "form", "moment": "life_cycle", "difficulte": "difficulty",
    "duree": "duration", "cout": "cost", "pres": "near", "depuis": "since", "rayon": "within",
    "theme": "theme", "region": "region", "licence": "licence",
}  # fmt: skip
WORDS, NEAR, WITHIN, SINCE = "q", "near", "within", "since"
WITHIN_KM, WITHIN_LIMIT_KM = 50.0, 1_000.0
WORDS_LIMIT = 500
_VALUE = r'(?:"([^"]*)"|(\S+))'
_STRICT = re.compile(rf"(?:(?<=\s)|^)(-?)([a-z_]+)={_VALUE}")
_SPOKEN_NAME = r"[^\W\d_][\w-]*"
_LENIENT = re.compile(rf"(?:(?<=\s)|^)(-?)({_SPOKEN_NAME})[:=]{_VALUE}")
_ACCENTS = str.maketrans("éèêëàâîïôûùç", "eeeeaaiiouuc")


@dataclass(frozen=True, slots=True)
class Near:
    """Within so many metres of a point."""

    point: Point
    within_m: float = WITHIN_KM * 1000

    @classmethod
    def parse(cls, where: str, within: str = "") -> "Near":
        """From `43.6,1.44` (degrees, WGS 84) and kilometres. Raises InvalidQuery."""
        lat, _, lon = where.partition(",")
        try:
            km = float(within.removesuffix("km")) if within else WITHIN_KM
            point = Point(float(lat), float(lon))
        except ValueError as error:
            raise InvalidQuery(reason=_BAD_NEAR) from error
        if not 0 < km <= WITHIN_LIMIT_KM:
            raise InvalidQuery(reason=_BAD_NEAR)
        return cls(point, km * 1000)

    def __str__(self) -> str:
        return f"{self.point.lat:g},{self.point.lon:g}"


_BAD_NEAR = Phrase("« près de » demande une latitude, une longitude et un rayon en kilomètres.")


@dataclass(slots=True)
class Said:
    """What a text says, piece by piece; `rest` is what was no criterion."""

    where: dict[str, tuple[str, ...]] = field(default_factory=dict)
    barred: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""
    near: Near | None = None
    since: date | None = None
    rest: str = ""


def unknown_facet(name: str) -> Phrase:
    return Phrase("« {facet} » n’est pas un critère connu.", facet=name[:40])


def read_strictly(text: str) -> Said:
    """Raises InvalidQuery on anything that is no criterion, and on unknown names."""
    pieces = [(m[1], m[2], m[3] if m[3] is not None else m[4]) for m in _STRICT.finditer(text)]
    if rest := _STRICT.sub("", text).strip():
        raise InvalidQuery(
            reason=Phrase("« {word} » n’a pas la forme critère=valeur.", word=rest[:60])
        )
    return _gathered(pieces)


def read_leniently(text: str) -> Said:
    """What is no criterion, or says something that cannot be, is left in `words`."""
    pieces, kept, at = [], "", 0
    for match in _LENIENT.finditer(text):
        name = _name(match[2])
        value = match[3] if match[3] is not None else match[4]
        if not name or not _fits(name, value):
            continue
        pieces.append((match[1], name, value))
        kept += text[at : match.start()] + " "
        at = match.end()
    said = _gathered(pieces)
    said.words = " ".join(f"{said.words} {kept}{text[at:]}".split())[:WORDS_LIMIT]
    return said


def _name(said: str) -> str:
    """The criterion that is meant; `` where none is."""
    plain = said.lower().translate(_ACCENTS)
    known = plain in FACETS or plain in (NEAR, WITHIN, SINCE)
    return plain if known else _SPOKEN.get(plain, "")


def _fits(name: str, value: str) -> bool:
    try:
        _gathered([("", name, value)])
    except InvalidQuery:
        return False
    return len(value) <= 200 and "\0" not in value


def _gathered(pieces: list[tuple[str, str, str]]) -> Said:
    said = Said()
    point = within = ""
    for sign, name, value in pieces:
        if name in FACETS:
            held = said.barred if sign else said.where
            held[name] = (*held.get(name, ()), value)
        elif sign or name not in (WORDS, NEAR, WITHIN, SINCE):
            raise InvalidQuery(reason=unknown_facet(name))
        elif name == WORDS:
            said.words = f"{said.words} {value}".strip()[:WORDS_LIMIT]
        elif name == SINCE:
            said.since = _day(value)
        else:
            point, within = (value, within) if name == NEAR else (point, value)
    if point:
        said.near = Near.parse(point, within)
    return said


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidQuery(
            reason=Phrase("« {day} » n’est pas une date (AAAA-MM-JJ).", day=text[:40])
        ) from error


def written(said: Said) -> str:
    """The text that `read_strictly` reads back as the same."""
    return " ".join(_pieces(said))


def _pieces(said: Said) -> Iterator[str]:
    for sign, held in (("", said.where), ("-", said.barred)):
        for name, values in held.items():
            yield from (f"{sign}{name}={_quoted(value)}" for value in values)
    if said.words:
        # The language has no escape: quotes within the words become the other sort.
        yield f"{WORDS}={_quoted(_french_quotes(said.words))}"
    if said.near:
        yield f"{NEAR}={said.near} {WITHIN}={said.near.within_m / 1000:g}"
    if said.since:
        yield f"{SINCE}={said.since.isoformat()}"


def _quoted(value: str) -> str:
    return f'"{value}"' if not value or re.search(r"\s", value) else value


def _french_quotes(words: str) -> str:
    """`"a b"` as `«a b»`: a question reads both alike."""
    parts = words.split('"')
    return "".join(
        part + ("" if place == len(parts) - 1 else "«" if place % 2 == 0 else "»")
        for place, part in enumerate(parts)
    )
