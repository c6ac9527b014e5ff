"""Pages drawn to be taken away: as a stranger sees them, at one moment, without a request."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from app.actions.keep_drawn import page_lines
from app.actions.wiki import Wiki
from app.domain.kit import Drawing, KitPage
from app.domain.people import STRANGER
from app.domain.rows import PageRow
from app.domain.selection import Selection
from app.theme import Theme
from app.web.reading.context import Reading
from app.web.reading.friends import mirrors_of
from app.web.reading.known import Known
from app.web.reading.page import view_of
from app.web.reading.shown import shown_now


def drawing(wiki: Wiki, theme: Theme, lang: str, at: datetime) -> Drawing:
    """Draws as if it were `at`: what has gone stale since is not said, so that the same revision
    gives the same pages."""
    then = replace(wiki, clock=_Stopped(wiki, at))
    known = Known(then, page_lines(wiki, "known"))
    known.refresh()
    reading = Reading(then, theme, known, STRANGER, lang, mirrors_of(wiki))

    def shown(row: PageRow) -> KitPage:
        page = shown_now(then, row)
        template, view = view_of(reading, page)
        outline = page.rendered.outline
        return KitPage(
            row, reading.url(row.path, row.origin), template, view, outline.text,
            tuple(heading.text for heading in outline.headings),
        )  # fmt: skip

    return Drawing(shown, reading.label, lambda chosen: in_words(reading, chosen), theme.folders)


def in_words(reading: Reading, selection: Selection) -> str:
    """« Occitanie, Méthode, compost »: what was chosen, `` where that is everything."""
    said = [
        reading.label(facet, value)
        for facet, values in sorted(selection.where.items())
        for value in values
    ]
    without = [
        reading.say("sans {value}").format(value=reading.label(facet, value))
        for facet, values in sorted(selection.barred.items())
        for value in values
    ]
    words = [f"« {selection.words} »"] if selection.words else []
    return ", ".join([*words, *said, *without, *_bounds(reading, selection)])


def _bounds(reading: Reading, selection: Selection) -> Iterator[str]:
    """Where, and since when."""
    if selection.near is not None:
        said = reading.say("à {km} km de {where} au plus")
        where = reading.say("ce point")
        yield said.format(km=f"{selection.near.within_m / 1000:g}", where=where)
    if selection.updated_since is not None:
        day = reading.writing.long_date(selection.updated_since)
        yield reading.say("changé depuis le {day}").format(day=day)


@dataclass(frozen=True, slots=True)
class _Stopped:
    """A clock that stands at one moment."""

    wiki: Wiki
    at: datetime

    def now(self) -> datetime:
        return self.at

    def page_id(self) -> str:
        return self.wiki.clock.page_id()
