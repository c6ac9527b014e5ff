"""A place, and what is written about it."""

from app.domain.geo import point_of
from app.domain.rows import PageRow
from app.web.linked.hours import hours_of
from app.web.linked.linking import Linking, Node, kept
from app.web.linked.work import web, work_of
from app.web.reading.front import Front

# Keys of the card that schema.org has no word for, with their unit.
_FURTHER = {
    "area_m2": ("Surface", "m²"),
    "usable_area_m2": ("Surface utile", "m²"),
    "turnover_eur": ("Chiffre d’affaires", "EUR"),
}
# What makes a place a business: it receives the public at hours, it sells, it is registered.
_BUSINESS = ("opening_hours", "turnover_eur", "siret")
_OSM = "https://www.openstreetmap.org/"


def place_graph(linking: Linking, row: PageRow) -> list[Node]:
    """The page, then the place that it is about."""
    page, place = work_of(linking, row, "WebPage"), _place(linking, row)
    if checked := Front(row.front).day("verified_on"):
        page["lastReviewed"] = checked.isoformat()
    return [{**page, "mainEntity": {"@id": place["@id"]}}, place]


def _place(linking: Linking, row: PageRow) -> Node:
    front, url = Front(row.front), linking.url(row.path, row.origin)
    point, site = point_of(row.front), web(front.group("contact").text("website"))
    business = any(front.said(key) for key in _BUSINESS)
    return kept(
        {
            "@type": "LocalBusiness" if business else "Place", "@id": f"{url}#lieu",
            "name": row.title, "description": row.summary, "url": site or url,
            "mainEntityOfPage": {"@id": url}, "sameAs": _on_osm(front),
            "address": address_of(linking, row),
            "geo": {"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon}
            if point else None,
            "openingHoursSpecification": hours_of(front.text("opening_hours")),
            "amenityFeature": _amenities(linking, front, row.lang),
            "keywords": [linking.label("activity", one, row.lang)
                         for one in front.words("activities")],
            "additionalProperty": _further(linking, front, row.lang, business),
            "identifier": _siret(front),
            **(_business(linking, row, front) if business else {}),
        }
    )  # fmt: skip


def _business(linking: Linking, row: PageRow, front: Front) -> Node:
    """What schema.org says of organisations alone."""
    opened = front.day("opened")
    networks = linking.named((*front.words("networks"), *front.words("cae")), row.origin)
    return {
        "foundingDate": front.said("opened") if opened else "",
        "memberOf": [brief(linking, one) for one in networks],
    }


def brief(linking: Linking, row: PageRow) -> Node:
    """An organisation as others name it."""
    url = linking.url(row.path, row.origin)
    return {"@type": "Organization", "@id": f"{url}#organisation", "name": row.title}


def address_of(linking: Linking, row: PageRow) -> Node | None:
    """As much of where it is as is known."""
    territory = Front(row.front).group("territory")
    region = territory.text("region")
    said = kept(
        {
            "streetAddress": territory.text("address"),
            "postalCode": territory.text("postcode"),
            "addressLocality": territory.text("city"),
            "addressRegion": linking.label("region", region, row.lang) if region else "",
            "addressCountry": territory.text("country"),
        }
    )
    return {"@type": "PostalAddress", **said} if said else None


def _on_osm(front: Front) -> str:
    said = front.text("osm_id")
    return f"{_OSM}{said}" if said.startswith(("node/", "way/", "relation/")) else ""


def _amenities(linking: Linking, front: Front, lang: str) -> list[Node]:
    spaces = [(linking.label("space", one, lang), True) for one in front.words("spaces")]
    access = front.group("access")
    said = [("wheelchair", access.text("wheelchair")), ("parking", access.text("parking"))]
    return [
        {"@type": "LocationFeatureSpecification", "name": name, "value": value}
        for name, value in (*spaces, *said)
        if value
    ]


def _further(linking: Linking, front: Front, lang: str, business: bool) -> list[Node]:
    found = [
        property_of(key, name, front.number(key), unit) for key, (name, unit) in _FURTHER.items()
    ]
    form = front.text("legal_status")
    if form:
        words = linking.label("legal_status", form, lang)
        found.append(property_of("legal_status", "Forme juridique", words))
    if not business:
        found.append(property_of("opened", "Ouvert depuis", front.said("opened")))
    return [one for one in found if one.get("value") is not None]


def property_of(key: str, name: str, value: object, unit: str = "") -> Node:
    """A value that is said under our own name for it."""
    said = value if value != "" else None
    return kept(
        {"@type": "PropertyValue", "propertyID": key, "name": name, "value": said,
         "unitText": unit}
    )  # fmt: skip


def _siret(front: Front) -> Node | None:
    siret = front.text("siret")
    return property_of("SIRET", "SIRET", siret) if siret else None
