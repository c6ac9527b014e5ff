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
    ("\n", "\\n"),
)  # fmt: skip

# Made once: `json.dumps` makes one for each value, and indexes have hundreds of thousands.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def compact(value: Any) -> str:
    """JSON without blanks; keys stay in their order."""
    return _encode(value)


def script_of(name: str, *values: Any) -> str:
    """A script that hands values over under a name: a text as it is, all else as JSON in a string.

    A string is read by the browser much faster than the same as a program, and parsed when wanted.
    """
    said = (one if isinstance(one, str) else compact(one) for one in values)
    return f"{CALL}('{name}',{','.join(map(_literal, said))})\n"


def _literal(text: str) -> str:
    for sign, escaped in _ESCAPED:  # much faster than a table, on long texts
        text = text.replace(sign, escaped)
    return f"'{text}'"


def write_script(folder: Path, name: str, *values: Any) -> None:
    (folder / f"{name}.js").write_text(script_of(name, *values), encoding="utf-8", newline="\n")
