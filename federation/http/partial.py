"""A file that comes from another instance in as many pieces as the connection breaks it into."""

import os
import re
from pathlib import Path
from typing import BinaryIO

import httpx

from app.domain.errors import PeerUnreachable
from federation.http import refusals
from federation.http.exchange import Exchange

_TRIES = 5
_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})")


class Partial:
    """The file at `to` while it is not whole; beside it, what came so far."""

    def __init__(self, to: Path, *, size_bytes: int) -> None:
        self._to, self._size_bytes = to, size_bytes
        self._part = to.with_name(to.name + ".part")
        if self._have_bytes() > size_bytes:
            self._part.unlink()

    @property
    def missing_bytes(self) -> int:
        return self._size_bytes - self._have_bytes()

    def keep_to(self, exchange: Exchange) -> None:
        """Ask until it is whole, as long as each try brings something. Raises as `Wire` says."""
        for tried in range(1, _TRIES + 1):
            before = self._have_bytes()
            if before == self._size_bytes and self._part.exists():
                break
            try:
                self._ask(exchange)
            except PeerUnreachable:
                if tried == _TRIES or self._have_bytes() <= before:
                    raise
        self._finish(exchange)

    def _ask(self, exchange: Exchange) -> None:
        have = self._have_bytes()
        headers = {"Range": f"bytes={have}-"} if have else {}

        async def receive() -> None:
            async with exchange.open("GET", headers=headers) as response:
                await self._receive(exchange.instance, response, have)

        patience = exchange.patience
        needed_s = self.missing_bytes / patience.slowest_bytes_per_s
        exchange.within(patience.answer_s + needed_s, receive)

    async def _receive(self, instance: str, response: httpx.Response, have: int) -> None:
        start = self._start(instance, response, have)
        seen = start
        with self._part.open("r+b" if start else "wb") as file:
            file.seek(start)
            async for piece in response.aiter_raw():
                seen += len(piece)
                if seen > self._size_bytes:
                    raise refusals.other_size(instance)
                self._write(instance, file, piece)

    def _write(self, instance: str, file: BinaryIO, piece: bytes) -> None:
        try:
            file.write(piece)
        except OSError as error:
            raise refusals.no_room(instance) from error

    def _start(self, instance: str, response: httpx.Response, have: int) -> int:
        """Where the first byte of the answer goes. Raises where it is not what was asked."""
        if response.status_code == httpx.codes.OK:
            announced = response.headers.get("content-length")
            if announced not in (None, str(self._size_bytes)):
                raise refusals.other_size(instance)
            return 0
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            self._part.unlink(missing_ok=True)
            raise refusals.other_size(instance)
        found = _RANGE.fullmatch(response.headers.get("content-range", ""))
        if response.status_code != httpx.codes.PARTIAL_CONTENT:
            raise refusals.answered(instance, response.status_code)
        if found is None or int(found[1]) != have or int(found[3]) != self._size_bytes:
            self._part.unlink(missing_ok=True)
            raise refusals.other_size(instance)
        return have

    def _finish(self, exchange: Exchange) -> None:
        if self._have_bytes() != self._size_bytes:
            raise refusals.cut(exchange.instance)
        with self._part.open("rb") as file:
            os.fsync(file.fileno())
        self._part.replace(self._to)

    def _have_bytes(self) -> int:
        return self._part.stat().st_size if self._part.exists() else 0
