"""A wiki of N pages in French, the same on every machine: all kinds, linked to one another."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.page_path import PagePath
from tests.bench import prose
from tests.bench.front_matter import front_matter, written

SEED = 2026
# Of every hundred pages, as a network's wiki has them.
SHARES = {"place": 40, "method": 28, "organisation": 12, "page": 10, "mini_cool": 8, "portal": 2}
KINDS = [kind for kind, share in SHARES.items() for _ in range(share)]
BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    path: PagePath
    title: str
    body: str
    text: str
    """The whole file, front matter and id included."""


@dataclass(frozen=True, slots=True)
class Name:
    path: PagePath
    title: str


def pages(count: int) -> Iterator[GeneratedPage]:
    """`count` pages. The first pages of a larger corpus differ only in whom they link to."""
    known = names(count)
    paths = [str(name.path) for name in known]
    for number, name in enumerate(known):
        yield page_of(number, name, paths)


def names(count: int) -> list[Name]:
    """The address and title of each page of a corpus."""
    return [_name(number) for number in range(count)]


def _name(number: int) -> Name:
    chance = Random(f"{SEED} name {number}")
    title = prose.title(chance)
    kind = KINDS[number * 37 % len(KINDS)]
    return Name(PagePath(kind, f"{slug(title)}-{number}"), title)


def page_of(number: int, name: Name, paths: Sequence[str]) -> GeneratedPage:
    """The page of that number, which links to some of the paths."""
    chance = Random(f"{SEED} page {number}")
    linked = chance.sample(paths, min(len(paths), 12))
    keys = front_matter(chance, name.path.kind, name.title, linked)
    keys = {"kind": keys.pop("kind"), "id": page_id(number), **keys}
    body = prose.body(chance, linked)
    return GeneratedPage(name.path, name.title, body, f"---\n{written(keys)}---\n\n{body}")


def page_id(number: int) -> str:
    """A ULID: a time in 2026, then digits that no other page of the corpus has."""
    value = ((1_767_225_600_000 + number * 1000) << 80) | (number * 2_654_435_761 << 16) | number
    return "".join(BASE32[(value >> shift) & 31] for shift in range(125, -1, -5))


def slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.lower().replace("œ", "oe")).encode(
        "ascii", "ignore"
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.decode()).strip("-")[:90].strip("-")
