"""A page's versions, newest first."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.history import page_history
from app.actions.read_page import read_page, read_version
from app.actions.rights import sees_page, sees_revision
from app.actions.thank import given_for
from app.actions.wiki import Wiki
from app.domain.errors import PageNotFound
from app.domain.page_path import PagePath, is_page_id
from app.domain.people import STRANGER, Reader, Role
from app.domain.rows import PageRow, PageState, RevisionRow
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki
from app.web.forms.posted import page_at
from app.web.frame import screen
from app.web.labels import titled
from app.web.reading import atom
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.head import make_head
from app.web.reading.shown import shown_now, shown_then
from app.web.views import History, OldVersion, PageHead, Version

router = APIRouter()
SIZE = 50


@router.get("/{prefix}/{slug}/history")
def history(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader,
    apres: str | None = None, page: str = "",
) -> Response:  # fmt: skip
    """The versions that this reader may see, newest first.

    `page` names by its id a page that stood at that address before.
    """
    path = page_at(wiki, prefix, slug)
    page = page if is_page_id(page) else ""
    now = wiki.index.page(path)
    row = now if page and now is not None else row_of(wiki, path, reader)
    _, rows, cursor = page_history(wiki, path, reader=reader, after=apres, size=SIZE, page_id=page)
    if page and row.id != page:
        return _before(request, path, rows)
    reading, url = reading_of(request), page_url(path, wiki.kinds)
    head = head_of(reading, row)
    view = History(
        head=head,
        versions=_thanked(reading, rows, versions(reading, row, rows)),
        thank_url=f"{url}/thank",
        compare_url=f"{url}/diff",
        restore_url=f"{url}/restore",
        may_restore=reader.has(Role.contributor) and head.right == "edit",
        authors=tuple(wiki.index.authors(row.id)) if row.id else (),
        united=_united(reading, row),
        next_url=f"{url}/history?{urlencode({'apres': cursor})}" if cursor else "",
    )
    title = titled(reading.say, reading.say("Versions"), row.title)
    return screen(request, "history.html", view, title=title, robots="noindex")


@router.get("/{prefix}/{slug}/history.atom")
def history_feed(request: Request, prefix: str, slug: str, wiki: TheWiki) -> Response:
    """The latest versions of a page, as a stranger may see them."""
    path = page_at(wiki, prefix, slug)
    row = read_page(wiki, path, reader=STRANGER)
    _, rows, _ = page_history(wiki, path, reader=STRANGER, after=None, size=SIZE)
    url = page_url(row.path, wiki.kinds)
    entries = [
        atom.Entry(
            atom.page_id(wiki.site, row.id or str(path), str(one.revision)), one.title, url, one.at,
            one.author, one.note,
        )
        for one in rows
    ]  # fmt: skip
    text = atom.feed(
        wiki.site, title=titled(reading_of(request).say, "Versions", row.title),
        url=f"{url}/history.atom", shown_at=f"{url}/history", entries=entries,
    )  # fmt: skip
    return Response(text, media_type=atom.MEDIA_TYPE)


def _thanked(
    reading: Reading, rows: Sequence[RevisionRow], views: Sequence[Version]
) -> tuple[Version, ...]:
    """The same, with the thanks that each got."""
    found = given_for(reading.wiki, rows, reader=reading.reader)
    given = (found[row.revision, row.path] for row in rows)
    return tuple(
        replace(view, thanks=one.count, may_thank=one.may)
        for view, one in zip(views, given, strict=True)
    )


def _united(reading: Reading, row: PageRow) -> tuple[Link, ...]:
    """The pages that became part of this one, each with its own versions."""
    found = reading.wiki.index.united_with(row.id) if row.id else []
    seen = (one for one in found if sees_revision(reading.wiki, reading.reader, one))
    return tuple(
        Link(one.title, f"{reading.url(one.path)}/history?page={one.page_id}") for one in seen
    )


def _before(request: Request, path: PagePath, rows: Sequence[RevisionRow]) -> Response:
    """The versions of a page that is no longer at its address: united with another, or deleted
    before another took it. Raises PageNotFound where this reader may see none."""
    reading = reading_of(request)
    written = [row for row in rows if row.blob is not None]
    if not written:
        raise PageNotFound(path=path)
    wiki, url = reading.wiki, page_url(path, reading.wiki.kinds)
    last = read_version(wiki, path, written[0].revision, reader=reading.reader)
    old = OldVersion(written[0].at, written[0].author, "")
    head = make_head(reading, shown_then(wiki, last, None, old), body="", toc=(), facts=())
    listed = tuple(version_view(url, None, one, was) for one, was in pairwise([*rows, None]) if one)
    view = History(
        head=head, versions=listed, compare_url="", restore_url=f"{url}/restore", before=True,
        may_restore=reading.reader.has(Role.reviewer),
    )  # fmt: skip
    title = titled(reading.say, reading.say("Versions"), head.title)
    return screen(request, "history.html", view, title=title, robots="noindex")


def row_of(wiki: Wiki, path: PagePath, reader: Reader) -> PageRow:
    """The page, or what it was before it was deleted, for those who are signed in.

    Raises PageNotFound, Gone, Moved.
    """
    row = wiki.index.page(path)
    deleted = row is not None and row.state is PageState.deleted
    if row is not None and deleted and reader.person is not None and sees_page(wiki, reader, row):
        return row
    return read_page(wiki, path, reader=reader)


def head_of(reading: Reading, row: PageRow) -> PageHead:
    return make_head(reading, shown_now(reading.wiki, row), body="", toc=(), facts=())


def versions(reading: Reading, row: PageRow, rows: Sequence[RevisionRow]) -> tuple[Version, ...]:
    """`rows` newest first; each is compared with the one before it, where that is known."""
    url = page_url(row.path, reading.wiki.kinds)
    before = [*rows[1:], None]
    return tuple(version_view(url, row, one, old) for one, old in zip(rows, before, strict=True))


def version_view(
    url: str, row: PageRow | None, one: RevisionRow, old: RevisionRow | None
) -> Version:
    comparable = old is not None and old.blob is not None and one.blob is not None
    return Version(
        revision=str(one.revision),
        at=one.at,
        author=one.author,
        note=one.note,
        url=f"{url}?revision={one.revision}" if one.blob is not None else "",
        compare_url=f"{url}/diff?old={old.revision}&new={one.revision}" if comparable else "",
        minor=one.minor,
        current=row is not None
        and one.revision == row.revision
        and row.state is not PageState.deleted,
        size_change=one.size_bytes - old.size_bytes if comparable else None,
        event=one.event,
    )
