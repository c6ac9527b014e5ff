"""What view makers are handed for a request: who asks, in which language."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from app.domain.people import Reader
from app.web.context import reader_of, wiki_of
from app.web.frame import lang_of, theme_of
from app.web.reading.context import Reading
from app.web.reading.friends import mirrors_of
from app.web.reading.known import Known


def known_of(request: Request) -> Known:
    """What is known of all pages: one for the whole application."""
    return request.app.state.known


def reading_of(request: Request) -> Reading:
    """For routes that run in a thread."""
    known_of(request).refresh()
    return _reading(request)


async def reading_soon(request: Request) -> Reading:
    """For routes of the event loop: what has changed is read beside it."""
    known = known_of(request)
    if not known.fresh:
        await run_in_threadpool(known.refresh)
    return _reading(request)


def _reading(request: Request) -> Reading:
    return reading_as(request, reader_of(request), lang_of(request))


def reading_as(request: Request, reader: Reader, lang: str) -> Reading:
    """What that reader would be handed, whoever asks."""
    wiki = wiki_of(request)
    return Reading(
        wiki, theme_of(request), known_of(request), reader, lang, mirrors_of(wiki),
        request.app.state.tiles,
    )  # fmt: skip
