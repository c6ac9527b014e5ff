"""What is held of friends: a bare repository each, and one file that says how each stands."""

import fcntl
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.errors import EngineFailed, PeerNotFound
from app.domain.network import InstanceId, Mirror, Slice
from app.domain.page_path import RevisionId
from app.ports import PageStore
from federation.git import drop
from federation.validate import forget_known

STATE_FILE = "mirrors.json"
_READING = "lire la liste des réseaux amis"


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest head that a friend signed, as far as we know."""

    epoch: int
    seq: int
    tip: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A mirror and what the next visit needs to know. `etag` is that of the head it stands at;
    `rules` and `withdrawn` are what its pages were judged by."""

    mirror: Mirror
    etag: str = ""
    rules: str = ""
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _State:
    kept: Mapping[str, Kept]
    seen: Mapping[str, Seen]


_NOTHING = _State({}, {})


class PeerMirrors:
    """The port Mirrors over the folder `peers`, for any number of threads and processes."""

    def __init__(self, folder: Path, open_store: Callable[[Path], PageStore]) -> None:
        """`open_store` opens a friend's repository for reading."""
        self.folder = folder.absolute()
        self._open_store = open_store
        self._lock = threading.Lock()
        self._read: tuple[tuple[int, ...], _State, tuple[Mirror, ...]] | None = None
        self._stores: dict[str, tuple[int, PageStore]] = {}

    def all(self) -> Sequence[Mirror]:
        return self._now()[1]

    def kept(self, origin: InstanceId) -> Kept | None:
        return self._now()[0].kept.get(str(origin))

    def seen(self, origin: InstanceId) -> Seen | None:
        return self._now()[0].seen.get(str(origin))

    def store(self, origin: str) -> PageStore:
        kept = self._now()[0].kept.get(origin)
        if kept is None:
            raise PeerNotFound(instance=origin[:80])
        with self._lock:
            epoch, store = self._stores.get(origin, (None, None))
            if store is None or epoch != kept.mirror.epoch:
                if store is not None:
                    store.close()
                store = self._open_store(self.repository(kept.mirror.origin))
                self._stores[origin] = (kept.mirror.epoch, store)
            return store

    def repository(self, origin: InstanceId) -> Path:
        return self.folder / f"{origin.folder}.git"

    def known_files(self, origin: InstanceId) -> Path:
        return self.folder / f"{origin.folder}.known.db"

    def put(self, kept: Kept) -> None:
        """The mirror stands so from now on, for every process."""
        mirror = kept.mirror
        seen = Seen(mirror.epoch, mirror.seq, str(mirror.tip))
        with self._changing() as state:
            self._write(
                _State(
                    {**state.kept, str(mirror.origin): kept},
                    {**state.seen, str(mirror.origin): seen},
                )
            )

    def reslice(self, origin: InstanceId, slice: Slice) -> None:
        """Show another part of that friend; nothing is done where there is no mirror yet."""
        with self._changing() as state:
            kept = state.kept.get(str(origin))
            if kept is not None:
                changed = replace(kept, mirror=replace(kept.mirror, slice=slice))
                self._write(_State({**state.kept, str(origin): changed}, state.seen))

    def mark_seen(self, origin: InstanceId, seen: Seen) -> None:
        with self._changing() as state:
            if state.seen.get(str(origin)) != seen:
                self._write(_State(state.kept, {**state.seen, str(origin): seen}))

    def drop(self, origin: InstanceId, *, remember: bool = False) -> None:
        """Nothing of that friend is held any more. `remember` keeps the newest head that was seen,
        so that an older copy is still known for what it is."""
        with self._changing() as state:
            self._write(
                _State(
                    {name: one for name, one in state.kept.items() if name != str(origin)},
                    {name: s for name, s in state.seen.items() if name != str(origin) or remember},
                )
            )
        with self._lock:
            _, store = self._stores.pop(str(origin), (0, None))
        if store is not None:
            store.close()
        for suffix in ("", ".new", ".old"):
            drop(self.repository(origin).with_name(f"{origin.folder}.git{suffix}"))
        forget_known(self.known_files(origin))

    def close(self) -> None:
        with self._lock:
            stores, self._stores = self._stores, {}
        for _, store in stores.values():
            store.close()

    def _now(self) -> tuple[_State, tuple[Mirror, ...]]:
        """The state, read again only when the file is another one."""
        try:
            found = os.stat(self.folder / STATE_FILE)
        except FileNotFoundError:
            return _NOTHING, ()
        mark = (found.st_ino, found.st_mtime_ns, found.st_size)
        read = self._read
        if read is None or read[0] != mark:
            state = self._load()
            # The mark is that from before the reading: a newer file is read once more, never less.
            read = (mark, state, tuple(kept.mirror for kept in state.kept.values()))
            self._read = read
        return read[1], read[2]

    def _load(self) -> _State:
        try:
            text = (self.folder / STATE_FILE).read_text("utf-8")
        except FileNotFoundError:
            return _NOTHING
        try:
            said = json.loads(text)
            kept = {name: _read_kept(name, one) for name, one in sorted(said["mirrors"].items())}
            return _State(kept, {name: Seen(**one) for name, one in said["seen"].items()})
        except (ValueError, KeyError, TypeError) as error:
            raise EngineFailed(doing=_READING) from error

    @contextmanager
    def _changing(self) -> Iterator[_State]:
        """The state as it stands on the disk, with no other writer until the block is left."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = self.folder / f"{STATE_FILE}.lock"
        held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield self._load()
        finally:
            os.close(held)

    def _write(self, state: _State) -> None:
        said = {
            "mirrors": {name: _written(kept) for name, kept in state.kept.items()},
            "seen": {name: asdict(seen) for name, seen in state.seen.items()},
        }
        draft = self.folder / f"{STATE_FILE}.new"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(said, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / STATE_FILE)
        sync_folder(self.folder)


def sync_folder(folder: Path) -> None:
    """What was renamed in it stays renamed after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written(kept: Kept) -> dict[str, Any]:
    mirror = kept.mirror
    return {
        "name": mirror.name,
        "region": mirror.region,
        "base_url": mirror.base_url,
        "epoch": mirror.epoch,
        "seq": mirror.seq,
        "tip": str(mirror.tip),
        "slice": {name: list(values) for name, values in mirror.slice.where.items()},
        "media_bytes": mirror.slice.media_bytes,
        "received_at": mirror.received_at.isoformat(),
        "quarantined": sorted(mirror.quarantined),
        "judged": mirror.judged,
        "etag": kept.etag,
        "rules": kept.rules,
        "withdrawn": list(kept.withdrawn),
    }


def _read_kept(name: str, said: Mapping[str, Any]) -> Kept:
    where = {facet: tuple(values) for facet, values in said["slice"].items()}
    mirror = Mirror(
        origin=InstanceId(name),
        name=said["name"],
        region=said["region"],
        base_url=said["base_url"],
        epoch=said["epoch"],
        seq=said["seq"],
        tip=RevisionId(said["tip"]),
        slice=Slice(where, said["media_bytes"]),
        received_at=datetime.fromisoformat(said["received_at"]),
        quarantined=frozenset(said["quarantined"]),
        judged=said["judged"],
    )
    return Kept(mirror, said["etag"], said["rules"], tuple(said["withdrawn"]))
