"""Values of the file as people read them, by what their question asks; never YAML."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.actions.compare import said_of
from app.domain.kinds import PageKind
from app.domain.typed_values import written
from app.domain.vocabulary import Vocabulary
from app.web.forms import wording
from app.web.forms.questions import Question, Sort, questions_of
from app.web.forms.typed import as_rows
from app.web.labels import titled
from app.web.reading.context import Reading
from app.web.reading.hours import hours_in_words

_OF_MACHINES = ("derived_from", "translation_of")


@dataclass(frozen=True, slots=True)
class Saying:
    reading: Reading

    def value(self, question: Question | None, value: Any) -> str:
        """One line, or one for each part; `` where there is nothing."""
        if value is None:
            return ""
        if question is None:
            # Where a page came from is told by the network alone: the rest is for machines.
            return said_of(value.get("instance") if isinstance(value, dict) else value)
        if question.sort is Sort.rows:
            rows = as_rows(value)
            return "\n\n".join(self._parts(question, row) for row in rows) if rows else str(value)
        if question.sort is Sort.group:
            return self._parts(question, value)
        if isinstance(value, list) and question.sort is not Sort.point:
            between = ", " if question.terms or question.sort is Sort.themes else "\n"
            return between.join(self._one(question, item) for item in value)
        return self._one(question, value)

    def _parts(self, question: Question, value: Any) -> str:
        if not isinstance(value, dict):
            return said_of(value)
        known = {part.key: part for part in question.parts}
        lines = []
        for key, item in value.items():
            part = known.get(key)
            label = self._label(question, part) if part else str(key)
            lines.append(titled(self.reading.say, label, self.value(part, item)))
        return "\n".join(lines)

    def _label(self, question: Question, part: Question) -> str:
        """As the form has it: a row is not called twice what it is."""
        row = wording.ROWS.get(question.key, wording.ROW)[0]
        return self.reading.say(wording.ROW_TITLE if part.label == row else part.label)

    def _one(self, question: Question, value: Any) -> str:
        reading = self.reading
        if isinstance(value, bool):
            return reading.say("oui") if value else reading.say("non")
        if isinstance(value, int | float) and question.sort in (Sort.number, Sort.integer):
            return written(value)
        if not isinstance(value, str):
            return said_of(value)
        if question.sort is Sort.language:
            return reading.writing.language(value)
        if question.sort is Sort.licence:
            return reading.licence(value).label
        if question.sort is Sort.hours:
            return hours_in_words(value, reading.lang)
        terms = self._terms(question)
        return terms.label(value, reading.lang) if terms else value

    def _terms(self, question: Question) -> Vocabulary | None:
        return self.reading.rules.themes if question.sort is Sort.themes else question.terms


def saying_of(reading: Reading, kind: PageKind) -> Callable[[str, Any], str]:
    """What people read for a key of the card of that kind and its value."""
    asked = {question.key: question for question in questions_of(kind)}
    saying = Saying(reading)

    def say(key: str, value: Any) -> str:
        if key == "kind" and value in reading.wiki.kinds:
            return reading.say(reading.wiki.kinds[value].label)
        return saying.value(None if key in _OF_MACHINES else asked.get(key), value)

    return say
