"""Screens in plain words for what did not go as hoped."""

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from app.actions.history import deletion_of
from app.domain.errors import (
    Gone,
    LinkSpent,
    Moved,
    NotSignedIn,
    PageNotFound,
    TooMany,
    WikiError,
)
from app.domain.page_path import PagePath
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import reader_of, wiki_of
from app.web.errors import status_of
from app.web.frame import lang_of, screen, theme_of
from app.web.views import Message

_TITLES = {
    400: "La demande n’est pas comprise",
    401: "Connectez-vous pour continuer",
    403: "Ce n’est pas permis",
    404: "Cette page n’est pas écrite",
    405: "Cette adresse ne répond pas ainsi",
    409: "Deux textes se croisent",
    410: "Cette page a été supprimée",
    413: "C’est trop lourd",
    422: "Ce n’est pas possible ainsi",
    429: "Doucement",
    500: "Quelque chose n’a pas marché",
    503: "Le serveur est occupé",
}
LATE = "Ce lien ne sert plus"
DELETED = (
    "« {title} » a été supprimée par {name} le {day} : « {note} ». Son histoire est gardée : on "
    "peut la rétablir."
)
DELETED_SILENTLY = (
    "« {title} » a été supprimée par {name} le {day}. Son histoire est gardée : on peut la "
    "rétablir."
)
_SENTENCES = {
    404: "Il n’y a rien à cette adresse.",
    405: "Revenez à la page précédente et suivez un lien.",
    422: "La demande n’est pas comprise. Revenez en arrière et vérifiez les champs.",
    500: "Quelque chose n’a pas marché. Rien n’est perdu, essayez encore.",
}


def screen_error(request: Request, error: WikiError) -> Response:
    """The screen for a domain error; a page that moved is a redirect."""
    if isinstance(error, Moved):
        return _follow(request, error)
    status = status_of(type(error))
    sentence = theme_of(request).sentence(error.sentence, error.params, lang=lang_of(request))
    if isinstance(error, Gone):
        sentence = _who_deleted(request, error) or sentence
    answer = _message(request, status, sentence, error)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.params["seconds"])
    return answer


def _who_deleted(request: Request, error: Gone) -> str:
    """Who took it away and when, to those who may know."""
    path = error.params["path"]
    reader = reader_of(request)
    found = deletion_of(wiki_of(request), path, reader=reader) if reader.person else None
    if found is None:
        return ""
    theme, lang = theme_of(request), lang_of(request)
    day = theme.writing(lang).long_date(found.at)
    said = {"title": found.title, "name": found.author, "day": day, "note": found.note}
    return theme.sentence(DELETED if found.note else DELETED_SILENTLY, said, lang=lang)


def screen_status(request: Request, status: int) -> Response:
    """The screen for a bare HTTP status."""
    sentence = _say(request, _SENTENCES.get(status, "La demande n’est pas comprise."))
    return _message(request, status, sentence, None)


def _follow(request: Request, error: Moved) -> Response:
    """To the same tool of the page, at its new address."""
    target = page_url(error.params["target"], wiki_of(request).kinds)
    rest = request.url.path.split("/")[3:]
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse("/".join((target, *rest)) + query, status_code=301)


def _message(request: Request, status: int, sentence: str, error: WikiError | None) -> Response:
    late = isinstance(error, LinkSpent)
    title = LATE if late else _TITLES.get(status, "Ce n’est pas possible ainsi")
    view = Message(
        status=status,
        title=_say(request, title),
        sentence=sentence,
        tone="bad" if status >= 500 else "caution",
        steps=_steps(request, error),
        show_search=status in (404, 410) and not late,
        write_url=_write_url(request, error),
    )
    return screen(request, "message.html", view, title=view.title, status=status, robots="noindex")


def _steps(request: Request, error: WikiError | None) -> tuple[Link, ...]:
    home = Link(_say(request, "Revenir à l’accueil"), "/")
    if isinstance(error, NotSignedIn):
        words = _say(request, "Se connecter")
        return (Link(words, f"/-/connexion?vers={request.url.path}"), home)
    if isinstance(error, LinkSpent):
        return (Link(_say(request, "Recevoir un lien de connexion"), "/-/connexion"), home)
    if isinstance(error, Gone) and reader_of(request).person is not None:
        words = _say(request, "Lire ses versions, ou la rétablir")
        url = page_url(error.params["path"], wiki_of(request).kinds)
        return (Link(words, f"{url}/history"), home)
    return (home,)


def _say(request: Request, text: str) -> str:
    return theme_of(request).say(text, lang=lang_of(request))


def _write_url(request: Request, error: WikiError | None) -> str:
    if isinstance(error, PageNotFound) and isinstance(error.params["path"], PagePath):
        return f"{page_url(error.params['path'], wiki_of(request).kinds)}/edit"
    return ""
