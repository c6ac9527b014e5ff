"""Writing a page: the form, the whole file, and what comes back."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.offer import strangers_welcome
from app.actions.read_page import read_page
from app.domain.errors import (
    Gone,
    InvalidPage,
    InvalidPath,
    NotSignedIn,
    PageNotFound,
    Problem,
    WikiError,
)
from app.domain.page_path import PagePath
from app.domain.rows import PageRow
from app.domain.writing import Right
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki, wiki_of
from app.web.errors import status_of
from app.web.forms import offering, wording
from app.web.forms.desk import (
    Desk,
    desk_from,
    edit_screen,
    page_then,
    typed_of,
)
from app.web.forms.files import take_files
from app.web.forms.filled import filled_from, to_publish
from app.web.forms.offering import Lost, with_right
from app.web.forms.posted import Posted, ThePosted, here, is_ours, page_at, sign_in_url
from app.web.forms.rows import redraws
from app.web.forms.saving import Said, save
from app.web.forms.taking_back import Wanted, open_with
from app.web.forms.whole_file import source_screen
from app.web.frame import lang_of, screen, theme_of
from app.web.screens import conflict
from app.web.views import Message
from app.web.views.tools import Kept

router = APIRouter()


@router.get("/{prefix}/{slug}/edit")
def open_form(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader,
    mode: str = "", titre: str = "", partie: str = "", reprend: str = "", passage: int = 0,
    champ: str = "", modele: str = "",
) -> Response:  # fmt: skip
    """The form of a page, there or still to be written (from the template `modele`); its whole file
    with `mode=source`, one part of its text with `partie` (an anchor); with a `passage` or a
    `champ` of the version `reprend` put back in it."""
    path = page_at(wiki, prefix, slug)
    try:
        row = read_page(wiki, path, reader=reader)
    except (PageNotFound, Gone):
        desk = with_right(Desk(request, wiki, reader, path))
        new = partial(_open_new, desk, mode, titre, modele)
        return _never_kept(desk, invitation(request) if desk.right is Right.nothing else new())
    page = page_then(wiki, reader, path, row.revision)
    desk = with_right(Desk(request, wiki, reader, path, row.revision, page))
    if desk.right is Right.nothing:
        return invitation(request)
    return _never_kept(desk, _open(desk, row, mode, partie, Wanted(reprend, passage, champ)))


def _open(desk: Desk, row: PageRow, mode: str, part: str, wanted: Wanted) -> Response:
    if mode == "source" or desk.page is None:
        return source_screen(desk, row.text)
    if wanted.revision:
        return open_with(desk, wanted)
    desk = desk.at_part(part)
    return edit_screen(desk, {} if desk.part else desk.form.first(), desk.opened_body())


def _never_kept(desk: Desk, answer: Response) -> Response:
    """A form that holds the secret of a proposal to come is one person's."""
    if desk.proposing is not None:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _open_new(desk: Desk, mode: str, title: str, template: str) -> Response:
    title = title.strip()[:200] or desk.path.slug.replace("-", " ").capitalize()
    typed, body, lead = filled_from(desk, desk.form.first(title=title), template)
    if mode == "source":
        answers = desk.form.answers(typed, set())
        return source_screen(desk, desk.form.text(answers, body))
    return edit_screen(desk, typed, body, lead=lead)


def invitation(request: Request, back: str = "") -> Response:
    """To a stranger: what signing in gives, and the way back after it (here, unless told)."""
    say = theme_of(request).say
    lang = lang_of(request)
    view = Message(
        status=401,
        title=say("Connectez-vous pour écrire", lang=lang),
        sentence=say(
            "Pour écrire, il faut un compte. Lire reste libre. Une fois connecté, vous reviendrez "
            "ici.",
            lang=lang,
        ),
        tone="",
        steps=(
            Link(say("Se connecter", lang=lang), sign_in_url(back or here(request))),
            Link(say("Revenir à l’accueil", lang=lang), "/"),
        ),
    )
    return screen(request, "message.html", view, title=view.title, status=401, robots="noindex")


@router.post("/{prefix}/{slug}/edit")
def take_form(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """Save, preview, add a row, settle a conflict: nothing that was typed is ever lost."""
    ours = is_ours(request, posted)
    path = page_at(wiki, prefix, slug)
    if not ours or (reader.person is None and Lost(posted).asks):
        return kept(request, posted, signed_in=reader.person is not None)
    try:
        desk = with_right(desk_from(request, wiki, reader, path, posted), posted)
        if desk.right is Right.nothing:
            return kept(request, posted, signed_in=False)
        if posted.one("do") in conflict.DOES:
            return conflict.settle(desk, posted)
        taken = take_files(wiki, reader, posted)
        posted = taken.posted
        take = _take_source if "text" in posted.texts else _take_fields
        return take(desk, posted, taken.problems)
    except WikiError as error:
        return given_back(request, posted, error, f"{page_url(path, wiki.kinds)}/edit")


def given_back(request: Request, posted: Posted, error: WikiError, url: str) -> Response:
    """What no form can take any more (its version is not there): the words, to be copied.

    `url` opens the form anew.
    """
    theme, lang = theme_of(request), lang_of(request)
    status = status_of(type(error))
    view = Message(
        status=status,
        title=theme.say("Ce n’est pas enregistré", lang=lang),
        sentence=theme.sentence(error.sentence, error.params, lang=lang),
        safe=theme.say("Votre texte est gardé : il est plus bas, en entier.", lang=lang),
        steps=(Link(theme.say("Ouvrir le formulaire à neuf", lang=lang), url),),
        kept=posted.one("text") or posted.one("body"),
    )
    return screen(request, "message.html", view, title=view.title, status=status,
                  robots="noindex", canonical="")  # fmt: skip


def kept(request: Request, posted: Posted, *, signed_in: bool) -> Response:
    """What came without a session, or with that of another one: kept whole, to be sent again."""
    say = theme_of(request).say
    lang = lang_of(request)
    title = "Vérifiez, puis enregistrez" if signed_in else "Votre session est finie"
    sentence = (
        "Votre texte est gardé, rien n’est encore enregistré."
        if signed_in
        else "Votre texte est gardé. Connectez-vous dans un autre onglet, puis revenez ici pour "
        "l’enregistrer."
    )
    view = Kept(
        title=say(title, lang=lang),
        sentence=say(sentence, lang=lang),
        action=request.url.path,
        hidden=posted.hidden(),
        text=posted.one("text") or posted.one("body"),
        sign_in_url="" if signed_in else sign_in_url(request.url.path),
        may_propose=not signed_in and _takes_proposals(request),
    )
    status = 403 if signed_in else 401
    return screen(request, "kept.html", view, title=view.title, status=status, robots="noindex",
                  canonical="")  # fmt: skip


def _takes_proposals(request: Request) -> bool:
    """True for the form of a page of ours, where strangers are welcome."""
    return request.url.path.endswith("/edit") and strangers_welcome(wiki_of(request))


def _send(desk: Desk, text: str, posted: Posted) -> Response:
    """Saved, or proposed by whoever may not save."""
    if desk.proposing is not None:
        return offering.send(desk, text, posted)
    return save(desk, text, _said(posted), conflict.show_conflict)


def _take_fields(desk: Desk, posted: Posted, wrong: Sequence[Problem]) -> Response:
    desk, slug_problem = _at_slug(desk, posted)
    typed, body = typed_of(posted), posted.one("body").replace("\r\n", "\n")
    if redraws(posted.one("do")):
        status = 422 if wrong else 200
        return edit_screen(desk, typed, body, posted=posted, problems=wrong, status=status)
    form = desk.form
    answers = form.answers(typed, set(posted.one("shown").split()))
    try:
        text, left = to_publish(desk.wiki, desk.path, form.text(answers, desk.whole_body(body)))
        problems = [*wrong, *slug_problem, *form.problems(text, answers), *left]
        if problems:
            raise InvalidPage(problems)
        return _send(desk, text, posted)
    except NotSignedIn:
        return kept(desk.request, posted, signed_in=False)
    except WikiError as error:
        return edit_screen(
            desk, typed, body, posted=posted, problems=problems_of(error),
            status=status_of(type(error)), similar=_similar(desk, error),
        )  # fmt: skip


def _at_slug(desk: Desk, posted: Posted) -> tuple[Desk, list[Problem]]:
    """A new page goes to the address that its form says."""
    slug = posted.one("slug").strip()
    if not desk.new or not slug or slug == desk.path.slug:
        return desk, []
    try:
        return replace(desk, path=PagePath(desk.path.kind, slug)), []
    except InvalidPath:
        return desk, [Problem("slug", wording.SLUG_WRONG, {"value": slug[:60]})]


def _said(posted: Posted) -> Said:
    return Said(posted.one("note"), bool(posted.one("minor")))


def problems_of(error: WikiError) -> list[Problem]:
    """What went wrong, as a form tells it: beside its fields where it is about them."""
    if isinstance(error, InvalidPage):
        return list(error.problems)
    return [Problem("", error.sentence, error.params)]


def _similar(desk: Desk, error: WikiError) -> tuple[Link, ...]:
    """The page whose address was wanted."""
    slug_taken = any(problem.sentence == wording.SLUG_TAKEN for problem in problems_of(error))
    row = desk.row if slug_taken else None
    return (Link(row.title, desk.url),) if row is not None else ()


def _take_source(desk: Desk, posted: Posted, wrong: Sequence[Problem]) -> Response:
    text = posted.one("text").replace("\r\n", "\n")
    try:
        if not text.endswith("\n"):
            text += "\n"
        # What is sent back on a refusal is the text as it was typed, its guidance included.
        published, left = to_publish(desk.wiki, desk.path, text)
        if problems := [*wrong, *(replace(problem, field="") for problem in left)]:
            raise InvalidPage(problems)
        return _send(desk, published, posted)
    except NotSignedIn:
        return kept(desk.request, posted, signed_in=False)
    except WikiError as error:
        return source_screen(
            desk, text, problems=problems_of(error), posted=posted, status=status_of(type(error))
        )
