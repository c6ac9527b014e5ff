"""Live lists: a selection drawn where a text or a portal asks for it."""

from html import escape

from app.actions.find_pages import list_pages
from app.domain.errors import InvalidQuery
from app.domain.geo import Point, point_of
from app.domain.rows import PageRow
from app.theme.maps import MapDrawing, Spot, country_map
from app.web.reading.context import Reading
from app.web.reading.items import columns_of, items_of, one_kind
from app.web.reading.live_map import drawing_label
from app.web.reading.nearby import thinned
from app.web.reading.queries import selection_url
from app.web.resolve import LiveList

PARTS = "_parts.html"
MAP_LIMIT = 500
DOTS = 600


def show_list(reading: Reading, live: LiveList, *, level: int = 3) -> str:
    """The HTML of a `:::list`; its title is a heading of `level`, its items stand below."""
    try:
        rows, more = _rows(reading, live)
    except InvalidQuery as error:
        told = reading.told(error)
        return f"<p>{escape(told)}</p>"
    title = f"<h{level}>{escape(live.title)}</h{level}>" if live.title else ""
    if not rows:
        words = reading.say("Rien ici pour le moment : aucune page ne répond à ce choix.")
        return f'{title}<p class="soft">{escape(words)}</p>'
    drawn = _drawn(reading, live, rows, level + 1 if title else level)
    return f"{title}{drawn}{_all_of_them(reading, live) if more else ''}"


def _rows(reading: Reading, live: LiveList) -> tuple[list[PageRow], bool]:
    size = MAP_LIMIT if live.view == "map" else live.size
    rows, cursor = list_pages(reading.wiki, live.selection, size=size)
    return rows, cursor is not None


def _drawn(reading: Reading, live: LiveList, rows: list[PageRow], level: int) -> str:
    fragment, lang = reading.theme.fragment, reading.lang
    kind = one_kind(rows)
    if live.view == "map" and (drawing := map_of(reading, rows)):
        return f'<figure class="map">{fragment(PARTS, "draw", drawing, lang=lang)}</figure>'
    if live.view == "table":
        kind = "place in text" if kind == "place" else kind
        items = items_of(reading, rows, table=kind)
        caption = live.title or reading.say("Liste")
        columns = columns_of(reading, kind)
        return str(fragment(PARTS, "item_table", items, columns, caption, lang=lang))
    macro = "cards" if live.view == "cards" else "results"
    return str(fragment(PARTS, macro, items_of(reading, rows), not kind, level, lang=lang))


def map_of(reading: Reading, rows: list[PageRow]) -> MapDrawing | None:
    """The rows that have a point, on the map of the country; None where none has."""
    placed = [(row, point) for row in rows if (point := point_of(row.front))]
    if not placed:
        return None
    spots = thinned([_spot(reading, row, point) for row, point in placed], DOTS)
    label = drawing_label(reading, len(placed))
    return country_map(spots, label=label, ours=reading.wiki.site.region)


def _spot(reading: Reading, row: PageRow, point: Point) -> Spot:
    return Spot(point, row.title, reading.url(row.path, row.origin), bool(row.origin))


def _all_of_them(reading: Reading, live: LiveList) -> str:
    url = selection_url(live.selection, reading.wiki.kinds)
    words = reading.say("Les voir toutes")
    return f"<p>{reading.theme.fragment(PARTS, 'more', words, url, lang=reading.lang)}</p>"
