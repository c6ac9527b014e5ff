"""Pictures and files of the pages."""

import re
from collections.abc import Callable
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.media import medium_row, read_medium, read_variant
from app.actions.wiki import Wiki
from app.domain.errors import InvalidMedium, MediumNotFound
from app.domain.links import slugify
from app.domain.media import MediumName
from app.web.context import TheWiki

router = APIRouter()
FOR_EVER = "public, max-age=31536000, immutable"
# Whatever the bytes are, a browser that opens them alone may run nothing of them.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'"
# A drawing needs nothing of anyone: what it holds was checked on its way in, and this holds again.
ALONE = "sandbox; default-src 'none'"
SHOWN = ("image/", "audio/")


@router.get("/media/{name}")
def medium(request: Request, name: str, wiki: TheWiki) -> Response:
    """The bytes, under a name that is their hash: they never change. Documents are downloaded."""
    named = named_medium(name)
    title = _title(wiki, named)
    return medium_answer(request, named, lambda: read_medium(wiki, named), title=title)


@router.get("/media/{name}/{width}.webp")
def copy(request: Request, name: str, width: str, wiki: TheWiki) -> Response:
    """A lighter copy of a picture, at one of its few widths: it never changes either."""
    named = named_medium(name)
    if not (width.isascii() and width.isdecimal()) or len(width) > 4 or width.startswith("0"):
        raise MediumNotFound()
    etag = f'"{named.sha256[:32]}-{width}"'
    headers = {"Cache-Control": FOR_EVER, "ETag": etag, "Content-Security-Policy": SANDBOX}
    data = read_variant(wiki, named, int(width))
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    moving = not data.startswith(b"RIFF")
    return Response(
        data, media_type=named.content_type if moving else "image/webp", headers=headers
    )  # fmt: skip


def _title(wiki: Wiki, named: MediumName) -> str:
    """What a reader who takes the file away may know it by."""
    row = medium_row(wiki, named)
    return row.words.title if row else ""


def named_medium(name: str) -> MediumName:
    """Raises MediumNotFound where it can be no medium's name."""
    try:
        return MediumName.parse(name)
    except InvalidMedium as error:
        raise MediumNotFound() from error


def medium_answer(
    request: Request, named: MediumName, read: Callable[[], bytes], *, title: str = ""
) -> Response:
    """The bytes, or word that the reader has them already."""
    etag = f'"{named.sha256[:32]}"'
    shown = named.content_type.startswith(SHOWN)
    headers = {
        "Cache-Control": FOR_EVER,
        "ETag": etag,
        "Content-Security-Policy": ALONE if named.ext == "svg" else SANDBOX,
        "Content-Disposition": disposition(named, title, shown=shown),
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(read(), media_type=named.content_type, headers=headers)


def disposition(named: MediumName, title: str, *, shown: bool) -> str:
    """Whether it is shown or taken away, and under which name (RFC 6266, RFC 8187).

    A title is anybody's words: of it only letters, digits and simple hyphens come through, once
    without accents for old programs, once as they are, in percent signs.
    """
    plain = slugify(title)[:80] or f"{named.sha256[:12]}"
    words = re.sub(r"[^\w.-]+", " ", title.replace("_", " "))
    full = " ".join(words.split()).strip(" .-")[:80] or plain
    name = quote(f"{full}.{named.ext}", safe="")
    way = "inline" if shown else "attachment"
    return f"{way}; filename=\"{plain}.{named.ext}\"; filename*=UTF-8''{name}"
