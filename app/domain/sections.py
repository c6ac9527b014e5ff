"""The parts of a text: a heading and all that stands under it. Read alone, written alone, and put
back without a byte of the rest changing."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.domain.outline import Heading


@dataclass(frozen=True, slots=True)
class Section:
    """`start` and `end` are offsets into the body, in characters; its sub-parts are within."""

    title: str
    anchor: str
    level: int
    start: int
    end: int

    def of(self, body: str) -> str:
        """Its text, without the blank lines around it."""
        return body[self.start : self.end].strip("\n")


def sections(body: str, headings: Sequence[Heading]) -> tuple[Section, ...]:
    """The parts of `body`, in order: one for each of its own `headings`, not for those that stand
    inside a quote, a list or a directive."""
    offsets = [0, *accumulate(len(line) + 1 for line in body.split("\n"))]
    own = [(one, offsets[one.line]) for one in headings if one.line is not None]
    return tuple(
        Section(one.text, one.anchor, one.level, start, _end(body, own[at + 1 :], one.level))
        for at, (one, start) in enumerate(own)
    )


def _end(body: str, following: Sequence[tuple[Heading, int]], level: int) -> int:
    return next((start for one, start in following if one.level <= level), len(body))


def with_section(body: str, section: Section, text: str) -> str:
    """The body with `text` in the place of the part; the part goes where `text` is blank."""
    before, after = body[: section.start], body[section.end :]
    old, text = body[section.start : section.end], text.strip("\n")
    if text == old.strip("\n"):
        return body
    if not text.strip():
        return before + after
    blanks = old[len(old.rstrip("\n")) :]
    return f"{before}{text.rstrip()}{blanks or chr(10)}{after}"
