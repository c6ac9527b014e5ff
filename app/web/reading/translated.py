"""The languages that a page is written in, and how far a translation is behind its original."""

from app.actions.translations import Lag, lag_of
from app.domain.rows import PageRow, PageState
from app.domain.translation import translated_by
from app.theme.parts import Link
from app.theme.words import own_name
from app.web.reading.context import Reading
from app.web.reading.shown import Shown
from app.web.views.pages import TranslatedFrom

SCREEN = "traduction"


def translations_of(reading: Reading, shown: Shown) -> tuple[Link, ...]:
    """The same page in the other languages, by their names."""
    said = translated_by(shown.values)
    origin = (said.origin or shown.origin) if said else shown.origin
    first_id = said.id if said else shown.id
    marks = reading.known.translations(first_id, origin) if first_id else ()
    links = {url: _link(mark.lang, url) for mark in marks for url in (reading.url(mark.path),)}
    if said and (first := _first(reading, said.id, origin)) is not None:
        link = _link(first.lang, reading.url(first.path, first.origin), first.origin)
        links[link.url] = link
    links.pop(reading.url(shown.path, shown.origin), None)
    return tuple(sorted(links.values(), key=lambda link: (link.label, link.url)))


def _link(lang: str, url: str, origin: str = "") -> Link:
    return Link(own_name(lang), url, borrowed=bool(origin), lang=lang)


def _first(reading: Reading, page_id: str, origin: str) -> PageRow | None:
    """The page that the others translate, where all may read it."""
    if origin and origin not in reading.mirrors:
        return None
    row = reading.wiki.index.page_by_id(page_id, origin=origin)
    live = row is not None and row.state is PageState.live and row.status != "draft"
    return row if live else None


def translated_from(reading: Reading, shown: Shown) -> TranslatedFrom | None:
    """How far a page of ours is behind the one that it translates."""
    if shown.origin or not shown.front.group("translation_of"):
        return None
    row = reading.wiki.index.page(shown.path)
    lag = lag_of(reading.wiki, row, reader=reading.reader) if row is not None else None
    return told(reading, lag, f"{reading.url(shown.path)}/{SCREEN}") if lag is not None else None


def told(reading: Reading, lag: Lag, url: str) -> TranslatedFrom:
    original = lag.original
    link = Link(
        original.title, reading.url(original.path, original.origin), kind=original.path.kind,
        borrowed=bool(original.origin), lang=original.lang,
    )  # fmt: skip
    return TranslatedFrom(
        link, reading.writing.language(original.lang), url,
        followed_at=lag.followed.at if lag.followed else None, behind=lag.behind,
    )  # fmt: skip
