"""Way out for machines: the open repository as one git bundle, to be cloned with stock git.

It is an exporter that reaches a repository, which those of plugins may not. It can let out nothing
all the same: `open.git` holds what the world may clone and no more, and is handed out whole.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from app.actions.catch_up import catch_up
from app.actions.wiki import Wiki
from app.domain.errors import Refused
from app.domain.exchange import Exporter
from app.domain.kit import Kit
from app.domain.phrase import Phrase
from federation.git import CHUNK_BYTES, Git, GitFailed
from federation.open_repo import OpenRepository
from federation.wire import BRANCH

ENDING = ".bundle"
_EMPTY = "aucune page ouverte ne répond à ce choix."
_LABEL = "L’historique, pour git"
_USE = (
    "Pour qui travaille avec git : toutes les pages ouvertes de ce réseau et leurs versions, en un "
    "fichier que « git clone » ouvre."
)
# How packs lie here says nothing of what is written: the same history gives the same bytes.
_PACK = (
    "pack-objects", "--revs", "--stdout", "--threads=1", "--delta-base-offset", "--no-reuse-delta",
    "--no-reuse-object", "--no-use-bitmap-index", "--quiet",
)  # fmt: skip


def bundle_exporter(wiki: Wiki, open_repo: OpenRepository) -> Exporter:
    """The format `git`. A selection, or an older kit to go on from, is refused."""

    def write_kit(_kit: Kit, out: Path) -> None:
        catch_up(wiki, wait=True)
        state = open_repo.state()
        if state is None:
            raise Refused(reason=Phrase(_EMPTY))
        _write(Git(open_repo.folder), str(state.tip), out)

    return Exporter("git", write_kit=write_kit, ending=ENDING, label=_LABEL, use=_USE, whole=True)


def _write(git: Git, tip: str, out: Path) -> None:
    """A bundle of version 2 (gitformat-bundle) whose heads are the open branch and HEAD."""
    with out.open("wb") as file:
        file.write(f"# v2 git bundle\n{tip} {BRANCH}\n{tip} HEAD\n\n".encode())
        try:
            file.writelines(_packed(git, tip))
        except GitFailed as error:
            said = Phrase("rien n’est écrit : {said}.", said=error.said)
            raise Refused(reason=said) from error
        file.flush()
        os.fsync(file.fileno())


def _packed(git: Git, tip: str) -> Iterator[bytes]:
    """The pack of all that leads to that commit, as it comes. Raises GitFailed."""
    with git.process(*_PACK) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{tip}\n".encode())
        process.stdin.close()
        while chunk := process.stdout.read(CHUNK_BYTES):
            yield chunk
        if process.wait():
            raise GitFailed(process.returncode, "pack-objects")
