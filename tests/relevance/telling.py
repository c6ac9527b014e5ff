"""The figures and the misses, as lines for a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.relevance.judged import TYPES
from tests.relevance.measuring import Answer, Figures
from tests.relevance.metrics import mean

WEAK = 0.5
EXPECTED_SHOWN = 6
_HEAD = ("engine", "part", "queries", "nDCG@10", "MRR", "recall@20", "nothing", "not as expected")


def table(found: Sequence[Figures]) -> str:
    """One row for each engine and part."""
    return _aligned([_HEAD, *(_row(one) for one in found)])


def _row(one: Figures) -> tuple[str, ...]:
    return (
        one.engine, one.part, str(one.queries), f"{one.ndcg:.3f}", f"{one.mrr:.3f}",
        f"{one.recall:.3f}", str(one.nothing), str(one.unexpected),
    )  # fmt: skip


def by_type(answers: Sequence[Answer]) -> str:
    """Mean nDCG and number of weak queries of each type: no query shows through."""
    weak = Counter(a.judged.type for a in answers if a.ndcg < WEAK)
    rows = [("type", "queries", "nDCG@10", f"below {WEAK}")]
    for kind in TYPES:
        of_kind = [a.ndcg for a in answers if a.judged.type == kind]
        rows.append((kind, str(len(of_kind)), f"{mean(of_kind):.3f}", str(weak[kind])))
    return _aligned(rows)


def misses(answers: Sequence[Answer], number: int) -> str:
    """The `number` worst answers: what came first, and where the best pages were."""
    worst = sorted(answers, key=lambda a: (a.ndcg, a.judged.query))[:number]
    return "\n\n".join("\n".join(_miss(answer)) for answer in worst)


def _miss(answer: Answer) -> Iterator[str]:
    judged, hits = answer.judged, answer.hits
    unexpected = "" if answer.as_expected else ", not as expected"
    yield f"{answer.ndcg:.2f}  {judged.query}  ({judged.type}{unexpected})"
    yield f"      {judged.need}"
    if not hits:
        yield "      nothing found"
    for place, hit in enumerate(hits[:3], 1):
        yield f"      {place}. {hit}, grade {judged.grades.get(hit, 0)}"
    for page, grade in sorted(judged.grades.items(), key=lambda pair: -pair[1])[:EXPECTED_SHOWN]:
        where = f"at {hits.index(page) + 1}" if page in hits else f"not among the {len(hits)} first"
        yield f"      grade {grade}: {page} {where}"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
