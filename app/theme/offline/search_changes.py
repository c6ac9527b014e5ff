"""The search of a kit of what changed: shards are patched from those that an earlier kit kept."""

import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from app.domain.kit import Kit
from app.domain.packed import Packed
from app.domain.rows import PageStamp
from app.theme.offline.entries import FIELDS, Entry, entry_of, sort_key
from app.theme.offline.indexing import Counted, counted
from app.theme.offline.patching import HeldShard, Patch
from app.theme.offline.placing import Places, shards_of
from app.theme.offline.searching import (
    SearchData,
    ShardWriter,
    Told,
    WriteEach,
    held_page,
    kept_line,
    key_of,
    record_of,
)

# Of a shard, as many may be others; beyond, its pages are indexed again.
_OTHERS = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of a shard that is to be written; see `SearchData.add`."""

    stamp: PageStamp
    url: str
    told: Callable[[], Told | None]

    @property
    def key(self) -> bytes:
        return key_of(str(self.stamp.blob), self.url)


class SearchChanges:
    """Writes what says something of the pages in `drawers`; `data` writes what no earlier kit has
    kept, from all pages of a shard."""

    def __init__(self, data: SearchData, kit: Kit, drawers: frozenset[int]) -> None:
        self._data, self._kit, self._drawers = data, kit, drawers
        self._asked: dict[int, dict[str, Asked]] = {one: {} for one in shards_of(drawers)}
        self._fresh: dict[str, tuple[Entry, Counted] | None] = {}

    def add(self, asked: Asked) -> None:
        reference = asked.stamp.reference
        shard = self._asked.get(self._places.shard(reference))
        if shard is not None:
            shard[reference] = asked

    @property
    def _places(self) -> Places:
        return self._data.places

    @property
    def pages(self) -> int:
        """How many are to be indexed, where no earlier kit has kept their shards."""
        first = next(iter(self._asked))
        kept = self._kit.counted.get(record_of(self._places, first)) is not None
        return 0 if kept else sum(map(len, self._asked.values()))

    def finish(self, *, each: WriteEach) -> None:
        """As `SearchData.finish`."""
        writer = self._data.writer(self._drawers)
        left = {number for number in self._asked if not self._patched(writer, number)}
        for number in left:
            for asked in self._asked[number].values():
                self._data.add(asked.stamp, asked.url, asked.told)
        drawers = (one for one in self._drawers if not left.isdisjoint(shards_of([one])))
        self._data.finish(frozenset(drawers), each=each)

    def _patched(self, writer: ShardWriter, number: int) -> bool:
        """False where it has to be written otherwise."""
        held = self._held(number)
        patch = self._patch(held, self._asked[number]) if held else None
        if held is None or patch is None:
            return False
        writer.write_shard(number, patch.over(held))
        writer.write_drawers(self._in_drawers(number))
        return True

    def _held(self, number: int) -> HeldShard | None:
        """None where no earlier kit has kept it, or the file was damaged."""
        data = self._kit.counted.get(record_of(self._places, number)) or b""
        with suppress(zlib.error):
            held: HeldShard = Packed(data).open()
            return held
        return None

    def _patch(self, held: HeldShard, asked: dict[str, Asked]) -> Patch | None:
        """What makes the shard what it is to be; None where too much is other, or is not known."""
        keys = {one.ref: one.key for one in held.pages}
        same = {ref for ref, one in asked.items() if keys.get(ref) == one.key.hex()}
        if len(keys) - len(same) > _OTHERS * len(keys):
            return None
        gone = {}
        for ref in keys.keys() - same:
            kept = self._kept(ref, bytes.fromhex(keys[ref]))
            if kept is None:
                return None
            gone[ref] = kept[1]
        fresh = [self._told(asked[ref]) for ref in asked if ref not in same]
        return Patch(gone, [(held_page(*one), one[1]) for one in fresh if one is not None])

    def _in_drawers(self, number: int) -> list[Entry]:
        """The pages of the shard's drawers that are to be written, in order."""
        asked = self._asked[number]
        told = (
            self._told(one) for ref, one in asked.items()
            if self._places.drawer(ref) in self._drawers
        )  # fmt: skip
        return sorted((one[0] for one in told if one is not None), key=sort_key)

    def _told(self, asked: Asked) -> tuple[Entry, Counted] | None:
        """None where the page went."""
        reference = asked.stamp.reference
        if reference not in self._fresh:
            kept = self._kept(reference, asked.key)
            if kept is not None:
                return kept
            self._fresh[reference] = self._counted(asked)
        return self._fresh[reference]

    def _counted(self, asked: Asked) -> tuple[Entry, Counted] | None:
        said = asked.told()
        if said is None:
            return None
        row, text, headings = said
        entry = entry_of(row, asked.url, text, headings, label=self._kit.label)
        return entry, counted(entry, FIELDS)

    def _kept(self, reference: str, key: bytes) -> tuple[Entry, Counted] | None:
        line = kept_line(self._kit.counted.get(reference) or b"", key)
        if not line:
            return None
        _, entry, words = json.loads(line)
        return entry, words
