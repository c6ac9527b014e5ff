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
from app.domain.writing import Right
from app.theme.parts import Licence, Link
from app.web.addresses import directory_url, page_url
from app.web.forms import wording
from app.web.forms.page_form import PageForm, beside, summary_of
from app.web.forms.posted import Posted
from app.web.forms.rows import rearranged
from app.web.forms.texts import Typed
from app.web.forms.unhurried import MOMENT, TRAP
from app.web.frame import lang_of, screen, theme_of
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.live import show_list
from app.web.reading.pictures import dressed
from app.web.resolve import resolve
from app.web.views import Edit, Field, FieldError, Group, MediumWords
from app.web.views.pages import Markup

# Fields of the form that are no keys of a page.
OWN_FIELDS = (
    "csrf", "base", "kind", "do", "body", "note", "minor", "shown", "slug", "byline", "text",
    "gone", "mode", "seen", "de", "page", "partie", "once", "kept", "anyway", TRAP,
    MOMENT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """What a form is for, where it does not save a page of ours: its text is offered to a friend,
    or decided upon.

    `proposes`: someone else will read it first; it must then say what it changes. `base` names the
    content that it started from; `locked` are keys that are not asked; `origin` is the friend
    whose page it is. `action` is where the form posts, `back` where one goes who gives up.
    `corrects`: it waits here already, and its writer puts it right.
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
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Proposing:
    """Of a form whose text is proposed here: `why`, in a sentence or ``; `once` is the secret of
    the proposal to come, `seen` the signed moment at which the form was shown (see `unhurried`)."""

    why: str
    once: str
    seen: str

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        return ("once", self.once), (MOMENT, self.seen)


# What only a reviewer says of a page, when they take it in.
NOT_PROPOSED = ("status",)


@dataclass(frozen=True, slots=True)
class Desk:
    """`page` is the version that the writer began from, at `base`; both None for a new page.

    `gone`: the page was deleted meanwhile, and this form brings it back. `part`: only that part of
    the text is before the writer. `proposing` where the text is proposed, not saved.
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
    right: Right = Right.save
    proposing: Proposing | None = None

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
            locked=self.locked, origin=offer.origin if offer else "",
        )  # fmt: skip

    @property
    def locked(self) -> tuple[str, ...]:
        if self.offer is not None:
            return self.offer.locked
        return NOT_PROPOSED if self.proposing and not self._may_publish else ()

    @property
    def _may_publish(self) -> bool:
        """A draft may be proposed as published."""
        return self.page is not None and self.page.status == "draft"

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

    def say_phrase(self, phrase: str) -> str:
        return theme_of(self.request).phrase(phrase, lang=lang_of(self.request)) if phrase else ""

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
    byline = next((problem for problem in problems if problem.field == "byline"), None)
    told = beside([one for one in problems if one not in (note, byline)], groups)
    if told:
        errors = {name: sentence(desk.told(problem)) for name, problem in told.items()}
        groups = _groups(desk, form, typed, errors, posted)
    view = _edit(desk, form, typed, body, groups, told, posted, similar, lead)
    view = _signed(desk, _offered(desk, view, note), byline, posted)
    heading = view.title or desk.say("Écrire une page")
    return screen(
        desk.request, "edit.html", view, title=titled(desk.say, desk.say("Modifier"), heading),
        status=status, robots="" if desk.reader.person else "noindex", description=heading,
        scripts=("edit.js",), canonical="",
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
        trail=trail_of(desk), errors=summary_of(told, groups, desk.told, desk.say),
        body_error=sentence(desk.told(told["body"])) if "body" in told else "",
        note=posted.one("note"), minor=bool(posted.one("minor")),
        preview=desk.preview(body, lang) if posted.one("do") == "preview" else None,
        cancel_url=directory_url(desk.path.kind, desk.wiki.kinds) if desk.new else desk.url,
        similar=similar, hidden=_hidden(desk, form), tools=_tools(desk),
        heading=desk.part.title if desk.part else "",
        part=desk.part.anchor if desk.part else "", picture=_picture(desk, form, typed),
        send=desk.say("Rétablir la page avec ce texte") if desk.gone else "",
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
    if desk.proposing is not None:
        lead = view.lead or desk.say_phrase(desk.proposing.why)
        return replace(view, proposes=True, why=lead, lead="")
    if offer is None:
        return view
    told = sentence(desk.told(note)) if note else ""
    return replace(
        view, heading=offer.heading, lead=offer.lead, send=offer.send, cancel_url=offer.back,
        proposes=offer.proposes or offer.corrects, note_required=offer.proposes, note_error=told,
        errors=(*view.errors, FieldError("quoi", told)) if told else view.errors,
    )  # fmt: skip


def _signed(desk: Desk, view: Edit, wrong: Problem | None, posted: Posted) -> Edit:
    """With the name that a stranger gave, and what is wrong with it."""
    if desk.proposing is None:
        return view
    view = replace(view, asks_byline=desk.reader.person is None)
    told = sentence(desk.told(wrong)) if wrong else ""
    errors = (*view.errors, FieldError("champ-byline", told)) if told else view.errors
    return replace(view, byline=posted.one("byline"), byline_error=told, errors=errors)


def _tools(desk: Desk) -> tuple[Link, ...]:
    """What else can be done with the page, by whom may do it."""
    if desk.offer is not None:
        words = desk.say("Modifier le fichier entier")
        return (Link(words, desk.offer.source_url),) if desk.offer.source_url else ()
    source = Link(desk.say("Modifier le fichier entier"), f"{desk.url}/edit?mode=source")
    media = Link(desk.say("Ajouter une image ou un fichier"), "/-/media")
    if desk.proposing is not None:
        return (source,)
    if desk.new or desk.gone:
        return media, source
    move = Link(desk.say("Changer son adresse"), f"{desk.url}/move")
    tools = (media, source, move)
    if not desk.reader.has(Role.reviewer):
        return tools
    protect = Link(desk.say("Protéger la page"), f"{desk.url}/protect")
    return *tools, protect, Link(desk.say("Supprimer la page"), f"{desk.url}/delete")


def sentence(text: str) -> str:
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


def trail_of(desk: Desk) -> tuple[Link, ...]:
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
    carried = (*carried, *(desk.proposing.hidden if desk.proposing else ()))
    if desk.part is not None:
        return (("partie", desk.part.anchor), *gone, *carried)
    return (("shown", " ".join(form.shown)), *gone, *carried)


__all__ = [
    "Desk", "Offer", "RevisionNotFound", "desk_from", "edit_screen", "page_then", "rendered",
    "typed_of",
]  # fmt: skip
