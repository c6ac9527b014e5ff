"""Coming in, going out, and the first person of a wiki."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.door import knock, registration_of
from app.actions.people import become_first_steward, sign_in
from app.actions.wiki import Wiki
from app.domain.accounts import KnockSort
from app.domain.errors import InvalidPerson, NotAllowed, TooMany
from app.domain.people import Role
from app.domain.person_rules import email_key
from app.web.context import SESSION_COOKIE, TheReader, TheWiki, client_address
from app.web.forms.posted import Posted, ThePosted, local_address, require_ours
from app.web.frame import lang_of, screen, tell_next, theme_of
from app.web.safety import require_same_origin
from app.web.screens.asking import device, letter_sent, refused
from app.web.views import FirstSteward, SignIn

router = APIRouter()
SESSION_LIFE_S = 30 * 24 * 3600
WRONG = "L’adresse et le mot de passe ne vont pas ensemble. Vérifiez les deux, puis essayez encore."


def hand_session(wiki: Wiki, answer: Response, secret: str) -> Response:
    """Give the browser the session, for itself alone."""
    answer.set_cookie(
        SESSION_COOKIE, secret, max_age=SESSION_LIFE_S, path="/", httponly=True, samesite="lax",
        secure=wiki.site.secure,
    )  # fmt: skip
    return answer


@router.get("/-/connexion")
def ask(request: Request, wiki: TheWiki, reader: TheReader, vers: str = "") -> Response:
    then = local_address(vers, "")
    if reader.person is not None:
        return RedirectResponse(then or "/-/compte", status_code=303)
    return _screen(request, _again(wiki, "", then, ""), 200)


@router.post("/-/connexion")
def come_in(request: Request, wiki: TheWiki, posted: ThePosted) -> Response:
    # Nobody is signed in, so there is no token to ask for: only our own pages may send this.
    require_same_origin(request, None, "")
    email, then = posted.one("email"), local_address(posted.one("then"), "")
    try:
        if posted.one("do") == "link":
            return _link(request, wiki, email, then)
        secret = sign_in(
            wiki, email=email, password=posted.one("password"), address=client_address(request),
            agent=device(request),
        )  # fmt: skip
    except InvalidPerson as error:
        return _screen(request, _again(wiki, email, then, refused(request, error)[0][1]), 422)
    except TooMany as error:
        said = theme_of(request).sentence(error.sentence, error.params, lang=lang_of(request))
        answer = _screen(request, _again(wiki, email, then, said), 429)
        answer.headers["Retry-After"] = str(error.params["seconds"])
        return answer
    if secret is None:
        said = theme_of(request).say(WRONG, lang=lang_of(request))
        return _screen(request, _again(wiki, email, then, said), 401)
    answer = RedirectResponse(then or "/", status_code=303)
    dead = wiki.outbox.is_dead(email_key(email))
    return hand_session(wiki, tell_next(answer, "welcome-dead" if dead else "welcome"), secret)


def _link(request: Request, wiki: Wiki, email: str, then: str) -> Response:
    """The same answer, after the same work, whoever's the address is."""
    knock(
        wiki, KnockSort.sign_in, email=email, lang=lang_of(request),
        network=client_address(request), about=quote(then, safe="/"),
    )  # fmt: skip
    return letter_sent()


def _again(wiki: Wiki, email: str, then: str, error: str) -> SignIn:
    return SignIn(
        action="/-/connexion", email=email, then=then, error=error,
        door=registration_of(wiki).door.value,
    )  # fmt: skip


def _screen(request: Request, view: SignIn, status: int) -> Response:
    say, lang = theme_of(request).say, lang_of(request)
    title = say("Se connecter", lang=lang)
    about = say("Se connecter pour écrire, proposer et suivre des pages.", lang=lang)
    robots = "noindex" if request.url.query or status != 200 else ""
    answer = screen(request, "signin.html", view, title=title, status=status, robots=robots,
                    description=about, canonical="")  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.post("/-/deconnexion")
def go_out(request: Request, wiki: TheWiki, posted: ThePosted) -> Response:
    require_ours(request, posted)
    if secret := request.cookies.get(SESSION_COOKIE):
        wiki.people.close_session(secret)
    answer = RedirectResponse("/", status_code=303)
    answer.delete_cookie(SESSION_COOKIE, path="/")
    return tell_next(answer, "signed-out")


@router.get("/-/premiere-personne")
def welcome(request: Request, wiki: TheWiki, lien: str = "") -> Response:
    """The form of the one-time link; once there is a steward, no link is good."""
    spent = not lien or any(one.role is Role.steward for one in wiki.people.all())
    view = FirstSteward(
        action="/-/premiere-personne", network=wiki.site.name, secret=lien, expired=spent
    )
    return _first(request, view, 403 if spent else 200)


@router.post("/-/premiere-personne")
def become(request: Request, wiki: TheWiki, posted: ThePosted) -> Response:
    require_same_origin(request, None, "")
    try:
        secret = become_first_steward(
            wiki, posted.one("secret"), email=posted.one("email"), name=posted.one("name"),
            password=posted.one("password"),
        )  # fmt: skip
    except NotAllowed:
        return _first(request, _steward(wiki, posted, expired=True), 403)
    except InvalidPerson as error:
        view = _steward(wiki, posted, errors=refused(request, error))
        return _first(request, view, 422)
    return hand_session(wiki, tell_next(RedirectResponse("/", status_code=303), "welcome"), secret)


def _steward(
    wiki: Wiki, posted: Posted, *, errors: tuple[tuple[str, str], ...] = (), expired: bool = False
) -> FirstSteward:
    return FirstSteward(
        action="/-/premiere-personne", network=wiki.site.name, secret=posted.one("secret"),
        name=posted.one("name"), email=posted.one("email"), errors=errors, expired=expired,
    )  # fmt: skip


def _first(request: Request, view: FirstSteward, status: int) -> Response:
    title = theme_of(request).say("Premier administrateur", lang=lang_of(request))
    answer = screen(
        request, "steward.html", view, title=title, status=status, robots="noindex", canonical=""
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
