"""From a question to queries: what satisfies a want, and what each way is worth."""

from collections.abc import Iterable, Iterator
from math import log

from tantivy import Occur, Query

from app.domain.finding.question import Want, Way
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.levels import worth_of
from plugins.search_tantivy.snapshot import Snapshot, term

_KIN = 0.35
_MANY = 3

# What the index holds under a worth of its own, and what that counts for.
Worths = dict[float, list[str]]


def wanted(held: Snapshot, want: Want, *, weight: float = 1.0) -> Query | None:
    """The pages that satisfy the want, each with what its best way is worth there, times weight.

    None where nothing does.
    """
    worths: Worths = {}
    queries: list[Query] = []
    for way in want.ways:
        if len(way.phrase) > 1:
            queries += _phrase(held, way, weight)
        elif way.phrase:
            for name, factor in _of_way(held, way):
                worths.setdefault(round(factor * worth_of(name), 4), []).append(name)
    queries += [_constant(names, worth * weight) for worth, names in worths.items()]
    if len(queries) < 2:
        return queries[0] if queries else None
    return Query.disjunction_max_query(queries)


def rarity(total: int, frequency: int) -> float:
    return log(1 + (total - frequency + 0.5) / (frequency + 0.5)) + 0.1


def barred(held: Snapshot, wants: Iterable[Want]) -> list[Query]:
    return [query for want in wants if (query := wanted(held, want)) is not None]


def _of_way(held: Snapshot, way: Way) -> Iterator[tuple[str, float]]:
    """Each term, with its worth in its name, that the way leads to: of its word, of its kin."""
    said = way.phrase[0][1]
    for name in held.lexicon.steps_of(said):
        yield name, way.worth
    kin = dict.fromkeys(t for root, lang in way.stems for t in held.lexicon.family(root, lang))
    for other in kin:
        if other != said:
            yield from ((name, way.worth * _KIN) for name in held.lexicon.steps_of(other))


def _constant(names: list[str], worth: float) -> Query:
    if len(names) > _MANY:
        found = Query.term_set_query(at.SCHEMA, at.WORTH, names)
    else:
        terms = [(Occur.Should, term(at.WORTH, name)) for name in dict.fromkeys(names)]
        found = terms[0][1] if len(terms) == 1 else Query.boolean_query(terms)
    return Query.const_score_query(found, worth)


def _phrase(held: Snapshot, way: Way, weight: float) -> list[Query]:
    """Where the terms follow each other at their steps, worth what the first is worth there."""
    places, place = [], 0
    for step, name in way.phrase:
        place += step
        places.append((place - way.phrase[0][0], name))
    following = Query.phrase_query(at.SCHEMA, at.BODY, places)  # type: ignore[arg-type]
    first = [
        _constant([name], way.worth * worth_of(name) * weight)
        for name in held.lexicon.steps_of(way.phrase[0][1])
    ]
    if not first:
        return []
    return [
        Query.boolean_query(
            [
                (Occur.Must, Query.const_score_query(following, 0.0)),
                (Occur.Must, Query.disjunction_max_query(first)),
            ]
        )
    ]
