"""Hand open pages, and the open media they show, to an exporter."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.actions.media import all_media, medium_words
from app.actions.wiki import Wiki
from app.domain.errors import InvalidQuery
from app.domain.exchange import ExportedMedium, Exporter
from app.domain.page_path import PagePath, RevisionId
from app.domain.phrase import Phrase
from app.domain.rows import PageRow
from app.domain.selection import Selection

PAGE_SIZE = 500
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def export_pages(
    wiki: Wiki, exporter: Exporter, selection: Selection, out: Path, *, since: str | None = None
) -> int:
    """Write the selection's open pages to `out`; how many. Closed pages and drafts stay home.

    `since` is a day (2026-11-22) or a revision. Raises InvalidRevision, RevisionNotFound.
    """
    rows = list(_since(wiki, selection, since))
    exporter.write(rows, list(open_media(wiki, rows)), out)
    return len(rows)


def _since(wiki: Wiki, selection: Selection, since: str | None) -> Iterator[PageRow]:
    if since is None:
        yield from open_pages(wiki, selection)
    elif _DAY.fullmatch(since):
        yield from open_pages(wiki, selection.but(updated_since=_day(since)))
    else:
        changed = _changed_after(wiki, RevisionId(since))
        yield from (row for row in open_pages(wiki, selection) if row.path in changed)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidQuery(reason=Phrase("« {text} » n’est pas un jour.", text=text)) from error


def _changed_after(wiki: Wiki, revision: RevisionId) -> set[PagePath]:
    return {
        change.page
        for entry in wiki.store.log(revision)
        for change in entry.changes
        if change.page is not None
    }


def open_pages(wiki: Wiki, selection: Selection) -> Iterator[PageRow]:
    selection = selection.but(open_only=True, include_hidden=False)
    cursor: str | None = None
    while True:
        rows, cursor = wiki.index.select(selection, after=cursor, size=PAGE_SIZE)
        yield from rows
        if cursor is None:
            return


def open_media(wiki: Wiki, rows: list[PageRow]) -> Iterator[ExportedMedium]:
    """Media that the pages name and whose own licence is open."""
    texts = "\n".join(row.text for row in rows)
    policy = wiki.rules().licences
    for name in all_media(wiki):
        if name.sha256 in texts and policy.is_open(medium_words(wiki, name).words.licence):
            data, sidecar = wiki.store.read(name.file), wiki.store.read(name.sidecar)
            yield ExportedMedium(name, data or b"", sidecar or b"")
