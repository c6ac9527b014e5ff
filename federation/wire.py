"""How an instance reaches another one: the few verbs that pulls, deliveries and enrolment need."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

ANSWER_LIMIT_BYTES = 1024 * 1024
WELL_KNOWN = "/.well-known/wiki-federation"
HEAD = "/federation/v1/head"
BUNDLES = "/federation/v1/bundles"
PROPOSALS = "/federation/v1/proposals"
OUTCOMES = "/federation/v1/outcomes"
OPEN_GIT = "/git/open.git"
BRANCH = "refs/heads/open"


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is at most `ANSWER_LIMIT_BYTES`, decompressed. 304 where the ETag still holds."""

    status: int
    body: bytes
    etag: str = ""
    retry_after_s: int | None = None


class Wire(Protocol):
    """Every address is checked before it is reached; nothing follows a redirect.

    Raises PeerUnreachable where the other side did not answer (it may next time), PeerRefused
    where its address is none that may be reached or its answer goes beyond a limit.
    """

    def get(self, base_url: str, path: str, *, etag: str = "") -> Answer: ...

    def post(self, base_url: str, path: str, body: bytes) -> Answer: ...

    def download(self, base_url: str, path: str, to: Path, *, size_bytes: int) -> None:
        """The file at `to`, of exactly that size; goes on where an earlier try was cut off."""

    def fetch(self, base_url: str, into: Path, *, quota_bytes: int) -> None:
        """git fetch of their `refs/heads/open` into that bare repository's `refs/heads/open`."""
