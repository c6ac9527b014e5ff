"""A plain screen made of sections: words, links, a table, something to copy."""

from dataclasses import dataclass

from app.theme.charts import ChartDrawing
from app.theme.parts import Fact, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`rows` are cells under `columns`, the first of each row being its heading. `code` is text to
    copy as it is; `actions` are buttons; `charts` show what the rows say. `fold` is what opens rows
    that are too many to be met unasked, `` where they stand open."""

    title: str
    anchor: str
    paragraphs: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Fact, ...], ...] = ()
    code: str = ""
    actions: tuple[Link, ...] = ()
    charts: tuple[ChartDrawing, ...] = ()
    fold: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A screen with nothing of its own to draw."""

    title: str
    lead: str = ""
    sections: tuple[Section, ...] = ()
