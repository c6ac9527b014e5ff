"""Texts that a spreadsheet would take for a formula, and may run: guarded by an apostrophe."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def guarded(text: str) -> str:
    """The text as no spreadsheet runs it; `without_guard` gives it back."""
    return f"'{text}" if _FORMULA.match(text) else text


def without_guard(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
