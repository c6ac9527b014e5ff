"""Links to the pages that a front matter names, all found in one question to the index."""

from collections.abc import Iterable

from app.domain.geo import Point
from app.domain.links import LinkTarget
from app.domain.rows import PageRow
from app.theme.maps import Spot
from app.theme.parts import Link
from app.web.reading.context import Reading
from app.web.reading.front import Front
from app.web.reading.known import Mark
from app.web.reading.shown import Shown
from app.web.resolve import away_url, find_targets, wanted_url


class References:
    """Resolves `kind/slug` references; pages that this reader may not see are as if unwritten.

    `origin` is the friend whose page names them: they are looked for there first.
    """

    def __init__(self, reading: Reading, named: Iterable[str], *, origin: str = "") -> None:
        self._reading, self._origin = reading, origin
        targets = {LinkTarget.parse(reference) for reference in named}
        self._rows = find_targets(reading.wiki, targets, reading.reader, origin=origin)

    def row(self, reference: str) -> PageRow | None:
        return self._rows.get(LinkTarget.parse(reference))

    def link(self, reference: str, note: str = "") -> Link:
        target = LinkTarget.parse(reference)
        row = self._rows.get(target)
        if row is not None:
            return row_link(self._reading, row, note)
        label, kinds = _spoken(target.slug) or reference, self._reading.wiki.kinds
        if host := target.host or self._origin:
            mirrors = self._reading.mirrors
            url = away_url(mirrors, target, reference, kinds, origin=self._origin)
            return Link(label, url, note or host, target.kind, borrowed=True)
        return Link(label, wanted_url(target, reference, kinds), note, target.kind, wanted=True)

    def links(self, references: Iterable[str]) -> tuple[Link, ...]:
        return tuple(self.link(reference) for reference in references)


def row_link(reading: Reading, row: PageRow, note: str = "") -> Link:
    """A link to a page with a few words beside it: its town, its duration."""
    url, said = reading.url(row.path, row.origin), note or _note(reading, row)
    return Link(
        row.title, url, said, row.path.kind, borrowed=bool(row.origin),
        lang=reading.foreign(row.lang),
    )  # fmt: skip


def mark_link(reading: Reading, mark: Mark, note: str = "") -> Link:
    url = reading.url(mark.path, mark.origin)
    return Link(
        mark.title, url, note or mark.town, mark.path.kind, borrowed=bool(mark.origin),
        lang=reading.foreign(mark.lang),
    )  # fmt: skip


def named_by(reading: Reading, shown: Shown, *keys: str) -> list[Mark]:
    """Pages of the same network whose front matter names that page under one of these keys."""
    return reading.known.naming(shown.path, *keys, origin=shown.origin)


def spot_of(reading: Reading, mark: Mark, point: Point) -> Spot:
    """A place on a map: a friend's is a hollow dot."""
    return Spot(point, mark.title, reading.url(mark.path, mark.origin), bool(mark.origin))


def _note(reading: Reading, row: PageRow) -> str:
    front = Front(row.front)
    if row.path.kind == "place":
        return front.group("territory").text("city")
    if row.path.kind in ("mini_cool", "method"):
        return reading.writing.duration(front.whole("duration_min"))
    return ""


def _spoken(slug: str) -> str:
    """A slug as words, for a page whose title nobody knows yet."""
    return slug.replace("-", " ").capitalize()
