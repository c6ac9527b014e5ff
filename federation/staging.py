"""Throw-away repositories: what a friend sends is looked at here before any of it is kept."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.domain.network import InstanceId
from app.domain.phrase import Phrase
from federation.git import Git, drop, init

STAGING = ".staging"
_LOCK = "lock"


class NoRoom(Exception):
    """The disk, or what is left for that friend, does not take it."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@contextmanager
def staging(peers: Path, instance: InstanceId, *, onto: Path | None) -> Iterator[Git]:
    """An empty repository that sees the objects of `onto`, gone when the block is left.

    Its folder is that of the repository; files beside it go with it.
    """
    with scratch(peers, instance.folder) as home:
        git = init(home / "repo.git")
        if onto is not None:
            alternates = git.folder / "objects/info/alternates"
            alternates.parent.mkdir(exist_ok=True)
            alternates.write_text(f"{(onto / 'objects').absolute()}\n", "utf-8")
        yield git


@contextmanager
def scratch(peers: Path, name: str) -> Iterator[Path]:
    """A new folder, gone when the block is left; where we are killed, `clean` removes it."""
    home = peers / STAGING / f"{name}-{secrets.token_hex(8)}"
    home.mkdir(parents=True)
    held = os.open(home / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield home
    finally:
        drop(home)
        os.close(held)


def clean(peers: Path) -> None:
    """Remove what visits that were killed left; those that still go on keep theirs."""
    for home in (peers / STAGING).glob("*"):
        with suppress(FileNotFoundError):
            if _is_left(home):
                drop(home)


def _is_left(home: Path) -> bool:
    held = os.open(home / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(held)
    return True


def size_bytes(folder: Path) -> int:
    """Of all the files in it; what goes away meanwhile counts for nothing."""
    total = 0
    for top, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                total += os.lstat(os.path.join(top, name)).st_size
    return total


def require_room(folder: Path, *, needed_bytes: int, reserve_bytes: int) -> None:
    """Raises NoRoom where the disk would be left with less than the reserve."""
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < needed_bytes + reserve_bytes:
        raise NoRoom(Phrase("Il n’y a plus assez de place sur le disque de ce serveur."))
