"""What every answer carries and every request must respect, whatever the route."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.errors import NotAllowed
from app.domain.people import SessionInfo
from app.web.tiles import Tiles

BODY_LIMIT_BYTES = 6 * 1024 * 1024
# A form with files is read to its end even where they are too large: whoever sent it then sees
# their text again, and a sentence. Past this it is not.
FORM_LIMIT_BYTES = 64 * 1024 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
_STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")


def _policy(**changed: str) -> str:
    """The same policy with some of its directives said otherwise (img_src, frame_ancestors ...)."""
    said = dict(part.split(" ", 1) for part in POLICY.split("; "))
    said |= {name.replace("_", "-"): value for name, value in changed.items()}
    return "; ".join(f"{name} {value}" for name, value in said.items())


_Answer = TypeVar("_Answer", bound=Response)


def let_locate(answer: _Answer) -> _Answer:
    """The page may ask where its reader is: browsers ask them first."""
    answer.headers["permissions-policy"] = "camera=(), microphone=(), geolocation=(self)"
    return answer


def let_map(answer: _Answer, tiles: Tiles) -> _Answer:
    """A page with a map: pictures of the ground from where the steward says, nearness."""
    if tiles.source:
        images = f"'self' data: {tiles.source}"
        answer.headers["content-security-policy"] = _policy(img_src=images)
    return let_locate(answer)


def let_frame(answer: _Answer, tiles: Tiles) -> _Answer:
    """A page made to stand in other sites: it has no form, and knows nobody."""
    images = f"'self' data: {tiles.source}".strip()
    policy = _policy(img_src=images, frame_ancestors="*", form_action="'none'")
    answer.headers["content-security-policy"] = policy
    return answer


class SafeHeaders:
    """ASGI middleware: security headers on every answer, a bound on every body."""

    def __init__(
        self, app: ASGIApp, *, secure: bool, too_large: Callable[[Request, int], Response]
    ) -> None:
        self._app, self._too_large = app, too_large
        self._headers = [*_HEADERS, _STRICT_TRANSPORT] if secure else _HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def safe_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                have = {key for key, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"], *(h for h in self._headers if h[0] not in have)
                ]  # fmt: skip
            await send(message)

        limit = _limit_bytes(scope)
        if _announced_size(scope) > limit:
            await _read_away(scope, receive)
            await self._too_large(Request(scope), limit)(scope, receive, safe_send)
            return
        await self._app(scope, _Bounded(receive, limit), safe_send)


class AnswersHead:
    """ASGI middleware: HEAD is what GET says, without its body, at every address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def bare_send(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, bare_send)


class _Bounded:
    """Reads a body of unknown length no further than the bound, then sees a client that left."""

    def __init__(self, receive: Receive, limit_bytes: int) -> None:
        self._receive, self._limit = receive, limit_bytes
        self._seen = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self._seen > self._limit else message


def _limit_bytes(scope: Scope) -> int:
    said = dict(scope["headers"]).get(b"content-type", b"").lower()
    return FORM_LIMIT_BYTES if said.startswith(b"multipart/form-data") else BODY_LIMIT_BYTES


async def _read_away(scope: Scope, receive: Receive) -> None:
    """A browser that is answered while it sends shows its own error in place of our sentence."""
    if _announced_size(scope) > FORM_LIMIT_BYTES:
        return
    message = await receive()
    while message["type"] == "http.request" and message.get("more_body"):
        message = await receive()


def _announced_size(scope: Scope) -> int:
    size = dict(scope["headers"]).get(b"content-length", b"0")
    return int(size) if size.isdigit() and len(size) < 20 else 0


def require_same_origin(request: Request, session: SessionInfo | None, token: str) -> None:
    """A form that posts must come from our own pages, and carry the session's token.

    Raises NotAllowed.
    """
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if origin is not None:
        foreign = urlsplit(origin).netloc != request.headers.get("host")
    else:
        foreign = site not in ("same-origin", "none")
    if foreign or (session is not None and token != session.csrf):
        raise NotAllowed()
