"""How long files and functions are, and what stands in tracked files that should not.

`python -m tools.house` lists the functions worth a second look; tests/test_house.py sets the
bounds.
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
LONGEST_FILE_LINES = 400
LONGEST_FUNCTION_LINES = 60
SECOND_LOOK_LINES = 30
MEASURED = {".py", ".js", ".mjs", ".css", ".html"}


@dataclass(frozen=True, slots=True)
class Function:
    """One function and its length, decorators and docstring left out."""

    file: str
    name: str
    line: int
    lines: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.name} ({self.lines} lines)"


@cache
def tracked_files() -> tuple[Path, ...]:
    """Files that are in git or would be added to it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    names = sorted(set(listed.decode().split("\0")) - {""})
    return tuple(path for name in names if (path := ROOT / name).is_file())


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Name and text of each tracked file that is text."""
    for path in tracked_files():
        data = path.read_bytes()
        if b"\0" not in data:
            yield path.relative_to(ROOT).as_posix(), data.decode("utf-8", "replace")


def long_files() -> list[str]:
    return [
        f"{name} ({text.count(chr(10))} lines)"
        for name, text in tracked_texts()
        if Path(name).suffix in MEASURED and text.count("\n") > LONGEST_FILE_LINES
    ]


def functions(*, longer_than: int = 0) -> Iterator[Function]:
    """Those of more lines than that; a file of fewer is not even parsed."""
    for name, text in tracked_texts():
        if name.endswith(".py") and text.count("\n") > longer_than:
            for node in statements(ast.parse(text, name)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    found = Function(name, node.name, node.lineno, length(node))
                    if found.lines > longer_than:
                        yield found


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """All that stand in it, however deep. No expression holds one: none is gone into."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        for one in getattr(node, part, ()):
            yield one
            yield from statements(one)


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def matches(pattern: re.Pattern[str], *, skip: frozenset[str] = frozenset()) -> list[str]:
    """Where a pattern stands in tracked text: `file:line: what`."""
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {found.group()}"
        for name, text in tracked_texts()
        if name not in skip
        for found in pattern.finditer(text)
    ]


def main() -> None:
    second_looks = functions(longer_than=SECOND_LOOK_LINES)
    for function in sorted(second_looks, key=lambda one: -one.lines):
        print(f"worth a second look: {function}")


if __name__ == "__main__":
    main()
