"""The fixed form of a commit of the open repository: who, when, and why, as the world may read it.

The message is laid out as in `pages.git` (a note, then a block that begins with `Wiki: 1`), so that
one reader fits both; only what is public of it goes out, and without those who were erased.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from app.domain.erasure import ERASED_NAME
from app.domain.revision import LogEntry, Signature

PUBLIC = ("Minor", "Author", "Proposal", "Source", "Licence")
AUTHOR = "Author"
ERASED = Signature(ERASED_NAME, "erased@invalid")
_BLOCK = "Wiki: 1"
_NAMELESS = "?"
_SIGNED = re.compile(r"(.*?) ?<([^<>]*)>")
# They make a name or a line read otherwise than it is written.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Trailer = tuple[str, str]


def read_author(value: str) -> Signature | None:
    """Whom an `Author` trailer names, written `name <address>`."""
    match = _SIGNED.fullmatch(value)
    return Signature(match[1], match[2]) if match else None


def masked(author: Signature, erased: frozenset[str]) -> Signature:
    if author.address in erased:
        return ERASED
    name = _line(re.sub(r"[<>]", "", author.name)) or _NAMELESS
    return Signature(name, re.sub(r"[<> ]", "", _line(author.address)))


def header(entry: LogEntry, erased: frozenset[str]) -> bytes:
    """Author and committer are one, at the author's date: nothing tells when this was derived."""
    author = masked(entry.author, erased)
    at_s = max(0, int(entry.at.timestamp()))
    said = f"{author.name} <{author.address}> {at_s} +0000"
    return f"author {said}\ncommitter {said}\n".encode()


def text(entry: LogEntry, earlier: Sequence[Signature], erased: frozenset[str]) -> bytes:
    """The note and the public trailers; `earlier` wrote what the commit brings, before it."""
    author = masked(entry.author, erased)
    trailers = dict.fromkeys(
        trailer
        for trailer in (*_public(entry.trailers, erased), *_authors(earlier, erased))
        if trailer != (AUTHOR, _written(author))
    )
    block = "\n".join([_BLOCK, *(f"{key}: {_line(value)}" for key, value in trailers)])
    return f"{_note(entry.note)}\n\n{block}\n".lstrip("\n").encode()


def _public(trailers: Iterable[Trailer], erased: frozenset[str]) -> Iterable[Trailer]:
    for key, value in trailers:
        author = read_author(value) if key == AUTHOR else None
        if author is not None:
            yield key, _written(masked(author, erased))
        elif key in PUBLIC and not any(address in value for address in erased):
            yield key, value


def _authors(authors: Iterable[Signature], erased: frozenset[str]) -> Iterable[Trailer]:
    for author in authors:
        yield AUTHOR, _written(masked(author, erased))


def _written(author: Signature) -> str:
    return f"{author.name} <{author.address}>"


def _note(note: str) -> str:
    lines = note.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char in "\n\t" or _harmless(char)).strip()


def _line(value: str) -> str:
    if value.isprintable():  # nearly always; bidi signs are not
        return " ".join(value.split())
    return " ".join("".join(char for char in value if _harmless(char)).split())


def _harmless(char: str) -> bool:
    if char in _BIDI:
        return False
    return unicodedata.category(char) not in ("Cc", "Cs") or char in "\t\n"
