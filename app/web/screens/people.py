"""Who may do what: for stewards."""

import secrets

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.door import registration_of
from app.actions.invitations import block, decline, invite, revoke_invitation, take_in, unblock
from app.actions.people import add_person, change_role
from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.errors import InvalidPerson, NotAllowed, PersonNotFound, Refused, WikiError
from app.domain.people import Reader, Role
from app.domain.person_rules import email_key
from app.web.context import TheReader, TheWiki
from app.web.errors import status_of
from app.web.forms.posted import Posted, ThePosted, here, require_person
from app.web.frame import lang_of, screen, tell_next, theme_of
from app.web.screens.asking import refused
from app.web.screens.door import invitation_url
from app.web.screens.edit import invitation
from app.web.views import OpenInvitation, People, PersonRow

router = APIRouter()
URL = "/-/personnes"
LAST_STEWARD = "Il faut au moins un administrateur. Donnez d’abord ce rôle à quelqu’un d’autre."
# Fifteen bytes are twenty signs: enough until its owner chooses another.
PASSWORD_BYTES = 15
Errors = tuple[tuple[str, str], ...]


@router.get(URL)
def people(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    """Everyone, and the form that takes someone in. Raises NotAllowed below steward."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.steward)
    return _screen(request, wiki, reader)


@router.post(URL)
def change(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    require_person(request, reader, posted, back=here(request))
    require(reader, Role.steward)
    acts = {
        "invite": _sign_up, "role": _role, "password": _password, "send": _invite,
        "revoke": _revoke, "take-in": _take_in, "decline": _with_reason, "block": _with_reason,
        "unblock": _unblock,
    }  # fmt: skip
    act = acts.get(posted.one("do"))
    if act is None:
        return RedirectResponse(URL, status_code=303)
    return act(request, wiki, reader, posted)


def _role_named(text: str) -> Role:
    return Role(text) if text in list(Role) else Role.contributor


def _sign_up(request: Request, wiki: Wiki, reader: Reader, posted: Posted) -> Response:
    """A new person, with a first password that is shown this once."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        add_person(
            wiki, email=posted.one("email"), name=posted.one("name"),
            role=_role_named(posted.one("role")), password=password, by=reader,
        )  # fmt: skip
    except InvalidPerson as error:
        errors = refused(request, error)
        return _screen(request, wiki, reader, posted, errors=errors, status=422)
    return _screen(request, wiki, reader, invitation=password)


def _invite(request: Request, wiki: Wiki, reader: Reader, posted: Posted) -> Response:
    """A link to hand over, shown this once; it leaves by letter too where an address is given."""
    days = posted.one("days")
    try:
        _, secret = invite(
            wiki, role=_role_named(posted.one("role")), address=posted.one("to"),
            note=posted.one("note"), days=int(days) if days in ("1", "7", "30") else 7,
            by=reader, lang=lang_of(request),
        )  # fmt: skip
    except Refused as error:
        errors = (("to", refused(request, error)[0][1]),)
        return _screen(request, wiki, reader, posted, errors=errors, status=422)
    return _screen(request, wiki, reader, link=invitation_url(wiki.site.base_url, secret))


def _revoke(_request: Request, wiki: Wiki, reader: Reader, posted: Posted) -> Response:
    revoke_invitation(wiki, posted.one("invitation"), by=reader)
    return tell_next(RedirectResponse(URL, status_code=303), "revoked")


def _take_in(request: Request, wiki: Wiki, reader: Reader, posted: Posted) -> Response:
    try:
        take_in(wiki, posted.one("person"), by=reader)
    except PersonNotFound as error:
        return _gone(request, wiki, reader, error)
    return tell_next(RedirectResponse(URL, status_code=303), "taken-in")


def _with_reason(request: Request, wiki: Wiki, reader: Reader, posted: Posted) -> Response:
    """Decline or block: the reason is read by all."""
    do = posted.one("do")
    act = block if do == "block" else decline
    try:
        act(wiki, posted.one("person"), posted.one("reason"), by=reader)
    except Refused as error:
        return _screen(request, wiki, reader, errors=refused(request, error), status=422)
    except PersonNotFound as error:
        return _gone(request, wiki, reader, error)
    return tell_next(RedirectResponse(URL, status_code=303), do)


def _unblock(request: Request, wiki: Wiki, reader: Reader, posted: Posted) -> Response:
    try:
        unblock(wiki, posted.one("person"), by=reader)
    except PersonNotFound as error:
        return _gone(request, wiki, reader, error)
    return tell_next(RedirectResponse(URL, status_code=303), "unblock")


def _gone(request: Request, wiki: Wiki, reader: Reader, error: WikiError) -> Response:
    errors = (("", _told(request, error)),)
    return _screen(request, wiki, reader, errors=errors, status=status_of(type(error)))


def _role(request: Request, wiki: Wiki, reader: Reader, posted: Posted) -> Response:
    try:
        change_role(wiki, posted.one("person"), _role_named(posted.one("role")), by=reader)
    except NotAllowed:
        told = theme_of(request).say(LAST_STEWARD, lang=lang_of(request))
        return _screen(request, wiki, reader, errors=(("", told),), status=403)
    except PersonNotFound as error:
        return _screen(request, wiki, reader, errors=(("", _told(request, error)),), status=404)
    return tell_next(RedirectResponse(URL, status_code=303), "role")


def _password(request: Request, wiki: Wiki, reader: Reader, posted: Posted) -> Response:
    """Another first password, for someone who lost theirs; their sessions are closed."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        wiki.people.set_password(posted.one("person"), password)
    except PersonNotFound as error:
        status = status_of(type(error))
        return _screen(request, wiki, reader, errors=(("", _told(request, error)),), status=status)
    return _screen(request, wiki, reader, invitation=password)


def _told(request: Request, error: WikiError) -> str:
    return theme_of(request).sentence(error.sentence, error.params, lang=lang_of(request))


def _screen(
    request: Request, wiki: Wiki, reader: Reader, posted: Posted | None = None, *,
    errors: Errors = (), invitation: str = "", link: str = "", status: int = 200,
) -> Response:  # fmt: skip
    posted = posted or Posted({})
    me = reader.person.id if reader.person else ""
    rows = tuple(
        PersonRow(
            one.id, one.name, one.email, one.role.value, one.joined_at, me=one.id == me,
            state=one.state.value, dead=wiki.outbox.is_dead(email_key(one.email)),
        )
        for one in wiki.people.all()
    )  # fmt: skip
    now = wiki.clock.now()
    open_ones = tuple(
        OpenInvitation(one.id, one.note or one.address, one.role.value, one.expires_at,
                       late=not one.good(now))
        for one in wiki.accounts.invitations()
    )  # fmt: skip
    view = People(
        people=rows, action=URL, errors=errors, name=posted.one("name"), email=posted.one("email"),
        role=posted.one("role") or Role.contributor.value, invitation=invitation, link=link,
        invitations=open_ones, to=posted.one("to"), note=posted.one("note"),
        door=registration_of(wiki).door.value,
    )  # fmt: skip
    title = theme_of(request).say("Personnes", lang=lang_of(request))
    return screen(request, "people.html", view, title=title, status=status, robots="noindex",
                  canonical="")  # fmt: skip
