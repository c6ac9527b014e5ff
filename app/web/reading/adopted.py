"""Where a page comes from: the friend it is a copy of, or the friend's page that ours began as."""

from dataclasses import replace

from app.actions.drift import Drift, drift_of
from app.actions.drift import Origin as Standing
from app.domain.rows import PageRow, PageState
from app.theme.parts import Link, Origin
from app.web.reading.context import Reading
from app.web.reading.friends import SCREEN, home_of
from app.web.reading.front import Front
from app.web.reading.queries import address
from app.web.reading.shown import Shown
from app.web.views.pages import Adopted


def origin_of(reading: Reading, shown: Shown) -> Origin | None:
    """The friend that the page is a copy from, with the page that we made from it, if any."""
    origin = reading.origin(shown.origin, shown.path)
    if origin is None or not shown.id:
        return origin
    rows = reading.wiki.index.derived(shown.origin, shown.id)
    ours = [row for row in rows if row.status != "draft"]
    link = Link(ours[0].title, reading.url(ours[0].path)) if ours else None
    return replace(origin, ours=link)


def adopted_of(reading: Reading, shown: Shown) -> Adopted | None:
    """What became of the page that ours began as; None for a page that began here."""
    if not shown.front.group("derived_from"):
        return None
    row = reading.wiki.index.page(shown.path)
    drift = drift_of(reading.wiki, row) if row is not None else None
    return _adopted(reading, shown, drift) if drift is not None else None


def _adopted(reading: Reading, shown: Shown, drift: Drift) -> Adopted:
    host = str(drift.derived.instance)
    friend = drift.origin is not Standing.unknown_friend
    return Adopted(
        original=_original(reading, host, drift.original), network=drift.name,
        network_url=f"{SCREEN}/{host}" if friend else "", newer=drift.newer, ours=drift.ours,
        same=drift.same, gone=drift.origin is Standing.gone,
        url=address("/-/derive", page=str(shown.path)) if drift.original is not None else "",
    )  # fmt: skip


def adapted_from(reading: Reading, front: Front) -> Link | None:
    """The credit of a page that began elsewhere: the page there, with its network and authors."""
    said = front.group("derived_from")
    host = said.text("instance")
    if not host:
        return None
    index, held = reading.wiki.index, host in reading.mirrors
    row = index.page_by_id(said.text("id"), origin=host) if held else None
    names = [name for name, _ in index.authors(row.id, origin=host)] if row else []
    note = ", ".join([reading.label("origin", host), *names[:4]]) if row else ""
    return replace(_original(reading, host, row), note=note)


def _original(reading: Reading, host: str, row: PageRow | None) -> Link:
    if row is None or row.state is not PageState.live:
        return Link(reading.label("origin", host), home_of(reading.mirrors, host), borrowed=True)
    return Link(row.title, reading.url(row.path, row.origin), borrowed=True)
