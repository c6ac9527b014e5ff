"""Three texts into one: the front matter key by key, the body block by block.

Sets merge as sets; `territory` with `coordinates`, licences, hours and dates are atoms; every
other list merges by diff3 over its items. What both sides changed differently is a dispute, to be
settled by a person with mine, theirs or both.
"""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from app.domain import front_matter
from app.domain.blocks import split_blocks
from app.domain.diff import Hunk, hunks
from app.domain.errors import Dispute
from app.domain.front_matter import REMOVED
from app.domain.yaml_text import dump_entry

SETS = frozenset(
    [
        "themes",
        "tags",
        "activities",
        "spaces",
        "setting",
        "activity_type",
        "life_cycle",
        "maturity",
        "key_factors",
        "transitions",
        "hybridisation",
        "networks",
        "cae",
        "partners",
        "methods",
        "variants",
        "prerequisites",
        "places",
        "members",
        "redirects_from",
        "skills",
    ]
)
_BOUND = ("territory", "coordinates")  # one atom: a town and where it is
# Mappings that merge entry by entry; nobody is asked about them.
_BY_ENTRY = ("provenance",)
_ABSENT = REMOVED

# How a person settles a dispute; the server asks for nothing else.
CHOICES = ("mine", "theirs", "both")
Settle = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Merged:
    """`text` is whole where `disputes` is empty; else disputed points stand in it as theirs."""

    text: str
    disputes: tuple[Dispute, ...]


def merge_pages(base: str, mine: str, theirs: str, *, settle: Settle = lambda _: None) -> Merged:
    """`theirs` with what `mine` changed since `base`.

    `settle` names, for the field of a dispute (`title`, `body.3`), one of CHOICES, or None to
    leave it open. Raises InvalidPage where a text has no front matter that can be read.
    """
    front = _Front(base, mine, theirs, settle)
    bodies = [front_matter.split(text)[1] for text in (base, mine, theirs)]
    body, disputes = merge_bodies(*bodies, settle=settle)
    spliced = front_matter.splice(theirs, front.changes())
    return Merged(front_matter.with_body(spliced, body), (*front.disputes, *disputes))


def merge_bodies(
    base: str, mine: str, theirs: str, *, settle: Settle = lambda _: None
) -> tuple[str, list[Dispute]]:
    """The body merged by top-level block, and the blocks in dispute."""
    sides = [split_blocks(_ended(text)) for text in (base, mine, theirs)]
    # Blocks are compared without the blank lines that part them from the next.
    keys = [[block.rstrip("\n") for block in side] for side in sides]
    merged: list[str] = []
    disputes: list[Dispute] = []
    for piece in _merge_items(*keys):
        if isinstance(piece, _Same):
            merged += piece.items
            continue
        field = f"body.{len(disputes) + 1}"
        said = (_joined(side) for side in (piece.base, piece.mine, piece.theirs))
        disputes.append(Dispute(field, *said, at=piece.at))
        merged += _settled(settle(field), piece)
    return _spaced(merged, sides), [d for d in disputes if settle(d.field) is None]


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else text + "\n"


def _joined(blocks: Sequence[Hashable]) -> str | None:
    return "\n\n".join(str(block) for block in blocks) if blocks else None


def _spaced(merged: list[str], sides: list[list[str]]) -> str:
    """The blocks joined with the blank lines that stood between the same two; else one."""
    gaps: dict[tuple[str, str], str] = {}
    for side in sides:
        for block, following in pairwise(side):
            key = block.rstrip("\n")
            gaps[key, following.rstrip("\n")] = block[len(key) :]
    text = "".join(block + gaps.get((block, after), "\n\n") for block, after in pairwise(merged))
    last = merged[-1] if merged else ""
    ending = next(
        (of[-1][len(last) :] for of in sides[::-1] if of and of[-1].rstrip("\n") == last), "\n"
    )
    return text + last + ending if merged else ""


@dataclass(frozen=True, slots=True)
class _Same:
    items: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Clash:
    at: int
    base: tuple[Any, ...]
    mine: tuple[Any, ...]
    theirs: tuple[Any, ...]


def _settled(choice: str | None, clash: _Clash) -> tuple[Any, ...]:
    if choice == "mine":
        return clash.mine
    if choice == "both":
        return (*clash.theirs, *(item for item in clash.mine if item not in clash.theirs))
    return clash.theirs


def _merge_items(
    base: Sequence[Hashable], mine: Sequence[Hashable], theirs: Sequence[Hashable]
) -> list[_Same | _Clash]:
    """diff3 over items. Changes that touch clash only where both are of the same items, or both
    insert at the same point; the same change made twice is made once."""
    pending = sorted(
        [(h, "mine") for h in hunks(base, mine)] + [(h, "theirs") for h in hunks(base, theirs)],
        key=lambda found: (found[0].start, found[0].end),
    )
    result: list[_Same | _Clash] = []
    at = i = 0
    while i < len(pending):
        group, i = _overlapping(pending, i)
        start, end = group[0][0].start, max(h.end for h, _ in group)
        result.append(_Same(tuple(base[at:start])))
        result.append(_resolve(base, start, end, group))
        at = end
    result.append(_Same(tuple(base[at:])))
    return result


def _overlapping(pending: list[tuple[Hunk, str]], i: int) -> tuple[list[tuple[Hunk, str]], int]:
    group = [pending[i]]
    end = pending[i][0].end
    i += 1
    while i < len(pending) and _touches(group, end, pending[i][0]):
        end = max(end, pending[i][0].end)
        group.append(pending[i])
        i += 1
    return group, i


def _touches(group: list[tuple[Hunk, str]], end: int, hunk: Hunk) -> bool:
    if hunk.start < end:
        return True
    # Two insertions at one point have no order of their own.
    return any(h.start == h.end == hunk.start == hunk.end for h, _ in group)


def _resolve(
    base: Sequence[Hashable], start: int, end: int, group: list[tuple[Hunk, str]]
) -> _Same | _Clash:
    sides = {
        side: tuple(_apply(base, start, end, [h for h, of in group if of == side]))
        for side in ("mine", "theirs")
    }
    old = tuple(base[start:end])
    mine, theirs = sides["mine"], sides["theirs"]
    if mine == theirs or theirs == old:
        return _Same(mine)
    return _Same(theirs) if mine == old else _Clash(start + 1, old, mine, theirs)


def _apply(base: Sequence[Hashable], start: int, end: int, changes: list[Hunk]) -> list[Hashable]:
    result: list[Hashable] = []
    at = start
    for hunk in changes:
        result += [*base[at : hunk.start], *hunk.after]
        at = hunk.end
    return result + list(base[at:end])


class _Front:
    """The front matters of the three texts, merged key by key."""

    def __init__(self, base: str, mine: str, theirs: str, settle: Settle) -> None:
        self._base, self._mine, self._theirs = (
            front_matter.parse(front_matter.split(text)[0]).values for text in (base, mine, theirs)
        )
        self._settle = settle
        self.disputes: list[Dispute] = []

    def changes(self) -> dict[str, Any]:
        """Keys of theirs to set or remove."""
        keys = [*self._mine, *(k for k in self._base if k not in self._mine)]
        found = {key: self._key(key) for key in keys if key not in _BOUND}
        return {
            key: value
            for key, value in (found | self._bound()).items()
            if value is not REMOVED or key in self._theirs
        }

    def _bound(self) -> dict[str, Any]:
        sides = [{k: of.get(k, _ABSENT) for k in _BOUND} for of in self._all()]
        base, mine, theirs = sides
        if mine in (base, theirs) or theirs == base:
            return dict(theirs if mine == base else mine)
        choice = self._settle("territory")
        if choice is None:
            said = [{k: v for k, v in side.items() if v is not REMOVED} or None for side in sides]
            words = (_shown(side) for side in sides)
            self.disputes.append(Dispute("territory", *words, values=(said[0], said[1], said[2])))
        return mine if choice == "mine" else theirs

    def _all(self) -> tuple[Mapping[str, Any], ...]:
        return self._base, self._mine, self._theirs

    def _key(self, key: str) -> Any:
        base, mine, theirs = (of.get(key, _ABSENT) for of in self._all())
        if _same(mine, base):
            return theirs
        if _same(theirs, base) or _same(mine, theirs):
            return mine
        if key in _BY_ENTRY and isinstance(mine, dict) and isinstance(theirs, dict):
            return _merge_entries(base, mine, theirs)
        lists = [_listed(value) for value in (base, mine, theirs)]
        if all(items is not None for items in lists):
            whole = _merge_set if key in SETS else self._merge_list
            return whole(key, *lists)  # type: ignore[arg-type]
        choice = self._dispute(key, key, base, mine, theirs)
        return _both(mine, theirs) if choice == "both" else mine if choice == "mine" else theirs

    def _merge_list(self, key: str, base: list[Any], mine: list[Any], theirs: list[Any]) -> Any:
        frozen = [[_frozen(item) for item in side] for side in (base, mine, theirs)]
        result: list[Any] = []
        for number, piece in enumerate(_merge_items(*frozen)):
            if isinstance(piece, _Same):
                result += piece.items
                continue
            sides = (piece.base, piece.mine, piece.theirs)
            found = [[json.loads(i) for i in side] if side else REMOVED for side in sides]
            choice = self._dispute(f"{key}.{number}", key, *found, at=piece.at)
            result += _settled(choice, piece)
        return [json.loads(item) for item in result] or REMOVED

    def _dispute(
        self, field: str, key: str, base: Any, mine: Any, theirs: Any, *, at: int = 0
    ) -> str | None:
        choice = self._settle(field)
        if choice is None:
            words = (_words(key, value) for value in (base, mine, theirs))
            kept = tuple(None if value is REMOVED else value for value in (base, mine, theirs))
            self.disputes.append(Dispute(field, *words, at=at, values=kept))
        return choice


def _same(one: Any, other: Any) -> bool:
    return _frozen(one) == _frozen(other)


def _frozen(value: Any) -> str:
    return "" if value is REMOVED else front_matter.frozen(value)


def _listed(value: Any) -> list[Any] | None:
    if value is REMOVED or value is None:
        return []
    return value if isinstance(value, list) else None


def _merge_set(_key: str, base: list[Any], mine: list[Any], theirs: list[Any]) -> Any:
    old, ours = {_frozen(i) for i in base}, {_frozen(i) for i in mine}
    there = {_frozen(i) for i in theirs}
    kept = [i for i in theirs if _frozen(i) in ours or _frozen(i) not in old]
    added = [i for i in mine if _frozen(i) not in old and _frozen(i) not in there]
    return [*kept, *added] or REMOVED


def _merge_entries(base: Any, mine: dict[str, Any], theirs: dict[str, Any]) -> Any:
    """Theirs with the entries that mine added, changed or took away."""
    old = base if isinstance(base, dict) else {}
    gone = {key for key in old if key not in mine}
    fresh = {key: one for key, one in mine.items() if not _same(one, old.get(key, _ABSENT))}
    return {key: one for key, one in theirs.items() if key not in gone} | fresh or REMOVED


def _both(mine: Any, theirs: Any) -> Any:
    """Both, where both can stand: texts one after the other; else mine."""
    if isinstance(mine, str) and isinstance(theirs, str):
        return f"{theirs} {mine}"
    return mine


def _words(key: str, value: Any) -> str | None:
    """The value as a person reads it in a choice: YAML without its key where it is one line."""
    if value is REMOVED:
        return None
    if isinstance(value, str):
        return value
    return dump_entry(key, value).removeprefix(f"{key}:").strip("\n").removeprefix(" ")


def _shown(side: Mapping[str, Any]) -> str | None:
    said = {k: v for k, v in side.items() if v is not REMOVED}
    return "".join(dump_entry(k, v) for k, v in said.items()) or None
