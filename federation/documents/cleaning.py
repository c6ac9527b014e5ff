"""Words of strangers, fit to be shown: nothing in them acts on the screen or on a log."""

import unicodedata

# Control, format (zero-width, bidi), surrogate, private and unassigned characters, and the two
# separators that some programs take for the end of a line.
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean_line(text: str) -> str:
    """One line, NFC; each run of white space and of harmful characters is one space."""
    kept = "".join(" " if _harmful(char) else char for char in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())


def clean_text(text: str) -> str:
    """Lines, each one clean; none empty at either end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(clean_line(line) for line in lines).strip()


def _harmful(char: str) -> bool:
    return unicodedata.category(char) in _HARMFUL
