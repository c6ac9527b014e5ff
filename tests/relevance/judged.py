"""The queries of the relevance set, and how each page was judged for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.yaml_text import load_mapping

HERE = Path(__file__).parent
PARTS = {"tuning": "tuning.yaml", "aside": "kept_aside.yaml"}
TYPES = (
    "question", "topic", "misspelt", "form", "acronym", "name", "territory", "operator",
    "learning", "organisation", "page",
)  # fmt: skip
GRADES = ("3", "2", "1")
USEFUL = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person types, what they mean by it, and the grade of each page that serves them.

    One of the pages `first` must come first, one of `near` among the first three.
    """

    query: str
    type: str
    need: str
    grades: Mapping[str, int]
    first: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()


def read(part: str) -> tuple[Judged, ...]:
    """Every query of a part, in the order of its file."""
    text = (HERE / PARTS[part]).read_text("utf-8")
    return tuple(_judged(query, told) for query, told in load_mapping(text).values.items())


def _judged(query: str, told: Mapping[str, Any]) -> Judged:
    grades = {page: int(grade) for grade in GRADES for page in told.get(grade, ())}
    if len(grades) != sum(len(told.get(grade, ())) for grade in GRADES):
        raise ValueError(f"a page has two grades for the query: {query}")
    return Judged(
        query, told["type"], told["need"], grades,
        frozenset(told.get("first", ())), frozenset(told.get("near", ())),
    )  # fmt: skip
