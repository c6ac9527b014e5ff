"""Which pages answer a question: those that hold enough of what it asks for."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from tantivy import Occur, Query

from app.domain.finding import scoring
from app.domain.finding.question import Question, Want, Way
from app.domain.selection import Selection
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.asking import both, phrase, present, unscored, wanted
from plugins.search_tantivy.choosing import every_page, together
from plugins.search_tantivy.snapshot import Snapshot, term

# The mass of a question in whole numbers: exactly for few wants, roughly for many.
_WHOLE, _ROUGHLY, _FEW_WANTS = 127, 12, 5
# Reading the places of a word in more pages than this takes longer than all the rest.
_OFTEN = 3_000
Clauses = list[tuple[Any, Query]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of this index: `scored` are its wants as queries with what they are worth, `held`
    those that say only which pages give them; `enough` is what a page must have of them. `pairs`
    stand side by side; those of `late` in so many pages that only the best are asked for them.
    `key` tells what was asked, to find an answer again.
    """

    question: Question
    key: Hashable = None
    rarities: tuple[float, ...] = ()
    scored: tuple[Query, ...] = ()
    held: tuple[Query, ...] = ()
    pairs: tuple[Query, ...] = ()
    late: tuple[Query, ...] = ()
    barred: tuple[Query, ...] = ()
    enough: tuple[Query, ...] = ()

    def answering(self) -> Query:
        """The pages that answer, before any condition, with nothing said of how well."""
        musts: Clauses = [(Occur.Must, unscored(query)) for query in self.enough]
        nots: Clauses = [(Occur.MustNot, query) for query in self.barred]
        return Query.boolean_query([*(musts or [(Occur.Must, unscored(every_page()))]), *nots])

    def scoring(self) -> Query:
        """What the words of a page are worth, their neighbourhood and its title."""
        same = Query.const_score_query(term(at.NAME, self.question.terms), scoring.SAME_TITLE)
        shoulds = [*self.scored, *self.pairs, *([same] if self.question.terms else [])]
        return Query.boolean_query([(Occur.Should, query) for query in shoulds])

    @property
    def any_will_do(self) -> bool:
        """Whether the pages that are worth something are those that answer."""
        wants = self.question.wants
        return len(wants) == 1 and not wants[0].exact and not self.barred


def asked(
    held: Snapshot, question: Question, selection: Selection, conditions: Sequence[Query]
) -> Asked:
    """Pages that have enough of the mass of a question; where these are few, those with less.

    Few are counted among those that the conditions keep.
    """
    wants = question.wants
    found = [present(held, want.ways) or Query.empty_query() for want in wants]
    rarities = tuple(_rarity(held, want) for want in wants)
    scored = [wanted(held, want, rare) for want, rare in zip(wants, rarities, strict=True)]
    exact = [query for want, query in zip(wants, found, strict=True) if want.exact]
    pairs, late = _pairs(held, question, rarities)
    whole = Asked(
        question,
        (question, selection),
        rarities,
        tuple(query or Query.empty_query() for query in scored),
        tuple(found),
        pairs,
        late,
        tuple(query for want in question.barred if (query := present(held, want.ways))),
        tuple(exact),
    )
    return _enough(held, whole, conditions)


def within(one: Asked, conditions: Sequence[Query]) -> Query:
    """The pages that answer and are kept."""
    return both(one.answering(), together(conditions)) if conditions else one.answering()


def _enough(held: Snapshot, one: Asked, conditions: Sequence[Query]) -> Asked:
    chosen = _counted(one.question.wants)
    if not chosen:
        return one
    queries = [one.held[place] for place in chosen]
    rarities = [one.rarities[place] for place in chosen]
    share = scoring.share(len(chosen))
    while True:
        found = replace(one, enough=(*one.enough, _holding(queries, rarities, share)))
        if share * _WHOLE <= 1 or held.count_of(within(found, conditions)) >= scoring.FEW:
            return found
        share *= scoring.LESS


def _counted(wants: Sequence[Want]) -> list[int]:
    """The places of the wants that a page must have enough of."""
    free = [w for w, want in enumerate(wants) if not want.exact]
    strong = [w for w in free if wants[w].weight == 1]
    return strong or ([] if len(free) < len(wants) else free)


def _holding(queries: Sequence[Query], rarities: Sequence[float], share: float) -> Query:
    """The pages that hold that share of the mass."""
    if len(queries) == 1:
        return queries[0]
    if len(queries) > _FEW_WANTS:
        shares = scoring.shares(rarities, max(_ROUGHLY, len(queries)))
        least = max(1, int(share * sum(shares)))
        many: Clauses = [
            (Occur.Should, query)
            for query, times in zip(queries, shares, strict=True)
            for _time in range(min(times, least))
        ]
        return Query.boolean_query(many, least)
    least = max(1, int(share * _WHOLE))
    ways = [
        Query.boolean_query([(Occur.Must, queries[place]) for place in places])
        for places in _least_sets(scoring.shares(rarities, _WHOLE), least)
    ]
    return Query.boolean_query([(Occur.Should, way) for way in ways])


def _least_sets(shares: Sequence[int], least: int) -> Iterator[tuple[int, ...]]:
    """The sets of places whose shares are enough, and would not be with one place less."""
    for size in range(1, len(shares) + 1):
        for places in combinations(range(len(shares)), size):
            total = sum(shares[place] for place in places)
            if total >= least and all(total - shares[place] < least for place in places):
                yield places


def _rarity(held: Snapshot, want: Want) -> float:
    """How rare the want is by itself; by its synonyms where it stands nowhere."""
    own = tuple(way for way in want.ways if not way.other)
    frequency = _frequency(held, own) or _frequency(held, want.ways)
    return want.weight * scoring.rarity(max(1, held.count), frequency)


def _frequency(held: Snapshot, ways: tuple[Way, ...]) -> int:
    def ask() -> int:
        query = present(held, ways)
        return held.count_of(query) if query is not None else 0

    return held.kept(("frequency", ways), ask)


def _pairs(
    held: Snapshot, question: Question, rarities: Sequence[float]
) -> tuple[tuple[Query, ...], tuple[Query, ...]]:
    """What stands side by side as in the question: to be looked for everywhere, or in the best."""
    pairs: list[Query] = []
    late: list[Query] = []
    for pair in question.pairs:
        rare = scoring.PAIR * min(rarities[pair.one], rarities[pair.two])
        often = min(held.lexicon.frequency(name) for _step, name in pair.phrase)
        (late if often > _OFTEN else pairs).extend(phrase(held, Way(pair.phrase), rare))
    return tuple(pairs), tuple(late)
