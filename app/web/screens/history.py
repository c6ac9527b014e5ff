"""A page's versions, and two of them set side by side."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.compare import BlockChange, Comparison, compare
from app.actions.history import page_history
from app.actions.read_page import read_page
from app.actions.rights import sees_page
from app.actions.wiki import Wiki
from app.domain.errors import Refused
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.rows import PageRow, PageState, RevisionRow
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki
from app.web.forms.labels import label_of
from app.web.forms.posted import page_at
from app.web.frame import screen
from app.web.labels import titled
from app.web.reading.context import Reading, reading_of
from app.web.reading.head import make_head
from app.web.reading.shown import shown_now
from app.web.views import ChangedBlock, Compare, History, PageHead, Version, Word

router = APIRouter()
SIZE = 50


@router.get("/{prefix}/{slug}/history")
def history(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader,
    apres: str | None = None,
) -> Response:  # fmt: skip
    """The versions that this reader may see, newest first."""
    path = page_at(wiki, prefix, slug)
    row = row_of(wiki, path, reader)
    _, rows, cursor = page_history(wiki, path, reader=reader, after=apres, size=SIZE)
    reading, url = reading_of(request), page_url(path, wiki.kinds)
    view = History(
        head=head_of(reading, row),
        versions=versions(reading, row, rows),
        compare_url=f"{url}/diff",
        restore_url=f"{url}/restore",
        may_restore=reader.has(Role.contributor),
        authors=tuple(wiki.index.authors(row.id)) if row.id else (),
        next_url=f"{url}/history?{urlencode({'apres': cursor})}" if cursor else "",
    )
    title = titled(reading.say, reading.say("Versions"), row.title)
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
    return tuple(_version(url, row, one, old) for one, old in zip(rows, before, strict=True))


def _version(url: str, row: PageRow, one: RevisionRow, old: RevisionRow | None) -> Version:
    comparable = old is not None and old.blob is not None and one.blob is not None
    return Version(
        revision=str(one.revision),
        at=one.at,
        author=one.author,
        note=one.note,
        url=f"{url}?revision={one.revision}" if one.blob is not None else "",
        compare_url=f"{url}/diff?old={old.revision}&new={one.revision}" if comparable else "",
        minor=one.minor,
        current=one.revision == row.revision and row.state is not PageState.deleted,
        size_change=one.size_bytes - old.size_bytes if comparable else None,
        event=one.event,
    )


@router.get("/{prefix}/{slug}/diff")
def diff(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader,
    old: str = "", new: str = "",
) -> Response:  # fmt: skip
    """Two versions in words: those named, else the last two."""
    path = page_at(wiki, prefix, slug)
    row = row_of(wiki, path, reader)
    _, rows, _ = page_history(wiki, path, reader=reader, size=SIZE)
    before, after = _pair([one for one in rows if one.blob is not None], old, new)
    found = compare(wiki, path, before, after, reader=reader)
    reading = reading_of(request)
    view = _compare(reading, row, found, rows)
    title = titled(reading.say, view.summary, row.title)
    return screen(request, "compare.html", view, title=title, robots="noindex")


def _pair(rows: Sequence[RevisionRow], old: str, new: str) -> tuple[RevisionId, RevisionId]:
    """What was asked for; what was not is the newest, and the one before it.

    Raises Refused where there is nothing to compare, InvalidRevision.
    """
    if not rows:
        raise Refused(reason="il n’y a pas de version publique à comparer.")
    after = RevisionId(new) if new else rows[0].revision
    if old:
        return RevisionId(old), after
    at = next((n for n, row in enumerate(rows) if row.revision == after), 0)
    return rows[min(at + 1, len(rows) - 1)].revision, after


def _compare(
    reading: Reading, row: PageRow, found: Comparison, rows: Sequence[RevisionRow]
) -> Compare:
    url = page_url(row.path, reading.wiki.kinds)
    known = {str(one.revision): one for one in rows if one.blob is not None}
    sides = [found.old.row, found.new.row]
    listed = [*known.values(), *(one for one in sides if str(one.revision) not in known)]
    old, new = (_version(url, row, one, None) for one in sides)
    return Compare(
        head=head_of(reading, row), old=old, new=new, summary=_summary(reading, found),
        fields=tuple(_field(reading, row, change) for change in found.fields),
        blocks=tuple(_block(reading, change) for change in found.blocks),
        versions=tuple(_version(url, row, one, None) for one in listed),
        compare_url=f"{url}/diff",
        swap_url=f"{url}/diff?old={new.revision}&new={old.revision}",
        restore_url=f"{url}/restore",
        may_restore=reading.writes and not old.current,
        authors=_authors(rows, found),
        **_neighbours(reading, url, rows, found),
    )  # fmt: skip


def _summary(reading: Reading, found: Comparison) -> str:
    counts = (
        (len(found.fields), "{n} point de la fiche", "{n} points de la fiche"),
        (len(found.blocks), "{n} passage du texte", "{n} passages du texte"),
    )
    said = [
        reading.say(one if n == 1 else many).format(n=n) for n, one, many in counts if n
    ]  # fmt: skip
    if not said:
        return reading.say("Rien n’a changé")
    return f" {reading.say('et')} ".join(said)


def _field(reading: Reading, row: PageRow, change: BlockChange) -> ChangedBlock:
    label = reading.say(label_of(reading.wiki.kinds[row.path.kind], change.field))
    return ChangedBlock(change.op, label, _words(change))


def _block(reading: Reading, change: BlockChange) -> ChangedBlock:
    label = reading.say("Passage {n}").format(n=change.at)
    return ChangedBlock(change.op, label, _words(change))


def _words(change: BlockChange) -> tuple[Word, ...]:
    return tuple(Word(op, text) for op, text in change.words)


def _authors(rows: Sequence[RevisionRow], found: Comparison) -> tuple[tuple[str, int], ...]:
    """Who wrote after the older one, up to the newer one."""
    first, last = sorted((found.old.row.at, found.new.row.at))
    counts: dict[str, int] = {}
    for row in rows:
        if first < row.at <= last:
            counts[row.author] = counts.get(row.author, 0) + 1
    return tuple(sorted(counts.items(), key=lambda found: -found[1]))


def _neighbours(
    reading: Reading, url: str, rows: Sequence[RevisionRow], found: Comparison
) -> dict[str, Link | None]:
    """The change before this one and the change after it, where this is one change."""
    order = [row.revision for row in rows if row.blob is not None]
    old, new = found.old.row.revision, found.new.row.revision
    if old not in order or new not in order or order.index(old) != order.index(new) + 1:
        return {}
    at, links = order.index(new), {}
    if at + 2 < len(order):
        where = f"{url}/diff?old={order[at + 2]}&new={order[at + 1]}"
        links["previous"] = Link(reading.say("Le changement d’avant"), where)
    if at > 0:
        where = f"{url}/diff?old={order[at]}&new={order[at - 1]}"
        links["next"] = Link(reading.say("Le changement d’après"), where)
    return links
