"""Pages that may be about the same thing, found by shared keys and weighed by what they say.

Held in memory and read on from the tables: a save compares its own page alone.
"""

import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from app.domain.geo import Point, distance_m
from app.domain.likeness import (
    WORD_KEY,
    Suspect,
    Traits,
    core_words,
    keys_around,
    keys_of,
    resemblance,
    words_of,
)
from app.domain.phrase import Phrase
from app.ports import PageIndex

# A key that more pages have says nothing; one that only names (Siret) says much, up to more.
BLOCK_LIMIT = 60
# A word alone says less: names that share more than a word share another key too.
WORD_LIMIT = 20
THRESHOLD = 0.6
_SURE = 0.9
_NAME, _TEXT = 0.6, 0.6
# Names less alike than that count for nothing.
_NAMED_FROM = 0.4
_ALIKE = 0.55
# Of a hundred: below, names have nothing to do with each other.
_UNLIKE = 35
# Up to that many metres, and what that adds.
_NEAR = ((100.0, 0.3), (500.0, 0.22), (3_000.0, 0.1), (30_000.0, -0.15))
_FAR = -0.35
_SAME_TOWN, _OTHER_TOWN = 0.2, -0.3
_SAME_SITE = 0.25


class Lookalikes:
    """Likeness of app.ports over what the index tells. Safe between threads."""

    def __init__(self, index: PageIndex) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._forget("")

    def suspects(self) -> Sequence[Suspect]:
        with self._lock:
            self._read_on()
            if self._sorted is None:
                order = sorted(self._found.values(), key=_order)
                self._sorted = tuple(order)
            return self._sorted

    def like(self, traits: Traits, *, size: int, least: float = THRESHOLD) -> list[Suspect]:
        with self._lock:
            self._read_on()
            found = [
                suspect
                for n in self._candidates(traits)
                if self._held[n].name != traits.name
                if (suspect := weigh(traits, self._held[n], least=least)) is not None
            ]
        return sorted(found, key=_order)[:size]

    def _forget(self, epoch: str) -> None:
        self._epoch, self._changed, self._generation = epoch, -1, -1
        self._held: dict[int, Traits] = {}
        self._blocks: dict[str, set[int]] = {}
        self._found: dict[tuple[int, int], Suspect] = {}
        self._pairs: dict[int, set[tuple[int, int]]] = {}
        self._sorted: tuple[Suspect, ...] | None = None

    def _read_on(self) -> None:
        generation = self._index.generation()
        if generation == self._generation:
            return
        epoch, rows = self._index.traits(after=self._changed, epoch=self._epoch)
        if epoch != self._epoch:
            self._forget(epoch)
        for n, _, _ in rows:
            self._drop(n)
        shown = [(n, traits) for n, _, traits in rows if traits is not None]
        for n, traits in shown:
            self._hold(n, traits)
        for n, traits in shown:
            self._compare(n, traits)
        if rows:
            self._changed = max(changed for _, changed, _ in rows)
            self._sorted = None
        self._generation = generation

    def _hold(self, n: int, traits: Traits) -> None:
        self._held[n] = traits
        for key in keys_of(traits):
            self._blocks.setdefault(key, set()).add(n)

    def _drop(self, n: int) -> None:
        gone = self._held.pop(n, None)
        if gone is None:
            return
        for key in keys_of(gone):
            block = self._blocks[key]
            block.discard(n)
            if not block:
                del self._blocks[key]
        for pair in self._pairs.pop(n, ()):
            self._found.pop(pair, None)
            other = pair[0] if pair[1] == n else pair[1]
            self._pairs.get(other, set()).discard(pair)

    def _candidates(self, traits: Traits) -> set[int]:
        found: set[int] = set()
        for key in keys_around(traits):
            block = self._blocks.get(key, ())
            if len(block) <= (WORD_LIMIT if f" {WORD_KEY} " in key else BLOCK_LIMIT):
                found.update(block)
        return found

    def _compare(self, n: int, traits: Traits) -> None:
        for other in self._candidates(traits):
            pair = (n, other) if n < other else (other, n)
            if other == n or pair in self._found:
                continue
            if (suspect := weigh(traits, self._held[other])) is not None:
                self._found[pair] = suspect
                for one in pair:
                    self._pairs.setdefault(one, set()).add(pair)


def _order(suspect: Suspect) -> tuple[float, str, str]:
    return (-suspect.score, suspect.one.title, suspect.other.title)


def weigh(one: Traits, other: Traits, *, least: float = THRESHOLD) -> Suspect | None:
    """The two, ours first, where they are so much alike that they may be about the same thing."""
    if one.path.kind != other.path.kind or (one.origin and other.origin):
        return None
    if one.lang != other.lang or _began(one, other) or _began(other, one):
        return None
    name = _name_score(one.title, other.title)
    sure = [reason for same, reason in _sure(one, other) if same]
    shared = resemblance(one.sketch, other.sketch)
    told: list[Phrase] = []
    score = _by_name(name, told)
    beside = _NEAR[0][1] + (_SAME_SITE if one.host and one.host == other.host else 0)
    if not sure and not shared and score + beside < least:
        return None
    score += _by_text(shared, told)
    score += _by_place(one, other, told) + _by_site(one, other, told)
    if sure:
        score = max(score, _SURE)
        told[:0] = [Phrase(reason) for reason in sure]
    if score < least:
        return None
    first, second = (other, one) if one.origin else (one, other)
    return Suspect(first, second, round(min(score, 1.0), 2), tuple(told))


def _began(one: Traits, other: Traits) -> bool:
    """True where the other says that it began from this one: then it is known, and no accident."""
    return bool(one.id) and other.derived.rpartition(" ")[2] == one.id


def _sure(one: Traits, other: Traits) -> Iterable[tuple[bool, str]]:
    yield bool(one.siret) and one.siret == other.siret, "même Siret"
    yield bool(one.osm_id) and one.osm_id == other.osm_id, "même objet OpenStreetMap"


@lru_cache(maxsize=50_000)
def _read(title: str) -> tuple[str, str, str]:
    """The telling words in order of letters, as they stand, and all words."""
    core = core_words(title)
    return " ".join(sorted(core)), " ".join(core), " ".join(words_of(title))


def _name_score(one: str, other: str) -> float:
    """From 0 to 1; words that many names have count for little."""
    left, right = _read(one), _read(other)
    in_order, whole = fuzz.ratio(left[0], right[0]), fuzz.ratio(left[2], right[2])
    if in_order < _UNLIKE:
        return 0.0
    contained = fuzz.token_set_ratio(left[1], right[1])
    return (0.55 * in_order + 0.3 * contained + 0.15 * whole) / 100


def _by_name(name: float, told: list[Phrase]) -> float:
    if name > 0.98:
        told.append(Phrase("même nom"))
    elif name > 0.75:
        told.append(Phrase("noms proches"))
    return _NAME * max(0.0, name - _NAMED_FROM) / (1 - _NAMED_FROM)


def _by_text(shared: float, told: list[Phrase]) -> float:
    if shared < _ALIKE / 2:
        return 0.0
    if shared >= _ALIKE:
        told.append(Phrase("textes presque pareils"))
    else:
        told.append(Phrase("passages en commun"))
    return _TEXT * min(1.0, shared / _ALIKE)


def _by_place(one: Traits, other: Traits, told: list[Phrase]) -> float:
    towns = (one.city, other.city)
    if one.point and other.point:
        away = distance_m(Point(*one.point), Point(*other.point))
        if away <= _NEAR[-2][0]:
            told.append(_distance(away))
        return next((weight for metres, weight in _NEAR if away <= metres), _FAR)
    if not all(towns):
        return 0.0
    if towns[0] != towns[1]:
        return _OTHER_TOWN
    told.append(Phrase("même commune"))
    return _SAME_TOWN


def _distance(away: float) -> Phrase:
    if away < 20:
        return Phrase("au même endroit")
    if away < 1000:
        return Phrase("à {n} mètres l’un de l’autre", n=int(round(away, -1)))
    return Phrase("à {n} km l’un de l’autre", n=f"{away / 1000:.1f}".replace(".", ","))


def _by_site(one: Traits, other: Traits, told: list[Phrase]) -> float:
    if not one.host or one.host != other.host:
        return 0.0
    told.append(Phrase("même site web"))
    return _SAME_SITE
