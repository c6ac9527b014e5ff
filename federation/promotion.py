"""From the staging to the mirror, so that a crash at any point leaves the old one or the new one.

The state (`PeerMirrors`) names the tip that counts; `repair` makes the repository agree with it.
"""

import logging
from contextlib import suppress
from pathlib import Path

from app.domain.network import InstanceId
from app.domain.page_path import RevisionId
from federation.git import Git, GitFailed, drop, init
from federation.mirrors import PeerMirrors, sync_folder
from federation.sources import FETCH, FETCH_LIMITS, FETCH_SETTINGS, LOCAL
from federation.wire import BRANCH

log = logging.getLogger(__name__)

_PACKS_LIMIT = 40


def promote(staged: Git, repository: Path, *, fresh: bool) -> None:
    """Every object that the branch needs, checked by git once more, then the branch itself.

    `fresh` builds the repository beside and swaps it in. Raises GitFailed.
    """
    if not fresh:
        _bring(staged, Git(repository))
        return
    beside, before = _beside(repository, "new"), _beside(repository, "old")
    drop(beside)
    _bring(staged, init(beside))
    drop(before)
    if repository.exists():
        repository.rename(before)
    beside.rename(repository)
    sync_folder(repository.parent)


def tidy(repository: Path) -> None:
    """Remove what a swap left, and pack when visits have left many packs."""
    drop(_beside(repository, "old"))
    if len(list((repository / "objects/pack").glob("*.pack"))) > _PACKS_LIMIT:
        try:
            Git(repository).run(
                "repack", "--geometric=2", "-d", "-l", "-q",
                limits=FETCH_LIMITS, settings=FETCH_SETTINGS,
            )  # fmt: skip
        except GitFailed:
            log.exception("packing %s goes on another time", repository.name)


def tip_of(git: Git) -> str | None:
    """Where the branch stands; None where there is none."""
    if written := _written_tip(git.folder):
        return written
    try:
        return git.run("rev-parse", "--quiet", "--verify", f"{BRANCH}^{{commit}}").decode().strip()
    except GitFailed:
        return None


def repair(mirrors: PeerMirrors, origin: InstanceId) -> None:
    """Undo what an interrupted visit left. Only the holder of that friend's lock may call it."""
    repository = mirrors.repository(origin)
    before = _beside(repository, "old")
    drop(_beside(repository, "new"))
    kept = mirrors.kept(origin)
    if kept is None:
        drop(before)
        drop(repository)
        return
    for lock in _stale_locks(repository, before):
        lock.unlink(missing_ok=True)
    tip = kept.mirror.tip
    if before.exists():
        _undo_swap(repository, before, tip)
    if not _stands_at(repository, tip):
        log.warning("the mirror of %s is damaged: it is fetched anew", origin)
        mirrors.drop(origin, remember=True)


def _undo_swap(repository: Path, before: Path, tip: RevisionId) -> None:
    if not (repository.exists() and tip_of(Git(repository)) == str(tip)):
        drop(repository)
        before.rename(repository)
        sync_folder(repository.parent)
    drop(before)


def _stands_at(repository: Path, tip: RevisionId) -> bool:
    """The branch is put back where a visit moved it and did not get to say so."""
    if not (repository / "HEAD").is_file():
        return False
    git = Git(repository)
    return tip_of(git) == str(tip) or git.succeeds("update-ref", BRANCH, str(tip))


def _written_tip(repository: Path) -> str:
    """What the branch's own file says, without asking git; `` where it is packed away."""
    with suppress(OSError):
        return (repository / BRANCH).read_text("ascii", "replace").strip()
    return ""


def _bring(staged: Git, into: Git) -> None:
    into.run(
        *FETCH, str(staged.folder), f"{BRANCH}:{BRANCH}",
        limits=FETCH_LIMITS,
        settings=(*FETCH_SETTINGS, "core.fsync=committed,reference"),
        environment=LOCAL,
    )  # fmt: skip


def _beside(repository: Path, suffix: str) -> Path:
    return repository.with_name(f"{repository.name}.{suffix}")


def _stale_locks(*repositories: Path) -> list[Path]:
    patterns = ("*.lock", "refs/**/*.lock", "objects/info/**/*.lock")
    leftovers = ("objects/pack/tmp_*", "objects/tmp_*", "objects/pack/.tmp-*")
    return [
        left
        for repository in repositories
        for pattern in (*patterns, *leftovers)
        for left in repository.glob(pattern)
    ]
