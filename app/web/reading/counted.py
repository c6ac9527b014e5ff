"""Counts of a selection by one fact, line by line: the same for the screen and for its file."""

from dataclasses import dataclass

from app.actions.find_pages import figures, settled
from app.domain.errors import InvalidQuery
from app.domain.selection import FACETS, Amounts, Group, Selection, unknown_facet
from app.domain.tables.cells import Cell
from app.domain.tables.writing import table_csv
from app.web.reading.context import Reading
from app.web.reading.queries import selection_url

YEARS = "opened"
STEPS = ("difficulty", "duration", "cost")
HEAD = ("key", "label", "pages", "amounts", "sum_eur", "mean_eur", "median_eur", "url")


@dataclass(frozen=True, slots=True)
class Asked:
    """A selection and how it is counted: `settled` has its words looked for once for all tables;
    `said` is what addresses repeat."""

    said: Selection
    settled: Selection

    @classmethod
    def of(cls, reading: Reading, chosen: Selection) -> "Asked":
        """Pages of one kind: places where none is named."""
        kind = next((k for k in chosen.where.get("kind", ()) if k in reading.wiki.kinds), "place")
        said = chosen.having("kind", kind)
        return cls(said, settled(reading.wiki, said))

    @property
    def kind(self) -> str:
        return self.said.where["kind"][0]


@dataclass(frozen=True, slots=True)
class Line:
    """`so_far` counts the line and all before it; 0 where they have no order. `url` lists its
    pages, `` where no address can (what pages do not say)."""

    key: str
    label: str
    count: int
    amounts: Amounts
    url: str
    so_far: int = 0


def lines_of(reading: Reading, asked: Asked, by: str) -> list[Line]:
    """Most first; years and steps in their order. What pages do not say comes last.

    One question, however many lines. Raises InvalidQuery on a fact that does not exist.
    """
    if by not in FACETS:
        raise InvalidQuery(reason=unknown_facet(by))
    groups = [g for g in figures(reading.wiki, asked.settled, by).groups if _shown(asked, by, g)]
    if by == YEARS:
        groups.sort(key=lambda group: group.key)
    if by in STEPS:
        groups.sort(key=lambda group: (not group.key.isdecimal(), len(group.key), group.key))
    groups.sort(key=lambda group: not group.key)
    lines, so_far = [], 0
    for group in groups:
        so_far += group.count
        lines.append(_line(reading, asked, by, group, so_far if by == YEARS and group.key else 0))
    return lines


def _shown(asked: Asked, by: str, group: Group) -> bool:
    """Sub-themes are counted with their theme, unless one theme is looked at."""
    return by != "theme" or "theme" in asked.said.where or "/" not in group.key


def _line(reading: Reading, asked: Asked, by: str, group: Group, so_far: int) -> Line:
    if not group.key:
        said = reading.say("Non renseigné")
        return Line("", said, group.count, group.turnover_eur, "")
    part = asked.said.having(by, group.key)
    url = selection_url(part, reading.wiki.kinds)
    label = reading.label(by, group.key)
    return Line(group.key, label, group.count, group.turnover_eur, url, so_far)


def lines_csv(reading: Reading, asked: Asked, by: str) -> str:
    head = (*HEAD[:3], "so_far", *HEAD[3:]) if by == YEARS else HEAD
    return table_csv(head, (_cells(reading, line, by) for line in lines_of(reading, asked, by)))


def _cells(reading: Reading, line: Line, by: str) -> list[Cell]:
    found, amounts = [line.key, line.label, line.count], line.amounts
    if by == YEARS:
        found.append(line.so_far or "")
    said = (amounts.sum, amounts.mean, amounts.median) if amounts.count else ("", "", "")
    written = [round(one, 2) if isinstance(one, float) else "" for one in said]
    return [*found, amounts.count, *written, reading.absolute(line.url) if line.url else ""]
