"""Values of a front matter as the texts of a form, by form name, and as they come back."""

from collections.abc import Callable, Iterable
from typing import Any

from app.domain.typed_values import written
from app.web.forms.hours import typed_hours
from app.web.forms.questions import Question, Sort
from app.web.forms.texts import Typed

# Says a reference as people do.
Show = Callable[[str], str]
_CONTINUED = "  "


def as_it_is(text: str) -> str:
    return text


def typed_of(
    question: Question, value: Any, name: str = "", *, show: Show = as_it_is
) -> dict[str, tuple[str, ...]]:
    """What the form shows for a value. A value of another shape than asked is not shown."""
    name = name or question.key
    if value is None:
        return {}
    if question.sort is Sort.group:
        return _group(question, value, name, show)
    if question.sort is Sort.rows:
        return _rows(question, value, name, show)
    if question.sort is Sort.hours:
        return typed_hours(value, name) if isinstance(value, str) else {}
    if question.sort is Sort.themes:
        return _themes(name, _words(value))
    if question.sort is Sort.choices:
        return {name: tuple(_words(value))}
    text = _text(question.sort, value, show)
    return {name: (text,)} if text else {}


def _group(question: Question, value: Any, name: str, show: Show) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for part in question.parts:
        found |= typed_of(part, value.get(part.key), f"{name}.{part.key}", show=show)
    return found


def _rows(question: Question, value: Any, name: str, show: Show) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(as_rows(value)):
        found |= _group(question, row, f"{name}.{number}", show)
    return found


def as_rows(value: Any) -> list[Any]:
    """The rows of a value; one mapping alone stands for the list of it."""
    if isinstance(value, dict):
        return [value]
    return value if isinstance(value, list) else []


def _themes(name: str, themes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Sub-themes stand under the name of their theme."""
    found: dict[str, tuple[str, ...]] = {}
    for theme in themes:
        top, _, sub = theme.partition("/")
        place = f"{name}.{top}" if sub else name
        found[place] = (*found.get(place, ()), theme)
    return found


def _words(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


def _text(sort: Sort, value: Any, show: Show) -> str:
    if sort is Sort.switch:
        return "yes" if value is True else ""
    if sort in (Sort.reference, Sort.references):
        return "\n".join(show(item) for item in _words(value))
    if sort is Sort.lines:
        return "\n".join(item.replace("\n", "\n" + _CONTINUED) for item in _words(value))
    if sort is Sort.point:
        good = isinstance(value, list) and all(_is_number(v) for v in value)
        return " ".join(str(v).replace(".", ",") for v in value) if good else ""
    if _is_number(value):
        return written(value) if sort in (Sort.number, Sort.integer) else str(value)
    return value if isinstance(value, str) else ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def lines_of(text: str) -> list[str]:
    """One item a line; a line that begins with two blanks goes on with the one before."""
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith(_CONTINUED) and items:
            items[-1] += "\n" + line.removeprefix(_CONTINUED).rstrip()
        elif line.strip():
            items.append(line.strip())
    return [item.rstrip("\n") for item in items]


def clean(text: str) -> str:
    """As browsers may have changed it: line ends, and blanks at the end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def under(typed: Typed, name: str) -> dict[str, tuple[str, ...]]:
    """What was typed for a name and all that is within it, blanks left out, to compare by."""
    found = {}
    for place, texts in typed.items():
        if place == name or place.startswith(f"{name}."):
            said = tuple(text for text in map(clean, texts) if text.strip())
            if said:
                found[place] = tuple(sorted(said))
    return found


def numbers(typed: Typed, name: str) -> list[int]:
    """The numbers of the rows that stand under a name, in the order of the form."""
    start = f"{name}."
    heads = (place[len(start) :].split(".")[0] for place in typed if place.startswith(start))
    return [int(h) for h in dict.fromkeys(heads) if h.isascii() and h.isdecimal() and len(h) < 5]


def orders(question: Question, typed: Typed, name: str) -> dict[str, list[int]]:
    """The numbers of rows that say something, by the name of the rows: their order counts."""
    if question.sort is Sort.group:
        parts = (orders(part, typed, f"{name}.{part.key}") for part in question.parts)
        return {place: rows for found in parts for place, rows in found.items()}
    if question.sort is not Sort.rows:
        return {}
    filled = [n for n in numbers(typed, name) if under(typed, f"{name}.{n}")]
    return {name: filled} if filled else {}
