"""How well a page answers a question: the numbers that every engine shares.

An engine sums up, for each want, `rarity * worth` of the best way in which a page gives it (a worth
is of `weighing`, times that of the way, times `KIN` for another word of its family); adds `PAIR` of
the lesser rarity for two wants that stand side by side as in the question; and hands the sum to
`Scale.value`. The best `LIKELY` gain by what they say in one line (see `lines`): `LIKENESS` of the
highest value at most. Then the best give `votes` to those that they lead to and are led to from.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

# What of the mass of a question a page must hold (by rarity: a rare word is more of it); where
# fewer than `FEW` pages do, less and less of it. Who writes more than `_SHORT` words that say
# something rarely finds a page that says most of them.
_SHARE, _SHARE_OF_MANY, _SHORT = 0.4, 0.25, 3
LESS, FEW = 0.6, 10
KIN, PAIR = 0.4, 0.5
VOTERS, VOTE = 15, 4.0
LIKELY, LIKENESS = 40, 0.6
SAME_TITLE = 1_000.0
# How much it counts to give all that is asked for. A word that is worth less than `_MENTIONED` in a
# page is but mentioned there.
_COVERAGE, _MENTIONED = 0.75, 0.3
_UNSEEN = 50
_STUB, _ARCHIVED, _FRIENDS = 0.75, 0.8, 0.95
# What is done is looked for more than who does it: those are asked for by their names.
_ORGANISATION = 0.85
# Links move what answers well by words less than what answers a little.
_STEADY = 0.5
_QUALITY, _FRESH, _FADING_DAYS = 0.04, 0.02, 730.0


def rarity(total: int, frequency: int) -> float:
    """Of a want that `frequency` pages of `total` give by itself (see `Way.other`).

    Few pages say little of how rare a word is: `_UNSEEN` others are thought beside, without it.
    """
    total += _UNSEEN
    return log(1 + (total - frequency + 0.5) / (frequency + 0.5)) + 0.1


def share(wants: int) -> float:
    """What of the mass of a question of so many wants a page must hold, to begin with."""
    return _SHARE if wants <= _SHORT else _SHARE_OF_MANY


def shares(rarities: Sequence[float], whole: int) -> list[int]:
    """The rarities as whole numbers that add up to no more than `whole`, each at least 1."""
    mass = sum(rarities) or 1.0
    found = [max(1, int(whole * one / mass)) for one in rarities]
    while sum(found) > whole:
        found[found.index(max(found))] -= 1
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a page counts beside words."""

    quality: float = 1.0
    age_days: float = 0.0
    stub: bool = False
    archived: bool = False
    friends: bool = False
    kinds: tuple[str, ...] = ()

    @property
    def factor(self) -> float:
        """Near 1: a few hundredths for quality and freshness (against the newest page held)."""
        value = 1 - _QUALITY * (1 - self.quality)
        value *= 1 - _FRESH * (1 - exp(-max(0.0, self.age_days) / _FADING_DAYS))
        value *= _STUB if self.stub else 1.0
        value *= _ARCHIVED if self.archived else 1.0
        value *= _ORGANISATION if "organisation" in self.kinds else 1.0
        return value * (_FRIENDS if self.friends else 1.0)


class Scale:
    """Puts sums of one question on one scale."""

    def __init__(self, rarities: Sequence[float]) -> None:
        self._whole = sum(rarities) or 1.0

    def covers(self, rarity: float, worth: float) -> float:
        """What of the question a page covers by a want that it gives for `worth`: less where it is
        but mentioned."""
        return rarity * min(1.0, worth / _MENTIONED)

    def value(self, total: float, covered: float, factor: float, *, same_title: bool) -> float:
        """`covered` adds up what the page covers by each want."""
        share = min(1.0, covered / self._whole) ** _COVERAGE
        return total * share * factor + SAME_TITLE * same_title

    # The same for many pages at once, for an engine that scores all that it finds.

    def each_covers(self, rarity: float, worths: Iterable[float]) -> list[float]:
        """`covers` of each."""
        return [
            rarity * share if (share := worth / _MENTIONED) < 1.0 else rarity for worth in worths
        ]

    def values(
        self, totals: Iterable[float], covered: Iterable[float], factors: Iterable[float]
    ) -> list[float]:
        """`value` of each, where none has the title that was typed."""
        whole = self._whole
        return [
            total * (share if (share := held / whole) < 1.0 else 1.0) ** _COVERAGE * factor
            for total, held, factor in zip(totals, covered, factors, strict=True)
        ]


def is_same_title(value: float) -> bool:
    return value >= SAME_TITLE


def by_words(value: float) -> float:
    """The value without what the very title adds."""
    return value % SAME_TITLE


def gain(votes: float, value: float, top: float) -> float:
    """What votes add to a page of that value, where the best by words alone has `top`."""
    return votes * (1 - _STEADY * min(1.0, value / top)) if top else 0.0


@dataclass(frozen=True, slots=True)
class Voter:
    """One of the best pages of an answer; of ours (friends' pages vote for nobody).

    `names` are those under which others lead to it, `leads` the names that it leads to.
    """

    value: float
    names: Sequence[str]
    leads: Sequence[str]


@dataclass(frozen=True, slots=True)
class Votes:
    """By name: what a page of that name gains, and what one that leads there does (`given` over
    the root of how many it leads to, see `spread`)."""

    got: Mapping[str, float]
    given: Mapping[str, float]


def votes(best: Iterable[Voter]) -> Votes:
    """A page that the best pages lead to, or that leads to them, is about the same thing."""
    got: dict[str, float] = {}
    given: dict[str, float] = {}
    for one in best:
        share = vote_of(one.value)
        for name in one.leads:
            got[name] = got.get(name, 0.0) + share / spread(len(one.leads))
        for name in one.names:
            given[name] = given.get(name, 0.0) + share
    return Votes(got, given)


def vote_of(value: float) -> float:
    """What a page of that value gives, whole, to each that leads to it."""
    return VOTE * by_words(value) / VOTERS


def spread(leads: int) -> float:
    """Who leads everywhere says little by each."""
    return sqrt(1 + leads)
