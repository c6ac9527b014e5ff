"""What each word is worth in a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.finding.fields import Findable
from app.domain.finding.french import Token, language, tokens

_TITLE, _SUMMARY, _HEADING, _TEXT = 9.0, 3.0, 2.0, 1.0
_USUAL_TITLE, _USUAL_TEXT = 5.0, 400.0
_TITLE_B, _TEXT_B = 0.5, 0.6
_PART = 0.4
_SATURATION = 1.6


@dataclass(frozen=True, slots=True)
class Weighed:
    worth: Mapping[str, float]
    fields: tuple[tuple[Token, ...], ...]


def weighed(page: Findable) -> Weighed:
    lang = language(page.lang)
    title = tuple(tokens(page.title, lang))
    body = tuple(tokens(page.text, lang))
    length = max(1, sum(not token.part for token in title)) / _USUAL_TITLE
    fields: list[tuple[tuple[Token, ...], float]] = [
        (title, _TITLE / (1 - _TITLE_B + _TITLE_B * length))
    ]
    fields += [(tuple(tokens(words, lang)), _SUMMARY) for words in (page.summary, *page.labels)]
    fields += [(tuple(tokens(heading, lang)), _HEADING) for heading in page.headings]
    fields.append((tuple(tokens(page.codes, lang)), _TEXT))
    fields.append((body, _TEXT / (1 - _TEXT_B + _TEXT_B * len(body) / _USUAL_TEXT)))
    return Weighed(_worth(fields), tuple(field for field, _weight in fields))


def _worth(fields: Iterable[tuple[tuple[Token, ...], float]]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for field, weight in fields:
        less = weight * _PART
        for _step, term, part in field:
            weights[term] = weights.get(term, 0.0) + (less if part else weight)
    return {term: weight / (weight + _SATURATION) for term, weight in weights.items()}
