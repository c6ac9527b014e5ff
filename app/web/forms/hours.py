"""Opening hours as a week of days, and as OpenStreetMap writes them in the file.

What a week cannot say (`PH off`, `Mo 18:00+`, a season) stands beside it as it is written.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.errors import Problem
from app.web.forms.texts import Typed, first
from app.web.forms.wording import CLOSED_AND_OPEN, HALF_HOURS, NOT_A_TIME

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
SPANS = 2
OFF, OTHER = "off", "other"

_DAY = "|".join(DAYS)
_TIME = r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9]"
_SPAN = rf"{_TIME}\s*-\s*{_TIME}"
_RULE = re.compile(
    rf"(?:(?P<days>(?:{_DAY})(?:-(?:{_DAY}))?(?:\s*,\s*(?:{_DAY})(?:-(?:{_DAY}))?)*)\s+)?"
    rf"(?P<times>off|closed|{_SPAN}(?:\s*,\s*{_SPAN})?)"
)
_TYPED = re.compile(r"([01]?[0-9]|2[0-4])\s*(?:[h:.]\s*([0-5][0-9])?)?\s*(?:min)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """What is said of a day: `spans` of (from, to), or that it is closed; nothing at all is ``."""

    spans: tuple[tuple[str, str], ...] = ()
    off: bool = False

    @property
    def said(self) -> str:
        return "off" if self.off else ",".join(f"{start}-{end}" for start, end in self.spans)


Week = Mapping[str, Day]


def week_of(text: str) -> tuple[Week, str]:
    """The days that the text tells, and the rest of it; all is rest where order would matter."""
    week: dict[str, Day] = {}
    rules = [rule.strip() for rule in text.split(";") if rule.strip()]
    for at, rule in enumerate(rules):
        found = _RULE.fullmatch(rule)
        if found is None:
            rest = rules[at:]
            plain = any(_RULE.fullmatch(one) for one in rest)
            return ({}, text.strip()) if plain else (week, "; ".join(rest))
        days = _days(found["days"])
        if any(day in week for day in days):
            return {}, text.strip()
        week |= dict.fromkeys(days, _day(found["times"]))
    return week, ""


def _days(said: str | None) -> list[str]:
    if said is None:
        return list(DAYS)
    found: list[str] = []
    for part in said.split(","):
        start, _, end = part.strip().partition("-")
        at, to = DAYS.index(start), DAYS.index(end or start)
        found += [DAYS[n % len(DAYS)] for n in range(at, (to if to >= at else to + 7) + 1)]
    return found


def _day(times: str) -> Day:
    if times in ("off", "closed"):
        return Day(off=True)
    spans = (re.sub(r"\s", "", span).split("-") for span in times.split(","))
    return Day(tuple((start, end) for start, end in spans))


def text_of(week: Week, rest: str = "") -> str:
    """As OpenStreetMap writes it, days of the same hours together."""
    together: dict[str, list[str]] = {}
    for day in DAYS:
        if said := week.get(day, Day()).said:
            together.setdefault(said, []).append(day)
    rules = [f"{_runs(days)} {said}" for said, days in together.items()]
    return "; ".join([*rules, *filter(None, [rest.strip(" ;")])])


def _runs(days: list[str]) -> str:
    """`Mo-We,Fr` for Monday to Wednesday and Friday."""
    runs: list[list[str]] = []
    for day in days:
        if runs and DAYS.index(day) == DAYS.index(runs[-1][-1]) + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def typed_hours(value: str, name: str) -> dict[str, tuple[str, ...]]:
    """The texts of the week's fields, and of what it cannot say."""
    week, rest = week_of(value)
    found: dict[str, tuple[str, ...]] = {}
    for day, said in week.items():
        if said.off:
            found[f"{name}.{day}.{OFF}"] = ("yes",)
        for n, (start, end) in enumerate(said.spans):
            found |= {f"{name}.{day}.{2 * n}": (start,), f"{name}.{day}.{2 * n + 1}": (end,)}
    return found | ({f"{name}.{OTHER}": (rest,)} if rest else {})


def read_hours(typed: Typed, name: str) -> tuple[str, list[Problem]]:
    """What was typed as the file writes it, and what is wrong, under form names."""
    problems: list[Problem] = []
    week = {day: _read_day(typed, f"{name}.{day}", problems) for day in DAYS}
    # A program or an old draft may send the whole as one text.
    rest = first(typed, f"{name}.{OTHER}") or first(typed, name)
    return text_of(week, rest), problems


def _read_day(typed: Typed, name: str, problems: list[Problem]) -> Day:
    off = bool(first(typed, f"{name}.{OFF}"))
    spans = []
    for n in range(SPANS):
        ends = (f"{name}.{2 * n}", f"{name}.{2 * n + 1}")
        times = [_read_time(first(typed, end), end, problems) for end in ends]
        if all(times):
            spans.append((times[0], times[1]))
        elif any(times):
            empty = ends[times.index("")]
            if not first(typed, empty):
                problems.append(Problem(empty, HALF_HOURS))
    if off and spans:
        problems.append(Problem(f"{name}.{OFF}", CLOSED_AND_OPEN))
    return Day(() if off else tuple(spans), off)


def _read_time(text: str, name: str, problems: list[Problem]) -> str:
    """`09:30` for 9 h 30, 9h30, 9:30, 09.30; `` where nothing is said."""
    if not text:
        return ""
    found = _TYPED.fullmatch(text)
    if found is None or (found[1] == "24" and found[2] not in (None, "00")):
        problems.append(Problem(name, NOT_A_TIME, {"value": text[:20]}))
        return ""
    return f"{int(found[1]):02}:{found[2] or '00'}"
