"""What was read of each page for an earlier kit: read again where the page is another.

A kit of what changed asks a little of every page. Reading their texts for that would cost what the
wiki is, not what changed.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from app.actions.wiki import Wiki
from app.domain.batches import batched
from app.domain.drawn import DrawnLedger
from app.domain.packed import Packed
from app.domain.page_path import PagePath
from app.domain.rows import PageRow, PageStamp, stamp_of
from app.domain.selection import Selection

T = TypeVar("T")
Line = tuple[PageStamp, T]
# Lines packed together.
_AT_ONCE = 500
# One of so many may be read again each time, before all are kept anew.
_FEW = 20


class KeptLines(Generic[T]):
    """`make` reads a page; its value must follow from the page's stamp alone. `ledger` is that of
    these values, and `rows` gives all pages of a selection where nothing was kept."""

    def __init__(
        self, wiki: Wiki, ledger: DrawnLedger, make: Callable[[PageRow], T],
        rows: Callable[[Selection], Iterator[PageRow]],
    ) -> None:  # fmt: skip
        self._wiki, self._ledger, self._make, self._rows = wiki, ledger, make, rows

    def over(self, selection: Selection, *, keep: bool) -> Iterator[Line[T]]:
        """Each page that `rows` gives, in the same order. `keep`: they are all that later ones ask
        for."""
        kept = dict(self._kept())
        found: list[Line[T]] = []
        missed = total = 0
        for line, fresh in self._lines(selection, kept):
            total, missed = total + 1, missed + fresh
            if keep:
                found.append(line)
            yield line
        if missed * _FEW > total:
            self._keep(found)

    def _lines(
        self, selection: Selection, kept: dict[str, Line[T]]
    ) -> Iterator[tuple[Line[T], bool]]:
        """And whether the page was read for it."""
        if not kept:
            yield from (((stamp_of(row), self._make(row)), True) for row in self._rows(selection))
            return
        for stamp in self._wiki.index.stamps(selection):
            held = kept.get(stamp.reference)
            if held is not None and held[0].same(stamp):
                yield (stamp, held[1]), False
            elif (row := row_of(self._wiki, stamp)) is not None:
                yield (stamp_of(row), self._make(row)), True

    def _kept(self) -> Iterator[tuple[str, Line[T]]]:
        number = 0
        while (data := self._ledger.get(str(number))) is not None:
            lines: list[Line[Any]] = Packed(data).open()
            yield from ((line[0].reference, line) for line in lines)
            number += 1

    def _keep(self, found: list[Line[T]]) -> None:
        for number, some in enumerate(batched(found, _AT_ONCE)):
            self._ledger.put(str(number), Packed.of(some).data)
        self._ledger.keep(str(self._wiki.index.bookmark() or ""))


def row_of(wiki: Wiki, stamp: PageStamp) -> PageRow | None:
    """The page as it is now; None where it went in between."""
    return wiki.index.page(PagePath(stamp.kind, stamp.slug), origin=stamp.origin)
