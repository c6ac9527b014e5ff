"""Who wrote what: for each part of a page, the version that last wrote it.

Parts are the passages of the text and the keys of the card. Versions are walked from the newest to
the oldest, until every part is placed or the walk ends. A passage that only changed places keeps
whoever wrote it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.front_matter import frozen
from app.domain.passages import compare_passages

NOT_TOLD = ("id", "provenance")


@dataclass(frozen=True, slots=True)
class Told:
    """What one version says. `light`: a small edit that is to be looked through."""

    passages: Sequence[str]
    front: Mapping[str, Any]
    light: bool = False


@dataclass(frozen=True, slots=True)
class Traced:
    """For each passage of the newest version and each key of its card, the number of the version
    (0 is the newest) that last wrote it; None where the walk ended before it was found."""

    passages: tuple[int | None, ...]
    fields: Mapping[str, int | None]
    read: int


def trace(versions: Iterable[Told], *, whole: bool = True) -> Traced:
    """Where each part of the first of `versions` (newest first) comes from.

    `whole`: the last of them is the first there ever was, so that what is left is its own; else
    what is left stays None. Reads on only as long as something is left to be placed.
    """
    walk: _Walk | None = None
    for number, told in enumerate(versions):
        if walk is None:
            walk = _Walk(told)
        else:
            walk.back(number, told)
        if walk.done:
            break
    if walk is None:
        return Traced((), {}, 0)
    if whole and not walk.done:
        walk.end()
    return walk.traced()


class _Walk:
    """`_here`: for each passage still to be placed, what it said in the version last read."""

    def __init__(self, newest: Told) -> None:
        self._last = newest
        self._number = 0
        self._here = dict(enumerate(newest.passages))
        self._passages: list[int | None] = [None] * len(newest.passages)
        self._keys = {k: frozen(v) for k, v in newest.front.items() if k not in NOT_TOLD}
        self._fields: dict[str, int | None] = dict.fromkeys(self._keys)

    @property
    def done(self) -> bool:
        return not self._here and not self._keys

    def back(self, number: int, older: Told) -> None:
        self._back_passages(older)
        self._back_fields(older)
        self._last, self._number = older, number

    def _back_passages(self, older: Told) -> None:
        if not self._here:
            return
        there: defaultdict[str, int] = defaultdict(int)
        for passage in older.passages:
            there[passage] += 1
        before = self._rewritten(older)
        for n, said in list(self._here.items()):
            words = said if there[said] else before.get(said, said)
            if there[words] > 0:
                there[words] -= 1
                self._here[n] = words
            else:
                self._passages[n] = self._number
                del self._here[n]

    def _rewritten(self, older: Told) -> dict[str, str]:
        """What the passages that a small edit touched said before it."""
        if not self._last.light:
            return {}
        found = compare_passages(older.passages, self._last.passages)
        return {one.new: one.old for one in found if one.op in ("changed", "spaced")}

    def _back_fields(self, older: Told) -> None:
        for key, said in list(self._keys.items()):
            now = frozen(older.front[key]) if key in older.front else None
            if now == said:
                continue
            if self._last.light and now is not None:
                self._keys[key] = now
                continue
            self._fields[key] = self._number
            del self._keys[key]

    def end(self) -> None:
        for n in self._here:
            self._passages[n] = self._number
        for key in self._keys:
            self._fields[key] = self._number
        self._here, self._keys = {}, {}

    def traced(self) -> Traced:
        return Traced(tuple(self._passages), self._fields, self._number + 1)
