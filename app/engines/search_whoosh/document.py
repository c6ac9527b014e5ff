"""From a page to what the index keeps of it: weighed terms, facts to filter by, text to cut."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import normalize

from app.domain.facets import facet_values
from app.domain.french import Token, language, terms, tokens
from app.domain.links import fold
from app.domain.outline import Outline
from app.domain.page import Page
from app.engines.search_whoosh.schema import TermUse

# BM25F: a word weighs by the field it stands in, each field by its length against a usual one. The
# usual lengths are constants, so that a document weighs the same whenever it is written.
_TITLE, _SUMMARY, _HEADING, _TEXT = 9.0, 3.0, 2.0, 1.0
_USUAL_TITLE, _USUAL_TEXT = 5.0, 400.0
_TITLE_B, _TEXT_B = 0.5, 0.6
_PART = 0.4
_FIELD_GAP = 20
_LAST_PLACE = 65_535
_CODE = re.compile(r"[a-z0-9_-]+(?:[/>][a-z0-9_-]+)*")
_MARKUP = re.compile(r"[\[*`<|:]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Front matter that says something to machines only.
_SILENT = frozenset(
    (
        "id kind title lang licence data_licence status summary tags themes created updated "
        "source osm_id siret coordinates contact redirect stub opened dates url link geohash "
        "media image file legal_status region department city territory country"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Document:
    """`facts` is JSON for the columns; `text` is what snippets are cut from."""

    words: Mapping[str, TermUse]
    facts: bytes
    text: bytes


def document(
    page: Page, read: Callable[[str], Outline], at: datetime, *, origin: str = ""
) -> Document:
    """The page as the index takes it, last changed `at`; `read` tells the words of Markdown.

    `origin` is the friend that it comes from.
    """
    lang = language(page.lang)
    facets = facet_values(page) | ({"origin": (origin,)} if origin else {})
    outline = read(page.body)
    text = clean("\n".join(part for part in _texts(page, outline, read) if part))
    return Document(
        _weigh(page, outline, text, lang), _facts(page, facets, lang, at), text.encode()
    )


def clean(text: str) -> str:
    """Composed, and without control characters (snippets use two of them as marks)."""
    return _CONTROL.sub(" ", normalize("NFC", text))


def _texts(page: Page, outline: Outline, read: Callable[[str], Outline]) -> Iterator[str]:
    yield page.summary
    said = "\n\n".join(text for text in _strings(_own(page)) if not _is_code(text))
    yield read(said).text if _MARKUP.search(said) else said.replace("\n\n", "\n")
    yield outline.text


def _strings(value: Any) -> Iterator[str]:
    """The texts within a front-matter value, but for what is told to machines only."""
    if isinstance(value, str):
        if "://" not in value:
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key not in _SILENT:
                yield from _strings(item)


def _own(page: Page) -> dict[str, Any]:
    """The front matter without what is taken by itself."""
    return {key: said for key, said in page.front.items() if key not in ("title", "summary")}


def _is_code(text: str) -> bool:
    """A word of a vocabulary (`how-to`, `association>scic`) or an address: found, never shown."""
    return _CODE.fullmatch(text) is not None


def _weigh(page: Page, outline: Outline, text: str, lang: str) -> dict[str, TermUse]:
    sheet = _Sheet()
    title = list(tokens(page.title, lang))
    length = max(1, sum(not token.part for token in title)) / _USUAL_TITLE
    sheet.take(title, _TITLE / (1 - _TITLE_B + _TITLE_B * length))
    sheet.take(tokens(page.summary, lang), _SUMMARY)
    for words in _labels(page):
        sheet.take(tokens(words, lang), _SUMMARY)
    for heading in outline.headings:
        sheet.take(tokens(heading.text, lang), _HEADING)
    codes = " ".join(code for code in _strings(_own(page)) if _is_code(code))
    sheet.take(tokens(codes, lang), _TEXT)
    body = list(tokens(text, lang))
    sheet.take(body, _TEXT / (1 - _TEXT_B + _TEXT_B * len(body) / _USUAL_TEXT))
    return sheet.words


def _labels(page: Page) -> Iterator[str]:
    """Tags, themes and the territory, as words."""
    for key in ("tags", "themes"):
        yield from (label.replace("/", " ").replace("-", " ") for label in page.words(key))
    territory = page.front.get("territory")
    if isinstance(territory, Mapping):
        yield from (
            str(value).replace("-", " ") for value in territory.values() if isinstance(value, str)
        )


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


def _facts(page: Page, facets: Mapping[str, tuple[str, ...]], lang: str, at: datetime) -> bytes:
    title = clean(page.title)
    facts = {
        "path": str(page.path),
        "title": title,
        "folded": fold(title),
        "terms": " ".join(terms(title, lang)),
        "at": int(at.timestamp()),
        "facets": facets,
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
