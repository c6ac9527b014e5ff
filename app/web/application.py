"""The web application: routes, middleware and the answers to errors, over one wiki."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from functools import partial

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.actions.ask_kit import KitMaking
from app.actions.catch_up import catch_up
from app.actions.check_links import check_links
from app.actions.digest import send_digests
from app.actions.mail import Post, send_due
from app.actions.make_asked_kits import make_asked_kits
from app.actions.standing_kits import ask_standing
from app.actions.still_true import ask_still_true
from app.actions.upkeep import keep_up
from app.actions.wiki import Wiki
from app.domain.errors import TooLarge, WikiError
from app.domain.phrase import mebibytes
from app.domain.selection import Selection
from app.ports import Federation
from app.theme import Theme
from app.web import api, health, screens
from app.web.errors import api_error, problem
from app.web.forms.posted import SignInFirst
from app.web.page_cache import PageCache
from app.web.reading.known import Known
from app.web.reading.notices import Notices
from app.web.reading.suggestions import Criteria
from app.web.safety import AnswersHead, SafeHeaders
from app.web.screens.edit import invitation
from app.web.screens.messages import screen_error, screen_status
from app.web.tiles import NO_TILES, Tiles

log = logging.getLogger(__name__)
UPKEEP_EVERY_S = 600
# Cheap where nothing is due: one question to the records.
FEDERATION_EVERY_S = 5
LINKS_EVERY_S = 600
# Cheap where nobody asked: a look into a folder. People wait for it.
KITS_EVERY_S = 1
# Cheap where nothing is due: one question to the records. People wait for a link.
MAIL_EVERY_S = 2
STOP_WITHIN_S = 5
# What other programs ask: they are answered with problems in JSON, never with a screen.
_PROGRAMS = ("/api/", "/federation/", "/git/", "/.well-known/", "/nodeinfo/", "/oai")

_PACKED = ("/git/", "/federation/", "/-/donnees/", "/-/emporter/fichiers/")


def build_application(
    wiki: Wiki,
    theme: Theme,
    federation: Federation,
    making: KitMaking,
    post: Post,
    *,
    routers: Sequence[APIRouter] = (),
    tiles: Tiles = NO_TILES,
    cache_bytes: int,
    on_close: Callable[[], None],
) -> FastAPI:
    """The application; it catches up when it starts and closes the engines when it stops.

    `routers` answer other instances; they come before the screens.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        catch_up(wiki)
        worker = asyncio.create_task(_keep_up(wiki, app.state.known, making))
        beside = (_looking_after(wiki), _federating(federation), _making_kits(wiki, making),
                  _sending(wiki, post))  # fmt: skip
        with ExitStack() as stack:
            for work in beside:
                stack.enter_context(work)
            yield
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker
        app.state.notices.close()
        on_close()

    app = FastAPI(
        title=wiki.site.name, version="1", lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json",
    )  # fmt: skip
    app.state.wiki, app.state.theme, app.state.known = wiki, theme, Known(wiki)
    app.state.federation, app.state.tiles = federation, tiles
    app.state.making, app.state.post = making, post
    app.state.notices, app.state.criteria = Notices(wiki), Criteria(wiki)
    # Routes as they are: those of a router that is included are made anew for each application, by
    # whoever asks first, and looked through one router after the other.
    doors = [route for router in routers for route in router.routes]
    app.router.routes += [*doors, *api.ROUTES, *health.router.routes, *screens.routes()]
    app.add_exception_handler(WikiError, _wiki_error)
    app.add_exception_handler(SignInFirst, _sign_in_first)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unforeseen)
    app.add_middleware(_Compressed)
    app.add_middleware(PageCache, generation=partial(_generation, wiki), limit_bytes=cache_bytes)
    app.add_middleware(SafeHeaders, secure=wiki.site.secure, too_large=_too_large)
    app.add_middleware(AnswersHead)
    return app


def _generation(wiki: Wiki) -> tuple[int, ...]:
    """What pages show changes with it: the index, thanks, and what is said."""
    return (
        wiki.index.generation(), wiki.thanks.generation(), wiki.discussions.generation(),
        wiki.councils.generation(),
    )  # fmt: skip


class _Compressed:
    """Gzip for all but git's answers, bundles, dumps and kits: packed already, they stream."""

    def __init__(self, app: ASGIApp) -> None:
        self._bare = app
        self._compressed = GZipMiddleware(app, minimum_size=800, compresslevel=5)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        packed = scope["type"] == "http" and scope["path"].startswith(_PACKED)
        await (self._bare if packed else self._compressed)(scope, receive, send)


@contextmanager
def _federating(federation: Federation) -> Iterator[None]:
    """Visits and deliveries that are due, for as long as the server runs.

    A visit that is under way when the server stops is cut: it changes nothing until it is whole.
    """
    every_s, stop = FEDERATION_EVERY_S, federation.stop
    with _beside("federation", lambda _: federation.work(), every_s=every_s, stop=stop):
        yield


@contextmanager
def _looking_after(wiki: Wiki) -> Iterator[None]:
    """Addresses of the web are tried where the instance lets it, for as long as it runs."""
    if not wiki.care.check_links:
        yield
        return
    with _beside("links", lambda s: check_links(wiki, stopped=s.is_set), every_s=LINKS_EVERY_S):
        yield


@contextmanager
def _making_kits(wiki: Wiki, making: KitMaking) -> Iterator[None]:
    """Files to be taken away, one after the other, by one of the workers."""

    def work(stopped: threading.Event) -> object:
        return make_asked_kits(wiki, making, stopped=stopped.is_set)

    with _beside("kits", work, every_s=KITS_EVERY_S):
        yield


@contextmanager
def _sending(wiki: Wiki, post: Post) -> Iterator[None]:
    """Letters that are due, by one of the workers."""

    def work(stopped: threading.Event) -> object:
        return send_due(wiki, post, stopped=stopped.is_set)

    with _beside("mail", work, every_s=MAIL_EVERY_S):
        yield


@contextmanager
def _beside(
    name: str,
    work: Callable[[threading.Event], object],
    *,
    every_s: float,
    stop: Callable[[], object] = lambda: None,
) -> Iterator[None]:
    """`work` now and then in a thread, told to `stop` at the end; what fails is tried again."""
    stopped = threading.Event()

    def rounds() -> None:
        while not stopped.is_set():
            try:
                work(stopped)
            except Exception:
                if not stopped.is_set():
                    log.exception("%s stopped; it is tried again later", name)
            stopped.wait(every_s)

    thread = threading.Thread(target=rounds, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        stop()
        thread.join(STOP_WITHIN_S)


async def _keep_up(wiki: Wiki, known: Known, making: KitMaking) -> None:
    """What the first visitor needs made ready, then upkeep now and then, in a thread.

    What fails is told and tried again.
    """
    work: Callable[[], object] = partial(_warm, wiki, known)
    while True:
        try:
            await asyncio.to_thread(work)
        except Exception:
            log.exception("upkeep stopped; it is tried again later")
        await asyncio.sleep(UPKEEP_EVERY_S)
        work = partial(_upkeep, wiki, making)


def _upkeep(wiki: Wiki, making: KitMaking) -> None:
    keep_up(wiki)
    send_digests(wiki)
    ask_still_true(wiki)
    ask_standing(wiki, making)


def _warm(wiki: Wiki, known: Known) -> None:
    wiki.index.count(Selection())
    known.refresh()
    wiki.search.suggest("accueil", size=1)


def _for_program(request: Request) -> bool:
    return request.url.path.startswith(_PROGRAMS)


def _wiki_error(request: Request, error: WikiError) -> Response:
    return api_error(request, error) if _for_program(request) else screen_error(request, error)


def _sign_in_first(request: Request, error: SignInFirst) -> Response:
    return invitation(request, error.back)


def _too_large(request: Request, limit_bytes: int) -> Response:
    return _wiki_error(request, TooLarge(what="L’envoi", limit=mebibytes(limit_bytes)))


def _not_understood(request: Request, error: RequestValidationError) -> Response:
    if not _for_program(request):
        return screen_status(request, 422)
    problems = [
        {"field": ".".join(str(part) for part in said["loc"]), "sentence": said["msg"]}
        for said in error.errors()[:20]
    ]
    sentence = "La demande n’est pas comprise : vérifiez ses champs."
    return problem(422, "invalid_request", sentence, problems=problems)


def _http_error(request: Request, error: HTTPException) -> Response:
    if not _for_program(request):
        return screen_status(request, error.status_code)
    names = {404: "not_found", 405: "method_not_allowed", 400: "bad_request"}
    name = names.get(error.status_code, "error")
    return problem(error.status_code, name, _SENTENCES.get(error.status_code, "Refusé."))


def _unforeseen(request: Request, _error: Exception) -> Response:
    if not _for_program(request):
        return screen_status(request, 500)
    return problem(500, "error", WikiError.sentence)


_SENTENCES = {
    400: "La demande n’est pas comprise.",
    404: "Il n’y a rien à cette adresse.",
    405: "Cette adresse ne répond pas à cette méthode.",
}
