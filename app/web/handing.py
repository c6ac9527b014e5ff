"""Large files handed out: whole, in parts, or not at all where the reader has them."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import Request
from fastapi.responses import FileResponse, Response


def handed(
    request: Request, path: Path, *, mark: str, media_type: str, filename: str,
    more: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    """The file as a download; it may be asked for in parts, also to go on with one that was cut.

    `mark` stands for its bytes, and is its ETag. `more` are headers beside.
    """
    tag = f'"{mark}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", **(more or {})}
    known = request.headers.get("if-none-match", "")
    if tag in known or known.strip() == "*":
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=media_type, headers=headers, filename=filename)
