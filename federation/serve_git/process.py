"""`git upload-pack` as a process that never outlives the request it answers."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from federation.git import Git, Limits
from federation.wire import BRANCH

_SETTINGS = (
    # One branch is shown and nothing else can be asked for by name.
    "uploadpack.hideRefs=refs/",
    f"uploadpack.hideRefs=!{BRANCH}",
    "uploadpack.allowFilter=false",
    "uploadpack.allowRefInWant=false",
    "uploadpack.allowAnySHA1InWant=false",
    "uploadpack.allowReachableSHA1InWant=false",
    "uploadpack.allowTipSHA1InWant=false",
    "uploadpack.advertiseBundleURIs=false",
    "transfer.advertiseObjectInfo=false",
    # Several clients at once must leave room for people who read pages.
    "pack.threads=1",
    "pack.windowMemory=64m",
    "core.packedGitWindowSize=32m",
    "core.packedGitLimit=256m",
)
# Clones give way to people who read pages; `nice` becomes the command that follows it.
_PATIENT = ("nice", "-n", "10")
_LEFT_OVER_BYTES = 64 * 1024


class UploadPack:
    """git on one repository, for one request. `protocol` is the client's, or empty."""

    def __init__(self, folder: Path, *, protocol: str, limits: Limits) -> None:
        self._git, self._limits = Git(folder), limits
        self._environment = {"GIT_PROTOCOL": protocol} if protocol else {}

    @asynccontextmanager
    async def running(
        self, *options: str, stdin: int = DEVNULL
    ) -> AsyncIterator[asyncio.StreamReader]:
        """What upload-pack says; it is gone, with all it started, when the block is left."""
        command = ("upload-pack", "--strict", "--stateless-rpc", *options, ".")
        async with self._process(*command, stdin=stdin) as process:
            assert process.stdout is not None
            yield process.stdout

    async def output(self, *options: str, limit_bytes: int) -> bytes:
        """All that it says, at most `limit_bytes`; nothing where it says more."""
        async with self.running(*options) as out:
            said = bytearray()
            while (piece := await out.read(limit_bytes)) and len(said) <= limit_bytes:
                said += piece
        return bytes(said) if len(said) <= limit_bytes else b""

    async def shows(self, commit: str) -> bool:
        """True for a commit that the branch holds: its tip, or one that was its tip.

        Version 2 of the protocol gives any object of the store to who knows its id.
        """
        asks = ("merge-base", "--is-ancestor", commit, BRANCH)
        async with self._process(*asks, stdin=DEVNULL) as process:
            return await process.wait() == 0

    @asynccontextmanager
    async def _process(self, *arguments: str, stdin: int) -> AsyncIterator[Process]:
        starting = asyncio.ensure_future(
            asyncio.create_subprocess_exec(
                *_PATIENT,
                *self._git.command(*arguments, limits=self._limits, settings=_SETTINGS),
                env=self._git.environment(self._environment),
                cwd=self._git.folder,
                stdin=stdin,
                stdout=PIPE,
                stderr=DEVNULL,
                start_new_session=True,
            )
        )
        try:
            # A client that leaves while it starts must not leave it behind.
            yield await asyncio.shield(starting)
        finally:
            await _end(await starting)


async def _end(process: Process) -> None:
    """Kill it and all that it started; read out its pipe, which is closed only at its end."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    assert process.stdout is not None
    while await process.stdout.read(_LEFT_OVER_BYTES):
        pass
    await process.wait()
