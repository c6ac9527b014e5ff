"""One's own account: password, keys for programs, and what one writes."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.consent import asked_of
from app.actions.door import change_password
from app.actions.own_data import pages_of
from app.actions.people import ATTEMPTS, WINDOW_S, check_password_strength
from app.actions.rights import address_of
from app.actions.thank import Received, received
from app.actions.wiki import Wiki
from app.domain.errors import InvalidPerson, NotSignedIn, TooMany
from app.domain.people import Person
from app.domain.person_rules import email_key
from app.domain.rows import PageRow
from app.domain.selection import Selection
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki
from app.web.forms.posted import Posted, ThePosted, is_ours, require_ours, sign_in_url
from app.web.frame import lang_of, screen, tell_next, theme_of
from app.web.reading.asking import reading_of
from app.web.screens.asking import device, refused
from app.web.screens.proposal_lines import mine
from app.web.screens.sign_in import hand_session
from app.web.views import Account, Token

router = APIRouter()
URL = "/-/compte"
SHOWN = 20
# How many drafts one's own are looked for among.
DRAFTS_READ = 500
WRONG = "Ce n’est pas votre mot de passe actuel."
Errors = tuple[tuple[str, str], ...]


@router.get(URL)
def account(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    if reader.person is None:
        return RedirectResponse(sign_in_url(URL), status_code=303)
    return _screen(request, wiki, reader.person)


@router.post(URL)
def change(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    if reader.person is None and is_ours(request, posted):
        return RedirectResponse(sign_in_url(URL), status_code=303)
    require_ours(request, posted)
    person = reader.person
    if person is None:
        raise NotSignedIn()
    do = posted.one("do")
    if do == "password":
        return _password(request, wiki, person, posted)
    if do == "token":
        scope = "write" if posted.one("scope") == "write" else "read"
        secret = wiki.people.add_token(person.id, scope, now=wiki.clock.now())
        return _screen(request, wiki, person, secret=secret)
    if do == "revoke":
        wiki.people.drop_token(person.id, posted.one("token"))
    return RedirectResponse(URL, status_code=303)


def _password(request: Request, wiki: Wiki, person: Person, posted: Posted) -> Response:
    """A new password closes all sessions; this browser gets a new one."""
    # Whoever finds an open session must not be able to try passwords at will.
    tries = wiki.people.count_attempt(
        f"password:{person.id}", now=wiki.clock.now(), limit=ATTEMPTS, window_s=WINDOW_S
    )
    if tries > ATTEMPTS:
        raise TooMany(seconds=WINDOW_S)
    has_one = wiki.people.has_password(person.id)
    if has_one and wiki.people.check_password(person.email, posted.one("current")) is None:
        told = theme_of(request).say(WRONG, lang=lang_of(request))
        return _screen(request, wiki, person, errors=(("current", told),))
    try:
        check_password_strength(posted.one("password"))
    except InvalidPerson as error:
        return _screen(request, wiki, person, errors=refused(request, error))
    change_password(wiki, person.id, posted.one("password"))
    secret = wiki.people.open_session(person.id, now=wiki.clock.now(), agent=device(request))
    answer = tell_next(RedirectResponse(URL, status_code=303), "password")
    return hand_session(wiki, answer, secret)


def _screen(
    request: Request, wiki: Wiki, person: Person, *, errors: Errors = (), secret: str = ""
) -> Response:
    tokens = tuple(Token(t.id, t.scope, t.created_at) for t in wiki.people.tokens(person.id))
    view = Account(
        name=person.name, email=person.email, role=person.role.value, joined_at=person.joined_at,
        action=URL, errors=errors, tokens=tokens, secret=secret,
        drafts=_drafts(wiki, person),
        pages=tuple(_link(wiki, row) for row in pages_of(wiki, person, size=SHOWN)),
        asked=len(asked_of(wiki, person)), proposals=mine(reading_of(request), person, size=SHOWN),
        thanks=_thanks(wiki, person), dead=wiki.outbox.is_dead(email_key(person.email)),
        has_password=wiki.people.has_password(person.id),
    )  # fmt: skip
    title = theme_of(request).say("Votre compte", lang=lang_of(request))
    status = 422 if errors else 200
    return screen(request, "account.html", view, title=title, status=status, robots="noindex",
                  canonical="")  # fmt: skip


def _thanks(wiki: Wiki, person: Person) -> tuple[tuple[str, Link, datetime], ...]:
    """Who said thanks, for which version of which page."""
    found = received(wiki, person, size=SHOWN)
    return tuple((one.name, _version(wiki, one), one.at) for one in found)


def _version(wiki: Wiki, one: Received) -> Link:
    url = f"{page_url(one.page.path, wiki.kinds)}?revision={one.revision}"
    return Link(one.page.title, url, kind=one.page.path.kind)


def _drafts(wiki: Wiki, person: Person) -> tuple[Link, ...]:
    selection = Selection({"status": ("draft",)}, include_hidden=True)
    rows, _ = wiki.index.select(selection, after=None, size=DRAFTS_READ)
    address = address_of(wiki, person)
    mine = [row for row in rows if row.id and wiki.index.has_written(row.id, address)]
    return tuple(_link(wiki, row) for row in mine[:SHOWN])


def _link(wiki: Wiki, row: PageRow) -> Link:
    return Link(row.title, page_url(row.path, wiki.kinds), kind=row.path.kind)
