"""Which pieces of a list are others than before, told from the entries that changed alone."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.theme.offline.lists import FULL, Keyed, Piece


@dataclass(slots=True)
class Changes:
    """Pieces by how their keys begin: those that may be `written` otherwise now, and those that may
    have been there and are `gone`."""

    written: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


def changes_of(pieces: Sequence[Piece[Keyed]], keys: Iterable[str], *, full: int = FULL) -> Changes:
    """`pieces` are those of now; `keys` those of entries that came, went or changed, as they were
    and as they are. What is named may be the same; nothing that differs is missing."""
    entries = [one.key for piece in pieces for one in piece.entries]
    walk = _Walk([piece.begins for piece in pieces], full)
    walk.over(entries, sorted(set(keys)), "")
    walk.found.gone -= {*walk.begins, ""}
    return walk.found


class _Walk:
    """Down the letters, where pieces split."""

    def __init__(self, begins: Sequence[str], full: int) -> None:
        self.begins, self._full, self.found = begins, full, Changes()

    def over(self, entries: Sequence[str], keys: Sequence[str], begins: str) -> None:
        """What begins so, reached through pieces that were split before and are now."""
        if not keys:
            return
        least, most = max(0, len(entries) - len(keys)), len(entries) + len(keys)
        if least > self._full:
            for beginning, held, changed in _children(entries, keys, len(begins) + 1):
                self.over(held, changed, beginning)
            return
        self.found.gone.add(begins)
        if most > self._full:
            self.found.gone.update(self._may_have_been(entries, keys, begins))
        self._write(begins, with_sides=most > self._full or not least or not entries)

    def _may_have_been(
        self, entries: Sequence[str], keys: Sequence[str], begins: str
    ) -> Iterator[str]:
        """Pieces below one that may have been split."""
        if len(entries) + len(keys) > self._full:
            for beginning, held, changed in _children(entries, keys, len(begins) + 1):
                yield beginning
                yield from self._may_have_been(held, changed, beginning)

    def _write(self, begins: str, *, with_sides: bool) -> None:
        """Those beside lead to a piece: they change where it came or went."""
        first = bisect_left(self.begins, begins)
        last = first
        while last < len(self.begins) and self.begins[last].startswith(begins):
            last += 1
        if with_sides:
            first, last = max(0, first - 1), last + 1
        self.found.written.update(self.begins[first:last])


def _children(
    entries: Sequence[str], keys: Sequence[str], depth: int
) -> Iterator[tuple[str, list[str], list[str]]]:
    """(how they begin, entries, keys) by the next letter."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for one in entries:
        found.setdefault(one[:depth], ([], []))[0].append(one)
    for one in keys:
        found.setdefault(one[:depth], ([], []))[1].append(one)
    for beginning in sorted(found):
        yield beginning, *found[beginning]
