"""The last few pages that were saved, which each save writes again beside its own.

A commit adds a segment, and Tantivy merges eight of them, with any of ten to seventeen thousand
pages among them: it gives Python no say in it, and begins anew with each save where one is over
sooner. So a save takes up what the last ones brought, whose segments go: their number hardly grows,
at a cost bounded in pages. The pages travel with the mark, for whichever process saves next.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from plugins.search_tantivy import schema as at
from plugins.search_tantivy.document import Prepared

# More are left where they are, and others are begun.
LIMIT = 12
Recent = Mapping[str, Prepared]


def left(held: Recent, coming: Mapping[str, Prepared | None], dropping: str) -> Recent:
    """Those that no page of the commit takes the place of, nor leave with their origin."""
    return {
        key: page
        for key, page in held.items()
        if key not in coming and (not dropping or (at.ORIGIN, dropping) not in page.texts)
    }


def kept(held: Recent, coming: Mapping[str, Prepared | None]) -> Recent:
    """What the next commit is to take up: all of it, or what comes alone where that is many."""
    new = {key: page for key, page in coming.items() if page is not None}
    whole = {**held, **new}
    return whole if len(whole) <= LIMIT else new if len(new) <= LIMIT else {}


def written(recent: Recent) -> bytes:
    said = {
        key: (page.texts, page.whole, page.parts, page.facts.decode(), page.text.decode())
        for key, page in recent.items()
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def read(data: bytes) -> dict[str, Prepared]:
    """By the key of each page. None where another version wrote them: they stand in the index."""
    try:
        return {key: _page(*said) for key, said in json.loads(data or b"{}").items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _page(texts: Any, whole: Any, parts: Any, facts: str, text: str) -> Prepared:
    return Prepared(_pairs(texts), _pairs(whole), _pairs(parts), facts.encode(), text.encode())


def _pairs(said: Iterable[Any]) -> tuple[tuple[Any, Any], ...]:
    return tuple((name, value) for name, value in said)
