"""What a page's tools do: bring back, move, delete, say that it is still true."""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.delete_page import delete_page, restore_page
from app.actions.move_page import move_page
from app.actions.read_page import read_page
from app.actions.relink import names_now, old_names
from app.actions.rights import require
from app.actions.still_true import confirm
from app.actions.wiki import Wiki
from app.actions.writing import require_change
from app.domain.errors import AskFirst, EditConflict, InvalidPath, Refused, WikiError
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.rows import PageRow
from app.theme.parts import Link
from app.web.addresses import directory_url, page_url
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms.posted import Posted, ThePosted, here, local_address, page_at, require_person
from app.web.frame import lang_of, screen, tell_next, theme_of
from app.web.labels import titled
from app.web.screens.edit import invitation
from app.web.views.tools import Delete, Move

router = APIRouter()
BACKLINKS_SHOWN = 20
CHANGED = (
    "La page a changé pendant que vous regardiez. Rien n’est perdu : relisez-la, puis confirmez."
)


def _say(request: Request, text: str) -> str:
    return theme_of(request).say(text, lang=lang_of(request))


def _title(request: Request, what: str, row: PageRow) -> str:
    say = partial(_say, request)
    return titled(say, say(what), row.title)


def _told(url: str, flash: str) -> Response:
    return tell_next(RedirectResponse(url, status_code=303), flash)


def _revision(posted: Posted, row: PageRow) -> RevisionId:
    """The version that the person had before them."""
    return RevisionId(posted.one("base")) if posted.one("base") else row.revision


@router.post("/{prefix}/{slug}/restore")
def restore(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """A version becomes the newest; a page that was deleted is there again."""
    path = page_at(wiki, prefix, slug)
    require_person(request, reader, posted, back=f"{page_url(path, wiki.kinds)}/history")
    limit_writes(wiki, reader)
    before = wiki.index.page(path)
    slug = posted.one("slug").strip()
    saved = restore_page(wiki, path, RevisionId(posted.one("revision")), by=reader, slug=slug)
    same = before is not None and before.revision == saved.revision
    there = wiki.index.page_by_id(saved.id) if saved.id else None
    url = page_url(there.path if there else path, wiki.kinds)
    return _told(url, "unchanged" if same else "restored")


@router.post("/{prefix}/{slug}/verify")
def verify(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """Still true: today's date and the name of who says so; then back to `vers`, or the page."""
    path = page_at(wiki, prefix, slug)
    url = page_url(path, wiki.kinds)
    require_person(request, reader, posted, back=url)
    limit_writes(wiki, reader)
    row = read_page(wiki, path, reader=reader)
    saved = confirm(wiki, row, note=_say(request, "Toujours vrai"), by=reader)
    back = local_address(posted.one("vers"), url)
    return _told(back, "unchanged" if saved.revision == row.revision else "verified")


@router.get("/{prefix}/{slug}/move")
def ask_move(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader
) -> Response:
    """Which address the page should have."""
    if reader.person is None:
        return invitation(request, here(request))
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    require_change(wiki, reader, row)
    return _move_screen(request, wiki, reader, row, row.path.slug)


@router.post("/{prefix}/{slug}/move")
def move(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    path = page_at(wiki, prefix, slug)
    require_person(request, reader, posted, back=here(request))
    limit_writes(wiki, reader)
    row = read_page(wiki, path, reader=reader)
    wanted, note = posted.one("slug").strip(), posted.one("note")
    try:
        target = PagePath(path.kind, wanted)
        move_page(wiki, path, wanted, base=_revision(posted, row), by=reader, note=note)
    except (AskFirst, Refused, EditConflict) as error:
        crossed = isinstance(error, EditConflict)
        told = _say(request, CHANGED) if crossed else _sentence(request, error)
        status = status_of(type(error))
        return _move_screen(request, wiki, reader, row, wanted, told, note, status)
    return _told(page_url(target, wiki.kinds), "unchanged" if target == path else "moved")


def _sentence(request: Request, error: WikiError) -> str:
    theme, lang = theme_of(request), lang_of(request)
    if not isinstance(error, AskFirst | InvalidPath) and "reason" in error.params:
        reason = theme.phrase(error.params["reason"], lang=lang)
        return reason[:1].upper() + reason[1:]
    return theme.sentence(error.sentence, error.params, lang=lang)


def _move_screen(
    request: Request, wiki: Wiki, reader: Reader, row: PageRow, slug: str,
    error: str = "", note: str = "", status: int = 200,
) -> Response:  # fmt: skip
    url = page_url(row.path, wiki.kinds)
    view = Move(
        title=row.title, url=url, prefix=directory_url(row.path.kind, wiki.kinds) + "/", slug=slug,
        action=f"{url}/move", base=str(row.revision), error=error, note=note,
        delete_url=f"{url}/delete" if reader.has(Role.reviewer) else "",
    )  # fmt: skip
    title = _title(request, "Changer l’adresse", row)
    return screen(request, "move.html", view, title=title, status=status, robots="noindex",
                  canonical="")  # fmt: skip


@router.get("/{prefix}/{slug}/delete")
def ask_delete(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader
) -> Response:
    """What taking the page away does. Raises NotAllowed below reviewer."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.reviewer)
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    require_change(wiki, reader, row)
    return _delete_screen(request, wiki, row)


@router.post("/{prefix}/{slug}/delete")
def delete(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    path = page_at(wiki, prefix, slug)
    require_person(request, reader, posted, back=here(request))
    limit_writes(wiki, reader)
    row = read_page(wiki, path, reader=reader)
    note = posted.one("note").strip()
    try:
        delete_page(wiki, path, base=_revision(posted, row), by=reader, note=note)
    except EditConflict:
        return _delete_screen(request, wiki, row, _say(request, CHANGED), note, 409)
    except AskFirst as error:
        return _delete_screen(request, wiki, row, _sentence(request, error), note, 403)
    return _told(f"{page_url(path, wiki.kinds)}/history", "deleted")


def _delete_screen(
    request: Request, wiki: Wiki, row: PageRow, error: str = "", note: str = "", status: int = 200
) -> Response:
    url = page_url(row.path, wiki.kinds)
    names = [*names_now(row), *old_names(wiki, row)]
    found, _ = wiki.index.leading(row, names, host="", size=200)
    back = [one.page for one in found]
    view = Delete(
        title=row.title, url=url, action=f"{url}/delete", base=str(row.revision),
        backlinks=tuple(
            Link(one.title, page_url(one.path, wiki.kinds)) for one in back[:BACKLINKS_SHOWN]
        ),
        more=max(0, len(back) - BACKLINKS_SHOWN), note=note, error=error,
    )  # fmt: skip
    title = _title(request, "Supprimer", row)
    return screen(request, "delete.html", view, title=title, status=status, robots="noindex",
                  canonical="")  # fmt: skip
