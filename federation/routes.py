"""What other instances, and anybody's git, may ask of ours. See FEDERATION.md.

Blocking work goes to threads; errors are `application/problem+json`, at any address of ours.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from federation.errors import WireError
from federation.routes_pace import Pace
from federation.serve_git import GitServer, ServeLimits
from federation.serve_git.server import read_only
from federation.serve_git.slots import household
from federation.wire import (
    ANSWER_LIMIT_BYTES,
    BUNDLES,
    HEAD,
    OPEN_GIT,
    OUTCOMES,
    PROPOSALS,
    WELL_KNOWN,
)

REVOCATION = "/federation/v1/revocation"
NODEINFO = "/nodeinfo/2.1"
NODEINFO_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.1"
JSON = "application/json"
PROBLEM = "application/problem+json"
BUNDLE_TYPE = "application/x-git-bundle"
_BUNDLE = re.compile(r"[0-9]{1,12}-[0-9]{1,12}\.bundle")
_PROPOSAL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"

Endpoint = Callable[[Request], Awaitable[Response]]


class Served(Protocol):
    """What the routes need of the instance. Each may raise WireError; all may block."""

    def own_document(self) -> bytes: ...

    def head(self) -> bytes:
        """Sealed; the same bytes for as long as it says the same. WireError 503 before that."""

    def bundle_file(self, name: str) -> Path | None: ...
    def open_folder(self) -> Path: ...

    def receive_proposal(self, body: bytes, sender_address: str) -> bytes | dict[str, Any]:
        """What is answered with 202: an envelope, or {id, state}."""

    def proposal_status(self, proposal_id: str) -> bytes: ...

    def receive_outcome(self, body: bytes) -> dict[str, Any] | None:
        """What is answered with 200, if anything."""

    def revocation(self) -> bytes | None: ...

    def node_info(self) -> dict[str, Any]:
        """The whole NodeInfo 2.1 document."""


def make_router(
    service: Served, *, git_limits: ServeLimits | None = None, pace: Pace | None = None
) -> APIRouter:
    """To be included before the screens, whose addresses begin with any word."""
    doors = Doors(service, git_limits=git_limits, pace=pace)
    found: list[tuple[str, str, Endpoint]] = [
        ("GET", WELL_KNOWN, doors.own_document),
        ("GET", "/.well-known/nodeinfo", doors.node_info_links),
        ("GET", NODEINFO, doors.node_info),
        ("GET", f"{OPEN_GIT}/info/refs", doors.git_refs),
        ("POST", f"{OPEN_GIT}/git-upload-pack", doors.git_pack),
        ("GET", HEAD, doors.head),
        ("GET", BUNDLES + "/{name}", doors.bundle),
        ("POST", PROPOSALS, doors.propose),
        ("GET", PROPOSALS + "/{id}", doors.proposal),
        ("POST", OUTCOMES, doors.outcome),
        ("GET", REVOCATION, doors.revocation),
    ]
    router = APIRouter()
    for method, path, endpoint in found:
        router.routes.append(Route(path, _told(endpoint), methods=[method]))
    elsewhere = Elsewhere(router.routes)
    for path in ("/federation/{rest:path}", "/git/{rest:path}"):
        router.routes.append(Route(path, elsewhere))
    for path in (WELL_KNOWN, "/.well-known/nodeinfo", NODEINFO):
        router.routes.append(Route(path, elsewhere))
    return router


class Doors:
    """One method for each route."""

    def __init__(
        self, service: Served, *, git_limits: ServeLimits | None, pace: Pace | None
    ) -> None:
        self._service, self._pace = service, pace or Pace()
        self.git = GitServer(service.open_folder, limits=git_limits)

    async def own_document(self, request: Request) -> Response:
        return _tagged(request, await run_in_threadpool(self._service.own_document))

    async def node_info_links(self, request: Request) -> Response:
        href = str(request.base_url).rstrip("/") + NODEINFO
        return JSONResponse({"links": [{"rel": NODEINFO_SCHEMA, "href": href}]})

    async def node_info(self, _request: Request) -> Response:
        kind = f'{JSON}; profile="{NODEINFO_SCHEMA}#"'
        return JSONResponse(await run_in_threadpool(self._service.node_info), media_type=kind)

    async def git_refs(self, _request: Request) -> Response:
        return _Streamed(self.git.refs)

    async def git_pack(self, _request: Request) -> Response:
        return _Streamed(self.git.pack)

    async def head(self, request: Request) -> Response:
        return _tagged(request, await run_in_threadpool(self._service.head))

    async def bundle(self, request: Request) -> Response:
        name = request.path_params["name"]
        if not _BUNDLE.fullmatch(name):
            raise not_found()
        file = await run_in_threadpool(self._service.bundle_file, name)
        if file is None:
            raise not_found()
        etag = f'"{name.removesuffix(".bundle")}"'
        headers = {"ETag": etag, "Cache-Control": _FOREVER}
        if _knows(request, etag):
            return Response(status_code=304, headers=headers)
        return _Bundle(file, headers=headers, media_type=BUNDLE_TYPE)

    async def propose(self, request: Request) -> Response:
        body = await self._posted(request)
        said = await run_in_threadpool(self._service.receive_proposal, body, _client(request))
        if isinstance(said, bytes):
            return Response(said, status_code=202, media_type=JSON)
        return JSONResponse(said, status_code=202)

    async def proposal(self, request: Request) -> Response:
        asked = request.path_params["id"]
        if not _PROPOSAL.fullmatch(asked):
            raise not_found()
        return _tagged(request, await run_in_threadpool(self._service.proposal_status, asked))

    async def outcome(self, request: Request) -> Response:
        body = await self._posted(request)
        said = await run_in_threadpool(self._service.receive_outcome, body)
        return Response(status_code=204) if said is None else JSONResponse(said)

    async def revocation(self, request: Request) -> Response:
        said = await run_in_threadpool(self._service.revocation)
        if said is None:
            raise not_found()
        return _tagged(request, said)

    async def _posted(self, request: Request) -> bytes:
        """The body of a message from anybody. Raises WireError 413, 415, 429."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != JSON or request.headers.get("content-encoding", "identity") != "identity":
            raise WireError(415, "unsupported_type", "Ce type de contenu n’est pas attendu ici.")
        wait_s = self._pace.wait_s(household(_client(request)))
        if wait_s:
            sentence = "Trop d’envois en peu de temps. Réessayez plus tard."
            raise WireError(429, "too_many_requests", sentence, retry_after_s=wait_s)
        return await _bounded(request)


class Elsewhere:
    """ASGI: the answer to what is asked beside our routes, or by a method they do not take."""

    def __init__(self, routes: list[Any]) -> None:
        self._routes = [(one.path_regex, sorted(one.methods)) for one in routes]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await problem(self._error(scope), allow=self._methods(scope))(scope, receive, send)

    def _error(self, scope: Scope) -> WireError:
        if scope["path"].startswith("/git/"):
            return read_only()
        if self._methods(scope):
            sentence = "Cette adresse ne répond pas à cette méthode."
            return WireError(405, "method_not_allowed", sentence)
        return not_found()

    def _methods(self, scope: Scope) -> str:
        found = (methods for path, methods in self._routes if path.match(scope["path"]))
        return ", ".join(next(found, ()))


class _Streamed(Response):
    """An answer that needs to know when its client leaves."""

    def __init__(self, answer: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        super().__init__()
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._answer(scope, receive, send)
        except WireError as error:
            await problem(error)(scope, receive, send)


class _Bundle(FileResponse):
    """A whole file, or one range of it: several at once serve nobody and cost much."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [h for h in scope["headers"] if not (h[0] == b"range" and b"," in h[1])]
        await super().__call__({**scope, "headers": headers}, receive, send)


def problem(error: WireError, *, allow: str = "") -> Response:
    """RFC 9457."""
    said = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "error": error.name,
        "detail": error.sentence,
    }
    answer = JSONResponse(said, status_code=error.status, media_type=PROBLEM)
    answer.headers["Cache-Control"] = "no-store"
    if error.retry_after_s is not None:
        answer.headers["Retry-After"] = str(error.retry_after_s)
    if allow and error.status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = allow
    return answer


def not_found() -> WireError:
    return WireError(404, "not_found", "Il n’y a rien à cette adresse.")


def _told(endpoint: Endpoint) -> Endpoint:
    """The endpoint, its errors said as a problem."""
    return partial(_answered, endpoint)


async def _answered(endpoint: Endpoint, request: Request) -> Response:
    try:
        return await endpoint(request)
    except WireError as error:
        return problem(error)


async def _bounded(request: Request) -> bytes:
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > ANSWER_LIMIT_BYTES:
                raise WireError(413, "too_large", "L’envoi dépasse 1 Mio. Rien n’a été enregistré.")
    except ClientDisconnect as error:
        raise WireError(400, "malformed", "La demande n’est pas arrivée entière.") from error
    return bytes(body)


def _tagged(request: Request, body: bytes) -> Response:
    """A document, or 304 to who has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": _ASK_AGAIN}
    if _knows(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=JSON, headers=headers)


def _knows(request: Request, etag: str) -> bool:
    held = request.headers.get("if-none-match", "")
    return held.strip() == "*" or etag in {
        one.strip().removeprefix("W/") for one in held.split(",")
    }


def _client(request: Request) -> str:
    return request.client.host if request.client else ""
