"""From a question to queries: what satisfies a want, and what each way is worth."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest

from tantivy import Occur, Query

from app.domain.finding import scoring
from app.domain.finding.question import Want, Way
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.levels import worth_of
from plugins.search_tantivy.snapshot import Snapshot, one_of, term

# What a phrase is worth in a title or where a summary begins, and at most elsewhere.
_ON_TOP, _PHRASE = 1.1, 0.7
# Words that begin as what is being typed: no more of them, the most frequent first.
_BEGUN_LIMIT = 2_000


def present(held: Snapshot, ways: Iterable[Way]) -> Query | None:
    """The pages that have one of the ways, with nothing said of how well; None where none does."""
    names: dict[str, None] = {}
    queries: list[Query] = []
    for way in ways:
        if way.begins:
            names |= dict.fromkeys(_most(held.lexicon.starting_with(way.begins)))
        elif len(way.phrase) > 1:
            queries += [_following(way)] if _is_known(held, way) else []
        elif way.phrase:
            names |= dict.fromkeys((way.phrase[0][1], *_kin(held, way)))
    queries += having(held, list(names))
    if not queries:
        return None
    return queries[0] if len(queries) == 1 else any_of(queries)


def having(held: Snapshot, names: Sequence[str]) -> list[Query]:
    """The pages that have one of the words, in one query or two."""
    beside = [name for name in names if held.lexicon.frequency_in(at.BESIDE, name)]
    return [*_one_of(at.BODY, names), *_one_of(at.BESIDE, beside)]


def wanted(held: Snapshot, want: Want, weight: float) -> Query | None:
    """The pages that satisfy the want, each with what its best way is worth there, times weight."""
    worths: dict[float, list[str]] = {}
    queries: list[Query] = []
    for way in want.ways:
        if len(way.phrase) > 1 and not way.begins:
            queries += phrase(held, way, weight)
        elif way.phrase:
            for name, factor in _of_way(held, way):
                worths.setdefault(round(factor * worth_of(name), 4), []).append(name)
    for worth, names in worths.items():
        queries += [_worth(query, worth * weight) for query in _one_of(at.WORTH, names)]
    if len(queries) < 2:
        return queries[0] if queries else None
    return Query.disjunction_max_query(queries)


def phrase(held: Snapshot, way: Way, weight: float) -> list[Query]:
    """Where the terms follow each other at their steps, worth what the first is worth there, but
    no more than in a text unless they do on top."""
    if not _is_known(held, way):
        return []
    first = [
        _worth(term(at.WORTH, name), way.worth * min(_PHRASE, worth_of(name)) * weight)
        for name in held.lexicon.steps_of(way.phrase[0][1])
    ]
    on_top = _worth(_following(way, at.TOP), way.worth * _ON_TOP * weight)
    anywhere = both(_worth(_following(way), 0.0), Query.disjunction_max_query(first))
    return [Query.disjunction_max_query([on_top, anywhere])]


def both(one: Query, two: Query) -> Query:
    return Query.boolean_query([(Occur.Must, one), (Occur.Must, two)])


def unscored(query: Query) -> Query:
    return _worth(query, 0.0)


def _of_way(held: Snapshot, way: Way) -> Iterator[tuple[str, float]]:
    """Each term, with its worth in its name, that the way leads to: of its word, of its kin."""
    if way.begins:
        yield from (
            (name, way.worth) for name in _most(held.lexicon.beginning(at.WORTH, way.begins))
        )
        return
    for name in held.lexicon.steps_of(way.phrase[0][1]):
        yield name, way.worth
    for other in _kin(held, way):
        for name in held.lexicon.steps_of(other):
            yield name, way.worth * scoring.KIN


def _kin(held: Snapshot, way: Way) -> Iterator[str]:
    found = dict.fromkeys(t for root, lang in way.stems for t in held.lexicon.family(root, lang))
    return (other for other in found if other != way.phrase[0][1])


def _most(found: Mapping[str, int]) -> list[str]:
    if len(found) <= _BEGUN_LIMIT:
        return list(found)
    return nlargest(_BEGUN_LIMIT, found, key=lambda name: found[name])


def _is_known(held: Snapshot, way: Way) -> bool:
    return all(held.lexicon.steps_of(name) for _step, name in way.phrase)


def _following(way: Way, field: str = at.BODY) -> Query:
    places, place = [], -way.phrase[0][0]
    for step, name in way.phrase:
        place += step
        places.append((place, name))
    return Query.phrase_query(at.SCHEMA, field, places)  # type: ignore[arg-type]


def _one_of(field: str, names: Sequence[str]) -> list[Query]:
    """The pages that hold one of the terms, as one query; none for no terms."""
    return [term(field, names[0]) if len(names) == 1 else one_of(field, names)] if names else []


def any_of(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _worth(query: Query, worth: float) -> Query:
    return Query.const_score_query(query, worth)
