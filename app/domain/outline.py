"""What a page's text is made of, for whoever needs structure and must not parse Markdown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.links import LinkTarget


@dataclass(frozen=True, slots=True)
class Heading:
    """`line` is where it stands in the body, from 0; None inside a quote, a list or a directive."""

    level: int
    text: str
    anchor: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """`text` is the words alone, a line per block, as search and snippets want them."""

    headings: tuple[Heading, ...]
    links: tuple[LinkTarget, ...]
    urls: tuple[str, ...]
    media: tuple[str, ...]
    quizzes: tuple[str, ...]
    text: str


def outline_of(said: Mapping[str, Any]) -> Outline:
    """What `dataclasses.asdict` made of an outline, as one again. From our own files alone."""
    return Outline(
        headings=tuple([Heading(**heading) for heading in said["headings"]]),
        links=tuple([LinkTarget(**link) for link in said["links"]]),
        urls=tuple(said["urls"]),
        media=tuple(said["media"]),
        quizzes=tuple(said["quizzes"]),
        text=said["text"],
    )


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """Safe HTML of a body, independent of what else the wiki holds.

    Wiki links stand in it as `<a data-wiki="TARGET" ...>label</a>` and live lists as
    `<div data-list="SELECT" ...></div>`: views resolve both when they show the page. `TARGET` is
    `str(LinkTarget)` with HTML escapes; the same targets, in order, are `outline.links`.
    """

    html: str
    outline: Outline
