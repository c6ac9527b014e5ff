"""What each word is worth in a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.finding.fields import Findable
from app.domain.finding.french import Digest, digest, language

_TITLE, _SUMMARY, _HEADING, _TEXT = 9.0, 3.0, 2.0, 1.0
_USUAL_TITLE, _USUAL_TEXT = 5.0, 400.0
_TITLE_B, _TEXT_B = 0.5, 0.6
_PART = 0.4
_SATURATION = 1.6


@dataclass(frozen=True, slots=True)
class Weighed:
    worth: Mapping[str, float]
    lines: tuple[str, ...]


def weighed(page: Findable) -> Weighed:
    lang = language(page.lang)
    title = digest(page.title, lang)
    body = digest(page.text, lang)
    length = max(1, sum(title.whole.values())) / _USUAL_TITLE
    fields: list[tuple[Digest, float]] = [(title, _TITLE / (1 - _TITLE_B + _TITLE_B * length))]
    fields += [(digest(words, lang), _SUMMARY) for words in (page.summary, *page.labels)]
    fields += [(digest(heading, lang), _HEADING) for heading in page.headings]
    fields.append((digest(page.codes, lang), _TEXT))
    fields.append((body, _TEXT / (1 - _TEXT_B + _TEXT_B * body.length / _USUAL_TEXT)))
    return Weighed(_worth(fields), tuple(field.line for field, _weight in fields))


def _worth(fields: Iterable[tuple[Digest, float]]) -> dict[str, float]:
    weights: dict[str, float] = {}
    get = weights.get
    for field, weight in fields:
        for term, times in field.whole.items():
            weights[term] = get(term, 0.0) + times * weight
        for term, times in field.parts.items():
            weights[term] = get(term, 0.0) + times * weight * _PART
    return {term: weight / (weight + _SATURATION) for term, weight in weights.items()}
