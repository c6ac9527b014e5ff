"""What clients send, bounded: one body alone, all bodies together, and the time they take."""

import asyncio
import re
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Receive, Scope

from federation.errors import WireError

GZIP = ("gzip", "x-gzip")
_LENGTH = re.compile(rb"[0-9a-fA-F]{4}")
_WANT = re.compile(rb"want ([0-9a-fA-F]{40})(?![0-9a-fA-F])")
_WANTS_LIMIT = 16
_LS_REFS = b"command=ls-refs"


class ClientLeft(Exception):
    """Nobody is there any more to be answered."""


class Bodies:
    """Bodies of requests. `together_bytes` bounds what all that are being handled hold."""

    def __init__(self, *, limit_bytes: int, together_bytes: int, stall_s: float) -> None:
        self._limit_bytes, self._together_bytes = limit_bytes, together_bytes
        self._stall_s = stall_s
        self._held_bytes = 0

    @asynccontextmanager
    async def read(self, scope: Scope, receive: Receive) -> AsyncIterator[bytes]:
        """The whole body, decompressed, counted until the block is left.

        Raises WireError 400, 408, 413, 415, 503; ClientLeft.
        """
        body = bytearray()
        try:
            async for piece in self._pieces(scope, receive):
                body += piece
                self._held_bytes += len(piece)
                if self._held_bytes > self._together_bytes:
                    raise too_many()
            yield bytes(body)
        finally:
            self._held_bytes -= len(body)

    async def _pieces(self, scope: Scope, receive: Receive) -> AsyncIterator[bytes]:
        inflate = _inflater(Headers(scope=scope).get("content-encoding", "identity"))
        room, more = self._limit_bytes, True
        while more:
            data, more = await self._next(receive)
            piece = _inflated(inflate, data, room) if inflate else data
            room -= len(piece)
            if room < 0 or (inflate and inflate.unconsumed_tail):
                raise WireError(413, "too_large", "La demande dépasse la limite de taille.")
            yield piece
        if inflate and not inflate.eof:
            raise malformed()

    async def _next(self, receive: Receive) -> tuple[bytes, bool]:
        try:
            async with asyncio.timeout(self._stall_s):
                message = await receive()
        except TimeoutError as error:
            raise WireError(408, "too_slow", "La demande n’arrive pas jusqu’au bout.") from error
        if message["type"] == "http.disconnect":
            raise ClientLeft
        return message.get("body", b""), message.get("more_body", False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks of upload-pack: the ids of `wants`, or names alone."""

    wants: tuple[str, ...]
    names_only: bool


def asked(body: bytes) -> Asked:
    """Raises WireError 400 for what is no question, 403 for one that git never asks of us."""
    wants: dict[str, None] = {}
    command = b""
    for line in _lines(body):
        if line.startswith(b"want "):
            wants[_id_in(line)] = None
        elif line.startswith(b"command="):
            if command:
                raise malformed()
            command = line.rstrip(b"\n")
    if len(wants) > _WANTS_LIMIT:
        raise malformed()
    if command not in (b"", _LS_REFS, b"command=fetch"):
        raise WireError(403, "read_only", "On ne peut ici que lire les pages ouvertes, avec git.")
    return Asked(tuple(wants), names_only=command == _LS_REFS)


def _lines(body: bytes) -> Iterator[bytes]:
    """The lines of git's `pkt-line` form. Raises WireError 400."""
    at = 0
    while at < len(body):
        length = body[at : at + 4]
        size = int(length, 16) if _LENGTH.fullmatch(length) else 3
        if size == 3 or at + size > len(body):
            raise malformed()
        if size >= 4:
            yield body[at + 4 : at + size]
        at += max(size, 4)


def malformed() -> WireError:
    return WireError(400, "malformed", "La demande n’est pas comprise.")


def too_many() -> WireError:
    sentence = "Trop de demandes à la fois. Réessayez dans un instant."
    return WireError(503, "busy", sentence, retry_after_s=30)


def _id_in(line: bytes) -> str:
    found = _WANT.match(line)
    if found is None:
        raise malformed()
    return found[1].decode().lower()


def _inflater(encoding: str) -> "zlib._Decompress | None":
    if encoding.strip().lower() in GZIP:
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    if encoding.strip().lower() != "identity":
        raise WireError(415, "unsupported_encoding", "Cette compression n’est pas comprise.")
    return None


def _inflated(inflate: "zlib._Decompress", data: bytes, room: int) -> bytes:
    try:
        piece = inflate.decompress(data, room + 1)
    except zlib.error as error:
        raise malformed() from error
    if inflate.unused_data:
        raise malformed()
    return piece
