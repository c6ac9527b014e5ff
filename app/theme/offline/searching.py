"""The data of a kit's search, map and drafts: written page by page, read by classic scripts.

Two levels, cut by the page's reference: a small index of each shard (titles, labels, summaries) for
an answer at once, then its full text. Nothing counts over the whole kit, so that a page that
changes touches the scripts of its own shard and drawers alone.
"""

import json
import pickle
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from hashlib import blake2b
from os import getpid
from pathlib import Path
from typing import Any, NamedTuple

from app.domain.finding import french
from app.domain.kit import Kit
from app.domain.packed import Packed
from app.domain.rows import PageRow, PageStamp
from app.theme.offline.entries import (
    FACETS,
    FIELDS,
    SHORT_FIELDS,
    Entry,
    Spot,
    entry_of,
    sort_key,
)
from app.theme.offline.indexing import Counted, counted, lines_of, postings_of
from app.theme.offline.patching import HeldPage, HeldShard, shown_of
from app.theme.offline.placing import Places, shards_of
from app.theme.offline.scripts import compact, write_script

# Bytes of entries held before they go to the spool.
_HELD_BYTES = 1_000_000
KEY_BYTES = 16
# How the line of a page begins whose words an older kit counted.
_COUNTED = '["",'
# A page, its words, a line per block, and its headings.
Told = tuple[PageRow, str, Sequence[str]]


class Spooled(NamedTuple):
    """A page on its way to its shard. `key` is that of what it was read from, `` where it was kept
    already; `words` are none where they are not counted yet."""

    key: str
    entry: Entry
    words: Counted | None = None

    def counted(self) -> "Spooled":
        return self._replace(words=counted(self.entry, FIELDS))


@dataclass(frozen=True, slots=True)
class ShardWriter:
    """Writes the scripts of a shard from what was spooled of it. Another process may do it.

    `keeps`: what was counted is left in the spool, for the next kit. `only` are the drawers to
    write, None for all of them.
    """

    folder: Path
    spool: Path
    places: Places
    keeps: bool = False
    only: frozenset[int] | None = None

    def _read(self, number: int) -> Iterator[Spooled]:
        for file in self.spool.glob(f"{number}.lines*"):
            with file.open(encoding="utf-8", newline="\n") as lines:
                for line in lines:
                    yield Spooled(*json.loads(line))

    def _counted(self, number: int) -> list[Spooled]:
        """In the order of the shard."""
        found = [one if one.words else one.counted() for one in self._read(number)]
        return sorted(found, key=lambda one: sort_key(one.entry))

    def write(self, number: int) -> None:
        spooled = self._counted(number)
        shard = shard_of([(one.entry, one.words) for one in spooled])
        if self.keeps:
            named = record_of(self.places, number), Packed.of(shard).data
            _keep(self.spool / f"{number}.kept", spooled, named)
        self.write_shard(number, shard)
        self.write_drawers(one.entry for one in spooled)

    def write_shard(self, number: int, shard: HeldShard) -> None:
        name = self.places.name_of_shard(number)
        short, whole = shard.indexes
        head = catalogue_of([one.shown for one in shard.pages]) | {"index": short.head}
        write_script(self.folder, f"tete-{name}", head, short.lines)
        write_script(self.folder, f"texte-{name}", whole.head, whole.lines)

    def write_drawers(self, entries: Iterable[Entry]) -> None:
        drawers: dict[int, list[Entry]] = {}
        for entry in entries:
            drawer = self.places.drawer(entry["ref"])
            if self.only is None or drawer in self.only:
                drawers.setdefault(drawer, []).append(entry)
        for drawer, kept in drawers.items():
            at = self.places.name_of_drawer(drawer)
            texts = {one["ref"]: one["text"] for one in kept}
            write_script(self.folder, f"extrait-{at}", texts)
            write_script(self.folder, f"source-{at}", {one["ref"]: one["source"] for one in kept})


def shard_of(pages: Sequence[tuple[Entry, Counted]]) -> HeldShard:
    """Of pages in the order of the shard, with their words."""
    counts = [words for _, words in pages]
    postings = postings_of(FIELDS, counts)
    short, whole = (lines_of(fields, postings) for fields in (SHORT_FIELDS, FIELDS))
    return HeldShard(tuple(held_page(*page) for page in pages), short, whole)


def held_page(entry: Entry, words: Counted) -> HeldPage:
    key = key_of(entry["source"]["base"], entry["url"]).hex()
    return HeldPage(key, shown_of(entry), tuple(len(words[field]) for field in FIELDS))


def record_of(places: Places, number: int) -> str:
    """Under what a shard is kept, beside pages by their reference."""
    return f"#{places.bits}/{number}"


def _keep(file: Path, spooled: Iterable[Spooled], shard: tuple[str, bytes]) -> None:
    """The shard, and of its pages those that are new: the reference of each before it."""
    with file.open("wb") as out:
        pickle.dump(shard, out)
        for one in spooled:
            if one.key:
                packed = zlib.compress(compact(["", one.entry, one.words]).encode(), 1)
                pickle.dump((one.entry["ref"], bytes.fromhex(one.key) + packed), out)


def _kept(file: Path) -> Iterator[tuple[str, bytes]]:
    with file.open("rb") as found:
        while found.peek(1):
            yield pickle.load(found)


# Lines of pages by shard, on their way to the spool.
Held = Mapping[int, Sequence[str]]


def spill(spool: Path, held: Held, *, by: str = "") -> None:
    """Lines go to the spool as they are. `by` is another one for each process that does so."""
    for number, lines in held.items():
        with (spool / f"{number}.lines{by}").open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)


def count_and_spill(spool: Path, held: Held) -> None:
    """The same, their words counted: a process that waits may do it before shards are written."""
    counted_lines = {number: list(map(_with_words, lines)) for number, lines in held.items()}
    spill(spool, counted_lines, by=f".{getpid()}")


def _with_words(line: str) -> str:
    """Those of an older kit have them already."""
    return line if line.startswith(_COUNTED) else compact(Spooled(*json.loads(line)).counted())


WriteEach = Callable[[ShardWriter, Iterable[int]], None]


def one_by_one(writer: ShardWriter, numbers: Iterable[int]) -> None:
    for number in numbers:
        writer.write(number)


class SearchData:
    """Writes into `folder`, new or empty, what is added; memory does not grow with the pages.

    Pages may come in any order: the same pages give the same bytes.
    """

    def __init__(self, folder: Path, kit: Kit) -> None:
        self.places = Places.of(kit.count)
        self._folder, self._kit = folder, kit
        self._spool = folder / ".spool"
        self._held: dict[int, list[str]] = {}
        self._held_bytes = 0
        self._points: list[tuple[str, list[Any]]] = []
        self._spool.mkdir(parents=True)
        # Whoever takes lines to the spool.
        self.spill: Callable[[Path, Held], None] = spill
        # A kit of all pages is what later ones take from.
        self._keeps = not kit.query and kit.since is None

    def add(self, stamp: PageStamp, url: str, told: Callable[[], Told | None]) -> None:
        """A page of a shard that is to be written. `told` is called where no older kit has counted
        its words; None where the page went."""
        reference, key = stamp.reference, key_of(str(stamp.blob), url)
        kept = self._kit.counted.get(reference) or b""
        if line := kept_line(kept, key):
            if self._keeps:
                self._kit.counted.put(reference, kept)
        else:
            if (said := told()) is None:
                return
            row, text, headings = said
            entry = entry_of(row, url, text, headings, label=self._kit.label)
            line = compact([key.hex(), entry])
        self._held.setdefault(self.places.shard(reference), []).append(line)
        self._held_bytes += len(line)
        if self._held_bytes > _HELD_BYTES:
            self._flush()

    def place(self, stamp: PageStamp, spot: Spot | None, url: str) -> None:
        """A page for the map, where it has a point there."""
        if spot is not None:
            said = [spot.lat, spot.lon, stamp.title, url, spot.town, 1 if stamp.origin else 0]
            self._points.append((url, said))

    @property
    def placed(self) -> int:
        return len(self._points)

    def finish(self, only: frozenset[int] | None = None, *, each: WriteEach = one_by_one) -> None:
        """Writes the scripts, those of the drawers in `only` and of their shards where it is given.
        `each` has shards written in an order of its own, by other processes if it will."""
        self._flush()
        numbers = range(self.places.shards) if only is None else shards_of(only)
        each(self.writer(only), numbers)
        if self._keeps:
            self._keep()
        shutil.rmtree(self._spool)
        write_script(self._folder, "points", [said for _, said in sorted(self._points)])
        write_script(self._folder, "cles", self._keys())

    def writer(self, only: frozenset[int] | None) -> ShardWriter:
        return ShardWriter(self._folder, self._spool, self.places, self._keeps, only)

    def _keep(self) -> None:
        counted = self._kit.counted
        for file in self._spool.glob("*.kept"):
            for reference, data in _kept(file):
                held = counted.get(reference)
                counted.put(reference, held if held == data else data)
        counted.keep(self._kit.revision)

    def _keys(self) -> dict[str, Any]:
        """What the scripts must know before all else."""
        kit = self._kit
        facts = {"host": kit.site.host, "home": kit.home, "revision": kit.revision,
                 "at": f"{kit.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}  # fmt: skip
        facts |= {"selection": kit.query} if kit.query else {}
        return {"bits": self.places.bits, "count": kit.count, "name": kit.site.name, "kit": facts,
                "licence": kit.site.licence, "rules": french.rules()}  # fmt: skip

    def _flush(self) -> None:
        self.spill(self._spool, self._held)
        self._held, self._held_bytes = {}, 0


def kept_line(kept: bytes, key: bytes) -> str:
    """What an older kit counted of a page; `` where it is of another key, or the file was
    damaged."""
    with suppress(zlib.error):
        if kept.startswith(key):
            return zlib.decompress(kept[KEY_BYTES:]).decode()
    return ""


def key_of(blob: str, url: str) -> bytes:
    """Of all that the entry is made from, beside the labels of the wiki."""
    return blake2b(f"{blob} {url}".encode(), digest_size=KEY_BYTES).digest()


def catalogue_of(entries: Sequence[Entry]) -> dict[str, Any]:
    """What is shown of each page of a shard, and its facets as numbers.

    {values: {facet: [[value, label], ...]}, rows: [[ref, url, title, summary, place, numbers...]]}
    """
    values: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    labels: dict[str, list[list[str]]] = {facet: [] for facet in FACETS}
    rows = []
    for one in entries:
        numbers = [_numbers(one["facets"][f], values[f], labels[f]) for f in FACETS]
        shown = [one["ref"], one["url"], one["title"], one["summary"], one["place"]]
        rows.append([*shown, *numbers])
    return {"values": labels, "rows": rows}


def _numbers(
    said: Sequence[Sequence[str]], known: dict[str, int], labels: list[list[str]]
) -> list[int]:
    for value, label in said:
        if value not in known:
            known[value] = len(labels)
            labels.append([value, label])
    return [known[value] for value, _ in said]
