"""What a key brings in the place of a line: a friend's pages, and what it says of itself."""

import os
import stat
from pathlib import Path

from app.domain.errors import InvalidInstance, PeerRefused, PeerUnreachable
from app.domain.phrase import Phrase
from federation.documents import INSTANCE, Head, sender_of
from federation.envelope import peek
from federation.errors import WireError
from federation.git import GitFailed
from federation.kit_files import BUNDLE, HEAD_FILE, INSTANCE_FILE, Kit
from federation.sources import SealedHead, fetch_bundle
from federation.wire import ANSWER_LIMIT_BYTES, WELL_KNOWN, Answer

# Git takes a file of other content for a repository, or for the way to one on our own disk.
_MAGIC = b"# v2 git bundle\n"


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
            raise _incomplete(head)
        with bundle.open("rb") as data:
            if data.read(len(_MAGIC)) != _MAGIC:
                raise PeerRefused(instance=head.id, reason=Phrase("« {name} » est abîmé ou n’est "
                                  "pas ce qu’il dit être.", name=BUNDLE))  # fmt: skip
        try:
            fetch_bundle(bundle, into)
        except GitFailed as error:
            if "prerequisite" in error.said:
                raise _incomplete(head) from error
            raise


def _incomplete(head: Head) -> PeerRefused:
    return PeerRefused(
        instance=head.id,
        reason=Phrase("la clé ne porte pas toutes les pages qui manquent ici. Demandez une clé "
                      "complète."),
    )  # fmt: skip


class KitWire:
    """The wire of an instance that no line reaches: it tells who it is, and nothing else."""

    def __init__(self, folder: Path) -> None:
        """Raises InvalidInstance where that folder is no instance's part of a key."""
        try:
            self._document = _plain(folder / INSTANCE_FILE)
            self.instance = sender_of(peek(self._document, payload_type=INSTANCE))
        except (OSError, WireError) as error:
            raise InvalidInstance(instance=folder.name) from error

    def get(self, base_url: str, path: str, *, etag: str = "") -> Answer:  # noqa: ARG002
        if path != WELL_KNOWN:
            raise self._unreachable()
        return Answer(200, self._document)

    def post(self, base_url: str, path: str, body: bytes) -> Answer:  # noqa: ARG002
        raise self._unreachable()

    def download(self, base_url: str, path: str, to: Path, *, size_bytes: int) -> None:  # noqa: ARG002
        raise self._unreachable()

    def fetch(self, base_url: str, into: Path, *, quota_bytes: int) -> None:  # noqa: ARG002
        raise self._unreachable()

    def _unreachable(self) -> PeerUnreachable:
        return PeerUnreachable(instance=self.instance, reason=Phrase("il est sur une clé."))


def _plain(file: Path) -> bytes:
    """What a plain file holds, up to one byte too many for an envelope. Raises OSError."""
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as data:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a plain file")
        return data.read(ANSWER_LIMIT_BYTES + 1)
