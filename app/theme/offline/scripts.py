"""Values in classic scripts: all that a page opened from a file may load."""

import json
from pathlib import Path
from typing import Any

# A name of ours that the kit's own script answers to.
CALL = "maillage"
# Line ends of JavaScript that JSON leaves as they are, and what could end or open a script where
# somebody pastes the file into a page.
_ESCAPED = (
    ("\\", "\\\\"), ("'", "\\'"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("<", "\\x3c"),
)  # fmt: skip


def compact(value: Any) -> str:
    """JSON without blanks; keys stay in their order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def script_of(name: str, value: Any) -> str:
    """A script that hands `value` over under its name, as JSON in a string.

    A string is read by the browser much faster than the same as a program, and parsed when wanted.
    """
    said = compact(value)
    for sign, escaped in _ESCAPED:  # much faster than a table, on long texts
        said = said.replace(sign, escaped)
    return f"{CALL}('{name}','{said}')\n"


def write_script(folder: Path, name: str, value: Any) -> None:
    (folder / f"{name}.js").write_text(script_of(name, value), encoding="utf-8", newline="\n")
