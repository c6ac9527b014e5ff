"""The head of a page file: `---`, lines of YAML, `---`; its lines are touched only where asked."""

import json
from collections.abc import Mapping
from typing import Any

from app.domain.errors import InvalidPage, Problem
from app.domain.yaml_text import Mapping as YamlMapping
from app.domain.yaml_text import YamlRefused, dump_entry, dump_mapping, load_mapping

FENCE = "---\n"


class Removed:
    """Said of a key that goes away."""


REMOVED = Removed()


def split(text: str) -> tuple[str, str]:
    """The YAML lines and the body of a page file (fences left out).

    Raises InvalidPage where the file has no front matter.
    """
    if text.startswith(FENCE):
        if text.startswith(FENCE + FENCE):
            return "", text[2 * len(FENCE) :]
        end = text.find("\n" + FENCE, len(FENCE) - 1)
        if end >= 0:
            return text[len(FENCE) : end + 1], text[end + 1 + len(FENCE) :]
        if text.endswith("\n---"):
            return text[len(FENCE) : -3], ""
    raise InvalidPage(
        [Problem("", "La page doit commencer par un en-tête entre deux lignes « --- ».")]
    )


def parse(front: str) -> YamlMapping:
    """Raises InvalidPage with the sentence of the first thing that cannot be read."""
    try:
        return load_mapping(front)
    except YamlRefused as refused:
        raise InvalidPage([refused.problem]) from refused


def frozen(value: Any) -> str:
    """The value as text, to compare by value and type: 1, 1.0 and true are three things."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def splice(text: str, changes: Mapping[str, Any]) -> str:
    """The page file with only those keys changed, added (at the end) or REMOVED.

    Other lines, their comments and their order stay byte for byte. A value equal to the one
    that stands changes nothing.
    """
    front, body = split(text)
    read = parse(front)
    lines = front.splitlines(keepends=True)
    fresh = []
    for key, value in changes.items():
        if key not in read.values:
            if value is not REMOVED:
                fresh.append(dump_entry(key, value))
        elif value is REMOVED or frozen(value) != frozen(read.values[key]):
            first, last = _own_lines(lines, *read.lines[key])
            entry = "" if value is REMOVED else dump_entry(key, value)
            # Keep the number of lines, so that the other entries' positions stay true.
            lines[first:last] = [entry] + [""] * (last - first - 1)
    return FENCE + "".join(lines) + "".join(fresh) + FENCE + body


def _own_lines(lines: list[str], first: int, last: int) -> tuple[int, int]:
    """The entry without the comments and blank lines that lead to the next one."""
    while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    return first, last


def with_body(text: str, body: str) -> str:
    front, _ = split(text)
    return FENCE + front + FENCE + body


def compose(values: Mapping[str, Any], body: str) -> str:
    """A whole page file from nothing."""
    return FENCE + dump_mapping(dict(values)) + FENCE + body
