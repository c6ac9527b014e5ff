"""Keeping the repository sound and small: settings, healing after a crash, packing, checking."""

import re
from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import InvalidMedium
from app.domain.media import MediumName
from app.domain.page_path import PagePath
from app.engines.git_store.command import BRANCH, GitCommand

# Written whole at every opening, so that a restored copy cannot bring settings of its own.
CONFIG = """\
[core]
	repositoryformatversion = 0
	bare = true
	filemode = true
	fsync = committed,reference
	logAllRefUpdates = true
	hooksPath = /dev/null
	commitGraph = true
	protectHFS = true
	protectNTFS = true
	symlinks = false
[gc]
	auto = 0
[maintenance]
	auto = false
[pack]
	threads = 1
[commitGraph]
	readChangedPaths = true
[fsck]
	zeroPaddedFilemode = error
[transfer]
	fsckObjects = true
[receive]
	denyDeletes = true
	denyNonFastForwards = true
	fsckObjects = true
[uploadpack]
	allowAnySHA1InWant = false
"""
_LOOSE_LIMIT = 5_000
_LOOSE_FOLDER = re.compile(r"[0-9a-f]{2}")
_BLOB_MODE = "100644"


def create(folder: Path) -> None:
    """An empty bare repository at `folder`; nothing is done where there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    GitCommand(folder).run(
        "init", "--bare", "--quiet", "--initial-branch=main", "--object-format=sha1", "--template="
    )
    configure(folder)


def load(command: GitCommand, bundle: Path) -> None:
    """Fetch main from a bundle: unlike `git bundle verify`, it reads and checks everything."""
    command.run(
        "-c", "fetch.unpackLimit=1",
        "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
        str(bundle.absolute()), f"{BRANCH}:{BRANCH}",
    )  # fmt: skip


def configure(folder: Path) -> None:
    config = folder / "config"
    if not config.exists() or config.read_text("utf-8") != CONFIG:
        draft = folder / "config.new"
        draft.write_text(CONFIG, "utf-8")
        draft.replace(config)


def has_branch(folder: Path, branch: str) -> bool:
    """True where the branch is written down, whether or not what it names is there."""
    packed = folder / "packed-refs"
    return (folder / branch).exists() or (
        packed.exists() and f" {branch}\n" in packed.read_text("utf-8", "replace")
    )


def heal_locks(folder: Path) -> None:
    """Remove the lock files of dead git processes. Only the holder of our own lock may call it."""
    for pattern in ("*.lock", "refs/**/*.lock", "logs/**/*.lock"):
        for lock in folder.glob(pattern):
            lock.unlink(missing_ok=True)


def heal_leftovers(folder: Path) -> None:
    """Remove what a killed git left half written. Only while no writer and no packer runs."""
    objects = folder / "objects"
    for pattern in ("??/tmp_obj_*", "pack/tmp_*", "pack/.tmp-*", "info/**/*.lock", "tmp_*"):
        for left in objects.glob(pattern):
            left.unlink(missing_ok=True)
    for report in folder.glob("fast_import_crash_*"):
        report.unlink(missing_ok=True)
    for keep in objects.glob("pack/pack-*.keep"):
        # A pack kept by an import that died is a pack like another: the next packing takes it.
        if keep.read_text("utf-8", "replace").strip() == "fast-import":
            keep.unlink(missing_ok=True)


def loose_count(folder: Path) -> int:
    folders = (
        each for each in (folder / "objects").iterdir() if _LOOSE_FOLDER.fullmatch(each.name)
    )
    return sum(1 for each in folders for _ in each.iterdir())


def pack(command: GitCommand, *, passing: int | None) -> None:
    """Packs in geometric progression, so that each object is packed again a few times at most.

    Safe beside readers and writers: git removes a loose object only once its pack is on the disk,
    and what no commit names stays where it is (never `prune`).
    """
    command.run("repack", "--geometric=2", "-d", "-l", "-q", passing=passing)
    command.run(
        "commit-graph", "write", "--reachable", "--changed-paths", "--split", "--no-progress",
        passing=passing,
    )  # fmt: skip


def is_due(folder: Path) -> bool:
    return loose_count(folder) > _LOOSE_LIMIT


def broken(command: GitCommand, branch: str) -> Iterator[str]:
    """Sentences about what is wrong: the objects first, then the names in the tree."""
    status, words = command.says("fsck", "--full", "--strict", "--no-dangling", "--no-progress")
    lines = [line for line in words.splitlines() if line and not line.startswith("notice:")]
    for line in lines:
        yield f"L’archive est abîmée : {line}"
    if status and not lines:
        yield f"La vérification de l’archive s’est arrêtée (code {status})."
    if status == 0 and command.succeeds("rev-parse", "--quiet", "--verify", branch):
        yield from _misplaced(command, branch)


def _misplaced(command: GitCommand, branch: str) -> Iterator[str]:
    for mode, _, path in tree(command, branch):
        if mode != _BLOB_MODE:
            yield f"« {path} » n’est pas un fichier ordinaire (mode {mode})."
        elif path.startswith("pages/") and PagePath.from_file(path) is None:
            yield f"« {path} » n’est pas à la place d’une page."
        elif path.startswith("media/") and not _is_medium(path):
            yield f"« {path} » n’est pas à la place d’un fichier joint."


def tree(command: GitCommand, at: str, under: str = "") -> Iterator[tuple[str, str, str]]:
    """Mode, object and path of every file (of those in a folder), in order of name."""
    within = ("--", under) if under else ()
    for line in command.stream("ls-tree", "-r", "-z", "--full-tree", at, *within):
        head, _, path = line.partition(b"\t")
        mode, _, name = head.decode().split(" ")
        yield mode, name, path.decode("utf-8", "surrogateescape")


def _is_medium(path: str) -> bool:
    name = path.rpartition("/")[2]
    if name.endswith(".yaml"):
        name = f"{name.removesuffix('.yaml')}.png"  # a sidecar: any extension will do
        path = f"{path.removesuffix('.yaml')}.png"
    try:
        return MediumName.parse(name).file == path
    except InvalidMedium:
        return False
