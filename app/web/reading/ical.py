"""The dates of a selection as iCalendar (RFC 5545).

A day is an event of that day, a month one of that month's length. A year alone is left out: no
calendar can show it without being covered by it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, timedelta

from app.domain.kinds import PageKind
from app.domain.rows import Dated
from app.domain.site import Site
from app.web.addresses import page_url
from app.web.reading.front import Front

OCTETS = 75
_WORDS = {"opened": "ouverture", "trial": "essai"}


def as_ical(
    site: Site, kind: PageKind, dates: Iterable[Dated], kinds: Mapping[str, PageKind]
) -> str:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Maillage//Maillage//FR", "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(f'{site.name} : {kind.plural}')}",
    ]  # fmt: skip
    seen: dict[str, int] = {}
    for one in dates:
        if len(one.told.day) > 4:
            lines += _event(site, one, kinds, seen)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(
    site: Site, one: Dated, kinds: Mapping[str, PageKind], seen: dict[str, int]
) -> Iterator[str]:
    row, words = one.page, one.told.words if one.told.what == "event" else ""
    first, after = _span(one.told.day)
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(site, one, seen)}"
    yield f"DTSTAMP:{row.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
    yield f"SUMMARY:{_text(f'{row.title} : {words or _WORDS.get(one.told.what, one.told.what)}')}"
    if row.summary:
        yield f"DESCRIPTION:{_text(row.summary)}"
    if city := Front(row.front).group("territory").text("city"):
        yield f"LOCATION:{_text(city)}"
    yield f"URL:{site.base_url}{page_url(row.path, kinds, origin=row.origin)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _span(day: str) -> tuple[date, date]:
    """The first day, and the one after the last."""
    if len(day) == 10:
        first = date.fromisoformat(day)
        return first, first + timedelta(days=1)
    first = date.fromisoformat(f"{day}-01")
    return first, (first + timedelta(days=31)).replace(day=1)


def _uid(site: Site, one: Dated, seen: dict[str, int]) -> str:
    """The same as long as the page tells of the same thing, whatever day it puts it on."""
    page = one.page.id or str(one.page.path)
    named = f"{one.page.origin}\n{page}\n{one.told.what}\n{one.told.words}"
    mark = hashlib.sha256(named.encode()).hexdigest()[:20]
    seen[mark] = seen.get(mark, 0) + 1
    return f"{mark}{f'-{seen[mark]}' if seen[mark] > 1 else ''}@{one.page.origin or site.host}"


def _text(value: str) -> str:
    bare = "".join(sign for sign in value if sign.isprintable() or sign == "\n")
    escaped = bare.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line, none cut within a sign."""
    parts, part, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > OCTETS:
            parts.append(part)
            part, size = " ", 1
        part, size = part + sign, size + width
    return "\r\n".join([*parts, part]) + "\r\n"
