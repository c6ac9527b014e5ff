"""What every answer carries and every request must respect, whatever the route."""

from urllib.parse import urlsplit

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.domain.errors import NotAllowed
from app.domain.people import SessionInfo
from app.web.errors import problem

BODY_LIMIT_BYTES = 6 * 1024 * 1024
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


class SafeHeaders:
    """ASGI middleware: security headers on every answer, a bound on every body."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
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

        if _announced_size(scope) > BODY_LIMIT_BYTES:
            answer = problem(413, "too_large", "L’envoi dépasse 6 Mio. Rien n’a été enregistré.")
            await answer(scope, receive, safe_send)
            return
        await self._app(scope, _Bounded(receive), safe_send)


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

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._seen = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self._seen > BODY_LIMIT_BYTES else message


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
