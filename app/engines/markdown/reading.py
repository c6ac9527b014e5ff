"""Shaped tokens to an outline: what a page says and points at, without its markup."""

from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from app.domain.outline import Heading, Outline
from app.engines.markdown import bounds
from app.engines.markdown.shape import is_outside, text_of


def read_outline(tokens: Sequence[Token], quizzes: Iterable[str]) -> Outline:
    """Raises TooMuch where few references would expand to more than a page may weigh."""
    inlines = [child for t in tokens if t.type == "inline" for child in t.children or ()]
    return Outline(
        headings=tuple(_headings(tokens)),
        links=tuple(t.meta["target"] for t in inlines if t.type == "wiki_link"),
        urls=tuple(dict.fromkeys(_urls(inlines))),
        media=tuple(dict.fromkeys(t.meta["medium"] for t in inlines if "medium" in t.meta)),
        quizzes=tuple(quizzes),
        text="\n".join(_lines(tokens)),
    )


def _headings(tokens: Sequence[Token]) -> Iterable[Heading]:
    for token in tokens:
        if token.type == "heading_open" and "id" in token.attrs:
            meta = token.meta
            line = token.map[0] if token.map and token.level == 0 else None
            yield Heading(meta["level"], meta["words"], str(token.attrs["id"]), line)


def _urls(inlines: Iterable[Token]) -> Iterable[str]:
    weight = 0
    for token in inlines:
        if token.type == "link_open":
            address = str(token.attrs["href"])
            weight += len(address) + len(str(token.attrs.get("title", "")))
            if weight > bounds.LINKED_BYTES:
                raise bounds.TooMuch
            if is_outside(address):
                yield address


def _lines(tokens: Sequence[Token]) -> Iterable[str]:
    """A line per block; a row of a table is one."""
    row: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield " · ".join(row or ())
            row = None
        words = _words(token)
        if words and row is not None:
            row.append(words)
        elif words:
            yield words


def _words(token: Token) -> str:
    if token.type == "inline":
        return text_of(token.children).strip()
    if token.type in ("fence", "code_block"):
        return token.content.strip()
    return token.meta["words"].strip() if token.type == "raw" else ""
