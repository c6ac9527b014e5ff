"""What a page says that lists of care look at: its dates, its addresses of the web, its lists."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.errors import InvalidQuery
from app.domain.links import external_links
from app.domain.page import Page
from app.domain.selection import Selection

URLS_LIMIT = 200
_URL_LIMIT = 1000
_LISTS_LIMIT = 60
# As the grammar of directives has them.
_LIST = re.compile(r"^ {0,3}:::+ ?list\b[ \t]*([^\n]{0,600})$", re.MULTILINE)
_LOOK = re.compile(r'(?:^|(?<=\s))(view|title|size|order)=(?:"([^"]*)"|«[^«»]*»|(\S+))')
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_TEXT_SIZE, _PORTAL_SIZE = 24, 8
_TRAILING = ".,;:!?»”’*_`"


@dataclass(frozen=True, slots=True)
class Listing:
    """A live list: what it selects, as text, and how many of them it shows at once."""

    selects: str
    size: int


def verified_on(front: Mapping[str, Any]) -> str:
    return _date(front.get("verified_on"))


def figures_on(front: Mapping[str, Any]) -> str:
    """The date of the latest dated figure; `` where none is dated."""
    costs = front.get("monthly_cost")
    found = [costs, *_rows(front.get("figures"))]
    return max((_date(one.get("date")) for one in found if isinstance(one, Mapping)), default="")


def _rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _date(value: Any) -> str:
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if _DATE.fullmatch(text) else ""


def urls_of(text: str) -> list[str]:
    """The addresses of the web that a page file names, without the sentence around them."""
    found = {url.rstrip(_TRAILING).split("#")[0] for url in external_links(text)}
    return sorted(url for url in found if len(url) <= _URL_LIMIT)[:URLS_LIMIT]


def listings_of(page: Page) -> list[Listing]:
    """The lists of a text and of a portal, without those that cannot be read."""
    return [*_in_text(page.body), *_of_portal(page.front.get("queries"))][:_LISTS_LIMIT]


def _in_text(body: str) -> Iterator[Listing]:
    for match in _LIST.finditer(body):
        size = next((m[2] or m[3] for m in _LOOK.finditer(match[1]) if m[1] == "size"), "")
        count = int(size) if size.isdecimal() and len(size) < 4 else _TEXT_SIZE
        yield from _read(_LOOK.sub("", match[1]).strip(), count)


def _of_portal(queries: Any) -> Iterator[Listing]:
    for query in _rows(queries):
        if isinstance(query, Mapping) and isinstance(query.get("select"), str):
            yield from _read(query["select"].strip(), _PORTAL_SIZE)


def _read(selects: str, size: int) -> Iterator[Listing]:
    try:
        Selection.parse(selects)
    except InvalidQuery:
        return
    yield Listing(selects, size)
