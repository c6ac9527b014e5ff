"""The map of all places, and the same places by region."""

from itertools import groupby

from app.domain.selection import Selection
from app.theme.parts import Link
from app.web.addresses import directory_url
from app.web.reading.context import Reading
from app.web.reading.known import Mark
from app.web.reading.live_map import live_map
from app.web.reading.queries import address
from app.web.reading.references import mark_link
from app.web.views import MapScreen

UNPLACED_SHOWN = 60
PER_REGION = 60
PLACES = Selection({"kind": ("place",), "origin": ("*",)})
ORIGINS = [("origin", "*")]


def map_view(reading: Reading) -> MapScreen:
    placed = (*reading.known.placed(), *reading.known.placed_by_friends())
    unplaced = reading.known.unplaced()[:UNPLACED_SHOWN]
    return MapScreen(
        map=live_map(reading, PLACES, directory_url("place", reading.wiki.kinds), ORIGINS),
        total=len(placed),
        groups=tuple(
            _group(reading, region, list(marks))
            for region, marks in groupby(_by_region(reading, placed), key=lambda m: m.region)
        ),
        unplaced=tuple(mark_link(reading, mark) for mark in unplaced),
    )


def _by_region(reading: Reading, placed: tuple[Mark, ...]) -> list[Mark]:
    """Our region first, then by name; places that name none come last."""
    ours = reading.wiki.site.region

    def rank(mark: Mark) -> tuple[int, str, str]:
        group = 0 if mark.region == ours else 2 if not mark.region else 1
        return group, reading.label("region", mark.region), mark.title.casefold()

    return sorted(placed, key=rank)


def _group(reading: Reading, region: str, marks: list[Mark]) -> tuple[Link, tuple[Link, ...]]:
    places = directory_url("place", reading.wiki.kinds)
    label = reading.label("region", region) if region else reading.say("Ailleurs")
    url = address(places, region=region) if region else ""
    more = len(marks) - PER_REGION
    note = reading.say("et {count} autres").format(count=more) if more > 0 and url else ""
    return Link(label, url, note), tuple(mark_link(reading, mark) for mark in marks[:PER_REGION])
