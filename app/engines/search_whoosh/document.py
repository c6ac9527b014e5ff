"""From a page to what the index keeps of it: weighed terms, facts to filter by, text to cut."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.finding.fields import Findable
from app.domain.finding.french import Token, language, terms, tokens
from app.domain.links import fold
from app.engines.search_whoosh.schema import TermUse

# BM25F: a word weighs by the field it stands in, each field by its length against a usual one. The
# usual lengths are constants, so that a document weighs the same whenever it is written.
_TITLE, _SUMMARY, _HEADING, _TEXT = 9.0, 3.0, 2.0, 1.0
_USUAL_TITLE, _USUAL_TEXT = 5.0, 400.0
_TITLE_B, _TEXT_B = 0.5, 0.6
_PART = 0.4
_FIELD_GAP = 20
_LAST_PLACE = 65_535


@dataclass(frozen=True, slots=True)
class Document:
    """`facts` is JSON for the columns; `text` is what snippets are cut from."""

    words: Mapping[str, TermUse]
    facts: bytes
    text: bytes


def document(page: Findable) -> Document:
    """The page as the index takes it."""
    lang = language(page.lang)
    return Document(_weigh(page, lang), _facts(page, lang), page.text.encode())


def _weigh(page: Findable, lang: str) -> dict[str, TermUse]:
    sheet = _Sheet()
    title = list(tokens(page.title, lang))
    length = max(1, sum(not token.part for token in title)) / _USUAL_TITLE
    sheet.take(title, _TITLE / (1 - _TITLE_B + _TITLE_B * length))
    for words in (page.summary, *page.labels):
        sheet.take(tokens(words, lang), _SUMMARY)
    for heading in page.headings:
        sheet.take(tokens(heading, lang), _HEADING)
    sheet.take(tokens(page.codes, lang), _TEXT)
    body = list(tokens(page.text, lang))
    sheet.take(body, _TEXT / (1 - _TEXT_B + _TEXT_B * len(body) / _USUAL_TEXT))
    return sheet.words


class _Sheet:
    """Adds up weights and places field after field."""

    def __init__(self) -> None:
        self.words: dict[str, TermUse] = {}
        self._place = 0

    def take(self, field: Iterable[Token], weight: float) -> None:
        words, place, less = self.words, self._place + _FIELD_GAP, weight * _PART
        for step, term, part in field:
            place += step
            use = words.get(term)
            if use is None:
                use = words[term] = TermUse()
            use.weight += less if part else weight
            if place <= _LAST_PLACE:
                use.places.append(place)
        self._place = place


def _facts(page: Findable, lang: str) -> bytes:
    facts = {
        "path": str(page.path),
        "title": page.title,
        "folded": fold(page.title),
        "terms": " ".join(terms(page.title, lang)),
        "at": int(page.at.timestamp()),
        "point": page.point,
        "facets": page.facets,
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
