"""Templates of pages, for stewards: the list, and one file at a time."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.rights import require
from app.actions.templates import (
    delete_template,
    save_template,
    template_text,
    templates,
)
from app.actions.wiki import Wiki
from app.domain.errors import InvalidPage, PageNotFound, Problem, Stale
from app.domain.people import Reader, Role
from app.domain.templates import Template, Unusable, file_of, read_template
from app.theme.words import own_name
from app.web.context import TheReader, TheWiki
from app.web.forms.posted import Posted, ThePosted, here, is_ours, require_ours
from app.web.frame import lang_of, screen, tell_next, theme_of
from app.web.labels import titled
from app.web.screens.edit import invitation, kept
from app.web.views.templates import BrokenTemplate, TemplateEdit, TemplateList, TemplateRow

router = APIRouter()
URL = "/-/modeles"
NEW = "nouveau"
CHANGED = (
    "Quelqu’un d’autre a changé ce modèle entre-temps. Votre texte est gardé ci-dessous, le sien "
    "est plus bas : réunissez-les, puis enregistrez."
)
NAME_TAKEN = "Un modèle porte déjà ce nom : ouvrez-le, ou donnez un autre nom."
_BEGUN = """---
template:
  title: {title}
  help:
  kind: method
  order: 100
  lang: {lang}
---
:::note
{guide}
:::
"""


@router.get(URL)
def room(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    """Raises NotAllowed below steward."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.steward)
    said = Words(request)
    found = templates(wiki)
    view = TemplateList(
        new_url=f"{URL}/{NEW}",
        rows=tuple(
            TemplateRow(
                one.title, one.help, one.kind, f"{URL}/{one.name}",
                own_name(one.lang) if one.lang != said.lang else "",
            )
            for one in found.usable
        ),
        broken=tuple(
            BrokenTemplate(one.name, f"{URL}/{one.name}", said.reasons(one.problems))
            for one in found.unusable
        ),
    )  # fmt: skip
    return said.screen("modeles.html", view, said.say("Modèles de pages"))


@router.get(URL + "/{name}")
def open_template(request: Request, name: str, wiki: TheWiki, reader: TheReader) -> Response:
    """One template's file, whole. Raises NotAllowed below steward, PageNotFound."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.steward)
    said = Words(request)
    if name == NEW:
        view = TemplateEdit(action=f"{URL}/{NEW}", name="", text=said.begun(), new=True)
        return said.edit(view)
    text, base = _standing(wiki, name)
    read = read_template(name, text, wiki.rules())
    errors = said.errors(read.problems) if isinstance(read, Unusable) else ()
    view = TemplateEdit(
        action=f"{URL}/{name}", name=name, text=text, base=base, errors=errors,
        title=read.title if isinstance(read, Template) else name,
    )  # fmt: skip
    return said.edit(view)


def _standing(wiki: Wiki, name: str) -> tuple[str, str]:
    try:
        return template_text(wiki, name)
    except InvalidPage as error:
        raise PageNotFound(path=name[:80]) from error


@router.post(URL + "/{name}")
def change_template(
    request: Request, name: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """Keep, check or remove: what was typed always comes back. Raises NotAllowed below steward."""
    if reader.person is None:
        is_ours(request, posted)
        return kept(request, posted, signed_in=False)
    if not is_ours(request, posted):
        return kept(request, posted, signed_in=True)
    require_ours(request, posted)
    require(reader, Role.steward)
    sent = Sent(request, wiki, reader, name, posted)
    acts = {"check": sent.check, "delete": sent.delete}
    return acts.get(posted.one("do"), sent.save)()


class Sent:
    """A template's file that a steward sent."""

    def __init__(
        self, request: Request, wiki: Wiki, reader: Reader, name: str, posted: Posted
    ) -> None:
        self._wiki, self._reader, self._said = wiki, reader, Words(request)
        self._new = name == NEW
        self._name = posted.one("name").strip() if self._new else name
        self._text = posted.one("text").replace("\r\n", "\n")
        self._base = posted.one("base")
        self._action = f"{URL}/{name}"

    def save(self) -> Response:
        try:
            save_template(self._wiki, self._name, self._text, base=self._base, by=self._reader)
        except InvalidPage as error:
            return self._again(self._said.errors(error.problems), status=422)
        except Stale:
            return self._crossed()
        return tell_next(RedirectResponse(URL, status_code=303), "saved")

    def check(self) -> Response:
        """What the file would make, or what is wrong with it; nothing is kept."""
        problems: list[Problem] = []
        try:
            file_of(self._name)
        except InvalidPage as error:
            problems += error.problems
        read = read_template(self._name, self._text, self._wiki.rules())
        if isinstance(read, Unusable):
            problems += read.problems
        if problems or isinstance(read, Unusable):
            return self._again(self._said.errors(problems), status=422)
        return self._again((), read=read)

    def delete(self) -> Response:
        try:
            delete_template(self._wiki, self._name, base=self._base, by=self._reader)
        except InvalidPage as error:
            raise PageNotFound(path=self._name[:80]) from error
        except Stale:
            return self._crossed()
        return tell_next(RedirectResponse(URL, status_code=303), "saved")

    def _crossed(self) -> Response:
        """Both texts, to be joined by hand; the next save starts from theirs."""
        said = self._said
        if self._new:
            return self._again((("name", said.say(NAME_TAKEN)),), status=409)
        try:
            theirs, self._base = template_text(self._wiki, self._name)
        except PageNotFound:
            theirs, self._base = "", ""
        return self._again((("text", said.say(CHANGED)),), status=409, theirs=theirs)

    def _again(
        self, errors: tuple[tuple[str, str], ...], *, status: int = 200,
        read: Template | None = None, theirs: str | None = None,
    ) -> Response:  # fmt: skip
        view = TemplateEdit(
            action=self._action, name=self._name, text=self._text, base=self._base,
            new=self._new, errors=errors, reads=read is not None,
            title=read.title if read else self._name, kind=read.kind if read else "",
            front=_shown(read), theirs=theirs,
        )  # fmt: skip
        return self._said.edit(view, status=status)


def _shown(read: Template | None) -> tuple[tuple[str, str], ...]:
    """The keys that it fills, as the file names them, with the beginning of their values."""
    front = read.front if read else {}
    return tuple((key, str(value)[:120]) for key, value in front.items())


class Words:
    """What a screen says, in the reader's language."""

    def __init__(self, request: Request) -> None:
        self._request, self._theme, self.lang = request, theme_of(request), lang_of(request)

    def say(self, text: str) -> str:
        return self._theme.say(text, lang=self.lang)

    def told(self, problem: Problem) -> str:
        return self._theme.sentence(problem.sentence, problem.params, lang=self.lang)

    def reasons(self, problems: Sequence[Problem]) -> tuple[str, ...]:
        return tuple(self._reason(problem) for problem in problems)

    def errors(self, problems: Sequence[Problem]) -> tuple[tuple[str, str], ...]:
        return tuple(
            ("name" if one.field == "name" else "text", self._reason(one)) for one in problems
        )

    def _reason(self, problem: Problem) -> str:
        told = self.told(problem)
        return titled(self.say, problem.field, told) if problem.field else told

    def begun(self) -> str:
        return _BEGUN.format(
            title=self.say("Un nouveau modèle"), lang=self.lang,
            guide=self.say("À remplacer : ce que l’on attend ici, en une question."),
        )  # fmt: skip

    def edit(self, view: TemplateEdit, *, status: int = 200) -> Response:
        return self.screen("modele.html", view, self.say("Modèles de pages"), status=status)

    def screen(self, template: str, view: object, title: str, *, status: int = 200) -> Response:
        return screen(
            self._request, template, view, title=title, status=status, robots="noindex",
            canonical="",
        )  # fmt: skip
