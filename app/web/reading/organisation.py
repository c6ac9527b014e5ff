"""The page of an organisation: a network, a cooperative, an authority ..."""

from app.domain.links import LinkTarget
from app.domain.people import STRANGER
from app.theme.parts import Fact, Item
from app.web.reading.context import Reading
from app.web.reading.facts import Card
from app.web.reading.head import make_head, toc_of
from app.web.reading.items import items_of
from app.web.reading.references import References, mark_link, named_by
from app.web.reading.shown import Shown
from app.web.reading.text import resolved
from app.web.resolve import find_targets
from app.web.views import OrganisationPage

DIRECTORY = "/organisations"
MEMBERS_SHOWN = 60


def organisation_page(reading: Reading, shown: Shown) -> OrganisationPage:
    front = shown.front
    parent = front.text("parent")
    named = References(reading, [parent] if parent else [], origin=shown.origin)
    children = named_by(reading, shown, "parent")
    members, total = _members(reading, shown)
    return OrganisationPage(
        head=make_head(
            reading, shown, body=resolved(reading, shown, shown.rendered.html), toc=toc_of(shown),
            facts=_facts(reading, shown),
        ),
        parent=named.link(parent) if parent else None,
        children=tuple(mark_link(reading, mark) for mark in children),
        members=members,
        members_total=total,
    )  # fmt: skip


def _facts(reading: Reading, shown: Shown) -> tuple[Fact, ...]:
    front, card = shown.front, Card(reading, shown, directory=DIRECTORY)
    territory = front.group("territory")
    card.facet("Type", "type", filter(None, [front.text("type")]))
    card.add("Périmètre", front.text("scope"))
    card.facet("Région", "region", filter(None, [territory.text("region")]))
    card.add("Commune", territory.text("city"))
    website = front.text("website")
    if website.startswith(("http://", "https://")):
        card.add("Site", website.split("://", 1)[1].rstrip("/"), href=website)
    return card.facts()


def _members(reading: Reading, shown: Shown) -> tuple[tuple[Item, ...], int]:
    """Pages that it names as members, and those that name it, by title; and how many."""
    naming = named_by(reading, shown, "networks", "cae", "partners", "members")
    targets = {LinkTarget(kind=m.path.kind, slug=m.path.slug) for m in naming}
    targets |= {LinkTarget.parse(r) for r in shown.front.words("members")}
    found = find_targets(reading.wiki, targets, STRANGER, origin=shown.origin)
    rows = {(row.origin, row.path): row for row in found.values()}
    ordered = sorted(rows.values(), key=lambda row: (row.title.casefold(), row.path, row.origin))
    return items_of(reading, ordered[:MEMBERS_SHOWN]), len(ordered)
