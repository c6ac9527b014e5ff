"""Rows that a form moves, adds or drops without a script: a button sends the form to be redrawn.

`do` is `add:steps`, `up:steps.2`, `down:steps.2` or `drop:steps.2`. A row keeps its number, which
says which row of the file it is; its place is where its fields stand in the form.
"""

from app.web.forms.typed import Typed, numbers, under

REDRAWS = ("add:", "up:", "down:", "drop:")


def redraws(do: str) -> bool:
    """True where the form is to be shown again, not saved."""
    return do == "preview" or do.startswith(REDRAWS)


def wanted_row(do: str) -> str:
    """The name of the rows that are to have one blank row more."""
    return do.removeprefix("add:") if do.startswith("add:") else ""


def moved_row(do: str) -> str:
    """The name of the row that was moved (`steps.2`)."""
    word, _, name = do.partition(":")
    return name if word in ("up", "down") else ""


def rearranged(typed: Typed, do: str) -> Typed:
    """The texts with a row moved or dropped; all others as they were."""
    word, _, row = do.partition(":")
    rows, _, number = row.rpartition(".")
    if word not in ("up", "down", "drop") or not number.isdecimal():
        return typed
    order = [n for n in numbers(typed, rows) if under(typed, f"{rows}.{n}")]
    if int(number) not in order:
        return typed
    at = order.index(int(number))
    if word == "drop":
        order.pop(at)
    else:
        to = max(0, min(len(order) - 1, at + (1 if word == "down" else -1)))
        order.insert(to, order.pop(at))
    return _in_order(typed, rows, order)


def _in_order(typed: Typed, rows: str, order: list[int]) -> Typed:
    start = f"{rows}."
    found = {name: texts for name, texts in typed.items() if not name.startswith(start)}
    for number in order:
        own = f"{start}{number}."
        found |= {name: texts for name, texts in typed.items() if name.startswith(own)}
    return found
