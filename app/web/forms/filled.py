"""A form that is not empty when it is opened: from a template, or from what somebody told."""

from collections.abc import Mapping
from typing import Any

from app.actions.templates import guides_left, templates
from app.actions.wiki import Wiki
from app.domain import front_matter
from app.domain.errors import InvalidPage, Problem
from app.domain.kinds import PageKind
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from app.domain.templates import left_in
from app.web.forms.desk import Desk
from app.web.forms.questions import questions_of
from app.web.forms.typed import Typed, typed_of

NO_TEMPLATE = (
    "Le modèle demandé n’est plus proposé : le formulaire s’ouvre vide. Choisissez-en un autre "
    "depuis « Écrire une page », ou continuez ici."
)
GUIDANCE_LEFT = (
    "il reste une consigne du modèle : « {line} ». Mettez votre texte à sa place, ou effacez-la. "
    "Un brouillon peut la garder."
)
_LINE_SHOWN = 80


def typed_front(kind: PageKind, front: Mapping[str, Any]) -> Typed:
    """The texts that the form shows for values of a front matter."""
    found: dict[str, tuple[str, ...]] = {}
    for question in questions_of(kind):
        found |= typed_of(question, front.get(question.key))
    return found


def filled_from(desk: Desk, typed: Typed, name: str) -> tuple[Typed, str, str]:
    """The fields and the text of a new page that begins from a template, and what to say of it.

    `typed` are the fields of a page that begins from none.
    """
    if not name:
        return typed, "", ""
    one = templates(desk.wiki).named(name, kind=desk.path.kind)
    if one is None:
        return typed, "", desk.say(NO_TEMPLATE)
    said = typed_front(desk.wiki.kinds[one.kind], one.front)
    return {**typed, **said, "lang": (one.lang,)}, one.body, ""


def to_publish(wiki: Wiki, path: PagePath, text: str) -> tuple[str, list[Problem]]:
    """The page without the guidance that nobody touched, and what of it is still to be replaced.

    A draft keeps all of it: its writer has not finished.
    """
    if not left_in(text):
        return text, []
    try:
        page = parse_page(path, text)
    except InvalidPage:
        return text, []
    if page.status == "draft":
        return text, []
    body, left = guides_left(wiki, page.body)
    told = [Problem("body", GUIDANCE_LEFT, {"line": line[:_LINE_SHOWN]}) for line in left[:1]]
    return front_matter.with_body(page.text, body if body.strip() else "\n"), told
