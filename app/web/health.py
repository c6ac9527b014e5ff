"""Is the server alive, and is it ready?"""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse

from app.actions.catch_up import behind
from app.domain.selection import Selection
from app.web.context import TheWiki

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def alive() -> PlainTextResponse:
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


@router.get("/readyz")
def ready(wiki: TheWiki) -> JSONResponse:
    """200 once every projection has read our log to its head, 503 before.

    A search engine that gets ready to take the place of another keeps nobody waiting.
    """
    late = behind(wiki, friends=False)
    status = 503 if any(late.values()) else 200
    said: dict[str, Any] = {"behind": late}
    if wiki.engines:
        now = wiki.engines.standing()
        said["search"] = {"engine": now.answering, "coming": now.coming, "failed": now.failed}
    return JSONResponse(said, status, headers={"Cache-Control": "no-store"})


@router.get("/metrics")
def metrics(wiki: TheWiki) -> PlainTextResponse:
    """A few gauges in Prometheus' text format."""
    lines = [f"maillage_pages {wiki.index.count(Selection())}"]
    lines += [
        f'maillage_projection_behind{{name="{name}"}} {count}'
        for name, count in behind(wiki).items()
    ]
    return PlainTextResponse("\n".join(lines) + "\n", headers={"Cache-Control": "no-store"})
