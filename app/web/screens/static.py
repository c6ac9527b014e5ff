"""The theme's files: style, scripts, icons, font."""

import gzip
import re
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.web.frame import theme_of

router = APIRouter()
TYPES = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2",
    ".png": "image/png", ".webp": "image/webp", ".ico": "image/x-icon",
    ".json": "application/json",
}  # fmt: skip
PACKED = (".css", ".js", ".mjs", ".svg", ".json")
_HASHED = re.compile(r"\.[0-9a-f]{10}\.[a-z0-9]+$")
FOR_EVER = "public, max-age=31536000, immutable"


@router.get("/-/static/{name}")
def static_file(request: Request, name: str) -> Response:
    """A file of the theme. Built ones have a hash in their name and never change."""
    files = theme_of(request).files
    path = files.path(name)
    if path is None or path.suffix not in TYPES:
        raise HTTPException(404)
    headers = {"Cache-Control": FOR_EVER if _HASHED.search(name) else "no-cache"}
    data, packed = _read(path, path.stat().st_mtime_ns)
    if path.suffix in PACKED:
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"], data = "gzip", packed
    return Response(data, media_type=TYPES[path.suffix], headers=headers)


@lru_cache(maxsize=64)
def _read(path: Path, _changed_at: int) -> tuple[bytes, bytes]:
    data = path.read_bytes()
    return data, gzip.compress(data, 9, mtime=0) if path.suffix in PACKED else b""


@router.get("/favicon.ico")
@router.get("/favicon.svg")
def favicon(request: Request) -> Response:
    """Where browsers look by themselves."""
    return RedirectResponse(theme_of(request).asset("favicon.svg"), status_code=302)
