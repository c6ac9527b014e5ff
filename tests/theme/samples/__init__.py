"""One view of every screen, full, long, empty and wrong: for tests and for looking at."""

from app.theme import Theme
from tests.theme.samples import (
    care,
    crossing,
    door,
    drawn,
    guided,
    importing,
    lists,
    memory,
    network,
    pages,
    proposing,
    rooms,
    taking,
    talking,
    translations,
    writing,
)
from tests.theme.samples.common import Screen, frame

__all__ = ["SCREENS", "frame", "shown"]

SCREENS: dict[str, Screen] = (
    guided.SCREENS
    | lists.SCREENS
    | pages.SCREENS
    | writing.SCREENS
    | rooms.SCREENS
    | proposing.SCREENS
    | memory.SCREENS
    | crossing.SCREENS
    | importing.SCREENS
    | care.SCREENS
    | drawn.SCREENS
    | translations.SCREENS
    | talking.SCREENS
    | network.SCREENS
    | taking.SCREENS
    | door.SCREENS
)


def shown(theme: Theme, name: str, lang: str = "fr") -> str:
    """The HTML of a screen of SCREENS."""
    template, view, changes = SCREENS[name]
    head = getattr(view, "head", None)
    title = getattr(view, "title", "") or getattr(head, "title", name)
    return theme.render(template, view, lang=lang, frame=frame(**{"title": title} | changes))
