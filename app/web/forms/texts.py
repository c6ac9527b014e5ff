"""Texts of a form by form name, as a browser sends them and in its order."""

from collections.abc import Mapping

Typed = Mapping[str, tuple[str, ...]]


def first(typed: Typed, name: str) -> str:
    """The one text of a field, without the blanks around it."""
    return (typed.get(name) or ("",))[0].replace("\u00a0", " ").replace("\u202f", " ").strip()
