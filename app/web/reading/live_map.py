"""A map to move about in, and what stands in its place without scripts."""

from app.domain.geo import Point
from app.domain.selection import Selection
from app.theme.maps import MapDrawing, Spot, country_map
from app.web.reading.context import Reading
from app.web.reading.points import Points, points_of
from app.web.reading.queries import Pairs, address
from app.web.views.directory import LiveMap


def live_map(reading: Reading, selection: Selection, url: str, pairs: Pairs) -> LiveMap:
    """`selection` has no words left; `url` is the directory's, `pairs` what it selects."""
    points = points_of(reading.wiki.index, selection)
    tiles = reading.tiles
    return LiveMap(
        points=address(f"{url}.points.json", pairs), total=len(points.placed),
        drawing=_drawing(reading, points) if points.placed else None,
        tiles=tiles.url, credit=tiles.credit,
    )  # fmt: skip


def _drawing(reading: Reading, points: Points) -> MapDrawing:
    label = drawing_label(reading, len(points.placed))
    spots = [
        Spot(Point(one.lat, one.lon), one.title, reading.url(one.at.path, one.at.origin),
             bool(one.at.origin))
        for one in points.few
    ]  # fmt: skip
    return country_map(spots, label=label, ours=reading.wiki.site.region)


def drawing_label(reading: Reading, count: int) -> str:
    """What the drawing shows, in words."""
    words = reading.say("Carte de France : {count} pages de la liste y ont un point.")
    return words.format(count=reading.writing.number(count))
