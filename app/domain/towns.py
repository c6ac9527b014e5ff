"""Towns of France: what their name alone tells, and how names are compared."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_SIGNS = re.compile(r"[^a-z0-9]+")
_SAINT = re.compile(r"\b(s)(t|te)(?= )")
_ARTICLE = re.compile(r"^(?:la|le|les|l) (?=.)")


@dataclass(frozen=True, slots=True)
class Town:
    """A commune. `region` is a slug of the vocabulary; `point` is latitude and longitude, in
    degrees, or None where nobody told us."""

    name: str
    insee: str
    department: str
    region: str
    postcodes: tuple[str, ...] = ()
    population: int = 0
    point: tuple[float, float] | None = None


def fold(name: str) -> str:
    """A name to compare by: no accents, no hyphens, `saint` for St, `sainte` for Ste."""
    bare = unicodedata.normalize("NFKD", name.lower().replace("œ", "oe").replace("æ", "ae"))
    words = _SIGNS.sub(" ", "".join(sign for sign in bare if not unicodedata.combining(sign)))
    return _SAINT.sub(lambda m: "saint" + m[2][1:], words.strip())


def without_article(folded: str) -> str:
    return _ARTICLE.sub("", folded)


def same_name(towns: Sequence[Town], name: str, *, department: str = "") -> list[Town]:
    """Those that bear this very name, else those that do but for an article; within the
    department, if one is given."""
    folded = fold(name)
    here = [town for town in towns if department in ("", town.department)]
    exact = [town for town in here if fold(town.name) == folded]
    wanted = without_article(folded)
    return exact or [town for town in here if without_article(fold(town.name)) == wanted]


class NoTowns:
    """What completes nothing: a gazetteer where there is none."""

    def towns(self, text: str, *, size: int) -> list[Town]:  # noqa: ARG002 - it knows none
        return []

    def town(self, insee: str) -> Town | None:  # noqa: ARG002 - it knows none
        return None


def row_of(town: Town) -> str:
    """A town as a line of the built file; `town_of` reads it back."""
    point = (f"{town.point[0]}", f"{town.point[1]}") if town.point else ("", "")
    codes = " ".join(town.postcodes)
    parts = (town.name, town.insee, town.department, town.region, codes, str(town.population))
    return "\t".join((*parts, *point))


def town_of(row: str) -> Town:
    name, insee, department, region, codes, population, lat, lon = row.split("\t")
    point = (float(lat), float(lon)) if lat else None
    return Town(name, insee, department, region, tuple(codes.split()), int(population), point)
