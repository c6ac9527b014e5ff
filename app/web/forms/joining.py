"""Two pages about one thing, point by point: what each says, and the ways to settle it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.actions.merge_duplicates import Union
from app.domain.provenance import entries, origin_of
from app.domain.rows import PageRow
from app.domain.uniting import Point
from app.web.forms.crossing import CHOICE, Crossed
from app.web.forms.desk import Desk
from app.web.forms.labels import label_of
from app.web.forms.said import saying_of
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.hours import day_in_words
from app.web.views import DisputeView
from app.web.views.memory import UniteOption, UnitePoint

_PLACE = ("territory", "coordinates")


def asked_of(desk: Desk, union: Union) -> tuple[UnitePoint, ...]:
    """Where the two contradict each other: somebody must choose."""
    reading = reading_of(desk.request)
    conflict = union.conflict(union.result({})[1])
    crossed = Crossed(desk, reading, conflict)
    return tuple(_asked(reading, union, one) for one in crossed.disputes(conflict.disputes))


def _asked(reading: Reading, union: Union, dispute: DisputeView) -> UnitePoint:
    say, key = reading.say, dispute.name.removeprefix(CHOICE).partition(".")[0]
    texts = [("theirs", union.kept, dispute.theirs), ("mine", union.other, dispute.mine)]
    options = [
        UniteOption(
            value, _whose(reading, row.title, nothing=text is None), text or "",
            source=_source(reading, row, key),
        )
        for value, row, text in texts
    ]  # fmt: skip
    if dispute.both is not None:
        options.append(UniteOption("both", say("Les deux, à la suite"), dispute.both))
    return UnitePoint(dispute.name, dispute.label, tuple(options), dispute.why)


def _whose(reading: Reading, title: str, *, nothing: bool = False) -> str:
    words = "Le retirer, comme « {title} »" if nothing else "Ce que dit « {title} »"
    return reading.say(words).format(title=title)


def points_of(reading: Reading, union: Union) -> tuple[UnitePoint, ...]:
    """What unites by itself: both together, or what one alone says."""
    return tuple(_point(reading, union, one) for one in union.points())


def _point(reading: Reading, union: Union, point: Point) -> UnitePoint:
    say, kind = reading.say, reading.wiki.kinds[union.kept.path.kind]
    sides = [("theirs", union.kept, point.kept), ("mine", union.other, point.other)]
    options = [
        UniteOption(
            value, _whose(reading, row.title), _said(reading, union, point.key, said),
            source=_source(reading, row, point.key),
        )
        for value, row, said in sides
        if said is not None
    ]  # fmt: skip
    if len(options) == 2:
        options.insert(0, UniteOption("both", say("Les deux réunies"), ""))
    else:
        leave = "mine" if options[0].value == "theirs" else "theirs"
        options.append(UniteOption(leave, say("Ne pas le garder"), ""))
    options[0] = replace(options[0], chosen=True)
    return UnitePoint(f"{CHOICE}{point.key}", say(label_of(kind, point.key)), tuple(options))


def _source(reading: Reading, row: PageRow, key: str) -> str:
    """Where a value came from, and when, where it is not a person's."""
    parts = [one for one in entries(row.front) if one.partition(".")[0] == key]
    found = next((came for one in parts if (came := origin_of(row.front, one))), None)
    if found is None:
        return ""
    day = day_in_words(reading, found.on)
    return reading.say("Selon {source}, {day}.").format(source=found.source, day=day)


def _said(reading: Reading, union: Union, key: str, value: Any) -> str:
    say = saying_of(reading, reading.wiki.kinds[union.kept.path.kind])
    if key == "territory" and isinstance(value, Mapping):
        parts = [say(one, value.get(one)) for one in _PLACE]
        return "\n".join(part for part in parts if part)
    return say(key, value)


def named(chosen: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Choices as fields of a form."""
    return ((f"{CHOICE}{field}", choice) for field, choice in chosen.items())
