"""Sending a picture or a file."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import JSONResponse

from app.actions.media import MediumWords, StoredMedium, add_medium
from app.domain.media import SIZE_LIMIT_BYTES
from app.web.addresses import API
from app.web.context import TheWiki, TokenReader

router = APIRouter(prefix=API, tags=["media"])


@router.post("/media", status_code=201)
def post_medium(
    wiki: TheWiki,
    reader: TokenReader,
    file: UploadFile,
    title: Annotated[str, Form()] = "",
    alt: Annotated[str, Form()] = "",
    licence: Annotated[str, Form()] = "",
    authors: Annotated[str, Form()] = "",
    source: Annotated[str, Form()] = "",
) -> JSONResponse:
    """Keep a medium (field `file`, 5 MiB at most). Its place and camera data are taken off."""
    data = file.file.read(SIZE_LIMIT_BYTES + 1)
    words = MediumWords(title, alt, licence, authors, source)
    return JSONResponse(_said(add_medium(wiki, data, words, by=reader)), status_code=201)


def _said(medium: StoredMedium) -> dict[str, Any]:
    return {
        "path": medium.name.file, "url": f"/media/{medium.name}", "sha256": medium.name.sha256,
        "width": medium.width, "height": medium.height, "size_bytes": medium.size_bytes,
    }  # fmt: skip
