"""The dates that the card of a page tells: when a place opened, what happened, who tried what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.page import Page

DAY = re.compile(r"([12][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
WORDS_LIMIT = 300
DATES_LIMIT = 200


@dataclass(frozen=True, slots=True)
class DateTold:
    """`day` is 2016, 2016-05 or 2016-05-12. `what` is `opened`, `event` or `trial`; `words` are the
    page's own."""

    day: str
    what: str
    words: str = ""


def dates_of(page: Page) -> tuple[DateTold, ...]:
    """What is no date that can be is left out."""
    found = [one for one in _told(page) if one.day]
    return tuple(dict.fromkeys(found))[:DATES_LIMIT]


def _told(page: Page) -> Iterator[DateTold]:
    yield DateTold(day_of(page.front.get("opened")), "opened")
    for item in _items(page.front.get("dates")):
        yield DateTold(day_of(item.get("date")), "event", _words(item.get("event")))
    for item in _items(page.front.get("trials")):
        yield DateTold(day_of(item.get("date")), "trial", _words(item.get("place")))


def day_of(value: Any) -> str:
    """A year, a month or a day as text; `` where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    match = DAY.fullmatch(str(value).strip())
    if match is None:
        return ""
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return ""
    return match[0]


def _items(value: Any) -> Iterator[dict[str, Any]]:
    yield from (one for one in (value if isinstance(value, list) else []) if isinstance(one, dict))


def _words(value: Any) -> str:
    return " ".join(value.split())[:WORDS_LIMIT] if isinstance(value, str) else ""
