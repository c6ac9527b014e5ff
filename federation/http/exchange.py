"""One question to another instance: to an address that was checked, within bounds on all.

The whole exchange has a deadline, so that an instance which answers one byte at a time, be it in
the middle of its headers, is cut as well as one that says nothing.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

import httpx

from federation.http import refusals
from federation.http.addresses import Address, Target
from federation.wire import ANSWER_LIMIT_BYTES, Answer

_ADDRESSES_TRIED = 4
_ETAG_LIMIT = 200
_LONGEST_WAIT_S = 7 * 86400
NO_HEADERS: Mapping[str, str] = MappingProxyType({})
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Patience:
    """`answer_s` is for a whole exchange; `silence_s` until the next byte; downloads get their
    size at `slowest_bytes_per_s` on top."""

    connect_s: float = 10
    silence_s: float = 30
    answer_s: float = 60
    slowest_bytes_per_s: int = 4096
    fetch_s: float = 3600


class Exchange:
    """What can be asked at one path of one instance."""

    def __init__(
        self,
        target: Target,
        path: str,
        *,
        patience: Patience,
        tls: ssl.SSLContext | None,
        user_agent: str,
    ) -> None:
        self.target, self.patience = target, patience
        self._path, self._tls, self._user_agent = path, tls, user_agent

    @property
    def instance(self) -> str:
        return self.target.netloc

    def answer(self, method: str, *, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Raises PeerUnreachable, PeerRefused as `Wire` says."""

        async def ask() -> Answer:
            async with self.open(method, headers=headers, body=body) as response:
                return await self._answer(response)

        return self.within(self.patience.answer_s, ask)

    def within(self, limit_s: float, ask: Callable[[], Coroutine[Any, Any, Found]]) -> Found:
        """What `ask` gives. Raises PeerUnreachable when it takes longer or is cut."""

        async def bounded() -> Found:
            async with asyncio.timeout(limit_s):
                return await ask()

        try:
            return asyncio.run(bounded())
        except (TimeoutError, httpx.TimeoutException) as error:
            raise refusals.late(self.instance) from error
        except httpx.HTTPError as error:
            raise refusals.cut(self.instance) from error

    @asynccontextmanager
    async def open(
        self, method: str, *, headers: Mapping[str, str], body: bytes = b""
    ) -> AsyncIterator[httpx.Response]:
        """The answer of the first address that can be reached, its body still to be read.

        Raises PeerRefused on a redirect and on a body that is compressed.
        """
        async with self.heads(method, headers=headers, body=body) as response:
            if response.is_redirect and response.status_code != httpx.codes.NOT_MODIFIED:
                raise refusals.redirected(self.instance)
            if response.headers.get("content-encoding", "identity").strip() != "identity":
                raise refusals.packed(self.instance)
            yield response

    @asynccontextmanager
    async def heads(
        self, method: str, *, headers: Mapping[str, str] = NO_HEADERS, body: bytes = b""
    ) -> AsyncIterator[httpx.Response]:
        """The same, whatever it answers."""
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(self._client())
            response = await self._send(client, method, headers, body)
            stack.push_async_callback(response.aclose)
            yield response

    async def _send(
        self, client: httpx.AsyncClient, method: str, headers: Mapping[str, str], body: bytes
    ) -> httpx.Response:
        addresses = self.target.addresses[:_ADDRESSES_TRIED]
        for last, address in enumerate(addresses, start=1):
            request = client.build_request(
                method,
                self.target.url_at(address) + self._path,
                headers={"Host": self.target.netloc, **headers},
                content=body or None,
                # The certificate must be the name's, whichever address answers.
                extensions={"sni_hostname": _name_of(self.target, address)},
            )
            try:
                return await client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if last == len(addresses):
                    raise
        raise refusals.cut(self.instance)

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            verify=self._tls or False,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(self.patience.silence_s, connect=self.patience.connect_s),
            headers={"User-Agent": self._user_agent, "Accept-Encoding": "identity"},
        )

    async def _answer(self, response: httpx.Response) -> Answer:
        body = bytearray()
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > ANSWER_LIMIT_BYTES:
                raise refusals.too_big(self.instance)
        etag = response.headers.get("etag", "")
        return Answer(
            status=response.status_code,
            body=bytes(body),
            etag=etag if len(etag) <= _ETAG_LIMIT and etag.isascii() else "",
            retry_after_s=_seconds(response.headers.get("retry-after", "")),
        )


def _name_of(target: Target, address: Address) -> str:
    return str(address) if target.is_literal else target.host


def _seconds(text: str) -> int | None:
    """A `Retry-After` in seconds; one that names a date is not used."""
    digits = text.strip()
    return min(int(digits), _LONGEST_WAIT_S) if digits.isdecimal() and len(digits) < 9 else None
