"""What a kind's schema asks of a person: one question for each key, found in the types."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.domain.departments import DEPARTMENTS
from app.domain.kinds import PageKind, portal, terms
from app.domain.kinds.common import CommonKeys
from app.domain.kinds.types import Degrees, IsoDate, Reference, Url, YearOrDate
from app.domain.vocabulary import Vocabulary
from app.web.forms.help import HELP
from app.web.forms.wording import LABELS

LONG_TEXT = 500
NO_LIMIT = 10**9
# Keys that no form asks for: the address says the kind, and the server gives the id.
# What networks tell each other is theirs to say, and nobody knows it by heart.
NOT_ASKED = ("kind", "id", "derived_from", "translation_of", "redirects_from", "provenance")
NOT_ASKED_PARTS = ("Source.id",)


class Sort(StrEnum):
    """How a value is asked for and read."""

    line = "line"
    text = "text"
    number = "number"
    integer = "integer"
    year = "year"
    date = "date"
    web = "web"
    choice = "choice"
    choices = "choices"
    themes = "themes"
    licence = "licence"
    language = "language"
    switch = "switch"
    word = "word"
    lines = "lines"
    reference = "reference"
    references = "references"
    point = "point"
    group = "group"
    rows = "rows"
    hours = "hours"


@dataclass(frozen=True, slots=True)
class Question:
    """A key of the front matter, or of a value within it (`key` is its own name there).

    `terms` is the closed list to choose from, `limit` the most signs, `parts` the questions of a
    group or of each row.
    """

    key: str
    label: str
    sort: Sort
    help: str = ""
    required: bool = False
    terms: Vocabulary | None = None
    limit: int | None = None
    parts: tuple["Question", ...] = ()

    def part(self, key: str) -> "Question":
        return next(part for part in self.parts if part.key == key)


_VOCABULARIES = {
    found.name: found
    for found in (*vars(terms).values(), *vars(portal).values())
    if isinstance(found, Vocabulary)
}
_BY_KEY = {
    "themes": Sort.themes, "licence": Sort.licence, "data_licence": Sort.licence,
    "lang": Sort.language, "opening_hours": Sort.hours,
}  # fmt: skip
# Lists that the schema leaves open, for the sake of other countries.
_LISTS = {
    "Territory.department": Vocabulary(
        "departments", *((n, f"{n} {name}", f"{n} {name}") for n, name in DEPARTMENTS.items())
    )
}
_OF_ITEM = {Sort.choice: Sort.choices, Sort.reference: Sort.references, Sort.group: Sort.rows}


@lru_cache(maxsize=64)
def questions_of(kind: PageKind) -> tuple[Question, ...]:
    """Every question of a kind, those common to all kinds included."""
    found = _of_model(kind.schema)
    return tuple(_particular(question) for question in found if question.key not in NOT_ASKED)


def _particular(question: Question) -> Question:
    sort = _BY_KEY.get(question.key)
    return replace(question, sort=sort) if sort else question


def is_common(key: str) -> bool:
    return key in CommonKeys.model_fields


def _of_model(model: type[BaseModel]) -> tuple[Question, ...]:
    return tuple(
        _question(field.alias or name, field, model)
        for name, field in model.model_fields.items()
        if f"{model.__name__}.{name}" not in NOT_ASKED_PARTS
    )


def _question(key: str, field: FieldInfo, model: type[BaseModel]) -> Question:
    shape = _Shape(field.annotation, field)
    said = f"{model.__name__}.{key}"
    own = _LISTS.get(said)
    return Question(
        key=key,
        label=LABELS.get(said) or field.title or LABELS.get(key, key),
        sort=Sort.choice if own else shape.sort,
        help=_help(key, model) or field.description or "",
        required=field.is_required(),
        terms=own or _VOCABULARIES.get(str(shape.extra.get("terms", ""))),
        limit=shape.limit,
        parts=_of_model(shape.model) if shape.model else (),
    )


def _help(key: str, model: type[BaseModel]) -> str:
    """What is said of the key in its kind, else in every kind."""
    names = (f"{one.__name__}.{key}" for one in model.__mro__)
    return next((HELP[name] for name in names if name in HELP), "")


class _Shape:
    """What an annotation is made of, once what wraps it is taken off."""

    def __init__(self, annotation: Any, field: FieldInfo | None = None) -> None:
        self._marks: list[Any] = []
        self.extra: dict[str, Any] = {}
        if field is not None:
            self._take(field)
        self._types = self._bare(annotation)
        self.model: type[BaseModel] | None = None
        self.sort = self._sort()

    def _take(self, mark: Any) -> None:
        if not isinstance(mark, FieldInfo):
            self._marks.append(mark)
            return
        self._marks += mark.metadata
        if isinstance(mark.json_schema_extra, dict):
            self.extra |= mark.json_schema_extra

    def _bare(self, annotation: Any) -> list[Any]:
        if get_origin(annotation) is Annotated:
            inner, *marks = get_args(annotation)
            for mark in marks:
                self._take(mark)
            return self._bare(inner)
        if get_origin(annotation) in (Union, UnionType):
            found = (self._bare(one) for one in get_args(annotation) if one is not NoneType)
            return [one for of in found for one in of]
        return [annotation]

    @property
    def limit(self) -> int | None:
        """The most signs, where they are few enough to be counted for a person."""
        counted = self.sort in (Sort.line, Sort.text) and self._most <= LONG_TEXT
        return self._most if counted else None

    @property
    def _most(self) -> int:
        lengths = [getattr(mark, "max_length", None) for mark in self._marks]
        return min((length for length in lengths if length), default=0) or NO_LIMIT

    def _has(self, alias: Any) -> bool:
        """True where the marks of that type stand on the annotation."""
        return get_args(alias)[-1] in self._marks

    def _sort(self) -> Sort:
        first = self._types[0]
        if get_origin(first) is list:
            return Sort.point if self._has(Degrees) else self._of_list(get_args(first)[0])
        if isinstance(first, type) and issubclass(first, BaseModel):
            self.model = first
            return Sort.group
        if len(self._types) > 1:
            return Sort.year if self._has(YearOrDate) else Sort.word
        plain = {bool: Sort.switch, int: Sort.integer, float: Sort.number}
        return plain.get(first) or self._of_text()

    def _of_list(self, item: Any) -> Sort:
        shape = _Shape(item)
        self.model, self.extra = shape.model, self.extra | shape.extra
        return _OF_ITEM.get(shape.sort, Sort.lines)

    def _of_text(self) -> Sort:
        if self.extra.get("terms") in _VOCABULARIES:
            return Sort.choice
        for alias, sort in ((Reference, Sort.reference), (Url, Sort.web), (IsoDate, Sort.date)):
            if self._has(alias):
                return sort
        long = LONG_TEXT < self._most < NO_LIMIT
        return Sort.text if long or self.extra.get("widget") == "textarea" else Sort.line
