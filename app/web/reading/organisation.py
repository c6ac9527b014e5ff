"""The page of an organisation: a network, a cooperative, an authority ..."""

from app.domain.links import LinkTarget
from app.theme.parts import Fact, Item
from app.web.reading.context import Reading
from app.web.reading.facts import Card
from app.web.reading.front import Front
from app.web.reading.head import make_head, toc_of
from app.web.reading.items import items_of
from app.web.reading.references import References, mark_link
from app.web.reading.shown import Shown
from app.web.reading.text import resolved
from app.web.views import OrganisationPage

DIRECTORY = "/organisations"
MEMBERS_SHOWN = 60


def organisation_page(reading: Reading, shown: Shown) -> OrganisationPage:
    front = shown.front
    parent = front.text("parent")
    named = References(reading, [parent] if parent else [])
    children = reading.known.naming(shown.path, "parent")
    members, total = _members(reading, shown)
    return OrganisationPage(
        head=make_head(
            reading, shown, body=resolved(reading, shown.rendered.html), toc=toc_of(shown),
            facts=_facts(reading, front),
        ),
        parent=named.link(parent) if parent else None,
        children=tuple(mark_link(mark) for mark in children),
        members=members,
        members_total=total,
    )  # fmt: skip


def _facts(reading: Reading, front: Front) -> tuple[Fact, ...]:
    card, territory = Card(reading, front, directory=DIRECTORY), front.group("territory")
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
    naming = reading.known.naming(shown.path, "networks", "cae", "partners", "members")
    targets = {LinkTarget(kind=m.path.kind, slug=m.path.slug) for m in naming}
    targets |= {LinkTarget.parse(r) for r in shown.front.words("members")}
    found = reading.wiki.index.titles(targets) if targets else {}
    rows = {row.path: row for row in found.values() if row.status != "draft"}
    ordered = sorted(rows.values(), key=lambda row: (row.title.casefold(), row.path))
    return items_of(reading, ordered[:MEMBERS_SHOWN]), len(ordered)
