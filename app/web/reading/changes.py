"""The change log."""

from dataclasses import dataclass

from app.actions.history import recent_changes
from app.actions.thank import Given, given_for
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
HIDDEN = "non"


@dataclass(frozen=True, slots=True)
class Asked:
    """`kind` keeps the pages of one kind; small corrections are left out where not `minor`."""

    kind: str = ""
    minor: bool = True

    @property
    def query(self) -> dict[str, str]:
        return {"kind": self.kind, "mineures": "" if self.minor else HIDDEN}


def changes_view(reading: Reading, asked: Asked, cursor: str | None) -> Changes:
    """Raises InvalidQuery on a cursor that is not one of ours."""
    rows, following = _of_kind(reading.wiki, asked, cursor)
    given = given_for(reading.wiki, rows, reader=reading.reader)
    kind = asked.kind
    feed = f"{directory_url(kind, reading.wiki.kinds)}.atom" if kind else "/feed.atom"
    return Changes(
        changes=tuple(_change(reading, row, given[row.revision, row.path]) for row in rows),
        filters=_filters(reading, asked),
        next_url=address(URL, **asked.query, cursor=following) if following else "",
        feed_url=feed,
        here=address(URL, **asked.query),
        minor_hidden=not asked.minor,
        minor_url=address(URL, kind=kind, mineures=HIDDEN if asked.minor else ""),
    )


def _of_kind(wiki: Wiki, asked: Asked, cursor: str | None) -> tuple[list[RevisionRow], str | None]:
    found: list[RevisionRow] = []
    for _ in range(READ_LIMIT // PAGE_SIZE):
        rows, cursor = recent_changes(wiki, after=cursor, size=PAGE_SIZE, minor=asked.minor)
        found += [row for row in rows if asked.kind in ("", row.path.kind)]
        if cursor is None or len(found) >= PAGE_SIZE // 2:
            break
    return found, cursor


def _filters(reading: Reading, asked: Asked) -> tuple[Link, ...]:
    minor, current = asked.query["mineures"], asked.kind
    everything = Link(reading.say("Tout"), address(URL, mineures=minor), current=not current)
    return (
        everything,
        *(
            Link(
                reading.plural(kind),
                address(URL, kind=name, mineures=minor),
                current=name == current,
            )
            for name, kind in reading.wiki.kinds.items()
        ),
    )


def _change(reading: Reading, row: RevisionRow, given: Given) -> Change:
    url = page_url(row.path, reading.wiki.kinds)
    shown = "" if row.event in ("created", "deleted") else f"{url}/diff?new={row.revision}"
    return Change(
        row.at, Link(row.title, url, kind=row.path.kind), row.author, row.note, row.event,
        row.minor, shown, str(row.revision), given.count, f"{url}/thank" if given.may else "",
    )  # fmt: skip
