"""Differences between sequences, bounded in time whatever the texts."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORK_LIMIT = 4_000_000
# What one screen may spend on words, over all its passages.
_WHOLE_LIMIT = 24_000_000


class Budget:
    """The work that many comparisons may do together; past it, each is told as a whole."""

    def __init__(self, limit: int = _WHOLE_LIMIT) -> None:
        self._left = limit

    def spend(self, work: int) -> bool:
        """False where that much is not left."""
        if work > self._left:
            return False
        self._left -= work
        return True


@dataclass(frozen=True, slots=True)
class Hunk:
    """`before[start:end]` became `after`."""

    start: int
    end: int
    after: tuple[Hashable, ...]


def hunks(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Hunk]:
    """What changed, in order, as small as can be: a run replaced by as many items is one by one.

    Over a bound of work (long texts with nothing in common but repetitions) the middle that
    differs is one hunk.
    """
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    found = []
    for op, a, b, c, d in _opcodes(old, new):
        if op == "equal":
            continue
        if b - a == d - c:
            found += [Hunk(head + a + i, head + a + i + 1, (new[c + i],)) for i in range(b - a)]
        else:
            found.append(Hunk(head + a, head + b, tuple(new[c:d])))
    return found


def _common(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    length = min(len(one), len(other))
    return next((i for i in range(length) if one[i] != other[i]), length)


def _opcodes(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> list[tuple[str, int, int, int, int]]:
    if not old and not new:
        return []
    if not old or not new or _work(old, new) > _WORK_LIMIT:
        return [("replace", 0, len(old), 0, len(new))]
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def _work(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """An upper bound of the comparisons that matching would make: pairs of equal items."""
    counts: dict[Hashable, int] = {}
    for item in new:
        counts[item] = counts.get(item, 0) + 1
    pairs = sum(counts.get(item, 0) for item in old)
    return pairs * max(1, min(len(old), len(new)) // 50)


def words(text: str) -> list[str]:
    """The text cut after each run of letters, of spaces, or single sign; joined, it is whole."""
    cut: list[str] = []
    previous = ""
    for char in text:
        sort = "w" if char.isalnum() or char in "'’-_" else "s" if char.isspace() else "p"
        if cut and sort == previous and sort != "p":
            cut[-1] += char
        else:
            cut.append(char)
        previous = sort
    return cut


def spans(before: str, after: str, *, budget: Budget | None = None) -> list[tuple[str, str]]:
    """The change in words: (`same` | `removed` | `added`, text), in reading order.

    Where the `budget` is spent, one is removed and the other added, whole.
    """
    if before == after:
        return [("same", before)] if before else []
    old, new = words(before), words(after)
    if budget is not None and not budget.spend(_work(old, new)):
        return [(op, text) for op, text in (("removed", before), ("added", after)) if text]
    result: list[tuple[str, str]] = []
    for op, a, b, c, d in _opcodes(old, new):
        if op == "equal":
            result.append(("same", "".join(old[a:b])))
            continue
        if b > a:
            result.append(("removed", "".join(old[a:b])))
        if d > c:
            result.append(("added", "".join(new[c:d])))
    return result
