"""Files of a network kit: written whole or not at all, copied to our own disk before being read."""

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.domain.errors import EngineFailed, Refused
from app.domain.network import InstanceId
from app.domain.phrase import Phrase
from federation.git import GitFailed, drop
from federation.mirrors import sync_folder
from federation.staging import scratch

WIKIFED = "wikifed"
INSTANCE_FILE, HEAD_FILE, BUNDLE, SEEN = "instance.json", "head.json", "open.bundle", "seen.json"
PROPOSALS, OUTCOMES = "proposals", "outcomes"
ENVELOPE_BYTES = 1024 * 1024
ENVELOPES = 5000
INSTANCES = 100
_PART, _OLD = ".part", ".old"
_CHUNK_BYTES = 1024 * 1024
_WRITING = "écrire la clé (y a-t-il assez de place, est-elle encore branchée ?)"
_READING = "lire la clé (est-elle encore branchée ?)"


@dataclass(frozen=True, slots=True)
class Kit:
    """One instance's part of a key: on the key while it is written, a copy of ours when read.

    `source` is where it was found, for a person.
    """

    folder: Path
    source: Path

    def write(self, name: str, data: bytes) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def read(self, name: str) -> bytes:
        """Raises Refused where there is no such file."""
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise Refused(reason=Phrase("« {name} » manque sur la clé.", name=name)) from error

    def each(self, part: str) -> Iterator[bytes]:
        for file in sorted((self.folder / part).glob("*.json")):
            yield file.read_bytes()

    def size_bytes(self) -> int:
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())


def wikifed(folder: Path) -> Path:
    """The folder of kits on a key, whichever of the two was named."""
    whole = folder.absolute()
    return whole if whole.name == WIKIFED else whole / WIKIFED


@contextmanager
def new_kit(folder: Path, here: InstanceId) -> Iterator[Kit]:
    """A kit that takes the place of the one before when the block ends well.

    Raises Refused where there is no such folder, EngineFailed where the key cannot be written.
    """
    home = _home(folder)
    place = home / here.folder
    draft = home / f"{here.folder}.{secrets.token_hex(4)}{_PART}"
    try:
        _forget_drafts(home, here)
        draft.mkdir()
        yield Kit(draft, place)
        _synced(draft)
        _swapped(draft, place)
    except (OSError, GitFailed) as error:
        raise EngineFailed(doing=_WRITING) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _home(folder: Path) -> Path:
    """A key that is not plugged in is not to be made up on our own disk."""
    home = wikifed(folder)
    if not home.parent.is_dir():
        raise Refused(reason=Phrase("« {folder} » n’est pas un dossier : la clé est-elle "
                                    "branchée ?", folder=folder))  # fmt: skip
    try:
        with suppress(FileExistsError):
            home.mkdir()
    except OSError as error:
        raise EngineFailed(doing=_WRITING) from error
    if not _is(home, stat.S_ISDIR):
        raise _no_kits(folder)
    return home


def _forget_drafts(home: Path, here: InstanceId) -> None:
    """Those of ours that a key pulled out left; an old kit stays until there is a newer one."""
    for left in home.glob(f"{here.folder}.*{_PART}"):
        if _is(left, stat.S_ISDIR):
            drop(left)


def _synced(draft: Path) -> None:
    """All of it is on the key before it counts, should the key be pulled out right after."""
    for top, _, names in os.walk(draft):
        for name in names:
            descriptor = os.open(os.path.join(top, name), os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        sync_folder(Path(top))


def _swapped(draft: Path, place: Path) -> None:
    """There is a whole kit on the key at every moment: `kits_on` reads the old one for want of the
    new."""
    old = place.with_name(place.name + _OLD)
    if place.exists():
        if old.exists():
            drop(old)
        place.rename(old)
    draft.rename(place)
    sync_folder(place.parent)
    drop(old)


def kits_on(folder: Path) -> list[Path]:
    """The parts of a key, by name. Raises Refused where it holds none."""
    home = wikifed(folder)
    try:
        if not _is(home, stat.S_ISDIR):
            raise _no_kits(folder)
        names = {each.name for each in islice(home.iterdir(), INSTANCES) if _is(each, stat.S_ISDIR)}
    except OSError as error:
        raise EngineFailed(doing=_READING) from error
    return [home / name for name in sorted(names) if _counts(name, names)]


def _counts(name: str, names: set[str]) -> bool:
    if name.endswith(_OLD):
        return name.removesuffix(_OLD) not in names
    return not name.endswith(_PART)


def _no_kits(folder: Path) -> Refused:
    return Refused(reason=Phrase("« {folder} » ne porte pas de dossier « wikifed ».",
                                 folder=folder))  # fmt: skip


@contextmanager
def copied(source: Path, peers: Path, *, limit_bytes: int, reserve_bytes: int) -> Iterator[Kit]:
    """A copy on our own disk: what is checked is what is used, even if the key is pulled out.

    Links and what is no plain file are left on the key. Raises Refused where a file is larger than
    it may be or there is no room, EngineFailed where the key cannot be read.
    """
    with scratch(peers, "kit") as home:
        copy = home / "copy"
        try:
            copy.mkdir()
            free = shutil.disk_usage(home).free - reserve_bytes
            for file, limit in _wanted(source):
                done = _copy(file, copy / file.relative_to(source), min(limit, limit_bytes), free)
                limit_bytes, free = limit_bytes - done, free - done
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise _no_room() from error
            raise EngineFailed(doing=_READING) from error
        yield Kit(copy, source)


def _wanted(source: Path) -> Iterator[tuple[Path, int]]:
    """The files that a kit has, and how large each may be."""
    for name in (INSTANCE_FILE, HEAD_FILE, SEEN):
        yield source / name, ENVELOPE_BYTES
    yield source / BUNDLE, 2**62
    for part in (PROPOSALS, OUTCOMES):
        if _is(source / part, stat.S_ISDIR):
            for file in sorted(islice((source / part).glob("*.json"), ENVELOPES)):
                yield file, ENVELOPE_BYTES


def _copy(file: Path, to: Path, limit_bytes: int, free_bytes: int) -> int:
    """How many bytes were copied; nothing of what is no plain file."""
    if not _is(file, stat.S_ISREG):
        return 0
    to.parent.mkdir(exist_ok=True)
    done = 0
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as data, to.open("wb") as out:
        while chunk := data.read(_CHUNK_BYTES):
            done += len(chunk)
            if done > limit_bytes:
                raise Refused(reason=Phrase("« {name} » est trop grand pour être lu.",
                                            name=file.name))  # fmt: skip
            if done > free_bytes:
                raise _no_room()
            out.write(chunk)
    return done


def _no_room() -> Refused:
    return Refused(reason=Phrase("Il n’y a plus assez de place sur le disque de ce serveur."))


def _is(path: Path, what: Callable[[int], bool]) -> bool:
    """What stands there itself, links not followed."""
    try:
        return what(os.lstat(path).st_mode)
    except OSError:
        return False
