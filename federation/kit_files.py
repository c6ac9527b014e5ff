"""Files of a network kit: written whole or not at all, copied to our own disk before being read."""

import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import EngineFailed, PeerRefused, Refused
from app.domain.network import InstanceId
from app.domain.phrase import Phrase
from federation.documents import Head
from federation.git import drop
from federation.sources import SealedHead, fetch_bundle

WIKIFED = "wikifed"
INSTANCE_FILE, HEAD_FILE, BUNDLE, SEEN = "instance.json", "head.json", "open.bundle", "seen.json"
PROPOSALS, OUTCOMES = "proposals", "outcomes"
ENVELOPE_BYTES = 1024 * 1024
ENVELOPES = 1000
INSTANCES = 100
_CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kit:
    """One instance's part of a key: on the key while it is written, a copy of ours when read.

    `source` is where it was found, for a person.
    """

    folder: Path
    source: str = ""

    def write(self, name: str, data: bytes) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())

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


class KitSource:
    """A friend's pages as a key brings them: a `Source` for visits."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def head(self, *, etag: str = "") -> SealedHead | None:  # noqa: ARG002  a key has no ETag
        return SealedHead(self._kit.read(HEAD_FILE))

    def fetch(
        self,
        into: Path,
        head: Head,
        *,
        fresh: bool,  # noqa: ARG002  the bundle is all there is
        quota_bytes: int,  # noqa: ARG002  minded when it was copied
    ) -> None:
        bundle = self._kit.folder / BUNDLE
        if not bundle.exists():
            raise PeerRefused(
                instance=head.id,
                reason=Phrase("la clé ne porte pas les pages qui manquent ici : demandez une clé "
                              "complète."),
            )  # fmt: skip
        fetch_bundle(bundle, into)


def wikifed(folder: Path) -> Path:
    """The folder of kits on a key, whichever of the two was named."""
    return folder if folder.name == WIKIFED else folder / WIKIFED


@contextmanager
def new_kit(folder: Path, here: InstanceId) -> Iterator[Kit]:
    """A kit that takes the place of the one before when the block ends well.

    Raises EngineFailed where the key cannot be written.
    """
    place = wikifed(folder) / here.folder
    draft = place.with_name(f"{here.folder}.{secrets.token_hex(4)}.part")
    try:
        draft.mkdir(parents=True)
        yield Kit(draft, str(place))
        if place.exists():
            shutil.rmtree(place)
        draft.rename(place)
    except OSError as error:
        raise EngineFailed(doing="écrire la clé : a-t-elle assez de place") from error
    finally:
        if draft.exists():
            shutil.rmtree(draft, ignore_errors=True)


def kits_on(folder: Path) -> list[Path]:
    """The parts of a key, by name. Raises Refused where it holds none."""
    home = wikifed(folder)
    try:
        found = sorted(each for each in home.iterdir() if _is(each, stat.S_ISDIR))
    except OSError as error:
        raise Refused(reason=Phrase("« {folder} » ne porte pas de dossier « wikifed ».",
                                    folder=folder.name)) from error  # fmt: skip
    return [each for each in found if not each.name.endswith(".part")][:INSTANCES]


@contextmanager
def copied(source: Path, peers: Path, *, limit_bytes: int, reserve_bytes: int) -> Iterator[Kit]:
    """A copy on our own disk: what is checked is what is used, even if the key is pulled out.

    Links and what is no plain file are left on the key. Raises Refused where there is no room.
    """
    peers.mkdir(parents=True, exist_ok=True)
    copy = peers / f".kit-{secrets.token_hex(8)}"
    try:
        copy.mkdir()
        left = min(limit_bytes, shutil.disk_usage(peers).free - reserve_bytes)
        for file, limit in _wanted(source):
            left -= _copy(file, copy / file.relative_to(source), min(limit, left))
        yield Kit(copy, str(source))
    except OSError as error:
        raise EngineFailed(doing="lire la clé") from error
    finally:
        drop(copy)


def _wanted(source: Path) -> Iterator[tuple[Path, int]]:
    """The files that a kit has, and how large each may be."""
    for name in (INSTANCE_FILE, HEAD_FILE, SEEN):
        yield source / name, ENVELOPE_BYTES
    yield source / BUNDLE, 2**62
    for part in (PROPOSALS, OUTCOMES):
        if _is(source / part, stat.S_ISDIR):
            for file in sorted((source / part).glob("*.json"))[:ENVELOPES]:
                yield file, ENVELOPE_BYTES


def _copy(file: Path, to: Path, limit_bytes: int) -> int:
    """How many bytes were copied. Raises Refused past the limit."""
    if not _is(file, stat.S_ISREG):
        return 0
    to.parent.mkdir(exist_ok=True)
    done = 0
    with file.open("rb") as data, to.open("wb") as out:
        while chunk := data.read(_CHUNK_BYTES):
            done += len(chunk)
            if done > limit_bytes:
                raise Refused(reason=Phrase("« {name} » est trop grand pour être lu.",
                                            name=file.name))  # fmt: skip
            out.write(chunk)
    return done


def _is(path: Path, what: object) -> bool:
    """What stands there itself, links not followed."""
    try:
        return bool(what(os.lstat(path).st_mode))  # type: ignore[operator]
    except OSError:
        return False
