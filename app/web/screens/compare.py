"""Two versions of a page: in words, or side by side."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.compare import BlockChange, Comparison, compare
from app.actions.history import page_history
from app.domain.derived import media_in
from app.domain.errors import Refused
from app.domain.page_path import RevisionId
from app.domain.rows import PageRow, PageState, RevisionRow
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki
from app.web.forms.labels import label_of
from app.web.forms.posted import page_at
from app.web.forms.said import saying_of
from app.web.frame import screen
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.screens.history import SIZE, head_of, row_of, version_view
from app.web.views.versions import ChangedBlock, Compare, Word

router = APIRouter()
VIEW_COOKIE = "maillage-vue"
BESIDE, IN_WORDS = "cote-a-cote", "mots"
_YEAR_S = 365 * 24 * 3600
# One short passage that stayed is read where it stands; more are folded.
_SHORT = 300
_ENDING = 60


@router.get("/{prefix}/{slug}/diff")
def diff(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader,
    old: str = "", new: str = "", vue: str = "",
) -> Response:  # fmt: skip
    """Two versions: those named, else the last two. `vue` is kept on the device."""
    path = page_at(wiki, prefix, slug)
    row = row_of(wiki, path, reader)
    _, rows, _ = page_history(wiki, path, reader=reader, size=SIZE)
    before, after = _pair([one for one in rows if one.blob is not None], old, new)
    reading = reading_of(request)
    say = saying_of(reading, wiki.kinds[path.kind])
    found = compare(wiki, path, before, after, reader=reader, say=say)
    asked = vue if vue in (BESIDE, IN_WORDS) else request.cookies.get(VIEW_COOKIE, IN_WORDS)
    view = _compare(reading, row, found, rows, beside=asked == BESIDE)
    title = titled(reading.say, view.summary, row.title)
    answer = screen(request, "compare.html", view, title=title, robots="noindex")
    if vue == asked:
        answer.set_cookie(VIEW_COOKIE, vue, max_age=_YEAR_S, httponly=True, samesite="lax")
        answer.headers["Cache-Control"] = "no-store"
    return answer


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
    reading: Reading, row: PageRow, found: Comparison, rows: Sequence[RevisionRow], *, beside: bool
) -> Compare:
    url = page_url(row.path, reading.wiki.kinds)
    known = {str(one.revision): one for one in rows if one.blob is not None}
    sides = [found.old.row, found.new.row]
    listed = [*known.values(), *(one for one in sides if str(one.revision) not in known)]
    old, new = (version_view(url, row, one, None) for one in sides)
    here = f"{url}/diff?old={old.revision}&new={new.revision}"
    takes = _takes(reading, row, url, found)
    head = head_of(reading, row)
    return Compare(
        head=head, old=old, new=new, summary=_summary(reading, found),
        fields=tuple(_field(reading, row, change, takes) for change in found.fields),
        blocks=tuple(_blocks(reading, found.passages, takes)) if _changed(found) else (),
        versions=tuple(version_view(url, row, one, None) for one in listed),
        compare_url=f"{url}/diff",
        swap_url=f"{url}/diff?old={new.revision}&new={old.revision}",
        restore_url=f"{url}/restore",
        may_restore=reading.writes and head.right == "edit" and not old.current,
        authors=_authors(rows, found), beside=beside, blank=found.blank,
        view_url=f"{here}&vue={IN_WORDS if beside else BESIDE}",
        **_neighbours(reading, url, rows, found),
    )  # fmt: skip


def _changed(found: Comparison) -> bool:
    return bool(found.blocks)


def _takes(reading: Reading, row: PageRow, url: str, found: Comparison) -> str:
    """Where one point of the older version is taken back; `` where that cannot be."""
    alive = row.state is PageState.live
    return f"{url}/edit?reprend={found.old.row.revision}" if alive and reading.writes else ""


def _summary(reading: Reading, found: Comparison) -> str:
    counts = (
        (len(found.fields), "{n} point de la fiche", "{n} points de la fiche"),
        (len(found.blocks), "{n} passage du texte", "{n} passages du texte"),
    )
    said = [
        reading.say(one if n == 1 else many).format(n=n) for n, one, many in counts if n
    ]  # fmt: skip
    if not said:
        return reading.say("Seuls des blancs ont changé" if found.blank else "Rien n’a changé")
    return f" {reading.say('et')} ".join(said)


def _field(reading: Reading, row: PageRow, change: BlockChange, takes: str) -> ChangedBlock:
    label = reading.say(label_of(reading.wiki.kinds[row.path.kind], change.field))
    take = f"{takes}&champ={change.field}" if takes and change.op != "added" else ""
    return ChangedBlock(change.op, label, _words(change), take_url=take)


def _blocks(
    reading: Reading, passages: Sequence[BlockChange], takes: str
) -> Iterable[ChangedBlock]:
    heading = ""
    for same, group in groupby(passages, key=lambda one: one.op == "same"):
        run = list(group)
        if same:
            heading = next((h for one in reversed(run) if (h := _heading(one))), heading)
            yield _kept(reading, run)
            continue
        for one in run:
            yield _block(reading, one, heading, takes)
            heading = _heading(one) or heading


def _heading(change: BlockChange) -> str:
    """The words of a passage that is a heading."""
    said = "".join(text for op, text in change.words if op != "removed")
    if not said.startswith("#") or "\n" in said:
        return ""
    return said.lstrip("#").strip()[:_ENDING]


def _kept(reading: Reading, run: Sequence[BlockChange]) -> ChangedBlock:
    texts = tuple(one.words[0][1] for one in run)
    many = "{n} passage inchangé" if len(run) == 1 else "{n} passages inchangés"
    folded = len(run) > 1 or len(texts[0]) > _SHORT
    label = reading.say(many).format(n=len(run))
    return ChangedBlock("same", label, kept=texts, folded=folded)


def _block(reading: Reading, change: BlockChange, heading: str, takes: str) -> ChangedBlock:
    where = reading.say("Passage {n}").format(n=change.at or 1)
    if heading:
        where = reading.say("{where}, sous « {heading} »").format(where=where, heading=heading)
    gone = change.op in ("changed", "removed", "spaced")
    take = f"{takes}&passage={change.was}" if takes and gone else ""
    return ChangedBlock(
        change.op, where, _words(change), _note(reading, change), take_url=take,
        pictures=_pictures(change),
    )  # fmt: skip


def _note(reading: Reading, change: BlockChange) -> str:
    if change.op == "moved":
        return reading.say("Le texte n’a pas changé. C’était le passage {n}.").format(n=change.was)
    if change.op == "spaced":
        return reading.say("Seuls des blancs ou des fins de ligne ont changé.")
    return ""


def _pictures(change: BlockChange) -> tuple[tuple[str, str], ...]:
    """Pictures that the passage shows or showed: (same | removed | added, address)."""
    old, new = (
        "".join(text for op, text in change.words if op != other) for other in ("added", "removed")
    )
    was, now = ([str(name) for name in media_in(text)] for text in (old, new))
    told = [("same" if name in was else "added", name) for name in now]
    told += [("removed", name) for name in was if name not in now]
    shown = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg")
    return tuple((op, f"/media/{name}") for op, name in told if name.endswith(shown))


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
