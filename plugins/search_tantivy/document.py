"""From a page to what the index keeps of it."""

import json
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from math import log2
from typing import NamedTuple

import tantivy

from app.domain.finding.family import key_of as family_of
from app.domain.finding.fields import Findable
from app.domain.finding.french import GAP, language, terms
from app.domain.finding.french import fold as folded_words
from app.domain.finding.leading import names_of
from app.domain.finding.lines import lines_of
from app.domain.finding.marks import key_of
from app.domain.finding.scoring import Standing
from app.domain.finding.weighing import counted
from app.domain.links import fold
from app.domain.selection import FACETS
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.levels import levelled

_FIELD_GAP = " ".join([GAP] * 8)
# A gain of one is told so; Tantivy multiplies a score by log2(2 + what is told).
GAIN_UNIT = 2.5
_LATEST = 10**11
# So many words of a summary say what the page is; the rest says what else there is to it.
_OPENING = 12
# Stands before the letters of a friend's title.
_FRIENDS = 1 << 56
BEGINNING, WHOLE_BEGINNING = 12, 24
_SINGLE = frozenset(
    "kind region department licence lang status legal_status opened difficulty duration cost stub "
    "city form".split()
)


class Prepared(NamedTuple):
    """Plain texts and numbers by field, so that another process may make them."""

    texts: tuple[tuple[str, str], ...]
    whole: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, float], ...]
    facts: bytes
    text: bytes


def prepared(page: Findable) -> Prepared:
    key = key_of(str(page.path), page.origin)
    folded = fold(page.title)
    told = _told(folded, page)
    texts = [
        (at.KEY, key),
        (at.ORIGIN, page.origin or at.OURS),
        (at.NAME, " ".join(terms(page.title, language(page.lang)))),
        (at.TYPED, " ".join(dict.fromkeys(_typed(spaced(page.title))))),
        *_words(page),
        *_facets(page),
        *((name, value) for name, value in _family(page) if value),
        *((at.NAMES, name) for name in names_of(str(page.path), page.title, page.origin)),
        *((at.LEADS, name) for name in page.leads),
        (at.BY_TITLE, f"{folded}\0{told}"),
        (at.BY_RECENT, f"{_LATEST - int(page.at.timestamp()):012d}{told}"),
        (at.BY_OPENED, f"{(*page.facets.get('opened', ()), '~')[0]}\0{told}"),
    ]
    whole = (
        (at.NUMBER, number_of(key, page.parent)),
        (at.SHORTNESS, (_is_stub(page) << 16) + min(len(page.title), 65_535)),
        (at.ALPHABET, _alphabet(folded, page.origin)),
        (at.AT, int(page.at.timestamp())),
        (at.LEADING, len(page.leads)),
    )
    lat_lon = zip((at.LAT, at.LON), page.point or (), strict=False)
    return Prepared(
        tuple(texts), whole, ((at.GAIN, _gain(page)), *lat_lon), _facts(page), page.text.encode()
    )


def document(said: Prepared) -> tantivy.Document:
    made = tantivy.Document()
    for name, text in said.texts:
        made.add_text(name, text)
    for name, number in said.whole:
        (made.add_integer if name == at.AT else made.add_unsigned)(name, number)
    for name, part in said.parts:
        made.add_float(name, part)
    made.add_bytes(at.FACTS, said.facts)
    made.add_bytes(at.TEXT, said.text)
    return made


def mark_document(mark: bytes, recent: bytes = b"") -> tantivy.Document:
    """`recent` has pages that the next commit takes up again."""
    made = tantivy.Document()
    made.add_text(at.KEY, at.MARK_KEY)
    made.add_bytes(at.MARK, mark)
    made.add_bytes(at.TEXT, recent)
    return made


def number_of(key: str, parent: str) -> int:
    """Stands for a page and what it says it came from."""
    digest = blake2b(f"{key}\0{parent}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def spaced(title: str) -> str:
    """The folded words of a title, each after one space."""
    return " " + " ".join("".join(c if c.isalnum() else " " for c in folded_words(title)).split())


def _typed(title: str) -> Iterator[str]:
    """Beginnings of each word, and (after `^`) of the whole."""
    for word in title.split():
        yield from (word[:end] for end in range(1, min(len(word), BEGINNING) + 1))
    whole = title[1:].replace(" ", "_")
    yield from (f"^{whole[:end]}" for end in range(1, min(len(whole), WHOLE_BEGINNING) + 1))


def _words(page: Findable) -> Iterator[tuple[str, str]]:
    found = counted(page)
    yield at.BODY, f" {_FIELD_GAP} ".join(found.lines)
    title, summary = found.lines[:2]
    yield at.TOP, f"{title} {_FIELD_GAP} {' '.join(summary.split(' ')[:_OPENING])}"
    if found.beside:
        yield at.BESIDE, " ".join(found.beside)
    yield at.WORTH, levelled(found)


def _facets(page: Findable) -> Iterator[tuple[str, str]]:
    for facet in FACETS:
        if facet == "origin":
            continue
        values = page.facets.get(facet, ())
        # A column in which every page says something is counted twice as fast.
        for value in values or (("",) if facet in _SINGLE else ()):
            yield at.facet_field(facet), value


def _family(page: Findable) -> Iterator[tuple[str, str]]:
    yield at.FAMILY, family_of(page.origin, page.id)
    yield at.PARENT, page.parent


def _is_stub(page: Findable) -> bool:
    return "stub" in page.facets


def _gain(page: Findable) -> float:
    """What counts beside words, but for how old the page is against others."""
    archived = "archived" in page.facets.get("status", ())
    standing = Standing(
        page.quality,
        stub=_is_stub(page),
        archived=archived,
        friends=bool(page.origin),
        kinds=(page.path.kind,),
    )
    return float(2 ** (GAIN_UNIT * standing.factor) - 2)


def _told(folded: str, page: Findable) -> str:
    """What tells equals apart: ours before friends', then titles, then addresses."""
    return f"{page.origin}\0{folded}\0{page.path}"


def is_ours(letters: int) -> bool:
    return letters < _FRIENDS


def _alphabet(folded: str, origin: str) -> int:
    """The first letters as a number, ours before friends'."""
    letters = int.from_bytes(folded.encode()[:7].ljust(7, b"\0"), "big")
    return (_FRIENDS if origin else 0) + letters


def _facts(page: Findable) -> bytes:
    licences = page.facets.get("licence", ())
    said: Mapping[str, object] = {
        "path": str(page.path),
        "title": page.title,
        "origin": page.origin,
        "licence": licences[0] if licences else "",
        "family": family_of(page.origin, page.id),
        "parent": page.parent,
        "leads": page.leads,
        "lines": lines_of(page),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def gain_of(told: float) -> float:
    """By what a page multiplies what its words are worth."""
    return log2(2 + told) / GAIN_UNIT
