"""Where a visit gets a friend's pages from: over the wire here, from a USB key elsewhere."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.errors import PeerRefused, PeerUnreachable
from app.domain.network import Peer
from app.domain.phrase import Phrase
from federation.documents.values import Head, HeadBundle
from federation.git import Git, GitFailed, Limits
from federation.wire import BRANCH, BUNDLES, HEAD, Wire

log = logging.getLogger(__name__)

DOWNLOADS = ".downloads"
FETCH = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
         "--refmap=")  # fmt: skip
LOCAL = {"GIT_ALLOW_PROTOCOL": "file"}
# A small pack may hide an object of gigabytes: unpacking it is what these stop.
FETCH_LIMITS = Limits(address_space_bytes=512 * 1024**2, cpu_s=1800, wall_s=3600)
FETCH_SETTINGS = (
    "core.bigFileThreshold=8m",
    "core.packedGitWindowSize=8m",
    "core.packedGitLimit=64m",
    "core.deltaBaseCacheLimit=32m",
    "pack.threads=1",
    "pack.windowMemory=64m",
)


@dataclass(frozen=True, slots=True)
class SealedHead:
    """The envelope as it came, not opened yet, and what to ask with next time."""

    data: bytes
    etag: str = ""


class Source(Protocol):
    """One friend's pages. Nothing that comes from it is believed before it was checked.

    Raises PeerUnreachable where it may go better next time, PeerRefused where not; both may also
    come from git as GitFailed.
    """

    def head(self, *, etag: str = "") -> SealedHead | None:
        """None where it is still the one of that `etag`."""

    def fetch(self, into: Path, head: Head, *, fresh: bool, quota_bytes: int) -> None:
        """Bring the branch `open` into that bare repository. `fresh`: nothing of it is there."""


def fetch_bundle(bundle: Path, into: Path) -> None:
    """`refs/heads/open` of a bundle on our disk into a bare repository. Raises GitFailed.

    This git does not check the objects of a bundle; they are when they leave the staging.
    """
    Git(into).run(
        *FETCH, str(bundle.absolute()), f"+{BRANCH}:{BRANCH}",
        limits=FETCH_LIMITS, settings=FETCH_SETTINGS, environment=LOCAL,
    )  # fmt: skip


class WireSource:
    """A friend over the network. `folder` keeps what was downloaded until it was used."""

    def __init__(self, wire: Wire, peer: Peer, *, folder: Path) -> None:
        self._wire, self._peer = wire, peer
        self._base_url = peer.identity.base_url
        self._downloads = folder / DOWNLOADS

    def head(self, *, etag: str = "") -> SealedHead | None:
        answer = self._wire.get(self._base_url, HEAD, etag=etag)
        if answer.status == 304 and etag:
            return None
        if answer.status != 200:
            busy = answer.status == 429 or answer.status >= 500
            reason = Phrase("il répond {status} quand on lui demande où il en est.",
                            status=answer.status)  # fmt: skip
            raise (PeerUnreachable if busy else PeerRefused)(
                instance=str(self._peer.id), reason=reason
            )
        return SealedHead(answer.body, answer.etag)

    def fetch(self, into: Path, head: Head, *, fresh: bool, quota_bytes: int) -> None:
        """A first visit begins with the bundle, since a download goes on where it was cut."""
        if fresh and head.bundle is not None and not _has_branch(into):
            self._begin(into, head.bundle, quota_bytes)
        self._wire.fetch(self._base_url, into, quota_bytes=quota_bytes)

    def _begin(self, into: Path, bundle: HeadBundle, quota_bytes: int) -> None:
        """A bundle that is not what the head promises is worth nothing: git is asked for all."""
        if bundle.size_bytes > quota_bytes:
            return
        file = self._downloads / f"{self._peer.id.folder}-{bundle.sha256}.bundle"
        self._downloads.mkdir(parents=True, exist_ok=True)
        self._forget_others(file)
        path = f"{BUNDLES}/{bundle.name}"
        if not file.exists():
            self._wire.download(self._base_url, path, file, size_bytes=bundle.size_bytes)
        try:
            if _sha256(file) == bundle.sha256:
                fetch_bundle(file, into)
            else:
                log.warning("%s: %s is not the bundle that its head promises", self._peer.id, path)
        except GitFailed as error:
            log.warning("%s: its bundle cannot be read: %s", self._peer.id, error)
        finally:
            file.unlink(missing_ok=True)

    def _forget_others(self, file: Path) -> None:
        """Those of older heads, whole or cut off."""
        for other in self._downloads.iterdir():
            host, _, rest = other.name.rpartition("-")
            if host == self._peer.id.folder and not rest.startswith(file.name.rpartition("-")[2]):
                other.unlink(missing_ok=True)


def _has_branch(repository: Path) -> bool:
    return Git(repository).succeeds("rev-parse", "--quiet", "--verify", BRANCH)


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
