"""Opening hours as schema.org says them, where a week of days says all there is to say."""

from app.web.forms.hours import DAYS, week_of
from app.web.linked.linking import Node

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Rules that take nothing away from the hours of a plain week.
_BESIDE = ("", "PH off", "PH closed")
_MIDNIGHT = "24:00"


def hours_of(said: str) -> list[Node]:
    """A line for each span of hours, with its days; none where a season or a `+` is in it."""
    week, rest = week_of(said)
    if rest.strip() not in _BESIDE:
        return []
    spans: dict[tuple[str, str], list[str]] = {}
    for day, name in zip(DAYS, _NAMES, strict=True):
        for span in week[day].spans if day in week else ():
            spans.setdefault(span, []).append(name)
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": days,
         "opens": _time(opens), "closes": _time(closes)}
        for (opens, closes), days in spans.items()
    ]  # fmt: skip


def _time(said: str) -> str:
    return "23:59" if said == _MIDNIGHT else said.zfill(5)
