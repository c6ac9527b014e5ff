"""Links to the pages that a front matter names, all found in one question to the index."""

from collections.abc import Iterable

from app.actions.rights import sees_page
from app.domain.links import LinkTarget
from app.domain.rows import PageRow
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.reading.context import Reading
from app.web.reading.front import Front
from app.web.reading.known import Mark
from app.web.resolve import wanted_url


class References:
    """Resolves `kind/slug` references; pages that this reader may not see are as if unwritten."""

    def __init__(self, reading: Reading, named: Iterable[str]) -> None:
        self._reading = reading
        targets = {LinkTarget.parse(reference) for reference in named}
        found = reading.wiki.index.titles(targets) if targets else {}
        self._rows = {
            target: row
            for target, row in found.items()
            if sees_page(reading.wiki, reading.reader, row)
        }

    def row(self, reference: str) -> PageRow | None:
        return self._rows.get(LinkTarget.parse(reference))

    def link(self, reference: str, note: str = "") -> Link:
        target = LinkTarget.parse(reference)
        if target.host:
            url = f"https://{target.host}{page_url(target.path_there)}"
            return Link(_spoken(target.slug), url, note or target.host, borrowed=True)
        row = self._rows.get(target)
        if row is None:
            label = _spoken(target.slug) or reference
            return Link(label, wanted_url(target, reference), note, target.kind, wanted=True)
        return row_link(self._reading, row, note)

    def links(self, references: Iterable[str]) -> tuple[Link, ...]:
        return tuple(self.link(reference) for reference in references)


def row_link(reading: Reading, row: PageRow, note: str = "") -> Link:
    """A link to a page with a few words beside it: its town, its duration."""
    return Link(row.title, page_url(row.path), note or _note(reading, row), row.path.kind)


def mark_link(mark: Mark, note: str = "") -> Link:
    return Link(mark.title, page_url(mark.path), note or mark.town, mark.path.kind)


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
