"""WikiError -> HTTP. The only place where the two meet."""

from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from app.domain.errors import (
    AlreadyDecided,
    Busy,
    EditConflict,
    EngineFailed,
    Gone,
    InvalidPage,
    LinkSpent,
    Moved,
    NotAllowed,
    NotFound,
    NotSignedIn,
    PeerRefused,
    PeerUnreachable,
    Refused,
    Stale,
    TooLarge,
    TooMany,
    WikiError,
)

STATUS: dict[type[WikiError], int] = {
    NotFound: 404,
    Gone: 410,
    LinkSpent: 410,
    Moved: 301,
    NotSignedIn: 401,
    NotAllowed: 403,
    Refused: 422,
    TooLarge: 413,
    TooMany: 429,
    EditConflict: 409,
    AlreadyDecided: 409,
    PeerRefused: 502,
    PeerUnreachable: 504,
    Stale: 409,
    Busy: 503,
    EngineFailed: 503,
    WikiError: 500,
}
PROBLEM = "application/problem+json"


def status_of(error: type[WikiError]) -> int:
    return next(STATUS[kind] for kind in error.__mro__ if kind in STATUS)


def problem(status: int, error: str, sentence: str, **more: Any) -> JSONResponse:
    """RFC 9457: a stable `error` name for machines and a sentence for a person."""
    said = {"type": "about:blank", "title": error, "status": status, "error": error}
    return JSONResponse(
        {**said, "detail": sentence, **more}, status_code=status, media_type=PROBLEM
    )


def api_error(_request: Request, error: WikiError) -> Response:
    """The answer of the API to a domain error."""
    more: dict[str, Any] = {}
    if isinstance(error, InvalidPage):
        more["problems"] = [{"field": p.field, "sentence": str(p)} for p in error.problems]
    if isinstance(error, EditConflict):
        more = _conflict(error)
    answer = problem(status_of(type(error)), error.name, str(error), **more)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.params["seconds"])
    if isinstance(error, Moved):
        answer.headers["Location"] = f"/api/v1/pages/{error.params['target']}"
    if isinstance(error, NotSignedIn):
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _conflict(error: EditConflict) -> dict[str, Any]:
    return {
        "base": error.base,
        "current": error.theirs,
        "current_revision": error.theirs_revision,
        "yours": error.mine,
        "fields": [
            {"name": d.field, "base": d.base, "mine": d.mine, "theirs": d.theirs}
            for d in error.disputes
        ],
    }
