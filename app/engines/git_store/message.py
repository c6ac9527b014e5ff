"""What stands in a commit besides its files: who, when, why, and trailers that no note can forge.

A message is the note, an empty line, and a block of our own: always last, its first line always
`Wiki: 1`. Only that block is read back as trailers, so a note that looks like one stays a note.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime

from app.domain.revision import Signature

_BLOCK = "Wiki: 1"
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_NAMELESS = "?"
_LAST_S = 253_402_300_799  # the end of the year 9999
# They make a name or a line read otherwise than it is written.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_line(text: str) -> str:
    """One line, without control characters; each run of white space is one space."""
    return " ".join("".join(char for char in text if _harmless(char)).split())


def clean_signature(signature: Signature) -> Signature:
    """What git can hold: `<` and `>` would end the name, a line break would end the header."""
    name = clean_line(re.sub(r"[<>]", "", signature.name)) or _NAMELESS
    address = re.sub(r"[<>]", "", clean_line(signature.address)).replace(" ", "")
    return Signature(name, address)


def clean_note(note: str) -> str:
    lines = note.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char in "\n\t" or _harmless(char)).strip()


def encode(note: str, trailers: Sequence[tuple[str, str]]) -> str:
    """Raises ValueError where a trailer's key is no word: keys are ours, never a visitor's."""
    for key, _ in trailers:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not the key of a trailer: {key!r}")
    block = "\n".join([_BLOCK, *(f"{key}: {clean_line(value)}" for key, value in trailers)])
    return f"{clean_note(note)}\n\n{block}\n".lstrip("\n")


def decode(message: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Note and trailers. A commit that this store did not write is all note."""
    before, empty_line, last = message.rstrip("\n").rpartition("\n\n")
    first, *lines = last.split("\n")
    if first != _BLOCK or (before and not empty_line):
        return message.strip(), ()
    pairs = (line.partition(": ") for line in lines)
    return before, tuple((key.removesuffix(":"), value) for key, _, value in pairs)


def seconds(at: datetime) -> int:
    """Whole seconds since 1970: all that git keeps. Raises ValueError on a date without zone."""
    if at.tzinfo is None:
        raise ValueError("a date without its time zone")
    return max(0, int(at.timestamp()))


def utc(at_s: int) -> datetime:
    """Moments that no calendar has (git takes any number) are the first or the last one."""
    return datetime.fromtimestamp(min(max(at_s, 0), _LAST_S), UTC)


def _harmless(char: str) -> bool:
    if char in _BIDI:
        return False
    return unicodedata.category(char) not in ("Cc", "Cs") or char in "\t\n"
