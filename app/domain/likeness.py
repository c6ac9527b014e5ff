"""What of a page tells whether another may be about the same thing, and by which keys to look.

No page is compared with all others: only with those that share a key with it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

from app.domain.facets import coordinates
from app.domain.links import fold
from app.domain.page import Page
from app.domain.page_path import PagePath
from app.domain.phrase import Phrase

# Words that tell nothing of which place or method is meant, and those that many names have.
SMALL = frozenset(
    "a au aux d de des du en et l la le les s sur un une the of and pour par avec chez dans".split()
)
GENERIC = SMALL | frozenset(
    (
        "tiers lieu lieux tierslieu tierslieux espace espaces maison centre cafe association asso "
        "collectif cooperative coop scic scop sas sarl sa cae coworking cowork co working fablab "
        "fab lab atelier ateliers fabrique hub pole reseau projet jardin partage partages "
        "methode fiche guide outil comment faire organiser animer mini cool"
    ).split()
)
SKETCH = 24
_SHINGLE = 4
_SHINGLED_LIMIT = 20_000
_WORD = re.compile(r"[a-z0-9]+")
# Marks the blocks of one word of a name.
WORD_KEY = "w"
CELL_DEGREES = 0.005
_CELLS = 10**6


@dataclass(frozen=True, slots=True)
class Traits:
    """`origin` and `id` name the page in the network (`origin` is `` for ours). `sketch` holds
    the least marks of the text's runs of words: texts that are alike have the same ones."""

    path: PagePath
    title: str
    id: str = ""
    origin: str = ""
    lang: str = "fr"
    city: str = ""
    point: tuple[float, float] | None = None
    siret: str = ""
    osm_id: str = ""
    host: str = ""
    derived: str = ""
    sketch: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What a record calls it: it outlives moves where the page has an id."""
        named = self.id or str(self.path)
        return f"{self.origin} {named}" if self.origin else named


@dataclass(frozen=True, slots=True)
class Suspect:
    """Two pages that may be about the same thing, from 0 to 1, and why. `one` is ours."""

    one: Traits
    other: Traits
    score: float
    reasons: tuple[Phrase, ...]

    @property
    def names(self) -> tuple[str, str]:
        return pair_of(self.one.name, self.other.name)


def pair_of(one: str, other: str) -> tuple[str, str]:
    """Two names in the order in which a record holds them."""
    return (one, other) if one <= other else (other, one)


def traits_of(page: Page, *, origin: str = "") -> Traits:
    """Of a page that need not be anywhere yet."""
    front = page.front
    territory = front.get("territory")
    city = territory.get("city") if isinstance(territory, Mapping) else None
    return Traits(
        path=page.path, title=page.title, id=page.id, origin=origin, lang=page.lang[:2],
        city=fold(city)[:100] if isinstance(city, str) else "", point=coordinates(page),
        siret=_word(front, "siret"), osm_id=_word(front, "osm_id"), host=_host(front),
        derived=_derived(front), sketch=sketch(page.body),
    )  # fmt: skip


def _word(front: Mapping[str, Any], key: str) -> str:
    value = front.get(key)
    return value[:40] if isinstance(value, str) else ""


def _host(front: Mapping[str, Any]) -> str:
    """Of the website, without `www`."""
    contact = front.get("contact")
    site = front.get("website") or (
        contact.get("website") if isinstance(contact, Mapping) else None
    )
    if not isinstance(site, str):
        return ""
    try:
        found = (urlsplit(site).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return found[:200]


def _derived(front: Mapping[str, Any]) -> str:
    """The page that it says it began from or translates, as `Traits.name` would say it."""
    for key in ("derived_from", "translation_of"):
        said = front.get(key)
        if isinstance(said, Mapping) and isinstance(said.get("id"), str):
            return f"{said.get('instance') or ''} {said['id']}".strip()
    return ""


def words_of(title: str) -> tuple[str, ...]:
    """Without small words, unless there are no others."""
    words = tuple(_WORD.findall(fold(title)))
    return tuple(word for word in words if word not in SMALL) or words


def core_words(title: str) -> tuple[str, ...]:
    """The words that tell which one is meant; all of them where all are generic."""
    words = words_of(title)
    return tuple(word for word in words if word not in GENERIC) or words


def sketch(text: str) -> tuple[int, ...]:
    """The `SKETCH` least marks of all runs of four words; none for a text of a few words."""
    words = _WORD.findall(fold(text[:_SHINGLED_LIMIT]))
    if len(words) < 3 * _SHINGLE:
        return ()
    runs = {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
    return tuple(sorted({crc32(run.encode()) for run in runs})[:SKETCH])


def resemblance(one: Iterable[int], other: Iterable[int]) -> float:
    """The share of their runs of words that two texts have in common, told from their sketches."""
    left, right = set(one), set(other)
    if left.isdisjoint(right):
        return 0.0
    least = sorted(left | right)[:SKETCH]
    return sum(mark in left and mark in right for mark in least) / len(least)


def keys_of(traits: Traits) -> tuple[str, ...]:
    """The blocks that a page stands in; all begin with its kind."""
    kind = traits.path.kind
    core = core_words(traits.title)
    found = [f"t {' '.join(sorted(core))}"]
    found += [f"{WORD_KEY} {word}" for word in core if len(word) > 2]
    found += [f"c {word} {traits.city}" for word in core if traits.city and len(word) > 2]
    joined = "".join(core)
    # A slip of the pen leaves the beginning or the end of a name.
    ends = (f"{joined[:4]}-", f"-{joined[-4:]}") if len(joined) > 3 else ()
    found += [f"{WORD_KEY} {end}" for end in ends]
    found += [f"c {end} {traits.city}" for end in ends if traits.city]
    found += [f"{a} {b}"[:80] for a, b in pairwise(core)]
    found += [f"{mark} {value}" for mark, value in _exact(traits) if value]
    found += [f"m {mark}" for mark in traits.sketch[:8]]
    if traits.point:
        found.append(f"g {_cell(traits.point)}")
    return tuple(dict.fromkeys(f"{kind} {key}" for key in found))


def keys_around(traits: Traits) -> tuple[str, ...]:
    """Where to look for others: its own blocks, and the squares beside its own."""
    if not traits.point:
        return keys_of(traits)
    here = _cell(traits.point)
    squares = [here + i * _CELLS + j for i in (-1, 0, 1) for j in (-1, 0, 1)]
    near = [f"{traits.path.kind} g {square}" for square in squares]
    return tuple(dict.fromkeys((*keys_of(traits), *near)))


def _exact(traits: Traits) -> tuple[tuple[str, str], ...]:
    return (("s", traits.siret), ("o", traits.osm_id), ("h", traits.host))


def _cell(point: tuple[float, float]) -> int:
    lat, lon = (int(degrees // CELL_DEGREES) for degrees in point)
    return lat * _CELLS + lon
