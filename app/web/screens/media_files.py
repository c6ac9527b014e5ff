"""Pictures and files of the pages."""

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.media import read_medium
from app.domain.errors import InvalidMedium, MediumNotFound
from app.domain.media import MediumName
from app.web.context import TheWiki

router = APIRouter()
FOR_EVER = "public, max-age=31536000, immutable"
# Whatever the bytes are, a browser that opens them alone may run nothing of them.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'"
SHOWN = ("image/", "audio/")


@router.get("/media/{name}")
def medium(request: Request, name: str, wiki: TheWiki) -> Response:
    """The bytes, under a name that is their hash: they never change. Documents are downloaded."""
    named = named_medium(name)
    return medium_answer(request, named, lambda: read_medium(wiki, named))


def named_medium(name: str) -> MediumName:
    """Raises MediumNotFound where it can be no medium's name."""
    try:
        return MediumName.parse(name)
    except InvalidMedium as error:
        raise MediumNotFound() from error


def medium_answer(request: Request, named: MediumName, read: Callable[[], bytes]) -> Response:
    """The bytes, or word that the reader has them already."""
    etag = f'"{named.sha256[:32]}"'
    shown = named.content_type.startswith(SHOWN)
    headers = {
        "Cache-Control": FOR_EVER,
        "ETag": etag,
        "Content-Security-Policy": SANDBOX,
        "Content-Disposition": f'{"inline" if shown else "attachment"}; filename="{named}"',
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(read(), media_type=named.content_type, headers=headers)
