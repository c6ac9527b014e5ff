"""What was measured, against which bar, and how it is told."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. `bar` is None where the figure stands for comparison only."""

    name: str
    value: float
    unit: str
    bar: float | None = None
    better: Literal["lower", "higher"] = "lower"
    note: str = ""

    @property
    def holds(self) -> bool | None:
        if self.bar is None:
            return None
        return self.value <= self.bar if self.better == "lower" else self.value >= self.bar

    @property
    def verdict(self) -> str:
        return {None: "", True: "holds", False: "FALLS SHORT"}[self.holds]

    @property
    def asked(self) -> str:
        if self.bar is None:
            return "-"
        return f"{'at most' if self.better == 'lower' else 'at least'} {number(self.bar)}"


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(measures: Sequence[Measure]) -> str:
    rows = [("measure", "value", "unit", "bar", "verdict", "note")]
    rows += [(m.name, number(m.value), m.unit, m.asked, m.verdict, m.note) for m in measures]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in [lines[0], "-" * len(lines[0]), *lines[1:]])


def as_json(measures: Sequence[Measure]) -> str:
    return json.dumps(
        [asdict(m) | {"holds": m.holds} for m in measures], ensure_ascii=False, indent=2
    )


def percentile(values: Sequence[float], share: int) -> float:
    """The smallest value that `share` per cent of the values do not pass."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def spread(values: Sequence[float]) -> str:
    middle, high = number(statistics.median(values)), number(percentile(values, 95))
    return f"median {middle}, p95 {high}, n={len(values)}"
