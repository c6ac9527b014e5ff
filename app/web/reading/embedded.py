"""A selection in a frame of another site: what it shows, and the way to it here."""

from app.actions.find_pages import settled
from app.web.addresses import directory_url
from app.web.reading.asked import Asked, View
from app.web.reading.calendar import calendar_of
from app.web.reading.context import Reading
from app.web.reading.directory import shown_rows
from app.web.reading.items import items_of
from app.web.reading.live_map import live_map
from app.web.reading.queries import address
from app.web.reading.table import table_items, table_of
from app.web.views import Embedded

SIZE = 24


def embedded_view(reading: Reading, asked: Asked) -> Embedded:
    wiki, kind = reading.wiki, asked.kind
    selection = settled(wiki, asked.selection)
    url, total = directory_url(kind.name, wiki.kinds), wiki.index.count(selection)
    rows = [] if asked.view is View.map else shown_rows(reading, asked, selection, 1, SIZE)
    table = table_of(reading, asked, url)[0] if asked.view is View.table else None
    here = address(url, [*asked.pairs, *asked.settings()])
    return Embedded(
        view=asked.view.value, title=reading.plural(kind), url=reading.absolute(here), total=total,
        site=wiki.site.name, table=table,
        items=table_items(reading, asked, rows) if table else items_of(reading, rows),
        map=live_map(reading, selection, url, asked.pairs) if asked.view is View.map else None,
        calendar=calendar_of(reading, asked, selection, url)
        if asked.view is View.calendar else None,
        licence=reading.licence(wiki.site.licence), more=max(0, total - len(rows)) if rows else 0,
    )  # fmt: skip
