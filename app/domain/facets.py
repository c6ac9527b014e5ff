"""The facts of a page by which it is found, counted and listed."""

from collections.abc import Collection, Iterable
from typing import Any

from app.domain.page import Page

# facet -> front-matter key, for keys that hold one slug or a list of them.
_KEYS = {
    "tag": "tags", "activity": "activities", "space": "spaces", "legal_status": "legal_status",
    "setting": "setting", "form": "form", "life_cycle": "life_cycle", "type": "type",
}  # fmt: skip
# The last number that each step holds, in minutes and euros; what is beyond them all is `more`.
DURATIONS_MIN = (60, 240, 480)
COSTS_EUR = (0, 100, 1_000)
BEYOND = "more"
_PLACE = {"region": "region", "department": "department", "city": "city", "zone": "zone"}


def facet_values(page: Page, only: Collection[str] = ()) -> dict[str, tuple[str, ...]]:
    """Values by facet name (see `selection.FACETS`), of those in `only` where it names some; facets
    without a value are left out.

    A sub-theme counts for its theme too. `opened` is a year. Values longer than 200 are left out.
    """
    found: dict[str, Iterable[Any]] = {
        "kind": (page.path.kind,),
        "lang": (page.lang,),
        "licence": (page.licence,),
        "status": (page.status,),
        "theme": _themes(page.words("themes")),
        "opened": _year(page.front.get("opened")),
        "difficulty": _number(page.front.get("difficulty")),
        "duration": _step(page.front.get("duration_min"), DURATIONS_MIN),
        "cost": _step(page.front.get("cost_eur"), COSTS_EUR),
        "stub": ("yes",) if page.front.get("stub") is True else (),
    }
    for facet, key in _KEYS.items():
        if only and facet not in only:
            continue
        value = page.front.get(key)
        found[facet] = (value,) if isinstance(value, str) else page.words(key)
    territory = page.front.get("territory")
    for facet, key in _PLACE.items():
        found[facet] = (territory.get(key),) if isinstance(territory, dict) else ()
    kept = {
        facet: tuple(dict.fromkeys(v for v in values if isinstance(v, str) and 0 < len(v) <= 200))
        for facet, values in found.items()
        if not only or facet in only
    }
    return {facet: values for facet, values in kept.items() if values}


def _themes(themes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for theme in themes for part in dict.fromkeys((theme.split("/")[0], theme)))


def _year(opened: Any) -> tuple[str, ...]:
    return (str(opened)[:4],) if isinstance(opened, int | str) and str(opened)[:4].isdigit() else ()


def _number(value: Any) -> tuple[str, ...]:
    return (str(value),) if isinstance(value, int) and not isinstance(value, bool) else ()


def _step(value: Any, steps: tuple[int, ...]) -> tuple[str, ...]:
    """The step that a number falls in, named by its last number: 90 minutes are in `240`."""
    if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
        return ()
    return (next((str(step) for step in steps if value <= step), BEYOND),)


def coordinates(page: Page) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees, WGS 84, where the page states them and they exist."""
    value = page.front.get("coordinates")
    if not (isinstance(value, list) and len(value) == 2):
        return None
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in value):
        return None
    lat, lon = float(value[0]), float(value[1])
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
