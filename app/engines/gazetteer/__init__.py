"""The towns of France, from the file that is built at set-up (`python -m tools.gazetteer`).

The file has the biggest towns first, so that a search may stop at the first lines that fit.
"""

import gzip
import logging
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from app.domain.towns import Town, fold, town_of, without_article

BUILT = Path(__file__).parent / "towns.tsv.gz"
MOST_SIGNS = 80

log = logging.getLogger(__name__)


class BuiltGazetteer:
    """Read when it is first asked, then kept: some 8 MB. Without its file it knows no town."""

    def __init__(self, file: Path = BUILT) -> None:
        self._file = file

    def towns(self, text: str, *, size: int) -> list[Town]:
        """Those of that very name, then those that begin so, then those with a word that does."""
        wanted = fold(text[:MOST_SIGNS])
        if not wanted:
            return []
        found: dict[int, None] = {}
        for number in self._places(wanted):
            found[number] = None
            if len(found) == size:
                break
        return [town_of(self._rows[n]) for n in found]

    def town(self, insee: str) -> Town | None:
        row = self._by_insee.get(insee)
        return town_of(row) if row is not None else None

    @cached_property
    def _by_insee(self) -> dict[str, str]:
        return {row.split("\t", 2)[1]: row for row in self._rows}

    def _places(self, wanted: str) -> Iterator[int]:
        """Numbers of rows, a row perhaps several times."""
        if wanted[0].isdigit():
            yield from self._at(f" {wanted}", self._codes)
            return
        bare = without_article(wanted)
        # A key is `\\t<le mans>\\t<mans>\\n`: its name, then its name without article.
        yield from self._at(f"\t{wanted}\t", self._keys)
        yield from self._at(f"\t{bare}\n", self._keys)
        yield from self._at(f"\t{wanted}", self._keys)
        yield from self._at(f" {bare}", self._keys)

    def _at(self, sought: str, index: tuple[str, list[int]]) -> Iterator[int]:
        text, starts = index
        at = text.find(sought)
        while at >= 0:
            yield bisect_right(starts, at) - 1
            at = text.find(sought, at + 1)

    @cached_property
    def _rows(self) -> list[str]:
        if not self._file.exists():
            log.warning("towns are not completed: %s is not built (make setup)", self._file.name)
            return []
        return gzip.decompress(self._file.read_bytes()).decode().splitlines()

    @cached_property
    def _keys(self) -> tuple[str, list[int]]:
        names = (fold(row.partition("\t")[0]) for row in self._rows)
        return _index(f"\t{name}\t{without_article(name)}\n" for name in names)

    @cached_property
    def _codes(self) -> tuple[str, list[int]]:
        """Postal codes, each after a blank."""
        return _index(f" {row.split(chr(9))[4]}\n" for row in self._rows)


def _index(lines: Iterator[str]) -> tuple[str, list[int]]:
    """The lines as one text, and where each begins."""
    kept = list(lines)
    starts, at = [], 0
    for line in kept:
        starts.append(at)
        at += len(line)
    return "".join(kept), starts
