"""Questions and what was typed, as the fields that the template draws."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from app.domain.licence import LicencePolicy
from app.domain.vocabulary import Vocabulary
from app.web.forms import wording
from app.web.forms.plan import Asked
from app.web.forms.questions import Question, Sort
from app.web.forms.typed import Typed, numbers, under
from app.web.labels import titled
from app.web.views import Field, Option, Row

_WIDGETS = {
    Sort.line: "text", Sort.text: "textarea", Sort.number: "number", Sort.integer: "number",
    Sort.year: "year", Sort.web: "url", Sort.choice: "select", Sort.choices: "checkboxes",
    Sort.themes: "checkboxes", Sort.licence: "select", Sort.language: "select",
    Sort.switch: "switch", Sort.word: "text", Sort.lines: "list", Sort.reference: "reference",
    Sort.references: "reference", Sort.point: "text", Sort.rows: "rows", Sort.date: "date",
}  # fmt: skip
_SIZES = {Sort.year: "short", Sort.word: "short", Sort.point: "medium", Sort.language: "medium"}
_SHORT_KEYS = ("department", "country", "insee")
_MEDIUM_KEYS = ("siret", "osm_id", "city", "zone", "unit")
_HEADS = ("title", "objective")
BLANK = "__n__"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What fields are drawn with: texts typed, errors by form name, words of the reader.

    `more_rows` is the name of the rows that are to have one blank row more.
    """

    typed: Typed
    errors: Mapping[str, str]
    say: Callable[[str], str]
    lang: str
    themes: Vocabulary
    licences: LicencePolicy
    more_rows: str = ""

    def one(self, name: str) -> str:
        return (self.typed.get(name) or ("",))[0]


def fields_of(drawing: Drawing, asked: Asked) -> list[Field]:
    """The fields of a question: one, but for themes (one for each theme that has sub-themes)."""
    question, name = asked.question, asked.name
    if question.sort is Sort.themes and any(drawing.themes):
        return _theme_fields(drawing, question, name)
    return [_field(drawing, question, name, within=asked.within, top=True)]


def _field(
    drawing: Drawing, question: Question, name: str, *, within: str = "", top: bool = False
) -> Field:
    sort, key = question.sort, question.key
    if sort is Sort.rows:
        return _rows(drawing, question, name)
    value = drawing.one(name)
    return Field(
        name=name,
        label=_label(drawing, question.label, within),
        widget=_widget(drawing, question, name),
        value=value,
        help=_help(drawing, question),
        error=drawing.errors.get(name, ""),
        required=question.required and top,
        options=_options(drawing, question, name),
        size=_size(question),
        limit=question.limit if sort is Sort.text or key in _HEADS else None,
        placeholder=wording.PLACEHOLDERS.get(key, ""),
        lines=_lines(question, value),
    )


def _label(drawing: Drawing, label: str, within: str) -> str:
    label = drawing.say(label)
    if not within:
        return label
    return titled(drawing.say, drawing.say(within), label[0].lower() + label[1:])


def _widget(drawing: Drawing, question: Question, name: str) -> str:
    value = drawing.one(name)
    # A browser shows nothing of a date that is not whole: such a one is typed.
    if question.sort is Sort.date and value and len(value) != len("2026-11-22"):
        return "year"
    if question.sort is Sort.themes:
        return "list"
    if question.key == "city":
        return "town"
    if question.key == "status":
        return "radio"
    return _WIDGETS[question.sort]


def _help(drawing: Drawing, question: Question) -> str:
    say = drawing.say
    example = wording.EXAMPLES.get(question.key, "page/bienvenue")
    if question.key == "status":
        return say(wording.STATUS_HELP)
    if question.sort is Sort.references:
        return say(wording.REFERENCES_HELP).format(example=example)
    if question.sort is Sort.reference:
        return say(wording.REFERENCE_HELP).format(example=example)
    if question.sort is Sort.lines and not question.help:
        return say(wording.LINES_HELP)
    return say(question.help) if question.help else ""


def _size(question: Question) -> str:
    if question.key in _SHORT_KEYS:
        return "short"
    return "medium" if question.key in _MEDIUM_KEYS else _SIZES.get(question.sort, "")


def _lines(question: Question, value: str) -> int:
    least = 1 if question.sort is Sort.reference else 3
    return max(least, min(12, value.count("\n") + len(value) // 90 + 1))


def _options(drawing: Drawing, question: Question, name: str) -> tuple[Option, ...]:
    chosen = set(drawing.typed.get(name, ()))
    if question.sort is Sort.licence:
        return _licences(drawing, question, chosen)
    if question.sort is Sort.language:
        return _languages(drawing, chosen)
    if question.terms is None:
        return ()
    terms = [(term.slug, term.label(drawing.lang)) for term in question.terms]
    return _choice(drawing, terms, chosen, question)


def _choice(
    drawing: Drawing, terms: list[tuple[str, str]], chosen: set[str], question: Question
) -> tuple[Option, ...]:
    """The list, and whatever the page says that is no longer in it."""
    known = {slug for slug, _ in terms}
    terms = [*terms, *((word, word) for word in sorted(chosen - known) if word)]
    found = tuple(Option(slug, label, slug in chosen) for slug, label in terms)
    if question.sort is Sort.choices or question.key == "status":
        return found
    return (Option("", drawing.say(wording.NOT_SAID), not chosen or "" in chosen), *found)


def _licences(drawing: Drawing, question: Question, chosen: set[str]) -> tuple[Option, ...]:
    known = [(one.id, drawing.say(one.label)) for one in drawing.licences.licences.values()]
    found = _choice(drawing, known, chosen, question)
    return found[1:] if question.required else found


def _languages(drawing: Drawing, chosen: set[str]) -> tuple[Option, ...]:
    known = [(code, drawing.say(name)) for code, name in wording.LANGUAGES.items()]
    known += [(code, code) for code in sorted(chosen) if code and code not in wording.LANGUAGES]
    return tuple(Option(code, name, code in chosen) for code, name in known)


def _theme_fields(drawing: Drawing, question: Question, name: str) -> list[Field]:
    tops = [term for term in drawing.themes if "/" not in term.slug]
    known = [(term.slug, term.label(drawing.lang)) for term in tops]
    head = _boxes(drawing, name, question.label, known)
    fields = [head]
    for top in tops:
        within = f"{top.slug}/"
        subs = [
            (term.slug, term.label(drawing.lang))
            for term in drawing.themes
            if term.slug.startswith(within)
        ]
        if subs:
            label = top.label(drawing.lang)
            fields.append(_boxes(drawing, f"{name}.{top.slug}", label, subs))
    return fields


def _boxes(drawing: Drawing, name: str, label: str, terms: list[tuple[str, str]]) -> Field:
    chosen = {text for text in drawing.typed.get(name, ()) if text}
    known = {slug for slug, _ in terms}
    terms = [*terms, *((word, word) for word in sorted(chosen - known))]
    options = tuple(Option(slug, said, slug in chosen) for slug, said in terms)
    error = drawing.errors.get(name, "")
    return Field(
        name=name, label=drawing.say(label), widget="checkboxes", options=options, error=error,
    )  # fmt: skip


def _rows(drawing: Drawing, question: Question, name: str) -> Field:
    """Rows that say something, under the number they were typed with, then blank ones."""
    filled = [n for n in numbers(drawing.typed, name) if under(drawing.typed, f"{name}.{n}")]
    first_free = max(filled, default=-1) + 1
    blanks = 2 if drawing.more_rows == name else 1
    shown = [*filled, *range(first_free, first_free + blanks)]
    word, add = wording.ROWS.get(question.key, wording.ROW)
    word = drawing.say(word)
    rows = tuple(
        _row(drawing, question, f"{name}.{n}", word, str(at)) for at, n in enumerate(shown, 1)
    )
    return Field(
        name=name, label=drawing.say(question.label), widget="rows",
        help=drawing.say(question.help) if question.help else "",
        error=drawing.errors.get(name, ""), required=question.required, rows=rows,
        blank=_row(drawing, question, f"{name}.{BLANK}", word, BLANK),
        add_label=drawing.say(add),
    )  # fmt: skip


def _row(drawing: Drawing, question: Question, name: str, word: str, at: str) -> Row:
    fields = [_field(drawing, part, f"{name}.{part.key}") for part in question.parts]
    own = drawing.say(wording.ROW_TITLE)
    named = (replace(f, label=own) if f.label == word else f for f in fields)
    return Row(f"{word} {at}", tuple(named))


def names_of(fields: Iterable[Field]) -> dict[str, Field]:
    """Fields by form name, those within rows included."""
    found: dict[str, Field] = {}
    for field in fields:
        found[field.name] = field
        for row in field.rows:
            found |= names_of(row.fields)
    return found
