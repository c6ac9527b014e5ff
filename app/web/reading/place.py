"""The page of a place."""

from app.domain.geo import Point
from app.domain.kinds import terms
from app.domain.links import fold
from app.domain.neighbours import NEIGHBOURS
from app.theme.maps import MapDrawing, Spot, neighbours_map
from app.theme.parts import Chain, Fact, Link
from app.web.reading.context import Reading
from app.web.reading.facts import Card
from app.web.reading.front import Front
from app.web.reading.head import make_head, toc_of
from app.web.reading.hours import day_in_words, hours_in_words
from app.web.reading.known import Mark, point_of
from app.web.reading.references import References, mark_link, named_by, spot_of
from app.web.reading.shown import Shown
from app.web.reading.text import resolved
from app.web.views import Contact, Figure, Governance, Lessons, PlacePage

DIRECTORY = "/lieux"
Near = list[tuple[Mark, float]]


def place_page(reading: Reading, shown: Shown) -> PlacePage:
    front = shown.front
    named = References(reading, [r for key in ("networks", "cae", "partners", "methods")
                                 for r in front.words(key)], origin=shown.origin)  # fmt: skip
    near = _near(reading, shown)
    here = point_of(shown.values)
    card = Card(reading, shown, directory=DIRECTORY)
    facts, contact = _facts(reading, card, shown, named), _contact(reading, shown, card, front)
    return PlacePage(
        head=make_head(reading, shown, body=resolved(reading, shown, shown.rendered.html),
                       toc=toc_of(shown), facts=facts, said_by=card.said_by()),
        map=_map(reading, shown, here, near) if here and near else None,
        neighbours=tuple(mark_link(reading, mark, _away(reading, mark, km)) for mark, km in near),
        models=_models(front),
        figures=_figures(reading, front),
        governance=_governance(front),
        lessons=Lessons(front.words("works"), front.words("does_not_work")),
        methods=_methods(reading, shown, named),
        units=tuple(mark_link(reading, m) for m in named_by(reading, shown, "places")
                    if m.path.kind == "mini_cool"),
        networks=_organisations(reading, front, named),
        contact=contact,
    )  # fmt: skip


def _facts(reading: Reading, card: Card, shown: Shown, named: References) -> tuple[Fact, ...]:
    front = shown.front
    territory = front.group("territory")
    city, department = territory.text("city"), territory.said("department")
    town = f"{city} ({department})" if city and department else city
    card.add("Commune", town, key="territory.city")
    card.add("Zone", territory.text("zone"), key="territory.zone")
    card.facet("Région", "region", filter(None, [territory.text("region")]))
    card.facet("Milieu", "setting", front.words("setting"))
    _dates(reading, card, front)
    card.facet("Forme juridique", "legal_status", filter(None, [front.text("legal_status")]))
    card.add("Porté par", front.text("legal_carrier"), key="legal_carrier")
    card.facet("Activités", "activity", front.words("activities"))
    card.facet("Espaces", "space", front.words("spaces"))
    card.term("Type d’activités", "activity_type", terms.ACTIVITY_TYPES)
    card.term("Dominante", "dominant", terms.DOMINANTS)
    card.add("Chiffre d’affaires", front.number("turnover_eur"), "money", key="turnover_eur")
    card.add("Surface (m²)", front.number("area_m2"), "number", key="area_m2")
    card.add("Surface utile (m²)", front.number("usable_area_m2"), "number", key="usable_area_m2")
    _premises(card, front)
    card.links("CAE liées", named.links(front.words("cae")))
    _character(card, front)
    return card.facts()


def _dates(reading: Reading, card: Card, front: Front) -> None:
    """The opening as exactly as it is known, then what else happened."""
    opened = front.said("opened")
    others = []
    for one in front.items("dates"):
        event, date = one.text("event"), one.said("date")
        if fold(event).startswith("ouverture") and date.startswith(opened[:4]):
            opened = max(opened, date, key=len)
        else:
            others.append((event, date))
    card.add("Ouvert depuis", day_in_words(reading, opened), key="opened")
    for event, date in others:
        card.add(event[:1].upper() + event[1:], day_in_words(reading, date))


def _premises(card: Card, front: Front) -> None:
    card.term("Occupation", "tenure", terms.TENURES)
    card.term("Durée des locaux", "premises_duration", terms.PREMISES_DURATIONS)
    card.term("Origine des locaux", "premises_origin", terms.PREMISES_ORIGINS)
    cost = front.group("monthly_cost")
    card.add("Infrastructure, par mois", cost.number("infrastructure_eur"), "money")
    card.add("Services, par mois", cost.number("services_eur"), "money")
    card.list("Infrastructure", "infrastructure")
    card.list("Services", "services")


def _character(card: Card, front: Front) -> None:
    card.term("Adhérent de la Confédération des Scop", "cg_scop_member", terms.YES_NO)
    card.term("Moment du cycle de vie", "life_cycle", terms.LIFE_CYCLE)
    card.term("Pérennité", "sustainability", terms.SUSTAINABILITY)
    card.term("Facteurs-clefs", "key_factors", terms.KEY_FACTORS)
    card.term("Transitions", "transitions", terms.TRANSITIONS)
    card.term("Hybridation", "hybridisation", terms.HYBRIDISATIONS)
    card.list("Valeurs", "values")
    contract = front.group("social_contract")
    card.add("Pour l’individu", contract.text("individual"))
    card.add("Pour le collectif", contract.text("collective"))
    card.add("Pour le territoire", contract.text("general_interest"))


def _near(reading: Reading, shown: Shown) -> Near:
    """The nearest places with their distance in kilometres, nearest first."""
    here = point_of(shown.values)
    return reading.known.around(here, NEIGHBOURS, but=(shown.path, shown.origin)) if here else []


def _away(reading: Reading, mark: Mark, km: float) -> str:
    rounded = reading.writing.number(round(km)) if km >= 1 else "< 1"
    return f"{mark.city}, {rounded}\u00a0km" if mark.city else f"{rounded}\u00a0km"


def _map(reading: Reading, shown: Shown, here: Point, near: Near) -> MapDrawing:
    city = shown.front.group("territory").text("city") or shown.title
    others = [spot_of(reading, m, m.point) for m, _ in near if m.point]
    label = reading.say("{here} et ses voisins : {names}.").format(
        here=city, names=", ".join(f"{m.title}, {round(km)}\u00a0km" for m, km in near)
    )
    return neighbours_map(Spot(here, city), others, label=label)


def _models(front: Front) -> tuple[Chain, ...]:
    return tuple(
        Chain(m.text("name"), m.text("creation"), m.text("distribution"), m.text("capture"),
              m.words("revenues"))
        for m in front.items("economic_model")
    )  # fmt: skip


def _figures(reading: Reading, front: Front) -> tuple[Figure, ...]:
    found = []
    for one in front.items("figures"):
        value, unit = one.number("value"), one.text("unit")
        if not one.text("name") or value is None:
            continue
        kind, note = ("money", "") if unit in ("€", "EUR", "euros") else ("number", unit)
        when = day_in_words(reading, one.said("date"))
        found.append(Figure(one.text("name"), value, kind, when, one.text("source"), note=note))
    return tuple(found)


def _governance(front: Front) -> Governance | None:
    said = front.group("governance")
    bodies = tuple(
        (b.text("name"), b.text("members"), b.text("decides")) for b in said.items("bodies")
    )
    model = said.text("model")
    return Governance(model, bodies) if model or bodies else None


def _methods(reading: Reading, shown: Shown, named: References) -> tuple[Link, ...]:
    """Those the place says it uses, then those that tell of a trial here."""
    said = named.links(shown.front.words("methods"))
    have = {link.url for link in said}
    trials = (mark_link(reading, m) for m in named_by(reading, shown, "trials"))
    return (*said, *(link for link in trials if link.url not in have))


def _organisations(reading: Reading, front: Front, named: References) -> tuple[Link, ...]:
    networks, partners = front.words("networks"), front.words("partners")
    return (
        *named.links(networks),
        *(named.link(r, reading.say("partenaire")) for r in partners if r not in networks),
    )


def _address(front: Front) -> str:
    """Street, what helps to find it, and the town with its postal code."""
    said = front.group("territory")
    if not said.text("address"):
        return ""
    town = " ".join(part for part in (said.text("postcode"), said.text("city")) if part)
    parts = (said.text("address"), said.text("address_more"), town)
    return ", ".join(part for part in parts if part)


def _contact(reading: Reading, shown: Shown, card: Card, front: Front) -> Contact | None:
    said, access = front.group("contact"), front.group("access")
    labels = (("wheelchair", "En fauteuil"), ("transport", "Transports"),
              ("parking", "Stationnement"))  # fmt: skip
    facts = tuple(
        Fact(reading.say(label), access.text(key), mark=card.mark(f"access.{key}"))
        for key, label in labels
        if access.text(key)
    )
    if address := _address(front):
        mark = card.mark("territory.address")
        facts = (Fact(reading.say("Adresse"), address, mark=mark), *facts)
    website = said.text("website") if said.text("website").startswith("http") else ""
    hours = hours_in_words(front.text("opening_hours"), reading.lang)
    asks = said.text("form") == "yes"
    form_url = (
        "" if shown.origin or shown.old or not asks else reading.url(shown.path) + "/demander"
    )
    if not (website or hours or facts or form_url):
        return None
    return Contact(
        form_url=form_url,
        website=website, opening_hours=hours, access=facts,
        hours_mark=card.mark("opening_hours") if hours else 0,
        website_mark=card.mark("contact.website") if website else 0,
    )  # fmt: skip
