"""`Wire` over HTTP and git. Nothing is asked of an address that was not checked just before."""

import re
import shutil
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import httpx

from app.domain.errors import PeerRefused
from app.domain.phrase import Phrase
from federation.git import Git, GitFailed, Limits
from federation.http import refusals
from federation.http.addresses import Network, Resolve, Target, resolve_by_system, target_of
from federation.http.exchange import Exchange, Patience
from federation.http.partial import Partial
from federation.wire import BRANCH, OPEN_GIT, Answer

_NAME = r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*"
_PATH = re.compile(rf"/(?:\.well-known/)?(?:{_NAME}/){{0,6}}{_NAME}")
# Whole blobs in memory and packs in small windows: then the bound on memory bounds blobs alone.
_GIT_IN_MEMORY = (
    "core.bigFileThreshold=16g",
    "core.packedGitWindowSize=32m",
    "core.packedGitLimit=256m",
)
_GIT_CPU_S = 900
_BLOCK_BYTES = 512
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Room:
    """What others may take up here: never the last `reserve_bytes` of the disk, and so much memory
    for each process of a fetch."""

    reserve_bytes: int = 256 * 1024 * 1024
    git_memory_bytes: int = 512 * 1024**2

    def free_bytes(self, folder: Path) -> int:
        return max(0, shutil.disk_usage(folder).free - self.reserve_bytes)


class HttpWire:
    """`allow` lifts the rules on addresses, ports, literals and https for those blocks alone.

    `authorities` is a file of certificates to believe instead of the usual ones. Safe between
    threads; not to be called on the thread of an event loop.
    """

    def __init__(
        self,
        *,
        allow: Sequence[Network] = (),
        user_agent: str = "maillage",
        patience: Patience | None = None,
        room: Room | None = None,
        authorities: Path | None = None,
        resolve: Resolve = resolve_by_system,
    ) -> None:
        self._allow, self._resolve = tuple(allow), resolve
        self._user_agent, self._authorities = user_agent, authorities
        self._patience, self._room = patience or Patience(), room or Room()

    def get(self, base_url: str, path: str, *, etag: str = "") -> Answer:
        headers = {"If-None-Match": etag} if etag else {}
        return self._exchange(base_url, path).answer("GET", headers=headers)

    def post(self, base_url: str, path: str, body: bytes) -> Answer:
        headers = {"Content-Type": JSON}
        return self._exchange(base_url, path).answer("POST", headers=headers, body=body)

    def download(self, base_url: str, path: str, to: Path, *, size_bytes: int) -> None:
        """See `Wire`. What came so far stands beside it as `.part`, for the next try."""
        exchange = self._exchange(base_url, path)
        part = Partial(to, size_bytes=size_bytes)
        if part.missing_bytes > self._room.free_bytes(to.parent):
            raise refusals.no_room(exchange.instance)
        part.keep_to(exchange)

    def fetch(self, base_url: str, into: Path, *, quota_bytes: int) -> None:
        """See `Wire`. Raises PeerRefused where it goes beyond the quota or is not in order."""
        target = self._target(base_url)
        room_bytes = min(quota_bytes, self._room.free_bytes(into))
        if room_bytes <= 0:
            raise refusals.no_room(target.netloc)
        try:
            Git(into).run(
                "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
                "--refmap=", f"{target.url}{OPEN_GIT}", f"+{BRANCH}:{BRANCH}",
                settings=self._git_settings(target),
                environment={"GIT_ALLOW_PROTOCOL": target.scheme},
                limits=Limits(
                    address_space_bytes=self._room.git_memory_bytes,
                    file_size_bytes=room_bytes,
                    cpu_s=_GIT_CPU_S,
                    wall_s=self._patience.fetch_s,
                ),
            )  # fmt: skip
        except GitFailed as error:
            if _is_full(into, room_bytes):
                raise refusals.too_big(target.netloc) from error
            raise refusals.of_git(error, target.netloc) from error

    def _target(self, base_url: str) -> Target:
        return target_of(base_url, allow=self._allow, resolve=self._resolve)

    def _exchange(self, base_url: str, path: str) -> Exchange:
        target = self._target(base_url)
        if not _PATH.fullmatch(path):
            reason = Phrase("ce qu’il faut lui demander n’est pas une adresse.")
            raise PeerRefused(instance=target.netloc, reason=reason)
        # Making the context reads every authority: not for a plain connection.
        tls = self._tls if target.scheme == "https" else None
        return Exchange(target, path, patience=self._patience, tls=tls, user_agent=self._user_agent)

    def _git_settings(self, target: Target) -> list[str]:
        settings = [
            *_GIT_IN_MEMORY,
            "http.proxy=",
            "credential.helper=",
            "protocol.version=2",
            "http.sslVerify=true",
            f"http.userAgent={self._user_agent}",
            f"http.lowSpeedTime={max(1, round(self._patience.silence_s))}",
        ]
        if not target.is_literal:
            settings.append(f"http.curloptResolve={target.curl_resolve}")
        if self._authorities is not None:
            settings.append(f"http.sslCAInfo={self._authorities}")
        return settings

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        if self._authorities is not None:
            return ssl.create_default_context(cafile=str(self._authorities))
        return httpx.create_ssl_context(trust_env=False)


def _is_full(repository: Path, room_bytes: int) -> bool:
    """True where a pack was cut at the limit: git's words do not tell that signal."""
    packs = (repository / "objects" / "pack").glob("tmp_*")
    return any(pack.stat().st_size > room_bytes - _BLOCK_BYTES for pack in packs)
