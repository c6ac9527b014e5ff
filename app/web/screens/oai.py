"""OAI-PMH: libraries gather what is shared at `/oai`."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from app.web.linked.linking import Linking
from app.web.oai.answering import ADDRESS, MEDIA_TYPE, Repository
from app.web.reading.asking import reading_of

router = APIRouter()
# A form of the protocol holds a few hundred signs.
FORM_LIMIT_BYTES = 64 * 1024


@router.get(ADDRESS)
def harvest(request: Request) -> Response:
    """One of the six verbs, with its arguments; errors are told as the protocol says, with 200."""
    return _answer(request, request.scope["query_string"])


@router.post(ADDRESS)
async def harvest_by_form(request: Request) -> Response:
    """The same, with the arguments in the body."""
    body = bytearray()
    async for part in request.stream():
        body += part[: FORM_LIMIT_BYTES + 1 - len(body)]
    return await run_in_threadpool(_answer, request, bytes(body))


def _answer(request: Request, query: bytes) -> Response:
    text = Repository(Linking.of(reading_of(request))).answer(query)
    return Response(text, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-cache"})
