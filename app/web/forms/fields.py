"""Questions and what was typed, as the fields that the template draws."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from app.domain.departments import department_label
from app.domain.errors import InvalidMedium
from app.domain.licence import LicencePolicy
from app.domain.media import MediumName
from app.domain.towns import Town
from app.domain.vocabulary import Vocabulary
from app.theme.words import name_in
from app.web.forms import wording
from app.web.forms.hours import DAYS, OFF, OTHER, SPANS
from app.web.forms.plan import Asked
from app.web.forms.questions import Question, Sort
from app.web.forms.texts import Typed
from app.web.forms.town import CHOSEN, CITY, NONE_OF_THEM
from app.web.forms.typed import numbers, under
from app.web.labels import titled
from app.web.views import Field, Option, Row

_WIDGETS = {
    Sort.line: "text", Sort.text: "textarea", Sort.number: "number", Sort.integer: "number",
    Sort.year: "year", Sort.web: "url", Sort.choice: "select", Sort.choices: "checkboxes",
    Sort.themes: "checkboxes", Sort.licence: "select", Sort.language: "select",
    Sort.switch: "switch", Sort.word: "text", Sort.lines: "list", Sort.reference: "reference",
    Sort.references: "reference", Sort.point: "text", Sort.rows: "rows", Sort.date: "date",
    Sort.hours: "hours",
}  # fmt: skip
_SIZES = {Sort.year: "short", Sort.word: "short", Sort.point: "medium", Sort.language: "medium"}
_SHORT_KEYS = ("department", "country", "insee")
_MEDIUM_KEYS = ("siret", "osm_id", "city", "zone", "unit")
_HEADS = ("title", "objective")
BLANK = "__n__"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What fields are drawn with: texts typed, errors by form name, words of the reader.

    `more_rows` is the name of the rows that are to have one blank row more, `moved_row` that of the
    row that was moved; `towns` those among which someone has to choose.
    """

    typed: Typed
    errors: Mapping[str, str]
    say: Callable[[str], str]
    lang: str
    themes: Vocabulary
    licences: LicencePolicy
    more_rows: str = ""
    moved_row: str = ""
    towns: tuple[Town, ...] = ()

    def one(self, name: str) -> str:
        return (self.typed.get(name) or ("",))[0]


def fields_of(drawing: Drawing, asked: Asked) -> list[Field]:
    """The fields of a question: one, but for themes (one for each theme that has sub-themes)."""
    question, name = asked.question, asked.name
    if question.sort is Sort.themes and any(drawing.themes):
        return _theme_fields(drawing, question, name)
    field = _field(drawing, question, name, within=asked.within, top=True)
    return [field, _which_town(drawing)] if name == CITY and drawing.towns else [field]


def _which_town(drawing: Drawing) -> Field:
    """Towns of the same name, to choose from."""
    said = drawing.one(CHOSEN) or NONE_OF_THEM
    towns = [(town.insee, _town_label(town)) for town in drawing.towns]
    towns.append((NONE_OF_THEM, drawing.say(wording.NO_SUCH_TOWN)))
    return Field(
        name=CHOSEN, label=drawing.say(wording.WHICH_TOWN_LABEL), widget="radio",
        options=tuple(Option(value, label, value == said) for value, label in towns),
        error=drawing.errors.get(CHOSEN, ""),
    )  # fmt: skip


def _town_label(town: Town) -> str:
    code = town.postcodes[0] if town.postcodes else town.insee
    place = f"{town.name}, {department_label(town.department)}"
    return f"{place}, {code}"


def _field(
    drawing: Drawing, question: Question, name: str, *, within: str = "", top: bool = False
) -> Field:
    sort, key = question.sort, question.key
    if sort is Sort.rows:
        return _rows(drawing, question, name)
    if sort is Sort.hours:
        return _hours(drawing, question, name)
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
        lines=_lines(question, value),
        suggested=tuple(drawing.say(word) for word in _suggested(name)),
        picks=" ".join(wording.PICKS.get(key, ())),
        picture=_picture(value) if key == "media" else "",
        alt=drawing.one(f"alt.{name}") if key == "media" else "",
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
    if question.key == "media":
        return "media"
    if question.key == "status":
        return "radio"
    return _WIDGETS[question.sort]


def _help(drawing: Drawing, question: Question) -> str:
    say = drawing.say
    if question.key == "status":
        return say(wording.STATUS_HELP)
    return say(question.help) if question.help else ""


def _suggested(name: str) -> tuple[str, ...]:
    """Usual words for a field, its row's number aside: `figures.3.name` asks for `figures.name`."""
    return wording.SUGGESTED.get(".".join(p for p in name.split(".") if not p.isdecimal()), ())


def _picture(value: str) -> str:
    """The address of a picture of ours, to be shown small."""
    try:
        medium = MediumName.parse(value.rsplit("/", 1)[-1])
    except InvalidMedium:
        return ""
    return f"/media/{medium}" if medium.kind == "picture" else ""


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
    more = (code for code in sorted(chosen) if code and code not in wording.LANGUAGES)
    known = (*wording.LANGUAGES, *more)
    return tuple(Option(code, name_in(code, drawing.lang), code in chosen) for code in known)


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
    blanks = 2 if drawing.more_rows == name and filled else 1
    shown = [*filled, *range(first_free, first_free + blanks)]
    word, add = wording.ROWS.get(question.key, wording.ROW)
    word = drawing.say(word)
    focused = drawing.moved_row or (f"{name}.{shown[-1]}" if drawing.more_rows == name else "")
    rows = tuple(
        _row(drawing, question, f"{name}.{n}", f"{word} {at}", focused, movable=n in filled)
        for at, n in enumerate(shown, 1)
    )
    return Field(
        name=name, label=drawing.say(question.label), widget="rows",
        help=drawing.say(question.help) if question.help else "",
        error=drawing.errors.get(name, ""), required=question.required, rows=rows,
        blank=_row(drawing, question, f"{name}.{BLANK}", f"{word} {BLANK}"),
        add_label=drawing.say(add),
    )  # fmt: skip


def _row(
    drawing: Drawing, question: Question, name: str, label: str, focused: str = "",
    *, movable: bool = False,
) -> Row:  # fmt: skip
    word, _, _ = label.rpartition(" ")
    fields = [_field(drawing, part, f"{name}.{part.key}") for part in question.parts]
    own = drawing.say(wording.ROW_TITLE)
    named = [replace(f, label=own) if f.label == word else f for f in fields]
    if name == focused:
        named[0] = replace(named[0], focus=True)
    return Row(label, tuple(named), name, movable)


def _hours(drawing: Drawing, question: Question, name: str) -> Field:
    """A week of days, two spans each, and what the week cannot say."""
    words = [drawing.say(word) for word in wording.WEEK]
    days = tuple(
        Row(said, _day(drawing, f"{name}.{day}")) for day, said in zip(DAYS, words, strict=True)
    )
    other = f"{name}.{OTHER}"
    rest = Field(
        name=other, label=drawing.say(wording.OTHER_HOURS),
        help=drawing.say(wording.OTHER_HOURS_HELP), error=drawing.errors.get(other, ""),
        # What a program sent as one text is shown here.
        value=drawing.one(other) or drawing.one(name),
    )  # fmt: skip
    return Field(
        name=name, label=drawing.say(question.label), widget="hours",
        help=drawing.say(question.help), error=drawing.errors.get(name, ""),
        rows=(*days, Row(rest.label, (rest,))),
    )  # fmt: skip


def _day(drawing: Drawing, name: str) -> tuple[Field, ...]:
    ends = [
        Field(
            name=f"{name}.{n}", label=drawing.say(wording.HOURS_ENDS[n]),
            value=drawing.one(f"{name}.{n}"), error=drawing.errors.get(f"{name}.{n}", ""),
        )
        for n in range(2 * SPANS)
    ]  # fmt: skip
    off = f"{name}.{OFF}"
    closed = Field(
        name=off, label=drawing.say(wording.CLOSED), widget="switch", value=drawing.one(off),
        error=drawing.errors.get(off, ""),
    )  # fmt: skip
    return (*ends, closed)


def names_of(fields: Iterable[Field]) -> dict[str, Field]:
    """Fields by form name, those within rows included."""
    found: dict[str, Field] = {}
    for field in fields:
        found[field.name] = field
        for row in field.rows:
            found |= names_of(row.fields)
    return found
