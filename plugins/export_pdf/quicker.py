"""What the library works out again and again, worked out once: values of styles that nobody set,
lengths of boxes that depend on nothing around them. What is laid out is the same."""

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from weasyprint.css import INITIAL_NOT_COMPUTED, AnonymousStyle, ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_VALUES
from weasyprint.layout import absolute, block, column, float, grid, inline, page, percent, table

_RESOLVING: tuple[Any, ...] = (absolute, block, column, float, grid, inline, page, table)
# What the library asks for by other ways than inheritance and first values.
_APART = {"page", "position", "float", "display"}
_PLAIN = {
    name: name in INHERITED
    for name in INITIAL_VALUES
    if name not in _APART and not name.startswith("text_decoration_")
    if name in INHERITED or name not in INITIAL_NOT_COMPUTED
}
_EDGES = ("left", "right", "top", "bottom")
_LENGTHS = (
    *(f"{kind}_{edge}" for kind in ("margin", "padding") for edge in _EDGES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{edge}_width" for edge in _EDGES)
_ZERO_AT_LEAST = ("min_width", "min_height")


@contextmanager
def quickly() -> Iterator[None]:
    """One at a time in a process: the library is changed for as long as it lasts."""
    plain = ComputedStyle.__missing__
    ComputedStyle.__missing__ = _value_of(plain)
    _resolve_by(_resolve)
    try:
        yield
    finally:
        ComputedStyle.__missing__ = plain
        _resolve_by(percent.resolve_percentages)


def _resolve_by(function: Callable[[Any, Any], None]) -> None:
    for module in _RESOLVING:
        module.resolve_percentages = function


def _value_of(plain: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    def value(style: Any, key: str) -> Any:
        """That of a parent, or the first one, where no rule says anything of it."""
        inherits = _PLAIN.get(key)
        parent = style.parent_style
        if inherits is None or parent is None or key in style.cascaded:
            return plain(style, key)
        if key in PHYSICAL_FUNCTIONS and _is_logical(style):
            return plain(style, key)
        found = style[key] = parent[key] if inherits else INITIAL_VALUES[key]
        return found

    return value


def _is_logical(style: Any) -> bool:
    """Does a rule say where a line begins and ends, and not left and right?"""
    known: bool | None = style.__dict__.get("logical")
    if known is None:
        known = any("inline" in name or "block" in name for name in style.cascaded)
        style.logical = known
    return known


def _resolve(box: Any, containing_block: Any) -> None:
    """What `resolve_percentages` of the library does."""
    lengths: Mapping[str, Any] | None = box.style.__dict__.get("lengths")
    if lengths is None:
        lengths = box.style.lengths = _lengths(box.style)
    if lengths:
        box.__dict__.update(lengths)
    else:
        percent.resolve_percentages(box, containing_block)


def _lengths(style: Any) -> Mapping[str, Any]:
    """Those of a box whose style is that, none where they depend on what is around it."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return {}
    found = {name: style[name] for name in _BORDERS}
    # A box that no element is has the first values of all, but for what was put into its style.
    known = style.get if isinstance(style, AnonymousStyle) else lambda name, _first: style[name]
    for name in _LENGTHS:
        value = known(name, INITIAL_VALUES[name])
        if value is None or value == "auto":
            found[name] = 0 if value and name in _ZERO_AT_LEAST else value
        elif getattr(value, "unit", "%") == "%":
            return {}
        else:
            found[name] = value.value
    return found


def for_books(sheet: Any) -> Any:
    """A stylesheet of the library without the notes that no book has: each would be worked out for
    each element, five times as many as there are. Marks of lists are asked for of their entries
    alone."""
    matcher = copy.copy(sheet.matcher)
    pseudo = [one for one in matcher.other_selectors if one[3] is not None]
    matcher.other_selectors = [one for one in matcher.other_selectors if one[3] is None]
    marks = [one for one in pseudo if one[3] == "marker"]
    names = matcher.lower_local_name_selectors
    matcher.lower_local_name_selectors = {**names, "li": [*names.get("li", ()), *marks]}
    found = copy.copy(sheet)
    found.matcher = matcher
    return found
