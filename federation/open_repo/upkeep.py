"""Keeping the open repository small, and finding out whether it is whole."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from federation.git import Git

SWAP_TRIES = 1000
_LOOSE_LIMIT = 2_000
_PACKS_LIMIT = 40
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def is_due(folder: Path) -> bool:
    return _count(folder, "??/*") > _LOOSE_LIMIT or _count(folder, "pack/*.pack") > _PACKS_LIMIT


def pack(git: Git) -> None:
    """Packs in geometric progression, so that each object is packed again a few times at most.

    Safe beside readers and writers: an object leaves one place once it is on the disk in another.
    """
    git.run("repack", "--geometric=2", "-d", "-l", "-q", settings=("pack.threads=1",))
    _write_graph(git)


def pack_all(git: Git) -> None:
    """One pack, for a repository that nobody reads yet."""
    git.run("repack", "-a", "-d", "-l", "-q")
    _write_graph(git)


def _write_graph(git: Git) -> None:
    git.run("commit-graph", "write", "--reachable", "--changed-paths", "--no-progress")


def heal_locks(folder: Path) -> None:
    """Remove the lock files of dead git processes. Only while no other writes."""
    for pattern in ("*.lock", "refs/**/*.lock", "fast_import_crash_*"):
        for left in folder.glob(pattern):
            left.unlink(missing_ok=True)


def heal_leftovers(folder: Path) -> None:
    """Remove what a killed git left half written. Only while no other writes or packs."""
    for pattern in ("??/tmp_obj_*", "pack/tmp_*", "pack/.tmp-*", "info/**/*.lock"):
        for left in (folder / "objects").glob(pattern):
            left.unlink(missing_ok=True)


def has_commit(folder: Path, tip: str) -> bool:
    loose = folder / "objects" / tip[:2] / tip[2:]
    with suppress(OSError):
        if loose.stat().st_size > 0:
            return True
    return Git(folder).succeeds("cat-file", "-e", f"{tip}^{{commit}}")


def is_whole(folder: Path) -> bool:
    """Reads every object: some seconds for a large wiki."""
    return Git(folder).succeeds("fsck", "--full", "--no-dangling", "--no-progress")


def boot() -> str:
    """Another word each time the machine starts; `` where it does not tell."""
    try:
        return _BOOT.read_text("utf-8").strip()
    except OSError:
        return ""


def files(git: Git, tip: str) -> Iterator[tuple[str, str]]:
    """Name and blob of every file of a commit; nothing where there is no commit."""
    if not tip:
        return
    for line in git.stream("ls-tree", "-r", "-z", "--full-tree", tip):
        head, _, path = line.partition(b"\t")
        yield path.decode("utf-8", "replace"), head.split(b" ")[2].decode()


def _count(folder: Path, pattern: str) -> int:
    return sum(1 for _ in (folder / "objects").glob(pattern))
