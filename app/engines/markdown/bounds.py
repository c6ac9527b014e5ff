"""How much a page may ask of the parser before its text is shown as it was written.

The limits are far above any page a person writes (256 KiB of prose has 3,000 lines); they are
there because a few bytes repeated can cost seconds. They count things, never time, so that the
same text gives the same page on every machine.
"""

import re

LINES = 20_000
BARS = 40_000
TOKENS = 100_000
NESTING = 60
BRACKETS_DEEP = 40
BRACKETS_COST = 500_000
TARGETS_OPEN = 1_000
LINKED_BYTES = 2 * 1024 * 1024
URL_LENGTH = 2_000
_BRACKET = re.compile(r"[\[\]]")


class TooMuch(Exception):
    """The text passes a bound; it never leaves the engine."""


def check_text(body: str) -> None:
    if body.count("\n") > LINES or body.count("|") > BARS:
        raise TooMuch


def hopeless_brackets(text: str) -> bool:
    """Whether the square brackets of a paragraph cannot be meant as links.

    Looking for the end of a link costs the length of the rest, for each bracket left open and
    each one around another.
    """
    brackets = text.count("[")
    if brackets <= BRACKETS_DEEP and brackets * len(text) <= BRACKETS_COST:
        return False
    targets = text.count("](")
    if targets > TARGETS_OPEN and text.count(")") * 2 < targets:
        return True
    depth = deepest = 0
    for match in _BRACKET.finditer(text):
        depth = depth + 1 if match[0] == "[" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest > BRACKETS_DEEP or (depth + deepest) * len(text) > BRACKETS_COST
