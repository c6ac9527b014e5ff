"""How good a ranking is, from the grades of its pages. A page without a grade counts as 0."""

import math
from collections.abc import Iterable, Mapping, Sequence

from tests.relevance.judged import USEFUL

Grades = Mapping[str, int]
NDCG_DEPTH = 10
RECALL_DEPTH = 20


def ndcg(hits: Sequence[str], grades: Grades, depth: int = NDCG_DEPTH) -> float:
    """Discounted gain of the first `depth` hits, over that of the best possible order."""
    best = _discounted(sorted(grades.values(), reverse=True)[:depth])
    return _discounted(grades.get(hit, 0) for hit in hits[:depth]) / best if best else 0.0


def reciprocal_rank(hits: Sequence[str], grades: Grades) -> float:
    """1 over the rank of the first useful hit, 0 without one."""
    ranks = (rank for rank, hit in enumerate(hits, 1) if grades.get(hit, 0) >= USEFUL)
    return 1 / next(ranks, math.inf)


def recall(hits: Sequence[str], grades: Grades, depth: int = RECALL_DEPTH) -> float:
    """The share of useful pages among the first `depth` hits, of those that could stand there."""
    useful = {page for page, grade in grades.items() if grade >= USEFUL}
    possible = min(len(useful), depth)
    return len(useful & set(hits[:depth])) / possible if possible else 0.0


def mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _discounted(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
