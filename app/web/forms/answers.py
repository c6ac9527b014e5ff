"""What was typed, read back into values; only the keys that a person changed are answered."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain import typed_values as reading
from app.domain.errors import Problem
from app.domain.front_matter import REMOVED
from app.domain.typed_values import Unreadable
from app.web.forms.hours import read_hours
from app.web.forms.questions import Question, Sort
from app.web.forms.texts import Typed
from app.web.forms.typed import (
    Show,
    as_it_is,
    as_rows,
    clean,
    lines_of,
    numbers,
    orders,
    typed_of,
    under,
)
from app.web.forms.wording import SEVERAL

# Gives kind/slug for what was typed as a page. Raises Unreadable.
FindPage = Callable[[str], str]
_READERS: Mapping[Sort, Callable[[str], Any]] = {
    Sort.number: reading.number, Sort.integer: reading.whole, Sort.year: reading.year,
    Sort.date: reading.day, Sort.point: reading.point, Sort.lines: lines_of,
}  # fmt: skip


class Answers:
    """`changes` by key (REMOVED for what was emptied); `problems` by form name, as typed.

    `shown` are the keys that the form asked: one of them that came back with nothing is empty.
    """

    def __init__(
        self,
        questions: tuple[Question, ...],
        front: Mapping[str, Any],
        typed: Typed,
        *,
        shown: set[str],
        find_page: FindPage,
        show: Show = as_it_is,
    ) -> None:
        self._typed, self._find_page, self._show = typed, find_page, show
        self._rows: dict[str, list[int]] = {}
        self.changes: dict[str, Any] = {}
        self.problems: list[Problem] = []
        present = {name.split(".")[0] for name in typed}
        for question in questions:
            if question.key in shown | present:
                self._answer(question, front)

    def _answer(self, question: Question, front: Mapping[str, Any]) -> None:
        key, before = question.key, front.get(question.key)
        if self._as_shown(question, key, before):
            self._note_rows(question, key)
            return
        value = self._value(question, key, before)
        if value is not None and value == before and type(value) is type(before):
            return
        if value is not None:
            self.changes[key] = value
        elif key in front and not self._wrong(key):
            self.changes[key] = REMOVED

    def _as_shown(self, question: Question, name: str, before: Any) -> bool:
        """True where the texts are those that the form was opened with, rows in their order."""
        shown = typed_of(question, before, name, show=self._show)
        same = under(self._typed, name) == under(shown, name)
        return same and orders(question, self._typed, name) == orders(question, shown, name)

    def _wrong(self, name: str) -> bool:
        return any(p.field == name or p.field.startswith(f"{name}.") for p in self.problems)

    def _value(self, question: Question, name: str, before: Any) -> Any:
        """The value that stands at a form name; None where nothing does."""
        if question.sort is Sort.group:
            return self._group(question, name, before)
        if question.sort is Sort.rows:
            return self._row_values(question, name, before)
        if question.sort in (Sort.choices, Sort.themes):
            return self._chosen(question, name, before)
        if question.sort is Sort.hours:
            said, problems = read_hours(self._typed, name)
            self.problems += problems
            return said or None
        text = clean("".join(self._typed.get(name, ())[:1]))
        if not text.strip():
            return None
        try:
            return self._read(question.sort, text)
        except Unreadable as error:
            told = error.problem
            self.problems.append(Problem(name, told.sentence, told.params))
            return None

    def _read(self, sort: Sort, text: str) -> Any:
        if sort in _READERS:
            return _READERS[sort](text if sort is Sort.lines else text.strip())
        if sort is Sort.switch:
            return True
        if sort is Sort.word:
            return int(text) if text.isdecimal() and len(text) < 10 else text.strip()
        if sort is Sort.references:
            return list(dict.fromkeys(self._find_page(line) for line in lines_of(text)))
        if sort is Sort.reference:
            lines = lines_of(text)
            if len(lines) > 1:
                raise Unreadable(SEVERAL, value=" / ".join(lines)[:80])
            return self._find_page(lines[0])
        return text if sort is Sort.text else text.strip()

    def _chosen(self, question: Question, name: str, before: Any) -> list[str] | None:
        """Kept ones first, in their order, so that a box ticked is one word added."""
        said = under(self._typed, name).values()
        chosen = {text.strip() for texts in said for text in texts}
        old = [item for item in before or [] if item in chosen] if isinstance(before, list) else []
        order = [term.slug for term in question.terms or ()]
        new = [slug for slug in (*order, *sorted(chosen)) if slug in chosen and slug not in old]
        return [*old, *dict.fromkeys(new)] or None

    def _group(self, question: Question, name: str, before: Any) -> dict[str, Any] | None:
        """What the form does not ask of the group stays."""
        value = dict(before) if isinstance(before, dict) else {}
        for part in question.parts:
            place = f"{name}.{part.key}"
            old = value.get(part.key)
            if self._as_shown(part, place, old):
                self._note_rows(part, place)
                continue
            said = self._value(part, place, old)
            if said is not None:
                value[part.key] = said
            else:
                value.pop(part.key, None)
        return value or None

    def _row_values(self, question: Question, name: str, before: Any) -> Any:
        """Rows in the order of the form; their number says which row it was. Empty ones go."""
        self._note_rows(question, name)
        old = as_rows(before)
        found = []
        for number in self._rows[name]:
            row = old[number] if number < len(old) else None
            value = self._group(question, f"{name}.{number}", row)
            found.append(value or {})
        return found or None

    def _note_rows(self, question: Question, name: str) -> None:
        """Remember which rows are filled: problems count them from 1."""
        if question.sort is Sort.group:
            for part in question.parts:
                self._note_rows(part, f"{name}.{part.key}")
        if question.sort is Sort.rows:
            filled = [n for n in numbers(self._typed, name) if under(self._typed, f"{name}.{n}")]
            self._rows[name] = filled

    def place(self, field: str) -> str:
        """The form name that a problem's field is about: `steps.2.title` may be `steps.5.title`."""
        for name, filled in self._rows.items():
            head, _, rest = field.removeprefix(f"{name}.").partition(".")
            if field.startswith(f"{name}.") and head.isdecimal() and 0 < int(head) <= len(filled):
                return f"{name}.{filled[int(head) - 1]}" + (f".{rest}" if rest else "")
        return field
