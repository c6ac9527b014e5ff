"""Hand open pages, and the open media they show, to an exporter."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from app.actions.adopt import media_from
from app.actions.find_pages import settled
from app.actions.media import all_media, medium_words
from app.actions.wiki import Wiki
from app.domain.errors import InvalidQuery, Refused
from app.domain.exchange import ExportedMedium, Exporter, WriteOptions
from app.domain.media import MediumName
from app.domain.page_path import PagePath, RevisionId
from app.domain.phrase import Phrase
from app.domain.rows import PageRow
from app.domain.selection import Selection

PAGE_SIZE = 500
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def export_pages(
    wiki: Wiki, exporter: Exporter, selection: Selection, out: Path, *, since: str | None = None,
    profile: str = "",
) -> int:  # fmt: skip
    """Write the selection's open pages to `out`; how many. Closed pages and drafts stay home.

    Friends' pages are among them where the selection names their origin. `since` is a day
    (2026-11-22) or a revision of our own log, which says nothing of friends' pages.

    Raises InvalidRevision, RevisionNotFound; InvalidQuery where pages of several networks bear one
    address, which no folder can hold.

    `profile` names the columns of a list; Refused where the exporter writes none, or knows no such.
    """
    found = _Counted(_since(wiki, selection, since))
    if exporter.write_list is not None:
        exporter.write_list(found, out, WriteOptions(wiki.site.base_url, wiki.kinds, profile))
        return found.count
    if profile:
        raise Refused(reason=Phrase("ce format n’a pas de profils."))
    if exporter.write is None:
        raise Refused(reason=Phrase("ce format se prend comme un tout, pas page par page."))
    rows = list(found)
    _refuse_twins(rows)
    exporter.write(rows, open_media(wiki, rows), out)
    return len(rows)


class _Counted:
    """Rows that are counted as they pass: a list is written while it is read."""

    def __init__(self, rows: Iterator[PageRow]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[PageRow]:
        for row in self._rows:
            self.count += 1
            yield row


def _since(wiki: Wiki, selection: Selection, since: str | None) -> Iterator[PageRow]:
    if since is None:
        yield from open_pages(wiki, selection)
    elif _DAY.fullmatch(since):
        yield from open_pages(wiki, selection.but(updated_since=_day(since)))
    else:
        changed = _changed_after(wiki, RevisionId(since))
        yield from (
            row for row in open_pages(wiki, selection) if not row.origin and row.path in changed
        )


def _refuse_twins(rows: Sequence[PageRow]) -> None:
    seen: set[PagePath] = set()
    for row in rows:
        if row.path in seen:
            raise InvalidQuery(
                reason=Phrase(
                    "plusieurs réseaux ont une page « {path} ». Exportez un réseau à la fois.",
                    path=row.path,
                )
            )
        seen.add(row.path)


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
    selection = settled(wiki, selection.but(open_only=True, include_hidden=False))
    cursor: str | None = None
    while True:
        rows, cursor = wiki.index.select(selection, after=cursor, size=PAGE_SIZE)
        yield from rows
        if cursor is None:
            return


def open_media(wiki: Wiki, rows: list[PageRow]) -> Iterator[ExportedMedium]:
    """Media that the pages name and whose own licence is open; friends' where we lack them."""
    yield from _our_media(wiki, rows)
    for origin in sorted({row.origin for row in rows} - {""}):
        texts = "\n".join(row.text for row in rows if row.origin == origin)
        files = media_from(wiki, origin, texts)
        for file in files:
            if not file.endswith(".yaml"):
                name = MediumName.parse(file.rsplit("/", 1)[1])
                yield ExportedMedium(name, files[name.file] or b"", files[name.sidecar] or b"")


def _our_media(wiki: Wiki, rows: list[PageRow]) -> Iterator[ExportedMedium]:
    texts = "\n".join(row.text for row in rows)
    policy = wiki.rules().licences
    for name in all_media(wiki):
        if name.sha256 in texts and policy.is_open(medium_words(wiki, name).words.licence):
            data, sidecar = wiki.store.read(name.file), wiki.store.read(name.sidecar)
            yield ExportedMedium(name, data or b"", sidecar or b"")
