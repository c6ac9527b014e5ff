"""The change log."""

from app.actions.history import recent_changes
from app.actions.wiki import Wiki
from app.domain.rows import RevisionRow
from app.theme.parts import Link
from app.web.addresses import directory_url, page_url
from app.web.reading.context import Reading
from app.web.reading.queries import address
from app.web.views import Change, Changes

URL = "/changements"
PAGE_SIZE = 50
# How far one looks for pages of one kind, before "older" is offered again.
READ_LIMIT = 1000


def changes_view(reading: Reading, kind: str, cursor: str | None) -> Changes:
    """Raises InvalidQuery on a cursor that is not one of ours."""
    rows, following = _of_kind(reading.wiki, kind, cursor)
    feed = f"{directory_url(kind, reading.wiki.kinds)}.atom" if kind else "/feed.atom"
    return Changes(
        changes=tuple(_change(reading, row) for row in rows),
        filters=_filters(reading, kind),
        next_url=address(URL, kind=kind, cursor=following) if following else "",
        feed_url=feed,
    )


def _of_kind(wiki: Wiki, kind: str, cursor: str | None) -> tuple[list[RevisionRow], str | None]:
    found: list[RevisionRow] = []
    for _ in range(READ_LIMIT // PAGE_SIZE):
        rows, cursor = recent_changes(wiki, after=cursor, size=PAGE_SIZE)
        found += [row for row in rows if not kind or row.path.kind == kind]
        if cursor is None or len(found) >= PAGE_SIZE // 2:
            break
    return found, cursor


def _filters(reading: Reading, current: str) -> tuple[Link, ...]:
    everything = Link(reading.say("Tout"), URL, current=not current)
    return (
        everything,
        *(
            Link(reading.plural(kind), address(URL, kind=name), current=name == current)
            for name, kind in reading.wiki.kinds.items()
        ),
    )


def _change(reading: Reading, row: RevisionRow) -> Change:
    url = page_url(row.path, reading.wiki.kinds)
    shown = "" if row.event in ("created", "deleted") else f"{url}/diff?new={row.revision}"
    return Change(
        row.at, Link(row.title, url, kind=row.path.kind), row.author, row.note, row.event,
        row.minor, shown,
    )  # fmt: skip
