"""What the screens of the door and of one's account share: a form of a few words, as a screen."""

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from app.domain.errors import InvalidPerson, Refused
from app.theme.parts import Link
from app.theme.theme import breathing
from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.views import Message
from app.web.views.asking import Ask

Errors = tuple[tuple[str, str], ...]
SENT = "/-/courriel-parti"
PASSWORD_HELP = "Dix signes au moins. Une phrase est plus facile à retenir."
NO_PASSWORD = "Laissez vide pour vous connecter par un lien reçu par courriel."
_FIELDS = (
    ("mot de passe", "password"), ("présentation", "about"), ("lien", "links"),
    ("adresse", "email"), ("nom", "name"), ("inscrit", "email"),
)  # fmt: skip


def show(request: Request, view: Ask, *, status: int = 200) -> Response:
    """Never kept: it may hold a secret."""
    answer = screen(
        request, "ask.html", view, title=view.title, status=422 if view.errors else status,
        robots="noindex", canonical="",
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def say(request: Request, text: str) -> str:
    return reading_of(request).say(text)


def refused(request: Request, error: Refused, otherwise: str = "") -> Errors:
    """The sentence of a refusal, beside the field that it is about."""
    french = str(error.params["reason"])
    guessed = next((name for word, name in _FIELDS if word in french), otherwise)
    field = guessed if isinstance(error, InvalidPerson) else otherwise
    return ((field, reading_of(request).reason(error.params["reason"])),)


def letter_sent() -> Response:
    """The same answer whoever's the address is."""
    return RedirectResponse(SENT, status_code=303)


def plainly(
    request: Request, title: str, sentence: str, *steps: Link, status: int = 200, tone: str = ""
) -> Response:
    """A screen in plain words."""
    view = Message(status=status, title=title, sentence=breathing(sentence), tone=tone, steps=steps)
    answer = screen(
        request, "message.html", view, title=view.title, status=status, robots="noindex",
        canonical="",
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def device(request: Request) -> str:
    """`Firefox, Android`: enough to know one's own device again, and no more."""
    agent = request.headers.get("user-agent", "")
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"),
                ("Safari", "Safari"))  # fmt: skip
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
               ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip
    found = [next((name for sign, name in of if sign in agent), "") for of in (browsers, systems)]
    return ", ".join(name for name in found if name)
