"""Documenting an action: a few plain questions, then the form of the page that comes out.

Every answer travels in the form itself, so that nothing is kept here, and nothing is saved before
its writer has read the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.rights import sees_page
from app.actions.wiki import Wiki
from app.actions.writing import right_of
from app.domain.errors import InvalidPath
from app.domain.links import LinkTarget, slugify
from app.domain.page_path import PagePath
from app.domain.rows import PageRow, PageState
from app.domain.telling import Told, added_to_method, added_to_place, as_method
from app.domain.writing import Right
from app.theme.parts import Licence, Link
from app.web.addresses import page_url
from app.web.context import TheReader
from app.web.forms.desk import Desk, edit_screen, page_then
from app.web.forms.filled import typed_front
from app.web.forms.guided import (
    GROUPS,
    METHOD,
    NAMES,
    PLACE,
    TRIAL,
    field_of,
    group_of,
    told_in,
    wrong_in,
)
from app.web.forms.offering import Lost, with_right
from app.web.forms.posted import Posted, ThePosted, here, is_ours
from app.web.forms.questions import questions_of
from app.web.frame import screen
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.near import near_pages
from app.web.screens.edit import invitation, kept
from app.web.views.guided import AnswerLine, AskedTogether, Guided
from app.web.views.writing import FieldError

router = APIRouter()
URL = "/-/documenter"
SAID_SIGNS = 90
SAME_NAMES = 50
_KIND_OF = {TRIAL: "method", PLACE: "place"}
NOT_FOUND = "Il n’y a pas de page « {value} »."
NEAR = "Il n’y a pas de page « {value} ». Vouliez-vous dire {titles} ?"
OTHER_KIND = "« {value} » n’est pas une page de ce genre : {kind}."
UNREADABLE = "La fiche de « {value} » ne se lit pas : elle est à réparer avant d’être complétée."
TARGET_WANTED = "à remplir : le titre de la page à compléter."
CHECK = (
    "La page est prête à relire, rien n’est encore enregistré. Corrigez, ajoutez des images à "
    "leurs étapes, puis enregistrez."
)
CHECK_ADDED = (
    "Ce que vous avez dit est ajouté au reste de la page, rien n’est encore enregistré. Relisez "
    "({names}), corrigez, puis enregistrez."
)
TEXT = "Le texte"
NOTE = "Une action documentée"


@router.get(URL)
def open_questions(request: Request, reader: TheReader, page: str = "") -> Response:
    """The first questions; `page` (`place/cafe-plum`) is where the action is told from."""
    reading = reading_of(request)
    if right_of(reading.wiki, reader, None) is Right.nothing:
        return invitation(request, here(request))
    return Telling(request, reading, page).screen(1)


@router.post(URL)
def take_answers(request: Request, reader: TheReader, posted: ThePosted) -> Response:
    """Another group of questions, or the form of the page: nothing that was typed is ever lost."""
    ours, reading = is_ours(request, posted), reading_of(request)
    lost = reader.person is None and Lost(posted).asks
    if not ours or lost or right_of(reading.wiki, reader, None) is Right.nothing:
        words = "\n\n".join(text for name in NAMES for text in posted.texts.get(name, ()) if text)
        shown = Posted({**posted.texts, "body": (words,)})
        return kept(request, shown, signed_in=reader.person is not None)
    typed = {name: posted.texts[name] for name in NAMES if name in posted.texts}
    telling = Telling(request, reading, posted.one("page"), typed)
    return telling.done() if posted.one("do") == "save" else telling.go(posted.one("do"))


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told so far. `page` is where it was begun, as typed in the address."""

    request: Request
    reading: Reading
    page: str
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def wiki(self) -> Wiki:
        return self.reading.wiki

    def say(self, text: str) -> str:
        return self.reading.say(text)

    def one(self, name: str) -> str:
        return (self.typed.get(name) or ("",))[0].strip()

    def go(self, do: str) -> Response:
        """The screen asked for; what only the first one needs is asked before the others."""
        said = do.removeprefix("go:")
        number = int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 1
        errors = wrong_in(self.typed, self.say)
        ahead = {name: told for name, told in errors.items() if group_of(name) < number}
        if ahead:
            return self.screen(min(map(group_of, ahead)), ahead)
        return self.screen(max(1, min(number, len(GROUPS))))

    def done(self) -> Response:
        """The form of the page that comes out, filled."""
        errors = wrong_in(self.typed, self.say)
        result, row = self.one("result") or METHOD, None
        if result in _KIND_OF:
            row, wrong = self._target(_KIND_OF[result])
            errors |= {"target": wrong} if wrong else {}
        if errors:
            return self.screen(min(map(group_of, errors)), errors)
        place = self._named(self.one("place"))
        known = str(place.path) if place is not None and place.path.kind == "place" else ""
        told = told_in(self.typed, place_page=known)
        return self._new_method(told) if row is None else self._added(told, row)

    def _named(self, text: str) -> PageRow | None:
        """The page that a title, or kind/slug, names; None where this person sees none."""
        if not text:
            return None
        target = LinkTarget.parse(text)
        if target.host:
            return None
        if target.title:
            row = self.wiki.index.titles([target]).get(target)
        else:
            row = self._at(f"{target.kind}/{target.slug}")
        return row if row is not None and sees_page(self.wiki, self.reading.reader, row) else None

    def _at(self, text: str) -> PageRow | None:
        try:
            row = self.wiki.index.page(PagePath.parse(text))
        except InvalidPath:
            return None
        standing = row is not None and row.state in (PageState.live, PageState.broken)
        return row if standing and row is not None and row.path.kind in self.wiki.kinds else None

    def _target(self, kind: str) -> tuple[PageRow | None, str]:
        """The page to add to, or what is wrong with what was typed for it."""
        text = self.one("target") or (self.one("place") if kind == "place" else "")
        if not text:
            return None, self.say(TARGET_WANTED)
        row = self._named(text)
        if row is None:
            return None, self._not_found(text)
        if row.path.kind != kind:
            label = self.say(self.wiki.kinds[kind].label)
            return None, self.say(OTHER_KIND).format(value=text[:80], kind=label)
        if row.state is PageState.broken:
            return None, self.say(UNREADABLE).format(value=row.title)
        return row, ""

    def _not_found(self, text: str) -> str:
        near = [f"« {link.label} »" for link in near_pages(self.reading, text[:80])][:3]
        if near:
            return self.say(NEAR).format(value=text[:80], titles=", ".join(near))
        return self.say(NOT_FOUND).format(value=text[:80])

    def _new_method(self, told: Told) -> Response:
        front, body = as_method(told, self.wiki.site.lang)
        path, there = self._free(slugify(told.name) or "action")
        desk = with_right(Desk(self.request, self.wiki, self.reading.reader, path))
        typed = {**desk.form.first(), **typed_front(self.wiki.kinds["method"], front)}
        return self._form(desk, typed, body, self.say(CHECK), there)

    def _free(self, slug: str) -> tuple[PagePath, tuple[Link, ...]]:
        """An address that no page has, and the page that has the first one tried."""
        path = PagePath("method", slug)
        first = self._at(str(path))
        for number in range(2, SAME_NAMES):
            if self.wiki.index.page(path) is None:
                break
            path = PagePath("method", f"{slug}-{number}")
        seen = first is not None and sees_page(self.wiki, self.reading.reader, first)
        link = (Link(first.title, page_url(first.path, self.wiki.kinds)),) if seen and first else ()
        return path, link

    def _added(self, told: Told, row: PageRow) -> Response:
        reader = self.reading.reader
        page = page_then(self.wiki, reader, row.path, row.revision)
        if page is None:
            said = self.say(UNREADABLE).format(value=row.title)
            return self.screen(len(GROUPS), {"target": said})
        desk = with_right(Desk(self.request, self.wiki, reader, row.path, row.revision, page))
        body = desk.form.body()
        if row.path.kind == "place":
            front, body = added_to_place(told, page.front, body, page.lang, here=str(row.path))
        else:
            front = added_to_method(told, page.front, page.lang)
        changed = {key: said for key, said in front.items() if page.front.get(key) != said}
        kind = self.wiki.kinds[row.path.kind]
        typed = {**desk.form.first(), **typed_front(kind, changed)}
        names = [self.say(one.label) for one in questions_of(kind) if one.key in changed]
        if body != desk.form.body():
            names.append(self.say(TEXT))
        lead = self.say(CHECK_ADDED).format(names=", ".join(names))
        return self._form(desk, typed, body, lead)

    def _form(
        self, desk: Desk, typed: Mapping[str, tuple[str, ...]], body: str, lead: str,
        similar: tuple[Link, ...] = (),
    ) -> Response:  # fmt: skip
        posted = Posted({"note": (self.say(NOTE),)})
        answer = edit_screen(desk, typed, body, posted=posted, similar=similar, lead=lead)
        # It may hold the secret of a proposal to come.
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def screen(self, number: int, errors: Mapping[str, str] | None = None) -> Response:
        errors = errors or {}
        about = self._at(self.page)
        if about is not None and not sees_page(self.wiki, self.reading.reader, about):
            about = None
        groups = self._groups(number, self._begun(about), errors)
        view = Guided(
            action=URL, key=f"{URL}|{about.path if about else ''}", groups=groups, number=number,
            errors=self._summary(groups, errors), page=str(about.path) if about else "",
            about=Link(about.title, page_url(about.path, self.wiki.kinds)) if about else None,
            licence=self._licence(), answers=self._answers() if number == len(GROUPS) else (),
            cancel_url=page_url(about.path, self.wiki.kinds) if about else "/-/ecrire",
        )  # fmt: skip
        return screen(
            self.request, "documenter.html", view, title=self.say("Documenter une action"),
            status=422 if errors else 200, robots="noindex", scripts=("edit.js",), canonical="",
        )  # fmt: skip

    def _begun(self, about: PageRow | None) -> Mapping[str, tuple[str, ...]]:
        """The answers; at first, those that the page where it was begun already gives."""
        if self.typed or about is None:
            return self.typed
        result = next((one for one, kind in _KIND_OF.items() if kind == about.path.kind), METHOD)
        again = self._named(about.title)
        name = about.title if again and again.path == about.path else str(about.path)
        given = {"result": (result,)} | ({"target": (name,)} if result != METHOD else {})
        return given | ({"place": (name,)} if result == PLACE else {})

    def _groups(
        self, number: int, typed: Mapping[str, tuple[str, ...]], errors: Mapping[str, str]
    ) -> tuple[AskedTogether, ...]:
        lang = self.reading.lang
        return tuple(
            AskedTogether(
                at, self.say(group.label), self.say(group.help),
                tuple(field_of(ask, typed, errors, self.say, lang) for ask in group.asked),
                at == number,
            )
            for at, group in enumerate(GROUPS, 1)
        )  # fmt: skip

    def _summary(
        self, groups: tuple[AskedTogether, ...], errors: Mapping[str, str]
    ) -> tuple[FieldError, ...]:
        fields = {one.name: one for group in groups if group.current for one in group.fields}
        return tuple(
            FieldError(fields[name].anchor, titled(self.say, fields[name].label, told))
            for name, told in errors.items()
            if name in fields
        )

    def _answers(self) -> tuple[AnswerLine, ...]:
        """What the other screens say, by their first answer."""
        found = []
        for number, group in enumerate(GROUPS[:-1], 1):
            texts = (self.one(ask.name) for ask in group.asked if ask.widget != "checkboxes")
            said = " ".join(next(filter(None, texts), "").split())
            cut = f"{said[:SAID_SIGNS].rsplit(' ', 1)[0]}…" if len(said) > SAID_SIGNS else said
            found.append(AnswerLine(number, self.say(group.label), cut))
        return tuple(found)

    def _licence(self) -> Licence:
        said = self.wiki.site.licence
        known = self.wiki.rules().licences.licences.get(said)
        if known is None:
            return Licence(said, said, open=False)
        return Licence(known.id, self.say(known.label), known.url, self.say(known.use), known.open)
