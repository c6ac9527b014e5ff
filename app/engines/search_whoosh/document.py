"""From a page to what the index keeps of it: worths of terms, facts to filter by, text to cut."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.finding.family import key_of
from app.domain.finding.fields import Findable
from app.domain.finding.french import language, terms
from app.domain.finding.lines import lines_of
from app.domain.finding.weighing import Use, weighed
from app.domain.links import fold


@dataclass(frozen=True, slots=True)
class Document:
    """`facts` is JSON for the columns; `text` is what snippets are cut from."""

    words: Mapping[str, Use]
    facts: bytes
    text: bytes


def document(page: Findable) -> Document:
    """The page as the index takes it."""
    return Document(weighed(page), _facts(page), page.text.encode())


def _facts(page: Findable) -> bytes:
    facts = {
        "path": str(page.path),
        "title": page.title,
        "folded": fold(page.title),
        "terms": " ".join(terms(page.title, language(page.lang))),
        "at": int(page.at.timestamp()),
        "point": page.point,
        "quality": page.quality,
        "leads": page.leads,
        "lines": lines_of(page),
        "key": key_of(page.origin, page.id),
        "parent": page.parent,
        "facets": page.facets,
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
