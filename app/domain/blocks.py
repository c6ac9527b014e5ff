"""Markdown cut into top-level blocks, without parsing it: what the merge compares.

The bytes are never changed: joined, the blocks give the body back. It must not know HTML, nor what
a block means. Every walk here is linear, whatever the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

DIRECTIVE = re.compile(r"(:{3,})[ \t]*([^\W\d_][\w-]*)(?:[ \t]+(\S.*))?[ \t]*$")
_CLOSER = re.compile(r"(:{3,})[ \t]*$")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_MARKS = re.compile(r"(?:[ \t>]|[-+*](?:[ \t]|$)|[0-9]{1,9}[.)](?:[ \t]|$))*")
_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"([-+*]|[0-9]{1,9}[.)])(?:([ \t]+)(?=\S)|[ \t]*$)")
_NOTE = re.compile(r"\[\^[^\s\]]+\]:")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_DASHES = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_ESCAPED = re.compile(r"\\.|\[\[[^\[\]\n]*\]\]")


def split_blocks(body: str) -> list[str]:
    """The top-level blocks, each with the blank lines that follow it.

    A list is one block with all its items, a directive one block with all it holds. Blank lines
    before the first block stand alone. `"".join(split_blocks(body)) == body`.
    """
    lines = _LINE.findall(body)
    starts: list[int] = []
    at = 0
    while at < len(lines):
        starts.append(at)
        at = _skip_blank(lines, at if not lines[at].strip() else _block_end(lines, at))
    ends = [*starts[1:], len(lines)]
    return ["".join(lines[a:b]) for a, b in zip(starts, ends, strict=False)]


def code_lines(body: str) -> Iterator[tuple[str, bool]]:
    """Every line, and whether it is of a block of code: a fence, or indented at the top level."""
    for block in split_blocks(body):
        indented = bool(block.strip()) and _indented(block)[0] >= 4
        fence = ""
        for line in _LINE.findall(block):
            bare = _bare(_indented(line)[1])
            if fence:
                yield line, True
                fence = "" if _closes_fence(bare, fence) else fence
            else:
                fence = _fence_of(bare)
                yield line, indented or bool(fence)


def directive_ends(lines: Iterable[tuple[int, str]], start: int) -> dict[int, tuple[int, bool]]:
    """Where the directive on line `start` ends, and each one it holds, by line of opening.

    `lines` are (indent, text without indent) from `start` on. An end is the line after the last
    one inside, and whether that line closes the directive (not so where a longer fence or the end
    of the text does). A closing fence goes to the innermost directive opened with as many colons,
    else to the innermost opened with fewer; colons inside a code fence close nothing.
    """
    ends: dict[int, tuple[int, bool]] = {}
    open_ones: list[tuple[int, int]] = []
    lengths: Counter[int] = Counter()
    fence = ""
    at = start - 1
    for at, (indent, text) in enumerate(lines, start):
        if fence:
            fence = "" if _closes_fence(_bare(text), fence) else fence
        elif indent >= 4:
            continue
        elif opened := DIRECTIVE.match(text):
            open_ones.append((at, len(opened[1])))
            lengths[len(opened[1])] += 1
        elif closed := _CLOSER.match(text):
            _close(len(closed[1]), at, open_ones, lengths, ends)
            if not open_ones:
                return ends
        else:
            fence = _fence_of(_bare(text))
    return ends | {line: (at + 1, False) for line, _ in open_ones}


def _close(
    length: int,
    at: int,
    open_ones: list[tuple[int, int]],
    lengths: Counter[int],
    ends: dict[int, tuple[int, bool]],
) -> None:
    exact = lengths[length] > 0
    if not exact and not any(n < length for n, count in lengths.items() if count):
        return
    while open_ones:
        line, opened = open_ones.pop()
        lengths[opened] -= 1
        found = opened == length if exact else opened < length
        ends[line] = (at, found)
        if found:
            return


def _bare(text: str) -> str:
    """The text without what opens quotes and items in front of it."""
    return text[_MARKS.match(text).end() :].rstrip()  # type: ignore[union-attr]


def _fence_of(text: str) -> str:
    match = _FENCE.match(text)
    return (match[1] or match[2]) if match else ""


def _closes_fence(text: str, fence: str) -> bool:
    return text.startswith(fence) and not text.strip(fence[0])


def _skip_blank(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _indented(line: str) -> tuple[int, str]:
    """The width of the indent (tabs stop every 4 columns) and the text after it."""
    text = line.lstrip(" \t")
    lead = line[: len(line) - len(text)]
    return len(lead.expandtabs(4)), text.rstrip("\r\n")


def _block_end(lines: Sequence[str], at: int) -> int:
    """The line after the block that starts at the line `at`, which is not blank."""
    indent, text = _indented(lines[at])
    if indent >= 4:
        return _code_end(lines, at)
    if fence := _fence_of(text):
        return _fence_end(lines, at, fence)
    if DIRECTIVE.match(text):
        return _directive_end(lines, at)
    if _HEADING.match(text) or _RULE.match(text):
        return at + 1
    if text.startswith(">"):
        return _Holder(lines).quote_end(at)
    if _ITEM.match(text):
        return _Holder(lines).list_end(at)
    if _NOTE.match(text):
        return _Holder(lines).note_end(at)
    return _paragraph_end(lines, at)


def _code_end(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and _indented(lines[at])[0] >= 4:
        at += 1
        after = _skip_blank(lines, at)
        if after < len(lines) and _indented(lines[after])[0] >= 4:
            at = after
    return at


def _fence_end(lines: Sequence[str], at: int, fence: str) -> int:
    for n in range(at + 1, len(lines)):
        indent, text = _indented(lines[n])
        if indent < 4 and _closes_fence(text.rstrip(), fence):
            return n + 1
    return len(lines)


def _directive_end(lines: Sequence[str], at: int) -> int:
    rest = (_indented(lines[n]) for n in range(at, len(lines)))
    end, closed = directive_ends(rest, at)[at]
    return end + closed


def _paragraph_end(lines: Sequence[str], at: int) -> int:
    """Lines of text up to a blank one, to another block, or to a heading's underline."""
    if _starts_table(lines, at):
        return _table_end(lines, at + 2)
    for n in range(at + 1, len(lines)):
        indent, text = _indented(lines[n])
        if not text.strip():
            return n
        if indent < 4:
            if _UNDERLINE.match(text):
                return n + 1
            if _interrupts(text) or _starts_table(lines, n):
                return n
    return len(lines)


def _table_end(lines: Sequence[str], at: int) -> int:
    while at < len(lines):
        indent, text = _indented(lines[at])
        if not text.strip() or indent >= 4 or _interrupts(text):
            break
        at += 1
    return at


def _interrupts(text: str) -> bool:
    """Whether a line starts another block even right under a paragraph."""
    first = text[:1]
    if first in ("#", ">", "`", "~", ":", "[") or first in "-+*_":
        return bool(
            first == ">"
            or _HEADING.match(text)
            or _fence_of(text)
            or _RULE.match(text)
            or _NOTE.match(text)
            or DIRECTIVE.match(text)
            or _interrupting_item(text)
        )
    return _interrupting_item(text)


def _interrupting_item(text: str) -> bool:
    item = _ITEM.match(text)
    return bool(item and item[2] and (item[1] in "-+*" or item[1][:-1] == "1"))


def _starts_table(lines: Sequence[str], at: int) -> bool:
    if at + 1 >= len(lines) or "|" not in lines[at]:
        return False
    indent, dashes = _indented(lines[at + 1])
    if indent >= 4 or not _DASHES.match(dashes.rstrip()):
        return False
    return _cells(lines[at]) == _cells(dashes)


def _cells(row: str) -> int:
    """How many cells a row of a table has; the bars of escapes and wiki links are no walls."""
    row = _ESCAPED.sub("x", row.strip())
    return row.removeprefix("|").removesuffix("|").count("|") + 1


class _Holder:
    """Walks a quote, a list or a note, and knows whether its last line was running text."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.fence = ""
        self.running = False

    def take(self, text: str) -> None:
        """Remember what the line leaves open: a code fence, running text, or nothing."""
        bare = _bare(text)
        if self.fence:
            self.fence = "" if _closes_fence(bare, self.fence) else self.fence
            self.running = False
        elif fence := _fence_of(bare):
            self.fence, self.running = fence, False
        else:
            marks = len(text) - len(text.lstrip(" \t>"))
            code = not self.running and text[:marks].endswith("     ")
            single = _HEADING.match(bare) or _RULE.match(text.strip(" \t>"))
            self.running = bool(bare) and not code and not single

    def lazy(self, indent: int, text: str) -> bool:
        """Whether a line less deep still belongs to the running text inside."""
        return self.running and (indent >= 4 or not (_interrupts(text) or _ITEM.match(text)))

    def quote_end(self, at: int) -> int:
        for n in range(at, len(self.lines)):
            indent, text = _indented(self.lines[n])
            if indent < 4 and text.startswith(">"):
                self.take(text)
            elif not text.strip() or not (self.lazy(indent, text) or self._noted(text)):
                return n
        return len(self.lines)

    def _noted(self, text: str) -> bool:
        """A note right under a quote is taken into it."""
        return self.running and bool(_NOTE.match(text))

    def note_end(self, at: int) -> int:
        self.take(_NOTE.sub("", _indented(self.lines[at])[1], count=1))
        return self._deep_end(at + 1, 4)

    def list_end(self, at: int) -> int:
        mark = _mark(_indented(self.lines[at])[1])
        n = at
        while n < len(self.lines):
            indent, text = _indented(self.lines[n])
            item = _ITEM.match(text)
            if indent >= 4 or not item or _mark(text) != mark or _RULE.match(text):
                break
            self.fence, self.running = "", False
            self.take(text)
            gap = len((item[2] or " ").expandtabs(4))
            n = self._deep_end(n + 1, indent + len(item[1]) + (gap if gap <= 4 else 1))
        return n

    def _deep_end(self, at: int, depth: int) -> int:
        """The first line from `at` on that is not part of what is indented by `depth`."""
        n = at
        while n < len(self.lines):
            after = _skip_blank(self.lines, n)
            if after == len(self.lines):
                return n if after > n else after
            indent, text = _indented(self.lines[after])
            if after > n:
                self.running = False
            if indent >= depth:
                self.take(" " * (indent - depth + 1) + text)
            elif after > n or not self.lazy(indent, text):
                return after
            n = after + 1
        return n


def _mark(text: str) -> str:
    """What tells one list from the next: the bullet, or the sign after the number."""
    match = _ITEM.match(text)
    return match[1][-1] if match else ""
