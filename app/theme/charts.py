"""Small charts drawn from counts, without a script: the table beside them always says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.theme.maps import Label

WIDTH = 360.0
ROW, THICK = 38.0, 12.0
HEIGHT, FOOT, HEAD = 176.0, 24.0, 22.0
BARS_LIMIT = 12
LETTERS = 42


@dataclass(frozen=True, slots=True)
class Bar:
    """In drawing units; `title` says what it counts where no label does."""

    x: float
    y: float
    width: float
    height: float
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartDrawing:
    """An SVG to be. `label` says in words what the picture shows; `line` is the path of a curve,
    `ground` the line that bars stand on; `kind` is that of the pages that are counted."""

    label: str
    height: float
    bars: tuple[Bar, ...] = ()
    labels: tuple[Label, ...] = ()
    line: str = ""
    ground: str = ""
    width: float = WIDTH
    kind: str = ""


def bar_chart(counts: Sequence[tuple[str, int]], *, label: str) -> ChartDrawing:
    """A bar a name, as they come; the first twelve."""
    shown = counts[:BARS_LIMIT]
    most = max((count for _, count in shown), default=1)
    bars, labels = [], []
    for row, (name, count) in enumerate(shown):
        top, width = row * ROW, round(max(2.0, count / most * WIDTH), 1)
        short = name if len(name) <= LETTERS else name[: LETTERS - 1].rstrip() + "…"
        bars.append(Bar(0, top + 20, width, THICK))
        labels += [
            Label(0, top + 14, short), Label(WIDTH, top + 14, str(count), "end"),
        ]  # fmt: skip
    return ChartDrawing(
        label=label, height=max(ROW, len(shown) * ROW), bars=tuple(bars), labels=tuple(labels)
    )


def year_chart(counts: Mapping[int, int], *, label: str) -> ChartDrawing:
    """An upright bar a year, empty years too."""
    first, last = min(counts), max(counts)
    most, step = max(counts.values()), WIDTH / (last - first + 1)
    bars = tuple(
        Bar(
            round((year - first) * step + step * 0.1, 1), round(_height(count, most), 1),
            round(step * 0.8, 1), round(HEIGHT - FOOT - _height(count, most), 1),
            f"{year} – {count}",
        )
        for year, count in sorted(counts.items()) if count
    )  # fmt: skip
    middle = (max(counts, key=lambda year: counts[year]) - first + 0.5) * step
    top = Label(round(middle, 1), HEAD - 6, str(most), _side(middle))
    return ChartDrawing(
        label=label, height=HEIGHT, bars=bars, labels=(*_ends(first, last), top), ground=_GROUND
    )


def curve_chart(sums: Mapping[int, int], *, label: str) -> ChartDrawing:
    """How many there were at the end of each year."""
    years = sorted(sums)
    first, last = years[0], years[-1]
    most, step = max(sums.values()), WIDTH / max(1, last - first)
    points = [((year - first) * step, _height(sums[year], most)) for year in years]
    steps = "".join(f"H{x:.1f}V{y:.1f}" for x, y in points[1:])
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}{steps}H{WIDTH:g}"
    top = Label(WIDTH, HEAD - 6, str(sums[last]), "end")
    return ChartDrawing(
        label=label, height=HEIGHT, labels=(*_ends(first, last), top), line=path, ground=_GROUND
    )


_GROUND = f"M0 {HEIGHT - FOOT:g}H{WIDTH:g}"


def _height(count: int, most: int) -> float:
    """Where the top of a bar is."""
    return HEIGHT - FOOT - count / most * (HEIGHT - FOOT - HEAD)


def _ends(first: int, last: int) -> tuple[Label, ...]:
    found = [Label(0, HEIGHT - 6, str(first), "start", True)]
    if last != first:
        found.append(Label(WIDTH, HEIGHT - 6, str(last), "end", True))
    return tuple(found)


def _side(x: float) -> str:
    return "start" if x < 20 else "end" if x > WIDTH - 20 else "middle"
