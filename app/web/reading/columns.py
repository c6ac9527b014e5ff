"""The columns that a table of pages may have: every key of their kind, drawn from its schema."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.domain.kinds import PageKind, terms
from app.domain.kinds.types import Value
from app.domain.rows import PageRow
from app.domain.vocabulary import Vocabulary
from app.theme.parts import Fact
from app.web.labels import titled
from app.web.reading.context import Reading
from app.web.reading.front import Front
from app.web.reading.references import References

_LEFT_OUT = ("kind", "id", "title", "derived_from", "translation_of", "redirects_from", "redirects")
_NAMED = {
    "themes": "theme", "tags": "tag", "licence": "licence", "lang": "lang", "status": "status",
    "territory.department": "department",
}  # fmt: skip
REFERENCES = (
    "networks", "cae", "partners", "methods", "parent", "members", "variants", "prerequisites",
    "places",
)  # fmt: skip
VOCABULARIES = {one.name: one for one in vars(terms).values() if isinstance(one, Vocabulary)}
TEXT_SHOWN = 140
CHOSEN_LIMIT = 12
# What a table shows where nobody chose.
USUAL = {
    "place": ("territory.city", "territory.region", "opened", "legal_status", "turnover_eur"),
    "method": ("form", "duration_min", "people_min", "difficulty"),
    "mini_cool": ("duration_min", "sequence", "audience"),
    "organisation": ("type", "scope", "territory.region"),
}
OTHERS = ("territory.region", "themes", "updated_at")


@dataclass(frozen=True, slots=True)
class Column:
    """A key of the card (`territory.city`) or of the page. `how` is a kind of Fact, or `count`
    (groups), `terms`, `references`, `words`. `vocabulary` names the words for its values."""

    key: str
    label: str
    how: str = "text"
    vocabulary: str = ""
    group: str = ""

    def said(self, say: Callable[[str], str]) -> str:
        return titled(say, say(self.group), say(self.label)) if self.group else say(self.label)

    @property
    def number(self) -> bool:
        return self.how in ("number", "money", "duration", "count")


PAGE_COLUMNS = (
    Column("updated_at", "Mise à jour", "moment"), Column("created_at", "Créée", "moment"),
    Column("versions", "Versions", "number"),
)  # fmt: skip


@lru_cache(maxsize=32)
def columns_for(kind: PageKind) -> tuple[Column, ...]:
    """In the order of the schema, then what the wiki itself knows of a page."""
    return (*_columns(kind.schema, "", ""), *PAGE_COLUMNS)


def chosen(kind: PageKind, asked: Iterable[str]) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The columns asked for (the usual ones where none is), and the names that are none."""
    known = {column.key: column for column in columns_for(kind)}
    asked = tuple(dict.fromkeys(asked))
    found = tuple(known[key] for key in asked if key in known)[:CHOSEN_LIMIT]
    usual = (known[key] for key in USUAL.get(kind.name, OTHERS) if key in known)
    return found or tuple(usual), tuple(key for key in asked if key not in known)


def _columns(schema: type[BaseModel], before: str, group: str) -> Iterator[Column]:
    for name, field in schema.model_fields.items():
        key = f"{before}{field.alias or name}"
        if key in _LEFT_OUT:
            continue
        label = field.title or name
        inner, listed, vocabulary = _leaf(field)
        if isinstance(inner, type) and issubclass(inner, Value):
            if listed:
                yield Column(key, label, "count")
            elif not before:
                yield from _columns(inner, f"{key}.", label)
        else:
            how = _how(key, inner, listed, vocabulary)
            yield Column(key, label, how, vocabulary, "" if group == "Territoire" else group)


def _how(key: str, inner: Any, listed: bool, vocabulary: str) -> str:
    if key in REFERENCES:
        return "references"
    if key == "coordinates":
        return "words"
    if inner is bool:
        return "yes"
    if inner in (int, float):
        return (
            "money" if key.endswith("_eur") else "duration" if key == "duration_min" else "number"
        )
    return "terms" if vocabulary or key in _NAMED else "words" if listed else "text"


def _leaf(field: FieldInfo) -> tuple[Any, bool, str]:
    """What the values are, whether there is a list of them, and their vocabulary."""
    listed, vocabulary = False, _terms(field)
    inner = field.annotation
    while (origin := get_origin(inner)) is not None:
        parts = get_args(inner)
        if origin is Annotated:
            infos = [one for one in parts[1:] if isinstance(one, FieldInfo)]
            vocabulary = vocabulary or next(filter(None, map(_terms, infos)), "")
            inner = parts[0]
        elif origin in (Union, UnionType):
            inner = str if str in parts else next(p for p in parts if p is not type(None))
        elif origin is list:
            listed, inner = True, parts[0]
        else:
            break
    return inner, listed, vocabulary


def _terms(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    return str(extra.get("terms", "")) if isinstance(extra, dict) else ""


class Cells:
    """The cells of some rows; pages that they name are looked for all at once."""

    def __init__(self, reading: Reading, columns: Sequence[Column], rows: Sequence[PageRow]):
        self._reading, self._columns = reading, columns
        keys = [column.key for column in columns if column.how == "references"]
        named: dict[str, list[str]] = {}
        for row in rows:
            front = Front(row.front)
            named.setdefault(row.origin, []).extend(w for key in keys for w in front.words(key))
        self._references = {o: References(reading, w, origin=o) for o, w in named.items()}

    def of(self, row: PageRow) -> tuple[Fact, ...]:
        return tuple(self._fact(row, column) for column in self._columns)

    def _fact(self, row: PageRow, column: Column) -> Fact:
        *groups, key = column.key.split(".")
        front = Front(row.front)
        for group in groups:
            front = front.group(group)
        if column.how == "references":
            return Fact("", links=self._references[row.origin].links(front.words(key)[:6]))
        return Fact("", self._value(row, column, front, key), kind=_KINDS.get(column.how, "text"))

    def _value(self, row: PageRow, column: Column, front: Front, key: str) -> object:
        how, say = column.how, self._reading.say
        if how == "moment":
            return getattr(row, key).date()
        if column.key in ("licence", "lang", "status", "summary", "versions"):
            value = getattr(row, key)
            named = _NAMED.get(column.key)
            return self._reading.label(named, value) if named and value else value
        if how == "count":
            return len(front.items(key)) or ""
        if how in ("number", "money", "duration"):
            number = front.number(key)
            return "" if number is None else number
        if how == "yes":
            return say("Oui") if front.yes(key) else ""
        if how == "terms":
            return ", ".join(self._term(column, value) for value in front.words(key))
        words = _numbers(row, key) if key == "coordinates" else front.words(key)
        return _short(", ".join(words) or front.said(key))

    def _term(self, column: Column, value: str) -> str:
        if column.key in _NAMED:
            return self._reading.label(_NAMED[column.key], value)
        if column.vocabulary in VOCABULARIES:
            return VOCABULARIES[column.vocabulary].label(value, self._reading.lang)
        return value


_KINDS = {
    "number": "number", "money": "money", "duration": "duration", "count": "number",
    "moment": "date",
}  # fmt: skip


def _numbers(row: PageRow, key: str) -> tuple[str, ...]:
    value = row.front.get(key)
    return (
        tuple(f"{n:.4f}" for n in value if isinstance(n, float)) if isinstance(value, list) else ()
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TEXT_SHOWN else f"{line[:TEXT_SHOWN].rsplit(' ', 1)[0]} …"
