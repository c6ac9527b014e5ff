"""A selection as a calendar: what its pages tell of a month, or of a year."""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from app.domain.errors import InvalidQuery
from app.domain.rows import Dated
from app.domain.selection import Selection
from app.theme.parts import Link
from app.web.reading.asked import Asked, View
from app.web.reading.context import Reading
from app.web.reading.front import Front
from app.web.reading.queries import address
from app.web.views.directory import Calendar, CalendarDay, Happening

SIZE = 400
_MONTH = re.compile(r"([12][0-9]{3})(?:-(0[1-9]|1[0-2]))?")
_WORDS = {"opened": "Ouverture", "event": "Événement", "trial": "Essai d’une méthode"}


def calendar_of(reading: Reading, asked: Asked, selection: Selection, url: str) -> Calendar:
    """Raises InvalidQuery where `month` is none: 2026-11, or 2026."""
    if asked.month and not _MONTH.fullmatch(asked.month):
        raise InvalidQuery(reason="un mois s’écrit 2026-11, une année 2026.")
    told = reading.wiki.index.dated_months(selection)
    month = asked.month or _to_begin_with(told, reading.wiki.clock.now().date())
    link = _Links(asked, url)
    return (
        _year(reading, selection, month, told, link)
        if len(month) == 4
        else _month(reading, selection, month, told, link)
    )


class _Links:
    def __init__(self, asked: Asked, url: str) -> None:
        self._asked, self._url = asked, url

    def __call__(self, label: str, month: str, note: str = "", *, current: bool = False) -> Link:
        pairs = [*self._asked.pairs, ("view", str(View.calendar)), ("month", month)]
        return Link(label, address(self._url, pairs), note, current=current)


def _to_begin_with(told: Mapping[str, int], today: date) -> str:
    """This month where something is told of it, else the last year of which anything is."""
    now = f"{today:%Y-%m}"
    if now in told:
        return now
    years = sorted({month[:4] for month in told})
    return next((y for y in reversed(years) if y <= now[:4]), years[0] if years else now)


def _month(
    reading: Reading, selection: Selection, month: str, told: Mapping[str, int], link: _Links
) -> Calendar:
    found = reading.wiki.index.dates(selection, first=month, last=f"{month}-31", size=SIZE)
    said = [_happening(reading, one) for one in found]
    first = date.fromisoformat(f"{month}-01")
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    name, exact = reading.writing.month, tuple(one for one in said if one.day)
    return Calendar(
        title=name(first), happenings=exact, loose=tuple(one for one in said if not one.day),
        weeks=_weeks(first, exact) if exact else (),
        weekdays=reading.writing.weekdays(),
        previous=link(name(before), f"{before:%Y-%m}") if before.year >= 1000 else None,
        next=link(name(after), f"{after:%Y-%m}") if after.year < 2999 else None,
        year=link(month[:4], month[:4]), years=_years(told, month[:4], link),
    )  # fmt: skip


def _weeks(first: date, said: Sequence[Happening]) -> tuple[tuple[CalendarDay, ...], ...]:
    days: dict[date, list[Happening]] = {}
    for one in said:
        if one.day is not None:
            days.setdefault(one.day, []).append(one)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return tuple(
        tuple(CalendarDay(d, d.month != first.month, tuple(days.get(d, ()))) for d in week)
        for week in weeks
    )


def _year(
    reading: Reading, selection: Selection, year: str, told: Mapping[str, int], link: _Links
) -> Calendar:
    found = reading.wiki.index.dates(selection, first=year, last=f"{year}-12-31", size=SIZE)
    said = [(_happening(reading, one), len(one.told.day)) for one in found]
    number = int(year)
    return Calendar(
        title=year, happenings=tuple(one for one, width in said if width > 4),
        loose=tuple(one for one, width in said if width == 4),
        previous=link(str(number - 1), f"{number - 1}") if number > 1000 else None,
        next=link(str(number + 1), f"{number + 1}") if number < 2999 else None,
        years=_years(told, year, link), months=tuple(_months(reading, told, year, link)),
    )  # fmt: skip


def _years(told: Mapping[str, int], now: str, link: _Links) -> tuple[Link, ...]:
    counts: dict[str, int] = {}
    for month, count in told.items():
        counts[month[:4]] = counts.get(month[:4], 0) + count
    return tuple(link(y, y, str(n), current=y == now) for y, n in sorted(counts.items()))


def _months(reading: Reading, told: Mapping[str, int], year: str, link: _Links) -> Iterable[Link]:
    for month, count in sorted(told.items()):
        if month.startswith(f"{year}-"):
            yield link(reading.writing.month(date.fromisoformat(f"{month}-01")), month, str(count))


def _happening(reading: Reading, one: Dated) -> Happening:
    row, day = one.page, one.told.day
    whole = date.fromisoformat(day) if len(day) == 10 else None
    said = reading.writing.long_date(whole) if whole else day
    if len(day) == 7:
        said = reading.writing.month(date.fromisoformat(f"{day}-01"))
    words = one.told.words if one.told.what == "event" else ""
    url, borrowed = reading.url(row.path, row.origin), bool(row.origin)
    return Happening(
        Link(row.title, url, kind=row.path.kind, borrowed=borrowed), said,
        words or reading.say(_WORDS[one.told.what]), whole,
        Front(row.front).group("territory").text("city"),
    )  # fmt: skip
