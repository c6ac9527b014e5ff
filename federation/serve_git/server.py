"""`git upload-pack` behind two routes: what is there, and a pack of it.

Each request opens the repository by its path, for a new epoch may have been swapped in just before;
one that began on the old one may fail, the next works.
"""

import asyncio
import re
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers, QueryParams
from starlette.types import Receive, Scope, Send

from federation.errors import WireError
from federation.git import Limits
from federation.serve_git.bodies import Bodies, ClientLeft, asked, too_many
from federation.serve_git.process import UploadPack
from federation.serve_git.slots import Crowded, FairSlots, household

_PROTOCOL = re.compile(r"version=[012]")
_SERVICE = "git-upload-pack"
_ASKS = "application/x-git-upload-pack-request"
PACK_TYPE = "application/x-git-upload-pack-result"
REFS_TYPE = "application/x-git-upload-pack-advertisement"
_NEVER_KEPT = (b"cache-control", b"no-cache, max-age=0, must-revalidate")
# What `info/refs` begins with, but in version 2 of the protocol.
_ANNOUNCED = b"001e# service=git-upload-pack\n0000"
_CHUNK_BYTES = 32 * 1024
_REFS_LIMIT_BYTES = 64 * 1024
# Of each process; the memory is that of its maps too, and packs are mapped in small windows.
_GIT_LIMITS = Limits(address_space_bytes=2 * 1024**3, file_size_bytes=1024**2, cpu_s=300)


@dataclass(frozen=True, slots=True)
class ServeLimits:
    """`heavy` packs and `light` lists at once, for each process. A client that takes no byte for
    `stall_s` is cut, and any after `wall_s`."""

    heavy: int = 4
    light: int = 16
    wait_s: float = 60
    stall_s: float = 30
    wall_s: float = 1800
    body_bytes: int = 8 * 1024 * 1024
    bodies_bytes: int = 64 * 1024 * 1024
    git: Limits = _GIT_LIMITS


class GitServer:
    """`folder` says where the repository stands. Both methods are ASGI and raise WireError only
    before anything was sent."""

    def __init__(self, folder: Callable[[], Path], *, limits: ServeLimits | None = None) -> None:
        self._folder = folder
        self.limits = limits = limits or ServeLimits()
        self.heavy = FairSlots(limits.heavy, wait_s=limits.wait_s)
        self.light = FairSlots(limits.light, wait_s=limits.wait_s)
        self._bodies = Bodies(
            limit_bytes=limits.body_bytes,
            together_bytes=limits.bodies_bytes,
            stall_s=limits.stall_s,
        )

    async def refs(self, scope: Scope, receive: Receive, send: Send) -> None:
        """`GET info/refs`: what a client may ask for."""
        if QueryParams(scope["query_string"]).getlist("service") != [_SERVICE]:
            raise read_only()
        await self._while_there(receive, self._refs(scope, send))

    async def pack(self, scope: Scope, receive: Receive, send: Send) -> None:
        """`POST git-upload-pack`: the objects a client has not got."""
        if Headers(scope=scope).get("content-type") != _ASKS:
            raise WireError(415, "unsupported_type", "Ce type de contenu n’est pas attendu ici.")
        with suppress(ClientLeft):
            async with self._bodies.read(scope, receive) as body:
                await self._while_there(receive, self._pack(scope, send, body))

    async def _refs(self, scope: Scope, send: Send) -> None:
        protocol = _protocol(scope)
        async with _slot(self.light, scope):
            git = self._git(protocol)
            listed = await git.output("--advertise-refs", limit_bytes=_REFS_LIMIT_BYTES)
        if not listed:
            raise _not_now()
        body = listed if protocol == "version=2" else _ANNOUNCED + listed
        await self._answer(send, REFS_TYPE, body)

    async def _pack(self, scope: Scope, send: Send, body: bytes) -> None:
        question = asked(body)
        slots = self.light if question.names_only else self.heavy
        with tempfile.TemporaryFile() as file:
            file.write(body)
            file.seek(0)
            async with _slot(slots, scope):
                git = self._git(_protocol(scope))
                for one in question.wants:
                    if not await git.shows(one):
                        await self._send_error(send, f"upload-pack: not our ref {one}")
                        return
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.limits.wall_s):
                        await self._stream(git, send, stdin=file.fileno())

    async def _stream(self, git: UploadPack, send: Send, *, stdin: int) -> None:
        """Ends without an end where the client is cut: a pack that is short must not look whole."""
        begun = False
        async with git.running(stdin=stdin) as out:
            while piece := await out.read(_CHUNK_BYTES):
                if not begun:
                    await self._take(send, _start(PACK_TYPE))
                begun = True
                part = {"type": "http.response.body", "body": piece, "more_body": True}
                await self._take(send, part)
        if not begun:
            raise _not_now()
        await self._take(send, {"type": "http.response.body", "body": b""})

    async def _send_error(self, send: Send, said: str) -> None:
        """As git itself says it, so that git shows it."""
        line = f"ERR {said}".encode()
        await self._answer(send, PACK_TYPE, b"%04x%s" % (len(line) + 4, line))

    async def _answer(self, send: Send, kind: str, body: bytes) -> None:
        with suppress(TimeoutError):
            await self._take(send, _start(kind))
            await self._take(send, {"type": "http.response.body", "body": body})

    async def _take(self, send: Send, message: dict[str, Any]) -> None:
        """Raises TimeoutError where the client took nothing for too long."""
        async with asyncio.timeout(self.limits.stall_s):
            await send(message)

    def _git(self, protocol: str) -> UploadPack:
        folder = self._folder()
        if not (folder / "HEAD").is_file():
            raise WireError(404, "not_found", "Rien n’est encore ouvert ici.")
        return UploadPack(folder, protocol=protocol, limits=self.limits.git)

    async def _while_there(self, receive: Receive, answer: Coroutine[Any, Any, None]) -> None:
        """The answer, given up as soon as the client leaves."""
        work = asyncio.ensure_future(answer)
        gone = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped = [task for task in (gone, work) if task.cancel()]
            await asyncio.gather(*stopped, return_exceptions=True)
        if not work.cancelled():
            work.result()


def read_only() -> WireError:
    return WireError(403, "read_only", "On ne peut ici que lire les pages ouvertes, avec git.")


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _slot(slots: FairSlots, scope: Scope) -> "_Slot":
    return _Slot(slots, household((scope.get("client") or ("",))[0]))


class _Slot:
    """A slot whose refusal is an answer."""

    def __init__(self, slots: FairSlots, address: str) -> None:
        self._held = slots.held(address)

    async def __aenter__(self) -> None:
        try:
            await self._held.__aenter__()
        except Crowded as error:
            raise too_many() from error

    async def __aexit__(self, *error: Any) -> None:
        await self._held.__aexit__(*error)


def _protocol(scope: Scope) -> str:
    said = Headers(scope=scope).get("git-protocol", "")
    return said if _PROTOCOL.fullmatch(said) else ""


def _start(kind: str) -> dict[str, Any]:
    headers = [(b"content-type", kind.encode()), _NEVER_KEPT]
    return {"type": "http.response.start", "status": 200, "headers": headers}


def _not_now() -> WireError:
    sentence = "Les pages ouvertes ne peuvent pas être lues en ce moment."
    return WireError(503, "unavailable", sentence, retry_after_s=10)
