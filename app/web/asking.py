"""A selection of pages as an address asks for it: words, facets, a place, a day.

`q` holds words and, as in every search box, criteria (`région:occitanie`); a facet named twice
takes either value; `-region=bretagne` bars one; `near`, `within` and `since` are those of
`app.domain.selecting`.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from app.domain.errors import InvalidQuery
from app.domain.selecting import WORDS_LIMIT
from app.domain.selection import FACETS, Near, Selection, unknown_facet

# Longer texts are cut: past this, nobody typed them.
ASKED_LIMIT = 2_000
QUESTION = ("q", "near", "within", "since")
Held = Mapping[str, tuple[str, ...]]
Pairs = Iterable[tuple[str, str]]


def asked(pairs: Pairs, *others: str, strict: bool = True) -> Selection:
    """`others` are parameters with another meaning.

    Raises InvalidQuery on a place or day that is none, and on an unknown name where `strict`.
    """
    given = [(name, value) for name, value in pairs if value]
    last = dict(given)
    typed = Selection.typed(last.get("q", "")[:ASKED_LIMIT])
    if strict:
        _refuse_unknown((name for name, _ in given), others)
    facets = [(name, value) for name, value in given if name in FACETS]
    barred = [(name[1:], value) for name, value in given if name[:1] == "-" and name[1:] in FACETS]
    near = Near.parse(last["near"], last.get("within", "")) if "near" in last else typed.near
    return typed.but(
        where=_joined(typed.where, facets), barred=_joined(typed.barred, barred), near=near,
        updated_since=_day(last["since"]) if "since" in last else typed.updated_since,
    )  # fmt: skip


def was_cut(q: str, selection: Selection) -> bool:
    """True where not all of what was typed is looked for."""
    return len(q) > ASKED_LIMIT or len(selection.words) >= WORDS_LIMIT


def _refuse_unknown(names: Iterable[str], others: tuple[str, ...]) -> None:
    for name in names:
        bare = name.removeprefix("-")
        if bare not in FACETS and name not in (*QUESTION, *others):
            raise InvalidQuery(reason=unknown_facet(name))


def _joined(held: Held, more: Pairs) -> dict[str, tuple[str, ...]]:
    joined = dict(held)
    for name, value in more:
        joined[name] = tuple(dict.fromkeys((*joined.get(name, ()), value)))
    return joined


def _day(text: str) -> date | None:
    return Selection.parse(f'since="{text.replace(chr(34), "")}"').updated_since
