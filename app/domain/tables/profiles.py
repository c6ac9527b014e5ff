"""The lists that others publish, as data: which of their columns says what of a place.

Field names are those of the public schemas: the Table Schema of « lieux de médiation numérique »
(La MedNum), the data of France Tiers-Lieux, the tags of OpenStreetMap.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from app.domain.kinds import terms
from app.domain.tables import cells
from app.domain.tables.cells import Sort
from app.domain.tables.columns import BY_NAME, COLUMNS, SAID_ON, SOURCE_ID, TEXT, Column
from app.domain.typed_values import Unreadable

OWN = "maillage"


@dataclass(frozen=True, slots=True)
class Profile:
    """A sort of list. `marks` are columns that no other sort has together; `left` are those that
    are never taken in, such as the telephone numbers of people. `licence` is that of the list where
    nobody says another; `source` the name of where it comes from, `` where it is ours.
    """

    name: str
    label: str
    columns: tuple[Column, ...]
    marks: frozenset[str]
    licence: str = ""
    source: str = ""
    separator: str = ","
    left: frozenset[str] = frozenset()

    def column(self, name: str) -> Column | None:
        return next((one for one in self.columns if one.name == name), None)


def _as(name: str, ours: str, sort: Sort | None = None) -> Column:
    """A column of theirs for one of ours, read as ours is unless said otherwise."""
    column = BY_NAME[ours]
    return Column(name, column.key, sort or column.sort)


def _pivot(text: str) -> Any:
    """A Siret; the number of an association (W…) or of elsewhere is none."""
    bare = re.sub(r"\s", "", text)
    if re.fullmatch(r"[Ww][0-9]{9}|[0-9]{6,10}", bare):
        return None
    return cells.SIRET.read(text)


def _semicolons(value: Any) -> cells.Cell:
    """Items parted as the schema wants it, by semicolons without a blank."""
    items = value if isinstance(value, list) else []
    return ";".join(item for item in items if isinstance(item, str))


def _hours(text: str) -> Any:
    """Hours as OpenStreetMap writes them, also from days one by one."""
    if not text.lstrip().startswith("["):
        return cells.LINE.read(text)
    try:
        days = [day for day in json.loads(text) if isinstance(day, dict)]
        said = [
            f"{day['dayOfWeek']} "
            + ",".join(f"{span['opens']}-{span['closes']}" for span in day["hours"])
            for day in days
            if day.get("hours")
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(
            "« {value} » ne se lit pas comme des horaires.", value=text[:60]
        ) from error
    return "; ".join(said) or None


_WHEELCHAIR = {"yes": "oui", "no": "non", "limited": "en partie", "designated": "oui, prévu pour"}


def _wheelchair(text: str) -> Any:
    return _WHEELCHAIR.get(text.strip(), cells.LINE.read(text))


def _wheelchair_tag(value: Any) -> cells.Cell:
    return next((tag for tag, words in _WHEELCHAIR.items() if words == value), "")


_HOUSE = re.compile(r"([0-9]{1,4}(?: ?(?:bis|ter|quater|[A-Da-d]))?),? (?=\S)", re.IGNORECASE)


def _house(value: Any) -> cells.Cell:
    found = _HOUSE.match(value) if isinstance(value, str) else None
    return found[1] if found else ""


def _street(value: Any) -> cells.Cell:
    return _HOUSE.sub("", value, count=1) if isinstance(value, str) else ""


def _tag(*pairs: tuple[str, str]) -> Sort:
    """A tag whose value says one of our spaces; other values say nothing to us."""
    sort = cells.terms(terms.SPACES, dict(pairs), ignored=True)
    known = dict(pairs)

    def read(text: str) -> Any:
        found = [known[word] for word in cells.parts_of(text) if word in known]
        return list(dict.fromkeys(found)) or None

    def write(value: Any) -> cells.Cell:
        items = value if isinstance(value, list) else []
        return ";".join(tag for tag, space in pairs if space in items)

    return Sort(read, write, many=sort.many)


MAILLAGE = Profile(
    OWN, "Nos propres colonnes", COLUMNS, frozenset({"kind", "slug", "title", "licence"})
)
MEDIATION = Profile(
    "mediation-numerique", "Lieux de médiation numérique (schéma national)",
    (
        Column("id", SOURCE_ID.key, cells.LINE),
        _as("pivot", "siret", Sort(_pivot, cells.said)),
        _as("nom", "title"), _as("commune", "city"), _as("code_postal", "postcode"),
        _as("code_insee", "insee"), _as("adresse", "address"),
        _as("complement_adresse", "address_more"), _as("latitude", "latitude"),
        _as("longitude", "longitude"), _as("site_web", "website"),
        _as("horaires", "opening_hours"), _as("presentation_resume", "summary"),
        Column("presentation_detail", TEXT.key, cells.LONG), Column("date_maj", SAID_ON.key,
                                                                    cells.DAY),
        _as("services", "services", Sort(cells.LINES.read, _semicolons, many=True)),
    ),
    marks=frozenset({"id", "nom", "pivot", "code_postal", "date_maj"}), licence="etalab-2.0",
    source="Lieux de médiation numérique",
    left=frozenset({"telephone", "courriel", "courriels", "typologie", "source"}),
)  # fmt: skip
FRANCE_TIERS_LIEUX = Profile(
    "france-tiers-lieux", "France Tiers-Lieux",
    (
        Column("_id.$id", SOURCE_ID.key, cells.LINE), _as("name", "title"),
        _as("shortDescription", "summary"), Column("description", TEXT.key, cells.LONG),
        _as("address.streetAddress", "address"), _as("address.postalCode", "postcode"),
        _as("address.addressLocality", "city"), _as("address.codeInsee", "insee"),
        _as("address.addressCountry", "country"), _as("geo.latitude", "latitude"),
        _as("geo.longitude", "longitude"), _as("url", "website"),
        _as("typePlace", "spaces", cells.terms(terms.SPACES, {
            "Espace de coworking": "coworking", "Bureaux partagés / Coworking": "coworking",
            "Fablab / Atelier de Fabrication Numérique": "fablab",
            "Fablab / Espace du Faire": "fablab", "Atelier artisanal partagé": "atelier-partage",
            "Ateliers artisanaux partagés": "atelier-partage",
            "Tiers-lieu nourricier": "jardin-partage",
        })),
        _as("manageModel", "legal_status"), _as("openingDate", "opened"),
        _as("openingHours", "opening_hours", Sort(_hours, cells.said)),
        _as("buildingSurfaceArea", "area_m2"), _as("holderOrganization", "legal_carrier"),
        _as("siret", "siret"), Column("updated", SAID_ON.key, cells.DAY),
    ),
    marks=frozenset({"name", "address.addressLocality", "geo.latitude"}),
    source="France Tiers-Lieux", left=frozenset({"email", "telephone", "socialNetwork"}),
)  # fmt: skip
OPENSTREETMAP = Profile(
    "osm", "OpenStreetMap",
    (
        _as("@id", "osm_id"), _as("name", "title"), _as("description", "summary"),
        _as("amenity", "spaces", _tag(("coworking_space", "coworking"))),
        _as("office", "spaces", cells.read_only(_tag(("coworking", "coworking")))),
        _as("leisure", "spaces", _tag(("hackerspace", "hackerspace"))),
        _as("opening_hours", "opening_hours"),
        _as("addr:housenumber", "address", Sort(cells.LINE.read, _house)),
        _as("addr:street", "address", Sort(cells.LINE.read, _street)),
        _as("addr:postcode", "postcode"), _as("addr:city", "city"), _as("addr:country", "country"),
        _as("latitude", "latitude"), _as("longitude", "longitude"), _as("website", "website"),
        _as("contact:website", "website", cells.read_only(cells.WEB)), _as("ref:FR:SIRET", "siret"),
        _as("wheelchair", "wheelchair", Sort(_wheelchair, _wheelchair_tag)),
        _as("start_date", "opened"), _as("operator", "legal_carrier"),
    ),
    marks=frozenset({"@id", "name"}), licence="ODbL-1.0",
    source="OpenStreetMap", left=frozenset({"phone", "email", "contact:phone", "contact:email"}),
)  # fmt: skip
PROFILES = {one.name: one for one in (MAILLAGE, MEDIATION, FRANCE_TIERS_LIEUX, OPENSTREETMAP)}
