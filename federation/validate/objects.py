"""Reading a friend's objects one by one, each only after its size is known."""

import re
import subprocess
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from app.domain.phrase import Phrase
from federation.git import Git, GitFailed, Limits
from federation.validate.names import Hazard

READ_LIMITS = Limits(address_space_bytes=512 * 1024 * 1024, cpu_s=1800, wall_s=3600)
# Packs are read through small windows, so that their size does not count as memory.
READ_SETTINGS = (
    "core.packedGitWindowSize=8m",
    "core.packedGitLimit=64m",
    "core.deltaBaseCacheLimit=32m",
)
AT_ONCE = 200  # questions written before their answers are read: both fit in a pipe
_KEPT_ENTRIES = 150_000
_ENTRY = re.compile(rb"([0-7]{5,6}) ([^\0]+)\0(.{20})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one visit may bring. Past any of them it is refused."""

    commits: int = 200_000
    trees: int = 800_000
    changes: int = 400_000
    tree_entries: int = 50_000
    tree_bytes: int = 4 * 1024 * 1024
    commit_bytes: int = 96 * 1024
    message_bytes: int = 64 * 1024
    new_bytes: int = 4 * 1024 * 1024 * 1024
    wall_s: float = 3600


Entries = dict[bytes, tuple[bytes, bytes]]
"""A tree: name -> (mode, object)."""


class Objects:
    """Answers of one `git cat-file`; what it costs is counted against the bounds."""

    def __init__(self, process: subprocess.Popen[bytes], bounds: Bounds) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out, self.bounds = process.stdin, process.stdout, bounds
        self._ends_at = monotonic() + bounds.wall_s
        self._trees = 0
        self._kept: OrderedDict[bytes, Entries] = OrderedDict()
        self._kept_entries = 0

    def sizes(self, names: Sequence[bytes]) -> list[int]:
        """The sizes of those blobs, without reading any. Raises Hazard on one that is none."""
        found = []
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            self._ask(b"".join(b"info %s\n" % name.hex().encode() for name in some))
            found += [self._header(b"blob") for _ in some]
        return found

    def blobs(self, names: Sequence[bytes], *, limit: int) -> Iterator[bytes]:
        """The contents of blobs whose sizes were checked, in the order asked. To be read to the
        end before anything else is asked."""
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            self._ask(b"".join(b"contents %s\n" % name.hex().encode() for name in some))
            for _ in some:
                yield self._answer(b"blob", limit)

    def commit(self, name: bytes) -> bytes:
        self._ask(b"contents %s\n" % name.hex().encode())
        return self._answer(b"commit", self.bounds.commit_bytes)

    def line(self, name: bytes, *, size: int) -> list[bytes]:
        """That commit and those before it, newest first, at most `size` of them."""
        self._ask(b"".join(b"contents %s~%d\n" % (name.hex().encode(), n) for n in range(size)))
        found = []
        for _ in range(size):
            data = self._answer(b"commit", self.bounds.commit_bytes, or_none=True)
            if data is not None:
                found.append(data)
        return found

    def tree(self, name: bytes | None) -> Entries:
        """The entries of that tree, which is well formed; none where `name` is None."""
        if name is None:
            return {}
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        self._load([name])
        return self._kept[name]

    def prepare(self, names: Iterable[bytes | None]) -> None:
        """Ask for trees together, since waiting for each is what costs. Those that are too many to
        be kept are asked for again."""
        missing = [name for name in dict.fromkeys(names) if name and name not in self._kept]
        for start in range(0, len(missing), AT_ONCE):
            self._load(missing[start : start + AT_ONCE])

    def _load(self, names: Sequence[bytes]) -> None:
        self._trees += len(names)
        if self._trees > self.bounds.trees or monotonic() > self._ends_at:
            raise Hazard(Phrase("cette visite apporte plus que ce qui peut être vérifié."))
        self._ask(b"".join(b"contents %s\n" % name.hex().encode() for name in names))
        for name in names:
            data = self._answer(b"tree", self.bounds.tree_bytes)
            assert data is not None
            self._keep(name, parse_tree(data, self.bounds))

    def _keep(self, name: bytes, entries: Entries) -> None:
        self._kept[name] = entries
        self._kept_entries += len(entries) + 1
        while self._kept_entries > _KEPT_ENTRIES and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._kept_entries -= len(old) + 1

    def _answer(self, kind: bytes, limit: int, *, or_none: bool = False) -> bytes | None:
        """git tells the size first: past the limit, nothing of the content is read. None where
        there is no such object and `or_none`."""
        size = self._header(kind, or_none=or_none)
        if size is None:
            return None
        if size > limit:
            raise Hazard(Phrase("un objet de son archive est trop grand."))
        data = self._out.read(size + 1)
        if len(data) != size + 1:
            raise GitFailed(-1, "cat-file ended in the middle of an object")
        return data[:-1]

    def _ask(self, questions: bytes) -> None:
        try:
            self._in.write(questions)
            self._in.flush()
        except BrokenPipeError as error:
            raise GitFailed(-1, "cat-file ended") from error

    def _header(self, kind: bytes, *, or_none: bool = False) -> int | None:
        line = self._out.readline()
        if not line.endswith(b"\n"):
            raise GitFailed(-1, "cat-file ended")
        words = line.split()
        if or_none and words[1:] == [b"missing"]:
            return None
        if len(words) != 3 or words[1] != kind:
            raise Hazard(Phrase("il manque un objet à son archive, ou il n’est pas de son genre."))
        return int(words[2])


@contextmanager
def reading(repository: Git, bounds: Bounds) -> Iterator[Objects]:
    with repository.process(
        "cat-file", "--batch-command", limits=READ_LIMITS, settings=READ_SETTINGS
    ) as process:
        yield Objects(process, bounds)


def parse_tree(data: bytes, bounds: Bounds) -> Entries:
    """Raises Hazard where the tree is not exactly as git would write it."""
    found = _ENTRY.findall(data)
    # Whole columns at once: a folder of hundreds is read for each change in it.
    modes, names, targets = zip(*found, strict=True) if found else ((), (), ())
    if len(b"".join(modes)) + len(b"".join(names)) + 22 * len(found) != len(data):
        raise Hazard(Phrase("un dossier de son archive n’est pas lisible."))
    if len(found) > bounds.tree_entries:
        raise Hazard(Phrase("un de ses dossiers contient trop de fichiers."))
    entries = dict(zip(names, zip(modes, targets, strict=True), strict=True))
    if len(entries) != len(found):
        raise Hazard(Phrase("un dossier de son archive contient deux fois le même nom."))
    order = _order(modes, names)
    if order != sorted(order):
        raise Hazard(Phrase("un dossier de son archive n’est pas rangé."))
    return entries


def _order(modes: Sequence[bytes], names: Sequence[bytes]) -> list[bytes]:
    """What git sorts by: a folder counts as its name with a slash."""
    folders = {b"40000", b"040000"}
    if folders.isdisjoint(modes):
        return list(names)
    if len(set(modes)) == 1:
        return (b"/\0".join(names) + b"/").split(b"\0")
    return [n + b"/" if mode in folders else n for mode, n in zip(modes, names, strict=True)]
