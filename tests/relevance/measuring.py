"""Asks an engine every query of a part, and says how good its answers are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.search import SearchQuery
from app.ports import Search
from tests.relevance import metrics
from tests.relevance.judged import Judged

DEPTH = metrics.RECALL_DEPTH
NEAR_THE_TOP = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """The first pages that an engine gave for one query."""

    judged: Judged
    hits: tuple[str, ...]

    @property
    def ndcg(self) -> float:
        return metrics.ndcg(self.hits, self.judged.grades)

    @property
    def reciprocal_rank(self) -> float:
        return metrics.reciprocal_rank(self.hits, self.judged.grades)

    @property
    def recall(self) -> float:
        return metrics.recall(self.hits, self.judged.grades)

    @property
    def as_expected(self) -> bool:
        """Whether the pages that must come first, or near the top, do."""
        first, near = self.judged.first, self.judged.near
        return (not first or bool(first & set(self.hits[:1]))) and (
            not near or bool(near & set(self.hits[:NEAR_THE_TOP]))
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """What one engine reaches on one part."""

    engine: str
    part: str
    queries: int
    ndcg: float
    mrr: float
    recall: float
    nothing: int
    unexpected: int


def ask(search: Search, judged: Iterable[Judged]) -> tuple[Answer, ...]:
    """The answers in the order of the queries."""
    return tuple(Answer(one, _hits(search, one.query)) for one in judged)


def _hits(search: Search, query: str) -> tuple[str, ...]:
    return tuple(str(hit.path) for hit in search.find(SearchQuery(query, size=DEPTH)).hits)


def figures(engine: str, part: str, answers: Sequence[Answer]) -> Figures:
    return Figures(
        engine,
        part,
        len(answers),
        metrics.mean(a.ndcg for a in answers),
        metrics.mean(a.reciprocal_rank for a in answers),
        metrics.mean(a.recall for a in answers),
        sum(not a.hits for a in answers),
        sum(not a.as_expected for a in answers),
    )
