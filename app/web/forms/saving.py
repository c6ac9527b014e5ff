"""From the text of a form to the page as saved: what happened meanwhile is met here."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from fastapi.responses import RedirectResponse, Response

from app.actions.read_page import read_page
from app.actions.save_page import Saved, SavePage, save_page
from app.domain import front_matter
from app.domain.errors import EditConflict, InvalidPage, PageNotFound, Problem
from app.domain.merge import merge_pages
from app.domain.page import parse_page
from app.domain.page_path import RevisionId
from app.domain.rows import PageRow, PageState
from app.web.context import limit_writes
from app.web.forms import wording
from app.web.forms.desk import Desk
from app.web.frame import tell_next
from app.web.joined import Joined

ShowConflict = Callable[[Desk, EditConflict, "Said"], Response]


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a text. `flash`, where given, is said in place of what is usual. `since` is
    the version that its writer began from, where it was brought up to a newer one on the way."""

    note: str = ""
    minor: bool = False
    flash: str = ""
    since: RevisionId | None = None


def save(desk: Desk, text: str, said: Said, show_conflict: ShowConflict) -> Response:
    """Back to the page, or the screen where two texts cross.

    Raises what a save raises; a new page whose address is taken is InvalidPage on `slug`.
    """
    limit_writes(desk.wiki, desk.reader)
    row = desk.wiki.index.page(desk.path)
    if row is not None and row.state is PageState.redirect:
        return _save_moved(desk, text, said, show_conflict)
    if desk.base is None and row is not None and row.state is not PageState.deleted:
        return _already_there(desk, text, row)
    base = None if desk.gone else desk.base
    command = SavePage(desk.path, text, base, said.note, said.minor)
    try:
        saved = save_page(desk.wiki, command, by=desk.reader)
    except EditConflict as conflict:
        return show_conflict(desk, conflict, said)
    return _done(desk, saved, row, said)


def _done(desk: Desk, saved: Saved, before: PageRow | None, said: Said) -> Response:
    same = before is not None and not saved.created and saved.revision == before.revision
    flash = "unchanged" if same else said.flash or ("merged" if saved.merged else "saved")
    base = said.since or desk.base
    joined = Joined(desk.path, base, saved.revision).said if flash == "merged" and base else ""
    return tell_next(RedirectResponse(desk.url, status_code=303), flash, joined)


def _already_there(desk: Desk, text: str, row: PageRow) -> Response:
    """A form for a new page sent twice changes nothing; another page's address is not taken."""
    if desk.row is not None and _same(text, row):
        return tell_next(RedirectResponse(desk.url, status_code=303), "unchanged")
    raise InvalidPage([Problem("slug", wording.SLUG_TAKEN, {"value": desk.path.slug})])


def _same(text: str, row: PageRow) -> bool:
    """The same but for the id that the server gave."""
    return front_matter.splice(text, {"id": row.id}) == row.text if row.id else text == row.text


def _save_moved(desk: Desk, text: str, said: Said, show_conflict: ShowConflict) -> Response:
    """The page got another address meanwhile: the text follows it there."""
    target = desk.wiki.index.page_by_id(desk.wiki.index.page(desk.path).target_id)
    if target is None or target.state is not PageState.live or desk.page is None:
        raise PageNotFound(path=desk.path)
    now = read_page(desk.wiki, target.path, reader=desk.reader)
    there = replace(desk, path=now.path)
    parse_page(now.path, text)
    merged = merge_pages(desk.page.text, text, now.text)
    if merged.disputes:
        conflict = EditConflict(
            now.path, base=desk.page.text, mine=text, theirs=now.text,
            theirs_revision=str(now.revision), disputes=merged.disputes,
        )  # fmt: skip
        return show_conflict(there, conflict, said)
    flash = said.flash or "merged"
    return save(
        replace(there, base=RevisionId(str(now.revision))), merged.text,
        replace(said, flash=flash, since=said.since or desk.base), show_conflict,
    )  # fmt: skip
