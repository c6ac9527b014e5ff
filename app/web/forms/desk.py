"""The desk of someone who writes a page: what they have before them, and the screens of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from fastapi import Request
from fastapi.responses import Response

from app.actions.read_page import read_version
from app.actions.rights import sees_page
from app.actions.wiki import Wiki
from app.domain.errors import InvalidPage, Problem, Refused, RevisionNotFound
from app.domain.page import Page
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.rows import PageRow
from app.domain.sections import Section, sections, with_section
from app.theme.parts import Licence, Link
from app.web.addresses import directory_url, page_url
from app.web.forms import wording
from app.web.forms.page_form import PageForm, beside, summary_of
from app.web.forms.posted import Posted
from app.web.forms.rows import rearranged
from app.web.forms.texts import Typed
from app.web.frame import lang_of, screen, theme_of
from app.web.labels import titled
from app.web.reading.context import reading_of
from app.web.reading.live import show_list
from app.web.reading.pictures import dressed
from app.web.resolve import resolve
from app.web.views import Edit, Field, FieldError, Group, MediumWords
from app.web.views.pages import Markup
from app.web.views.tools import EditSource

# Fields of the form that are no keys of a page.
OWN_FIELDS = (
    "csrf", "base", "kind", "do", "body", "note", "minor", "shown", "slug", "byline", "text",
    "gone", "mode", "seen", "de", "page", "partie",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """What a form is for, where it does not save a page of ours: its text is offered to a friend,
    or decided upon.

    `proposes`: someone else will read it first; it must then say what it changes. `base` names the
    content that it started from; `locked` are keys that are not asked; `origin` is the friend
    whose page it is. `action` is where the form posts, `back` where one goes who gives up.
    """

    action: str
    back: str
    base: str
    heading: str
    lead: str
    send: str
    trail: tuple[Link, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    locked: tuple[str, ...] = ()
    origin: str = ""
    proposes: bool = False
    form_url: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """`page` is the version that the writer began from, at `base`; both None for a new page.

    `gone`: the page was deleted meanwhile, and this form brings it back. `part`: only that part of
    the text is before the writer.
    """

    request: Request
    wiki: Wiki
    reader: Reader
    path: PagePath
    base: RevisionId | None = None
    page: Page | None = None
    gone: bool = False
    offer: Offer | None = None
    part: Section | None = None

    def at_part(self, anchor: str) -> "Desk":
        """With that part of the text alone; the whole page where it has no such part."""
        if not anchor or self.page is None:
            return self
        body = self.page.body
        found = sections(body, self.wiki.renderer.outline(body).headings)
        return replace(self, part=next((one for one in found if one.anchor == anchor), None))

    def opened_body(self) -> str:
        if self.part is None or self.page is None:
            return self.form.body()
        return self.part.of(self.page.body)

    def whole_body(self, typed: str) -> str:
        """The text of the page with what was typed for its part, or in its place."""
        if self.part is None or self.page is None:
            return typed
        return with_section(self.page.body, self.part, typed)

    @property
    def form(self) -> PageForm:
        lang, offer = lang_of(self.request), self.offer
        return PageForm(
            self.wiki, self.wiki.rules(), self.reader, self.path, self.page, self.say, lang,
            locked=offer.locked if offer else (), origin=offer.origin if offer else "",
        )  # fmt: skip

    @property
    def action(self) -> str:
        return self.offer.action if self.offer else f"{self.url}/edit"

    @property
    def base_said(self) -> str:
        return self.offer.base if self.offer else str(self.base or "")

    @property
    def url(self) -> str:
        return page_url(self.path, self.wiki.kinds)

    @property
    def new(self) -> bool:
        return self.page is None

    @property
    def row(self) -> PageRow | None:
        """The page as it stands, where this person may see it."""
        row = self.wiki.index.page(self.path)
        return row if row is not None and sees_page(self.wiki, self.reader, row) else None

    def say(self, text: str) -> str:
        return theme_of(self.request).say(text, lang=lang_of(self.request))

    def told(self, problem: Problem) -> str:
        theme = theme_of(self.request)
        return theme.sentence(problem.sentence, problem.params, lang=lang_of(self.request))

    def preview(self, body: str, lang: str) -> Markup:
        return rendered(self.request, self.path.kind, body, lang)


def desk_from(request: Request, wiki: Wiki, reader: Reader, path: PagePath, posted: Posted) -> Desk:
    """The desk that a form was sent from. Raises RevisionNotFound, InvalidRevision; Refused where
    the part that it is about is not there, since its words would replace the whole text."""
    base = posted.one("base")
    if not base:
        return Desk(request, wiki, reader, path)
    revision = RevisionId(base)
    page = page_then(wiki, reader, path, revision)
    desk = Desk(request, wiki, reader, path, revision, page, gone=bool(posted.one("gone")))
    anchor = posted.one("partie")
    at_part = desk.at_part(anchor)
    if anchor and at_part.part is None:
        raise Refused(reason="cette partie n’est plus dans la page.")
    return at_part


def page_then(wiki: Wiki, reader: Reader, path: PagePath, revision: RevisionId) -> Page | None:
    """The version at a revision, moves followed; None where its file cannot be read.

    Raises RevisionNotFound.
    """
    try:
        return read_version(wiki, path, revision, reader=reader).page
    except InvalidPage:
        return None


def typed_of(posted: Posted) -> Typed:
    """The answers, their rows moved as the form was sent to have them."""
    typed = {name: texts for name, texts in posted.texts.items() if name not in OWN_FIELDS}
    return rearranged(typed, posted.one("do"))


def rendered(request: Request, kind: str, body: str, lang: str) -> Markup:
    """The text as the page will show it, safe."""
    reading = reading_of(request)
    html = reading.wiki.renderer.render(body, kind=kind, lang=lang).html
    draw = partial(show_list, reading, level=3)
    return Markup(resolve(
        reading.wiki, html, reading.reader, show_list=draw, dress=partial(dressed, reading)
    ))  # fmt: skip


def edit_screen(
    desk: Desk,
    typed: Typed,
    body: str,
    *,
    problems: Sequence[Problem] = (),
    posted: Posted | None = None,
    status: int = 200,
    similar: tuple[Link, ...] = (),
    lead: str = "",
) -> Response:
    """The form, as it was opened or as it came back."""
    posted = posted or Posted({})
    form = desk.form
    groups = _groups(desk, form, typed, {}, posted)
    note = next((problem for problem in problems if problem.field == "note"), None)
    told = beside([problem for problem in problems if problem is not note], groups)
    if told:
        errors = {name: _sentence(desk.told(problem)) for name, problem in told.items()}
        groups = _groups(desk, form, typed, errors, posted)
    view = _edit(desk, form, typed, body, groups, told, posted, similar, lead)
    view = _offered(desk, view, note)
    heading = view.title or desk.say("Écrire une page")
    return screen(
        desk.request, "edit.html", view, title=titled(desk.say, desk.say("Modifier"), heading),
        status=status, robots="noindex", scripts=("edit.js",), canonical="",
    )  # fmt: skip


def _edit(
    desk: Desk, form: PageForm, typed: Typed, body: str, groups: list[Group],
    told: dict[str, Problem], posted: Posted, similar: tuple[Link, ...], lead: str,
) -> Edit:  # fmt: skip
    said = {name: texts[0] for name, texts in typed.items() if texts}
    lang = said.get("lang") or (desk.page.lang if desk.page else desk.wiki.site.lang)
    return Edit(
        kind=desk.path.kind, title=said.get("title") or (desk.page.title if desk.page else ""),
        action=desk.action, groups=tuple(groups), body=body,
        licence=_licence(desk, form, typed), base=desk.base_said, new=desk.new, lead=lead,
        trail=_trail(desk), errors=summary_of(told, groups, desk.told, desk.say),
        body_error=_sentence(desk.told(told["body"])) if "body" in told else "",
        note=posted.one("note"), minor=bool(posted.one("minor")),
        preview=desk.preview(body, lang) if posted.one("do") == "preview" else None,
        cancel_url=directory_url(desk.path.kind, desk.wiki.kinds) if desk.new else desk.url,
        similar=similar, hidden=_hidden(desk, form), tools=_tools(desk),
        heading=desk.part.title if desk.part else "",
        part=desk.part.anchor if desk.part else "", picture=_picture(desk, form, typed),
    )  # fmt: skip


def _picture(desk: Desk, form: PageForm, typed: Typed) -> MediumWords | None:
    """What the dialog about a picture begins with: the page's licence, the writer's name."""
    person = desk.reader.person
    if person is None:
        return None
    known, page = form.rules.licences.licences, _licence(desk, form, typed).id
    chosen = page if page in known else desk.wiki.site.licence
    licences = tuple((one.id, desk.say(one.label), one.id == chosen) for one in known.values())
    return MediumWords(authors=person.name, licences=licences)


def _offered(desk: Desk, view: Edit, note: Problem | None) -> Edit:
    """The form in the words of what it is for, where that is not to save a page of ours."""
    offer = desk.offer
    if offer is None:
        return view
    told = _sentence(desk.told(note)) if note else ""
    return replace(
        view, heading=offer.heading, lead=offer.lead, send=offer.send, cancel_url=offer.back,
        proposes=offer.proposes, note_required=offer.proposes, note_error=told,
        errors=(*view.errors, FieldError("quoi", told)) if told else view.errors,
    )  # fmt: skip


def _tools(desk: Desk) -> tuple[Link, ...]:
    """What else can be done with the page, by whom may do it."""
    if desk.offer is not None:
        words = desk.say("Modifier le fichier entier")
        return (Link(words, desk.offer.source_url),) if desk.offer.source_url else ()
    source = Link(desk.say("Modifier le fichier entier"), f"{desk.url}/edit?mode=source")
    media = Link(desk.say("Ajouter une image ou un fichier"), "/-/media")
    if desk.new or desk.gone:
        return media, source
    move = Link(desk.say("Changer son adresse"), f"{desk.url}/move")
    tools = (media, source, move)
    if not desk.reader.has(Role.reviewer):
        return tools
    return *tools, Link(desk.say("Supprimer la page"), f"{desk.url}/delete")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _groups(
    desk: Desk, form: PageForm, typed: Typed, errors: dict[str, str], posted: Posted
) -> list[Group]:
    if desk.part is not None:
        return []
    do = posted.one("do")
    groups = form.groups(typed, errors, do)
    if not desk.new:
        return groups
    first = groups[0]
    at = next(n for n, field in enumerate(first.fields) if field.name == "title") + 1
    fields = (*first.fields[:at], _slug_field(desk, posted, errors), *first.fields[at:])
    return [Group(first.label, fields, first.help, first.folded, first.kind), *groups[1:]]


def _slug_field(desk: Desk, posted: Posted, errors: dict[str, str]) -> Field:
    prefix = directory_url(desk.path.kind, desk.wiki.kinds)
    return Field(
        name="slug", label=desk.say(wording.SLUG_LABEL), value=posted.one("slug") or desk.path.slug,
        help=desk.say(wording.SLUG_HELP).format(prefix=prefix), error=errors.get("slug", ""),
        size="medium",
    )  # fmt: skip


def _licence(desk: Desk, form: PageForm, typed: Typed) -> Licence:
    said = (typed.get("licence") or ("",))[0]
    if not said:
        said = desk.page.licence if desk.page else desk.wiki.site.licence
    known = form.rules.licences.licences.get(said)
    if known is None:
        return Licence(said, said or desk.say("Licence non dite"), open=False)
    return Licence(known.id, desk.say(known.label), known.url, desk.say(known.use), known.open)


def _trail(desk: Desk) -> tuple[Link, ...]:
    if desk.offer is not None:
        return desk.offer.trail
    kind = desk.wiki.kinds[desk.path.kind]
    trail = [Link(desk.say(kind.plural), directory_url(kind.name, desk.wiki.kinds))]
    if desk.page is not None:
        trail.append(Link(desk.page.title, desk.url))
    return tuple(trail)


def _hidden(desk: Desk, form: PageForm) -> tuple[tuple[str, str], ...]:
    gone = (("gone", "yes"),) if desk.gone else ()
    carried = desk.offer.hidden if desk.offer else ()
    if desk.part is not None:
        return (("partie", desk.part.anchor), *gone, *carried)
    return (("shown", " ".join(form.shown)), *gone, *carried)


def source_screen(
    desk: Desk,
    text: str,
    *,
    problems: Sequence[Problem] = (),
    posted: Posted | None = None,
    status: int = 200,
) -> Response:
    """The page's whole file in one field."""
    posted = posted or Posted({})
    view = EditSource(
        kind=desk.path.kind,
        title=desk.page.title if desk.page else desk.path.slug,
        action=desk.action,
        text=text,
        base=desk.base_said,
        new=desk.base is None and desk.offer is None,
        errors=tuple(_with_place(desk, problem) for problem in problems),
        note=posted.one("note"),
        minor=bool(posted.one("minor")),
        trail=_trail(desk),
        form_url=desk.offer.form_url if desk.offer else f"{desk.url}/edit",
        cancel_url=desk.offer.back if desk.offer else desk.url,
        hidden=_source_hidden(desk),
        send=desk.offer.send if desk.offer else "",
        minor_asked=not (desk.offer and desk.offer.proposes),
    )
    title = titled(desk.say, desk.say("Modifier"), view.title)
    return screen(
        desk.request, "edit_source.html", view, title=title, status=status, robots="noindex",
        canonical="",
    )  # fmt: skip


def _source_hidden(desk: Desk) -> tuple[tuple[str, str], ...]:
    gone = (("gone", "yes"),) if desk.gone else ()
    return (("mode", "source"), *gone, *(desk.offer.hidden if desk.offer else ()))


def _with_place(desk: Desk, problem: Problem) -> str:
    said = desk.told(problem)
    return titled(desk.say, problem.field, said) if problem.field else _sentence(said)


__all__ = [
    "Desk", "Offer", "RevisionNotFound", "desk_from", "edit_screen", "page_then", "rendered",
    "source_screen", "typed_of",
]  # fmt: skip
