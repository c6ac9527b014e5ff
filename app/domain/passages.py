"""Two texts, passage by passage: what stayed, was rewritten, came, went, or only changed places.

A passage is a top-level block. Bounded in time whatever the texts: where nothing resembles anything
the answer is coarser, never slower.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.blocks import split_blocks
from app.domain.diff import hunks, words

# How far ahead a rewritten passage is looked for, and how much of it must be the same words.
LOOKED_AHEAD = 12
ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Passage:
    """`op`: same, changed, spaced (blanks alone), added, removed, moved.

    `was` and `at` count the passages of the older and the newer text from 1; 0 where it is in
    none. A passage that moved stands where it is now.
    """

    op: str
    old: str
    new: str
    was: int
    at: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Passages that differ, between two that do not: positions from 0."""

    old: range
    new: range


def passages_of(body: str) -> list[str]:
    """The blocks without the blank lines that part them."""
    blocks = (block.strip("\n") for block in split_blocks(body))
    return [block for block in blocks if block.strip()]


def compare_bodies(old: str, new: str) -> list[Passage]:
    return compare_passages(passages_of(old), passages_of(new))


def compare_passages(old: Sequence[str], new: Sequence[str]) -> list[Passage]:
    """Every passage of both, in the order of the newer; those that went stand where they were."""
    runs = list(_runs(old, new))
    moved = _moved(old, new, runs)
    left = set(moved.values())
    found: list[Passage] = []
    at = was = 0
    for run in runs:
        found += _same(old, was, at, run.new.start - at)
        found += _within(old, new, run, moved, left)
        was, at = run.old.stop, run.new.stop
    return [*found, *_same(old, was, at, len(new) - at)]


def _same(old: Sequence[str], was: int, at: int, count: int) -> Iterator[Passage]:
    for n in range(count):
        yield Passage("same", old[was + n], old[was + n], was + n + 1, at + n + 1)


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    start: tuple[int, int] | None = None
    end = (0, 0)
    shift = 0
    for hunk in hunks(old, new):
        first = (hunk.start, hunk.start + shift)
        shift += len(hunk.after) - (hunk.end - hunk.start)
        if start is not None and first != end:
            yield _Run(range(start[0], end[0]), range(start[1], end[1]))
            start = None
        start = start or first
        end = (hunk.end, hunk.end + shift)
    if start is not None:
        yield _Run(range(start[0], end[0]), range(start[1], end[1]))


def _moved(old: Sequence[str], new: Sequence[str], runs: Sequence[_Run]) -> dict[int, int]:
    """For each newer position, the older one of the very same passage that stood elsewhere."""
    gone: dict[str, list[int]] = {}
    for run in reversed(runs):
        for n in reversed(run.old):
            gone.setdefault(old[n], []).append(n)
    return {n: gone[new[n]].pop() for run in runs for n in run.new if gone.get(new[n])}


def _within(
    old: Sequence[str], new: Sequence[str], run: _Run, moved: dict[int, int], left: set[int]
) -> Iterator[Passage]:
    gone = [n for n in run.old if n not in left]
    came = [n for n in run.new if n not in moved]
    pairs = _pairs(old, new, gone, came)
    waiting = iter([*gone, -1])
    before = next(waiting)
    for n in run.new:
        partner = pairs.get(n)
        while partner is not None and before not in (partner, -1):
            yield Passage("removed", old[before], "", before + 1, 0)
            before = next(waiting)
        if n in moved:
            yield Passage("moved", new[n], new[n], moved[n] + 1, n + 1)
        elif partner is None:
            yield Passage("added", "", new[n], 0, n + 1)
        else:
            op = "spaced" if _bare(old[partner]) == _bare(new[n]) else "changed"
            yield Passage(op, old[partner], new[n], partner + 1, n + 1)
            before = next(waiting)
    while before != -1:
        yield Passage("removed", old[before], "", before + 1, 0)
        before = next(waiting)


def _bare(text: str) -> str:
    return "".join(text.split())


def _pairs(
    old: Sequence[str], new: Sequence[str], gone: Sequence[int], came: Sequence[int]
) -> dict[int, int]:
    """Which older passage each newer one rewrote, in order. One alone rewrote the one alone."""
    if len(gone) == len(came) == 1:
        return {came[0]: gone[0]}
    bags = {n: _bag(old[n]) for n in gone}
    found: dict[int, int] = {}
    first = 0
    for n in came:
        bag = _bag(new[n])
        ahead = gone[first : first + LOOKED_AHEAD]
        best = max(ahead, key=lambda m: _alike(bags[m], bag), default=None)
        if best is not None and _alike(bags[best], bag) >= ALIKE:
            found[n] = best
            first = gone.index(best, first) + 1
    return found


def _bag(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in words(text) if word[0].isalnum())


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """From 0 to 1: how many words two passages share."""
    whole = one.total() + other.total()
    return 2 * (one & other).total() / whole if whole else 0.0


def put_back(body: str, old: str, number: int) -> str:
    """`body` with the passage `number` (from 1) of the `old` text in it again; the rest stays.

    It takes the place of what it became, else follows the passage that it followed. A text that
    still has it, or an old text without that passage, changes nothing.
    """
    told = compare_passages(passages_of(old), passages_of(body))
    wanted = next((one for one in told if one.was == number), None)
    if wanted is None or wanted.op in ("same", "moved"):
        return body
    blocks = split_blocks(body)
    places = [n for n, block in enumerate(blocks) if block.strip()]
    if wanted.at:
        n = places[wanted.at - 1]
        blocks[n] = wanted.old + _ending(blocks[n])
        return "".join(blocks)
    follows = max((o.at for o in told if o.at and 0 < o.was < number), default=0)
    return _inserted(blocks, places[follows - 1] + 1 if follows else 0, wanted.old)


def _ending(block: str) -> str:
    return block[len(block.rstrip("\n")) :]


def _inserted(blocks: Sequence[str], at: int, passage: str) -> str:
    before, after = "".join(blocks[:at]), "".join(blocks[at:])
    if before.strip() and not before.endswith("\n\n"):
        before = before.rstrip("\n") + "\n\n"
    return before + passage + ("\n\n" if after.strip() else "\n") + after
