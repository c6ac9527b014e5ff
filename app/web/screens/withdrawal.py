"""Sharing a page with other networks no longer: from now on, or altogether. For stewards."""

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.retract import close_page, reopen_page, retract_page
from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.errors import NotFound, Refused
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role
from app.domain.retraction import RETRACTIONS_FILE, read_retractions
from app.domain.rows import PageRow, PageState
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms.borrowed import path_named
from app.web.forms.posted import Posted, ThePosted, require_person
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.screens.edit import invitation
from app.web.views.proposals import Withdraw

router = APIRouter()
URL = "/-/retirer"
ACTS: dict[str, tuple[Callable[..., object], str]] = {
    "close": (close_page, "closed"),
    "retract": (retract_page, "retracted"),
}


@router.get(URL)
def ask(request: Request, wiki: TheWiki, reader: TheReader, page: str = "") -> Response:
    """What each of the two does, honestly. Raises NotAllowed below steward."""
    if reader.person is None:
        return invitation(request)
    require(reader, Role.steward)
    return _screen(request, wiki, _row(wiki, path_named(page)))


@router.post(URL)
def act(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    path = path_named(posted.one("page"))
    require_person(request, reader, posted, back=f"{URL}?page={path}")
    require(reader, Role.steward)
    limit_writes(wiki, reader)
    row = _row(wiki, path)
    try:
        flash = _done(wiki, path, reader, posted)
    except Refused as error:
        return _screen(request, wiki, row, posted, error)
    back = f"{URL}?page={path}" if row.state is PageState.deleted else reading_of(request).url(path)
    return tell_next(RedirectResponse(back, status_code=303), flash)


def _done(wiki: Wiki, path: PagePath, reader: Reader, posted: Posted) -> str:
    """The name of what to say next."""
    do = posted.one("do")
    if do == "reopen":
        reopen_page(wiki, path, by=reader)
        return "reopened"
    if do not in ACTS:
        raise Refused(reason="choisissez ce qu’il faut faire de la page.")
    take, flash = ACTS[do]
    take(wiki, path, posted.one("reason"), by=reader)
    return flash


def _row(wiki: Wiki, path: PagePath) -> PageRow:
    """A deleted page too: its older versions are still shared."""
    row = wiki.index.page(path)
    if row is None or row.state not in (PageState.live, PageState.deleted) or not row.id:
        raise NotFound()
    return row


def _screen(
    request: Request, wiki: Wiki, row: PageRow, posted: Posted | None = None,
    error: Refused | None = None,
) -> Response:  # fmt: skip
    reading = reading_of(request)
    said = read_retractions(wiki.store.read(RETRACTIONS_FILE))
    state = "retracted" if row.id in said.retracted else "closed" if row.id in said.closed else ""
    one = said.retracted.get(row.id) or said.closed.get(row.id)
    told = reading.reason(error.params["reason"]) if error else ""
    wants_words = error is not None and not (posted and posted.one("reason").strip())
    view = Withdraw(
        title=row.title, kind=row.path.kind, page_url=reading.url(row.path), action=URL,
        hidden=(("page", str(row.path)),),
        state=state or ("shared" if row.open else "never"),
        on=one.on if one else None, why=one.reason if one else "", friends=len(reading.mirrors),
        errors=(("reason" if wants_words else "", told),) if error else (),
        reason=posted.one("reason") if posted else "",
    )  # fmt: skip
    title = titled(reading.say, reading.say("Partage"), row.title)
    return screen(request, "withdraw.html", view, title=title, robots="noindex", canonical="",
                  status=status_of(type(error)) if error else 200)  # fmt: skip
