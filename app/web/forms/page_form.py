"""The form of a page: what it asks, what came back, and the text of the file that this makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.actions.wiki import Wiki
from app.domain import front_matter, provenance
from app.domain.errors import InvalidPage, Problem
from app.domain.front_matter import REMOVED
from app.domain.kinds import PageKind
from app.domain.page import Page, parse_page
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role
from app.domain.rules import Rules
from app.web.forms import wording
from app.web.forms.answers import Answers
from app.web.forms.fields import Drawing, fields_of, names_of
from app.web.forms.plan import Group as Planned
from app.web.forms.plan import groups_of
from app.web.forms.questions import questions_of
from app.web.forms.references import PageNames, references_in
from app.web.forms.rows import moved_row, wanted_row
from app.web.forms.texts import Typed
from app.web.forms.town import CHOSEN, CITY, Towns
from app.web.forms.typed import Show, clean, typed_of
from app.web.labels import titled
from app.web.views import Field, FieldError, Group

NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class PageForm:
    """`page` is the version that the form was made from, None for a page to be written.

    `locked` keys are not asked. `origin` is the friend whose page it is: pages are then looked for
    there, and what was wrong with it before is not its reader's to put right.
    """

    wiki: Wiki
    rules: Rules
    reader: Reader
    path: PagePath
    page: Page | None
    say: Callable[[str], str]
    lang: str
    locked: tuple[str, ...] = ()
    origin: str = ""

    @property
    def kind(self) -> PageKind:
        return self.rules.kinds[self.path.kind]

    @property
    def front(self) -> Mapping[str, Any]:
        return self.page.front if self.page else NOTHING

    @property
    def not_asked(self) -> tuple[str, ...]:
        """Once a page has a licence, only a steward is asked about it."""
        free = self.page is None or self.reader.has(Role.steward)
        return self.locked if free else (*self.locked, "licence", "data_licence")

    def first(self, **given: str) -> Typed:
        """The texts of the form when it is opened; `given` fills a new page's."""
        if self.page is not None:
            return self._typed_of(self.front)
        return self._typed_of(
            {
                "title": given.get("title", ""),
                "lang": self.wiki.site.lang,
                "status": "draft",
                "licence": self.wiki.site.licence,
            }
        )

    def _typed_of(self, front: Mapping[str, Any]) -> Typed:
        said = {"status": "published", **front}
        found: dict[str, tuple[str, ...]] = {}
        show = self._show()
        for question in questions_of(self.kind):
            found |= typed_of(question, said.get(question.key), show=show)
        return found

    @property
    def _pages(self) -> PageNames:
        return PageNames(self.wiki, self.reader, self.origin)

    def _show(self) -> Show:
        """References of the page as titles; the rest stays as it is written."""
        named = references_in(questions_of(self.kind), self.front)
        titles = self._pages.titles(named) if named else {}
        return lambda text: titles.get(text, text)

    @property
    def _towns(self) -> Towns:
        return Towns(self.wiki.gazetteer, self._typed_of(self.front) if self.page else {})

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys that this form asks."""
        return tuple(q.key for q in questions_of(self.kind) if q.key not in self.not_asked)

    def body(self) -> str:
        return self.page.body.strip("\n") if self.page else ""

    def answers(self, typed: Typed, shown: set[str]) -> Answers:
        asked = tuple(q for q in questions_of(self.kind) if q.key in self.shown)
        front = {"status": "published", **self.front} if self.page else self.front
        towns = self._towns if CITY in typed else None
        answers = Answers(
            asked, front, towns.filled(typed) if towns else typed,
            shown=shown, find_page=self._pages.named, show=self._show(),
        )  # fmt: skip
        if towns and towns.unanswered(typed):
            answers.problems.append(Problem(CHOSEN, wording.WHICH_TOWN))
        return answers

    def text(self, answers: Answers, body: str) -> str:
        """The file: that of the version the form was made from, with only what changed changed."""
        body = self._whole_body(body)
        if self.page is None:
            values = {"kind": self.path.kind}
            values |= {k: v for k, v in answers.changes.items() if v is not REMOVED}
            return front_matter.compose(values, body)
        changes = provenance.kept(self.page.front, answers.changes)
        return front_matter.with_body(front_matter.splice(self.page.text, changes), body)

    def _whole_body(self, typed: str) -> str:
        typed = typed.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        old = self.page.body if self.page else "\n"
        if self.page is not None and typed == old.strip("\n"):
            return old
        lead = old[: len(old) - len(old.lstrip("\n"))] if old.strip("\n") else "\n"
        return f"{lead}{typed.rstrip()}\n" if typed.strip() else "\n"

    def problems(self, text: str, answers: Answers) -> list[Problem]:
        """All that is to be put right, under form names."""
        found = list(answers.problems)
        told = {problem.field for problem in found}
        before = self._checked(self.page.text) if self.origin and self.page else []
        for problem in (*self._checked(text), *self._to_publish(text)):
            if problem in before:
                continue
            name = answers.place(problem.field)
            if not any(name == one or name.startswith(f"{one}.") for one in told):
                found.append(Problem(name, problem.sentence, problem.params))
        return found

    def _checked(self, text: str) -> list[Problem]:
        try:
            return self.rules.check(parse_page(self.path, text))
        except InvalidPage as error:
            return list(error.problems)

    def _to_publish(self, text: str) -> list[Problem]:
        """What is published gets a summary; a page that was so without one may be put right."""
        try:
            page = parse_page(self.path, text)
        except InvalidPage:
            return []
        was = self.page is not None and self.page.status == "published" and not self.page.summary
        if page.status != "published" or page.summary.strip() or was:
            return []
        return [Problem("summary", wording.SUMMARY_WANTED)]

    def groups(self, typed: Typed, errors: Mapping[str, str], do: str = "") -> list[Group]:
        """The fields as they are drawn; `do` is what the form was sent for."""
        towns = self._towns.choices(typed) if CITY in typed else []
        drawing = Drawing(
            typed, errors, self.say, self.lang, self.rules.themes, self.rules.licences,
            wanted_row(do), moved_row(do), tuple(towns),
        )  # fmt: skip
        planned = groups_of(self.kind, without=self.not_asked)
        return [self._group(drawing, group) for group in planned]

    def _group(self, drawing: Drawing, group: Planned) -> Group:
        """Folded where it may be: not where something is to be put right in it, or was added."""
        fields = tuple(f for asked in group.asked for f in fields_of(drawing, asked))
        wrong = any(field.error for field in names_of(fields).values())
        redrawn = (drawing.more_rows, drawing.moved_row.rpartition(".")[0])
        added = any(one.name in redrawn for one in group.asked)
        return Group(
            label=self.say(group.label),
            fields=fields,
            help=self.say(group.help) if group.help else "",
            folded=group.folded and not wrong and not added,
            kind=self.path.kind,
        )


def beside(problems: list[Problem], groups: list[Group]) -> dict[str, Problem]:
    """Problems by the name of the field they stand beside: the nearest that the form has."""
    known = {"body", *names_of(field for group in groups for field in group.fields)}
    found: dict[str, Problem] = {}
    for problem in problems:
        name = problem.field
        while name and name not in known:
            name = name.rpartition(".")[0]
        found.setdefault(name, problem)
    return found


def summary_of(
    told: Mapping[str, Problem],
    groups: list[Group],
    sentence: Callable[[Problem], str],
    say: Callable[[str], str],
) -> tuple[FieldError, ...]:
    """The list on top, in the order of the form."""
    known = names_of(field for group in groups for field in group.fields)
    lines = []
    for name in sorted(told, key=lambda n: list(known).index(n) if n in known else -1):
        field = known.get(name)
        said = sentence(told[name])
        lines.append(FieldError(_anchor(name, field), _line(say, field, said)))
    return tuple(lines)


def _anchor(name: str, field: Field | None) -> str:
    return field.anchor if field else "texte" if name == "body" else ""


def _line(say: Callable[[str], str], field: Field | None, said: str) -> str:
    return titled(say, field.label, said) if field else said[:1].upper() + said[1:]


__all__ = ["PageForm", "beside", "clean", "summary_of"]
