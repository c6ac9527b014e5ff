"""The index as one commit left it: its segments, what is deleted in each, and the bookmark.

The bookmark stands in a file named after the generation, written before Whoosh's commit makes that
generation the current one: it can never be ahead of what is indexed, nor behind.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from app.domain.finding.family import Kin, kin_of
from app.domain.finding.marks import Mark
from app.engines.search_whoosh.columns import docs_of, mask_of
from app.engines.search_whoosh.counting import Tally, bits_of
from app.engines.search_whoosh.schema import SCHEMA, VERSION
from app.engines.search_whoosh.segment import Segment

NAME = "pages"
_TOC = re.compile(rf"_{NAME}_([0-9]+)\.toc")
_RETRIES = 5


class Damaged(Exception):
    """The folder does not hold an index that can be trusted; it must be built anew."""


@dataclass(frozen=True, slots=True)
class Part:
    """A segment, where its documents begin in the whole, and which of them stand."""

    segment: Segment
    start: int
    live: int

    @property
    def deleted(self) -> int:
        return self.segment.size - self.live.bit_count()

    def stands(self, doc: int) -> bool:
        return bool(self.live >> (8 * doc) & 1)


class Standing(Protocol):
    """Where a document stands: the place of its part, and its number there."""

    @property
    def place(self) -> int: ...

    @property
    def doc(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    stamp: tuple[int, ...]
    mark: Mark
    parts: tuple[Part, ...]
    families: Mapping[tuple[int, int], Kin] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict, compare=False)
    told: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def generation(self) -> int:
        return self.stamp[0]

    @property
    def count(self) -> int:
        return sum(part.live.bit_count() for part in self.parts)

    @property
    def newest_day(self) -> int:
        return max((part.segment.columns.newest_day for part in self.parts), default=0)

    @property
    def terms(self) -> str:
        """Those of all segments, one a line; put together when they are first asked for."""
        if "terms" not in self.told:
            every = (part.segment.starting_with("") for part in self.parts)
            self.told["terms"] = "\n".join(set[str]().union(*every))
        return self.told["terms"]

    def tally(self, facet: str) -> Tally:
        """Of all documents, made when it is first asked for: see `bits`."""
        if facet not in self.tallies:
            self.tallies[facet] = Tally.joined(
                (part.start, part.segment.columns.tally(facet)) for part in self.parts
            )
        return self.tallies[facet]

    def bits(self, masks: Iterable[int]) -> int:
        """Documents of the masks of all parts as facets are counted: one bit for each."""
        return sum(
            bits_of(mask.to_bytes(part.segment.size, "little")) << part.start
            for part, mask in zip(self.parts, masks, strict=True)
        )

    def kin(self, one: "Standing") -> Kin | None:
        return self.families.get((one.place, one.doc))

    def find(self, key: str) -> Iterator[tuple[Part, int]]:
        """Where the page of that key (see `marks.key_of`) stands (once, or nowhere)."""
        for part in self.parts:
            doc = part.segment.docs.get(key)
            if doc is not None and part.live >> (8 * doc) & 1:
                yield part, doc

    def of(self, origin: str) -> Iterator[tuple[Part, int]]:
        """Where the pages of that friend stand."""
        for part in self.parts:
            mask = part.segment.columns.having("origin", (origin,)) & part.live
            for doc in docs_of(mask, part.segment.size):
                yield part, doc


EMPTY = Snapshot((-1,), Mark(), ())


def generation_in(folder: Path) -> int:
    """The newest generation in the folder; -1 where there is no index."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return -1
    return max((int(match[1]) for name in names if (match := _TOC.fullmatch(name))), default=-1)


def stamp_of(folder: Path) -> tuple[int, ...]:
    """Differs whenever the index or its bookmark does, even after a reset to the same number."""
    generation = generation_in(folder)
    files = (folder / f"_{NAME}_{generation}.toc", mark_file(folder, generation))
    try:
        stats = [os.stat(file) for file in files]
    except FileNotFoundError:
        return EMPTY.stamp
    return (generation, *(n for stat in stats for n in (stat.st_ino, stat.st_mtime_ns)))


def mark_file(folder: Path, generation: int) -> Path:
    return folder / f"bookmark-{generation}.json"


def write_mark(folder: Path, generation: int, mark: Mark) -> None:
    """Puts the bookmark of that generation in place, whole or not at all.

    Where the generation is the current one, with the sizes that its files must have.
    """
    said = {
        "version": VERSION,
        "revision": mark.revision,
        "open_licences": mark.open_licences,
        "mirrors": dict(mark.mirrors),
        "sizes": _sizes(folder) if generation_in(folder) == generation else {},
    }
    file = mark_file(folder, generation)
    part = file.with_suffix(".part")
    part.write_text(json.dumps(said), encoding="utf-8")
    part.replace(file)


def _sizes(folder: Path) -> dict[str, int]:
    return {f.name: f.stat().st_size for f in folder.iterdir() if f.suffix in (".seg", ".toc")}


def read_mark(folder: Path, generation: int) -> Mark:
    """Raises Damaged where there is none, one of another version, or files are cut short."""
    try:
        said = json.loads(mark_file(folder, generation).read_text(encoding="utf-8"))
        if said["version"] != VERSION:
            raise Damaged(f"version {said['version']}")
        if any((folder / name).stat().st_size != size for name, size in said["sizes"].items()):
            raise Damaged("a file was cut short")
        mirrors = {origin: (form, tip) for origin, (form, tip) in said["mirrors"].items()}
        return Mark(said["revision"], tuple(said["open_licences"]), mirrors)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged("no bookmark") from error


def create(folder: Path) -> FileIndex:
    """An empty index in the folder, which is emptied first."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        if file.is_file() and (NAME in file.name or file.name.startswith("bookmark-")):
            file.unlink(missing_ok=True)
    index = FileIndex.create(FileStorage(str(folder)), SCHEMA, NAME)
    write_mark(folder, 0, Mark())
    return index


def index_in(folder: Path) -> FileIndex:
    return FileIndex(FileStorage(str(folder)), schema=SCHEMA, indexname=NAME)


def tidy(folder: Path, generation: int) -> None:
    """Removes bookmarks of generations that are past."""
    for file in folder.glob("bookmark-*.json"):
        number = file.stem.removeprefix("bookmark-")
        if number.isdigit() and int(number) < generation:
            file.unlink(missing_ok=True)


def load(folder: Path, known: Mapping[str, Segment]) -> Snapshot:
    """The index as it stands, reusing segments that are open already.

    Raises Damaged where something is missing or does not read.
    """
    for attempt in range(_RETRIES):
        stamp = stamp_of(folder)
        if stamp == EMPTY.stamp:
            raise Damaged("no index")
        try:
            return _load(folder, stamp, known)
        except Damaged:
            # A commit in between removes what the older list names: look again.
            if stamp_of(folder) == stamp or attempt == _RETRIES - 1:
                raise
    raise Damaged("moving")


def _load(folder: Path, stamp: tuple[int, ...], known: Mapping[str, Segment]) -> Snapshot:
    storage = FileStorage(str(folder))
    mark = read_mark(folder, stamp[0])
    try:
        listed = TOC.read(storage, NAME, gen=stamp[0], schema=SCHEMA).segments
        parts = tuple(_parts(storage, listed, known))
        return Snapshot(stamp, mark, parts, _families(parts))
    # What damaged bytes raise while they are read is anything at all.
    except Exception as error:
        raise Damaged(str(error)) from error


def _parts(
    storage: FileStorage, listed: Iterable[object], known: Mapping[str, Segment]
) -> Iterator[Part]:
    start = 0
    for one in listed:
        segment = known.get(one.segment_id()) or Segment(storage, one)
        if segment.size != one.doc_count_all():
            raise Damaged("count")
        gone = mask_of(one.deleted_docs(), segment.size)
        yield Part(segment, start, segment.columns.all & ~gone)
        start += segment.size


def _families(parts: Sequence[Part]) -> dict[tuple[int, int], Kin]:
    """By part and document, those of families of two or more."""
    parents: dict[str, str] = {}
    for part in parts:
        links = part.segment.links
        parents |= {k: p for k, p in links.parents.items() if part.stands(links.keys[k])}
    there = {
        key: (place, doc)
        for key in dict.fromkeys((*parents, *parents.values()))
        for place, part in enumerate(parts)
        if (doc := part.segment.links.keys.get(key)) is not None and part.stands(doc)
    }
    return {there[key]: kin for key, kin in kin_of(there, parents).items()}
