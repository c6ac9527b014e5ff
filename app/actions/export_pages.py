"""Hand open pages, and the open media they show, to an exporter."""

from collections.abc import Iterator
from pathlib import Path

from app.actions.media import all_media, medium_words
from app.actions.wiki import Wiki
from app.domain.exchange import ExportedMedium, Exporter
from app.domain.rows import PageRow
from app.domain.selection import Selection

PAGE_SIZE = 500


def export_pages(wiki: Wiki, exporter: Exporter, selection: Selection, out: Path) -> int:
    """Write the selection's open pages to `out`; how many. Closed pages and drafts stay home."""
    rows = list(open_pages(wiki, selection))
    exporter.write(rows, list(open_media(wiki, rows)), out)
    return len(rows)


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
