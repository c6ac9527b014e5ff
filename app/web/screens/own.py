"""One's own account, room by room: devices, address, public page, what is kept, erasure."""

import io
import json
import zipfile
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.own_account import ask_email_change
from app.actions.own_data import erase, told_of
from app.actions.people import ATTEMPTS, WINDOW_S
from app.actions.wiki import Wiki
from app.domain.accounts import make_profile
from app.domain.errors import InvalidPerson, NotAllowed, NotSignedIn, TooMany
from app.domain.people import Person, Reader
from app.domain.person_rules import email_key
from app.theme.parts import Link
from app.web.context import SESSION_COOKIE, TheReader, TheWiki
from app.web.forms.posted import Posted, ThePosted, require_ours, sign_in_url
from app.web.frame import lang_of, screen, tell_next, theme_of
from app.web.screens.asking import Errors, plainly, refused, say, show
from app.web.views.asking import Ask, AskField
from app.web.views.own import Devices, OwnData

router = APIRouter()
ACCOUNT, DEVICES, ADDRESS = "/-/compte", "/-/compte/appareils", "/-/compte/adresse"
PROFILE, DATA = "/-/compte/page-publique", "/-/compte/donnees"
WRONG = "Ce n’est pas votre mot de passe actuel."
YES = "effacer"


def _mine(reader: Reader) -> Person:
    if reader.person is None:
        raise NotSignedIn()
    return reader.person


def _trail(request: Request) -> tuple[Link, ...]:
    return (Link(say(request, "Votre compte"), ACCOUNT),)


@router.get(DEVICES)
def devices(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    if reader.person is None:
        return RedirectResponse(sign_in_url(DEVICES), status_code=303)
    secret = request.cookies.get(SESSION_COOKIE, "")
    found = wiki.people.sessions(reader.person.id, now=wiki.clock.now(), secret=secret)
    title = say(request, "Vos appareils")
    return screen(request, "devices.html", Devices(DEVICES, tuple(found)), title=title,
                  robots="noindex", canonical="")  # fmt: skip


@router.post(DEVICES)
def close(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """One device, or all but this one."""
    require_ours(request, posted)
    person, secret = _mine(reader), request.cookies.get(SESSION_COOKIE, "")
    if posted.one("do") == "others":
        wiki.people.close_sessions(person.id, but=secret)
    elif one := posted.one("device"):
        wiki.people.close_sessions(person.id, one=one)
    return tell_next(RedirectResponse(DEVICES, status_code=303), "closed-sessions")


@router.get(ADDRESS)
def address(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    if reader.person is None:
        return RedirectResponse(sign_in_url(ADDRESS), status_code=303)
    return show(request, _address(request, wiki, reader.person, Posted({})))


def _address(
    request: Request, wiki: Wiki, person: Person, posted: Posted, errors: Errors = ()
) -> Ask:
    told, buttons = [], [("change", say(request, "Changer d’adresse"))]
    if wiki.accounts.email_change(person.id, now=wiki.clock.now()):
        told.append(say(request, "Un changement attend que l’ancienne et la nouvelle adresse "
                                 "disent oui."))  # fmt: skip
    if wiki.outbox.is_dead(email_key(person.email)):
        told.append(say(request, "Les courriels à votre adresse reviennent : plus rien n’y est "
                                 "envoyé. Changez-la, ou dites qu’elle remarche."))  # fmt: skip
        buttons.append(("again", say(request, "Elle remarche")))
    fields = [
        AskField(name="now", label=say(request, "Votre adresse"), value=person.email,
                 type="shown"),
        AskField(name="email", label=say(request, "Nouvelle adresse"), type="email",
                 value=posted.one("email"), autocomplete="email"),
    ]  # fmt: skip
    if wiki.people.has_password(person.id):
        fields.append(_current(request))
    return Ask(
        title=say(request, "Votre adresse"), action=ADDRESS, fields=tuple(fields), errors=errors,
        lead=say(request, "Elle n’est jamais montrée. L’ancienne et la nouvelle doivent dire oui."),
        buttons=tuple(buttons), told=tuple(told), trail=_trail(request),
    )  # fmt: skip


def _current(request: Request) -> AskField:
    return AskField(
        name="current", label=say(request, "Mot de passe actuel"), type="password",
        autocomplete="current-password",
    )  # fmt: skip


@router.post(ADDRESS)
def change(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    require_ours(request, posted)
    person = _mine(reader)
    if posted.one("do") == "again":
        wiki.outbox.forget_bounces(email_key(person.email))
        return tell_next(RedirectResponse(ACCOUNT, status_code=303), "mailbox")
    errors = _password_errors(request, wiki, person, posted)
    try:
        if not errors:
            ask_email_change(wiki, person, posted.one("email"), lang=lang_of(request))
    except InvalidPerson as error:
        errors = refused(request, error, "email")
    if errors:
        return show(request, _address(request, wiki, person, posted, errors))
    return tell_next(RedirectResponse(ADDRESS, status_code=303), "address-asked")


def _password_errors(request: Request, wiki: Wiki, person: Person, posted: Posted) -> Errors:
    """Whoever finds an open session must not be able to take the account, nor to try at will."""
    if not wiki.people.has_password(person.id):
        return ()
    tries = wiki.people.count_attempt(
        f"password:{person.id}", now=wiki.clock.now(), limit=ATTEMPTS, window_s=WINDOW_S
    )
    if tries > ATTEMPTS:
        raise TooMany(seconds=WINDOW_S)
    if wiki.people.check_password(person.email, posted.one("current")) is None:
        return (("current", say(request, WRONG)),)
    return ()


@router.get(PROFILE)
def profile(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    if reader.person is None:
        return RedirectResponse(sign_in_url(PROFILE), status_code=303)
    now = wiki.accounts.profile(reader.person.id)
    said = {
        "shown": "oui" if now.shown else "", "about": now.about, "links": "\n".join(now.links),
        "writings": "oui" if now.writings else "",
    }  # fmt: skip
    posted = Posted({name: (value,) for name, value in said.items()})
    return show(request, _profile(request, reader.person, posted))


def _profile(request: Request, person: Person, posted: Posted, errors: Errors = ()) -> Ask:
    fields = (
        AskField(name="shown", label=say(request, "Montrer ma page à tout le monde"), type="tick",
                 value=posted.one("shown"),
                 help=say(request, "Sans cette case, la page n’existe pas.")),
        AskField(name="about", label=say(request, "Quelques mots sur vous"), type="text-area",
                 value=posted.one("about"), required=False),
        AskField(name="links", label=say(request, "Vos liens, un par ligne"), type="text-area",
                 value=posted.one("links"), required=False),
        AskField(name="writings", label=say(request, "Y montrer les pages que j’ai écrites"),
                 type="tick", value=posted.one("writings")),
    )  # fmt: skip
    return Ask(
        title=say(request, "Votre page publique"), action=PROFILE, fields=fields, errors=errors,
        lead=say(request, "Elle est facultative. Votre nom y est ; votre adresse, jamais."),
        buttons=(("", say(request, "Enregistrer")),), trail=_trail(request),
        links=(Link(say(request, "Voir ma page"), profile_url(person.id)),),
    )  # fmt: skip


def profile_url(person_id: str) -> str:
    return f"/-/personnes/{person_id.lower()}"


@router.post(PROFILE)
def set_profile(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    require_ours(request, posted)
    person = _mine(reader)
    try:
        made = make_profile(
            shown=bool(posted.one("shown")), about=posted.one("about"),
            links=posted.one("links"), writings=bool(posted.one("writings")),
        )  # fmt: skip
    except InvalidPerson as error:
        return show(request, _profile(request, person, posted, refused(request, error, "about")))
    wiki.accounts.set_profile(person.id, made)
    return tell_next(RedirectResponse(PROFILE, status_code=303), "profile")


@router.get(DATA)
def data(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    if reader.person is None:
        return RedirectResponse(sign_in_url(DATA), status_code=303)
    return show(request, _data(request, wiki, reader.person))


def _data(request: Request, wiki: Wiki, person: Person, errors: Errors = ()) -> Ask:
    fields = [
        AskField(name="yes", label=say(request, "Écrivez « effacer » pour confirmer"),
                 help=say(request, "Vos textes restent, sous leur licence ; plus rien ici ne dit "
                                   "qu’ils sont de vous. On ne peut pas revenir en arrière.")),
    ]  # fmt: skip
    if wiki.people.has_password(person.id):
        fields.append(_current(request))
    return Ask(
        title=say(request, "Vos données"), action=DATA, fields=tuple(fields), errors=errors,
        lead=say(request, "Tout ce que ce wiki garde de vous tient dans un fichier, à lire ou à "
                          "donner à un programme."),
        told=(say(request, "Avant d’effacer votre compte, emportez ce fichier."),),
        buttons=(("erase", say(request, "Effacer mon compte")),), tone="bad",
        first=Link(say(request, "Emporter mes données"), f"{DATA}.zip"),
        trail=_trail(request),
    )  # fmt: skip


@router.get(f"{DATA}.zip")
def take(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    """One file: a page to read, and the same for programs."""
    person = _mine(reader)
    told = told_of(wiki, person)
    page = _readable(request, told)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mes-donnees.json", json.dumps(told, ensure_ascii=False, indent=2))
        archive.writestr("mes-donnees.html", page)
    headers = {
        "Content-Disposition": 'attachment; filename="mes-donnees.zip"',
        "Cache-Control": "no-store",
    }
    return Response(out.getvalue(), media_type="application/zip", headers=headers)


def _readable(request: Request, told: dict[str, Any]) -> str:
    """A page that opens by itself, with no file beside it."""
    lang = lang_of(request)
    parts = tuple(
        (title, [rows] if isinstance(rows, dict) else rows) for title, rows in told.items()
    )
    view = OwnData(title=say(request, "Vos données"), lang=lang, parts=parts)
    return theme_of(request).render("own_data.html", view, lang=lang)


@router.post(DATA)
def forget(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    require_ours(request, posted)
    person = _mine(reader)
    errors = _password_errors(request, wiki, person, posted)
    if posted.one("yes").strip().casefold() not in (YES, say(request, YES).casefold()):
        errors += (("yes", say(request, "Écrivez le mot pour confirmer. Rien n’est effacé.")),)
    if errors:
        return show(request, _data(request, wiki, person, errors))
    try:
        erase(wiki, person, kits=request.app.state.making.shelf)
    except NotAllowed:
        told = say(request, "Vous êtes le dernier administrateur : donnez d’abord ce rôle à "
                            "quelqu’un d’autre. Rien n’est effacé.")  # fmt: skip
        return show(request, _data(request, wiki, person, (("", told),)))
    answer = plainly(
        request,
        say(request, "Votre compte est effacé"),
        say(request, "Plus rien ici ne porte votre nom ni votre adresse. Vos textes restent, sans "
            "vous nommer. Merci pour eux."),
        Link(say(request, "Revenir à l’accueil"), "/"),
        tone="good",
    )  # fmt: skip
    answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer
