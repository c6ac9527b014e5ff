"""Still true? Said in one click from a letter: the address opens a button, the button says it."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.still_true import STILL_TRUE, URL, confirm
from app.actions.wiki import Wiki
from app.domain.errors import EditConflict, NotAllowed
from app.domain.one_use import OneUse
from app.domain.people import Person, Reader
from app.domain.rows import PageRow, PageState
from app.theme.parts import Link
from app.web.context import TheWiki
from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.views.news import Confirm

router = APIRouter()


@router.get(URL)
def ask(request: Request, wiki: TheWiki, jeton: str = "") -> Response:
    """What the page is, and a button. Programs that follow every link of a mail confirm nothing."""
    reading = reading_of(request)
    found = wiki.tokens.look(jeton, STILL_TRUE, now=wiki.clock.now())
    row, person = _meant(wiki, found)
    if found is None or not found.fresh or row is None or person is None:
        return _lost(request, reading, found, row)
    title = reading.say("« {title} » dit-elle toujours vrai ?").format(title=row.title)
    said = reading.say("Relisez-la si besoin. Votre nom, {name}, et la date d’aujourd’hui s’y"
                       " liront.")  # fmt: skip
    view = Confirm(
        title, said.format(name=person.name), f"{URL}?jeton={jeton}",
        reading.say("Oui, toujours vrai"),
        steps=(
            Link(reading.say("Relire la page"), reading.url(row.path)),
            Link(reading.say("Non, la corriger"), f"{reading.url(row.path)}/edit"),
        ),
    )  # fmt: skip
    return _confirm(request, view)


@router.post(URL)
def say(request: Request, wiki: TheWiki, jeton: str = "") -> Response:
    """Saves the day and the name in the page, as that person. Of two who press, one does."""
    reading, now = reading_of(request), wiki.clock.now()
    spent = wiki.tokens.spend(jeton, STILL_TRUE, now=now)
    row, person = _meant(wiki, spent)
    if spent is None or row is None or person is None:
        return _lost(request, reading, wiki.tokens.look(jeton, STILL_TRUE, now=now), row)
    try:
        confirm(wiki, row, note=reading.say("Toujours vrai"), by=Reader(person))
    except (NotAllowed, EditConflict):
        view = Confirm(
            reading.say("La page a changé, ou n’est plus à vous"),
            reading.say("Rien n’a été écrit. Ouvrez-la : « Toujours vrai » s’y trouve, en bas."),
            tone="caution", steps=_steps(reading, row),
        )  # fmt: skip
        return _confirm(request, view, status=409)
    thanks = reading.say("« {title} » est marquée comme vérifiée aujourd’hui, par vous.")
    view = Confirm(reading.say("Merci !"), thanks.format(title=row.title), tone="good",
                   steps=_steps(reading, row))  # fmt: skip
    return _confirm(request, view)


def _meant(wiki: Wiki, found: OneUse | None) -> tuple[PageRow | None, Person | None]:
    if found is None:
        return None, None
    row = wiki.index.page_by_id(found.about)
    there = row is not None and row.state is PageState.live
    return (row if there else None), wiki.people.get(found.person)


def _steps(reading: Reading, row: PageRow | None) -> tuple[Link, ...]:
    home = Link(reading.say("Accueil"), "/")
    return (Link(reading.say("Lire la page"), reading.url(row.path)), home) if row else (home,)


def _lost(
    request: Request, reading: Reading, found: OneUse | None, row: PageRow | None
) -> Response:
    if found is not None and found.state == "spent":
        title, said = "C’est déjà fait", "Ce lien ne sert qu’une fois, et il a servi. Merci."
    elif found is not None:
        title, said = "Ce lien est trop ancien", "Ouvrez la page : « Toujours vrai » s’y trouve."
    else:
        title, said = "Ce lien ne mène à rien", "Il est peut-être coupé. Ouvrez-le en entier."
    view = Confirm(
        reading.say(title), reading.say(said), tone="caution",
        steps=_steps(reading, row if found else None),
    )  # fmt: skip
    return _confirm(request, view, status=410 if found else 404)


def _confirm(request: Request, view: Confirm, *, status: int = 200) -> Response:
    answer = screen(request, "confirm.html", view, title=view.title, status=status,
                    robots="noindex", canonical="")  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
