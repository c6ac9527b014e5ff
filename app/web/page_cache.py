"""Whole pages ready to be sent to visitors, kept for as long as nothing they show has changed.

Any save may change any page (a live list, a red link, what links here), so the whole cache is one
generation: that of the index and of thanks, which any process moves. See docs/decisions.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Begins the names of our cookies: a session, a word to say once, a chosen language.
COOKIE = b"maillage"
# Never the same for two visitors, or never asked twice.
_NOT_KEPT = ("/-/", "/api", "/media/", "/healthz", "/readyz", "/metrics", "/federation", "/git")
_ENTRY_LIMIT_BYTES = 512 * 1024
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Entry:
    headers: Headers
    etag: bytes
    packed: bytes

    @property
    def size_bytes(self) -> int:
        return len(self.packed) + 400


class PageCache:
    """ASGI middleware around the application. `limit_bytes` 0 keeps nothing."""

    def __init__(
        self, app: ASGIApp, *, generation: Callable[[], Hashable], limit_bytes: int
    ) -> None:
        self._app, self._generation, self._limit = app, generation, limit_bytes
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._size_bytes = 0
        self._kept_for: Hashable = None
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_anonymous_read(scope):
            await self._app(scope, receive, send)
            return
        now = self._generation()
        entry = self._find(scope["path"], now)
        if entry is None:
            capture = _Capture(send)
            await self._app(_without_encoding(scope), receive, capture)
            entry = capture.entry()
            if entry is None:
                await capture.pass_on()
                return
            self._keep(scope["path"], entry, now)
        await _reply(entry, scope, send)

    def _find(self, path: str, generation: Hashable) -> _Entry | None:
        with self._lock:
            if generation != self._kept_for:
                self._entries.clear()
                self._size_bytes, self._kept_for = 0, generation
            entry = self._entries.get(path)
            if entry is not None:
                self._entries.move_to_end(path)
            return entry

    def _keep(self, path: str, entry: _Entry, generation: Hashable) -> None:
        if entry.size_bytes > self._limit or self._generation() != generation:
            return
        with self._lock:
            old = self._entries.pop(path, None)
            self._size_bytes += entry.size_bytes - (old.size_bytes if old else 0)
            self._entries[path] = entry
            while self._size_bytes > self._limit:
                _, gone = self._entries.popitem(last=False)
                self._size_bytes -= gone.size_bytes


class _Capture:
    """Holds an answer back until it is known whether it can be kept."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._parts: list[bytes] = []
        self._streaming = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            self._streaming = not _may_be_kept(message)
            if self._streaming:
                await self._send(message)
        elif self._streaming:
            await self._send(message)
        else:
            self._parts.append(message.get("body", b""))

    def entry(self) -> _Entry | None:
        body = b"".join(self._parts)
        if self._streaming or self._start is None or len(body) > _ENTRY_LIMIT_BYTES:
            return None
        etag = b'"' + hashlib.sha256(body).hexdigest()[:24].encode() + b'"'
        headers = [(k, v) for k, v in self._start["headers"] if k != b"content-length"]
        headers += [(b"etag", etag), (b"vary", b"Accept-Encoding, Cookie")]
        headers.append((b"cache-control", b"no-cache"))
        return _Entry(headers, etag, gzip.compress(body, 5, mtime=0))

    async def pass_on(self) -> None:
        """Send what was held back though it cannot be kept."""
        if self._streaming or self._start is None:
            return
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": b"".join(self._parts)})


def _is_anonymous_read(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    if scope["query_string"] or scope["path"].startswith(_NOT_KEPT):
        return False
    return not any(
        key == b"authorization" or (key == b"cookie" and COOKIE in value)
        for key, value in scope["headers"]
    )


def _may_be_kept(start: Message) -> bool:
    names = {key for key, _ in start["headers"]}
    return start["status"] == 200 and not names & {b"set-cookie", b"cache-control"}


def _without_encoding(scope: Scope) -> Scope:
    headers = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
    return {**scope, "headers": headers}


async def _reply(entry: _Entry, scope: Scope, send: Send) -> None:
    asked = dict(scope["headers"])
    if entry.etag in asked.get(b"if-none-match", b""):
        kept = [(k, v) for k, v in entry.headers if k not in (b"content-type",)]
        await send({"type": "http.response.start", "status": 304, "headers": kept})
        await send({"type": "http.response.body"})
        return
    packed = b"gzip" in asked.get(b"accept-encoding", b"")
    body = entry.packed if packed else gzip.decompress(entry.packed)
    headers = [*entry.headers, (b"content-length", str(len(body)).encode())]
    if packed:
        headers.append((b"content-encoding", b"gzip"))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
