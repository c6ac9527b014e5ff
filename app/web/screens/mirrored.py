"""Friends' pages as we hold them: `/reseau/{peer}/{prefix}/{slug}`, its JSON, source and versions.

They are read here and changed there: every screen says whose page it is, and where it stands.
"""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from app.actions.read_page import read_mirrored
from app.actions.wiki import Wiki
from app.domain.errors import (
    InvalidInstance,
    InvalidPath,
    MediumNotFound,
    Moved,
    PageNotFound,
    PeerNotFound,
    WikiError,
)
from app.domain.network import InstanceId
from app.domain.page_path import PagePath
from app.domain.people import Reader
from app.domain.rows import PageRow, PageState, RevisionRow
from app.theme.parts import Link, Origin
from app.web.addresses import FRIENDS, page_url
from app.web.api.pages import whole_page
from app.web.context import TheReader, TheWiki
from app.web.errors import api_error
from app.web.frame import screen
from app.web.labels import titled
from app.web.reading.asking import reading_of, reading_soon
from app.web.reading.borrowed import read_theirs
from app.web.reading.context import Reading
from app.web.reading.friends import SCREEN, mirrors_of, url_there
from app.web.reading.head import make_head
from app.web.reading.near import near_pages
from app.web.reading.page import view_of
from app.web.reading.sharing import shared_head
from app.web.reading.shown import shown_now
from app.web.screens.media_files import medium_answer, named_medium
from app.web.screens.pages import MARKDOWN, SCRIPTS, kind_of
from app.web.views import History, Message, Version

router = APIRouter()
SIZE = 50
SECTION = "friends"


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of a friend, as its address names it."""

    origin: str
    path: PagePath


def friend_at(peer: str, wiki: TheWiki) -> str:
    """The friend that an address names. Raises PeerNotFound."""
    try:
        host = str(InstanceId(peer))
    except InvalidInstance as error:
        raise PeerNotFound(instance=peer[:80]) from error
    if host not in mirrors_of(wiki):
        raise PeerNotFound(instance=host)
    return host


TheFriend = Annotated[str, Depends(friend_at)]


def asked_page(friend: TheFriend, prefix: str, slug: str, wiki: TheWiki) -> Asked:
    """Raises PeerNotFound, and HTTPException 404 where it can be no page's address."""
    try:
        return Asked(friend, PagePath(kind_of(wiki, prefix), slug))
    except InvalidPath as error:
        raise HTTPException(404) from error


ThePage = Annotated[Asked, Depends(asked_page)]


@router.get(FRIENDS + "/{peer}")
def friend(peer: TheFriend) -> Response:
    """To the friend's own screen."""
    return RedirectResponse(f"{SCREEN}/{peer}", status_code=302)


@router.get(FRIENDS + "/{peer}/media/{name}")
def medium(request: Request, friend: TheFriend, name: str, wiki: TheWiki) -> Response:
    """A picture or a file of a friend's page: our copy, else the same bytes among ours."""
    named = named_medium(name)
    data = read_theirs(wiki, friend, named.file) or wiki.store.read(named.file)
    if data is None:
        raise MediumNotFound()
    return medium_answer(request, named, lambda: data)


@router.get(FRIENDS + "/{peer}/{prefix}")
def directory(friend: TheFriend, prefix: str, wiki: TheWiki) -> Response:
    """To the directory, of that friend's pages."""
    kind_of(wiki, prefix)
    return RedirectResponse(f"/{quote(prefix)}?{urlencode({'origin': friend})}", status_code=302)


@router.get(FRIENDS + "/{peer}/{prefix}/{slug}.json")
def page_json(asked: ThePage, wiki: TheWiki, reader: TheReader, request: Request) -> Response:
    """The page as the API gives it."""
    try:
        row = _read(wiki, asked, reader)
    except Moved as error:
        return RedirectResponse(f"{_moved_to(wiki, asked, error)}.json", status_code=301)
    except WikiError as error:
        return api_error(request, error)
    return _theirs(whole_page(wiki, row, reader), wiki, row)


@router.get(FRIENDS + "/{peer}/{prefix}/{slug}/raw")
def page_source(asked: ThePage, wiki: TheWiki, reader: TheReader) -> Response:
    """The page's file as its owner wrote it."""
    try:
        row = _read(wiki, asked, reader)
    except Moved as error:
        return RedirectResponse(f"{_moved_to(wiki, asked, error)}/raw", status_code=301)
    headers = {"Content-Disposition": f'inline; filename="{asked.path.slug}.md"'}
    answer = PlainTextResponse(row.text, media_type=MARKDOWN, headers=headers)
    return _theirs(answer, wiki, row)


@router.get(FRIENDS + "/{peer}/{prefix}/{slug}/edit")
def edit(asked: ThePage) -> Response:
    """It is changed there only: one proposes, or makes a page of one's own from it."""
    named = {"de": asked.origin, "page": str(asked.path)}
    return RedirectResponse(f"/-/reprendre?{urlencode(named)}", status_code=302)


@router.get(FRIENDS + "/{peer}/{prefix}/{slug}/history")
def history(
    request: Request, asked: ThePage, wiki: TheWiki, reader: TheReader, apres: str | None = None
) -> Response:
    """The versions that the friend published, newest first: when, who, why."""
    try:
        row = _read(wiki, asked, reader)
    except Moved as error:
        return RedirectResponse(f"{_moved_to(wiki, asked, error)}/history", status_code=301)
    except PageNotFound:
        return _absent(request, asked)
    rows, cursor = wiki.index.history(asked.path, after=apres, size=SIZE, origin=asked.origin)
    reading = reading_of(request)
    head = make_head(reading, shown_now(wiki, row), body="", toc=(), facts=())
    view = History(
        head=head, versions=tuple(_version(one, row) for one in rows), compare_url="",
        authors=tuple(wiki.index.authors(row.id, origin=row.origin)),
        next_url=f"{head.url}/history?{urlencode({'apres': cursor})}" if cursor else "",
    )  # fmt: skip
    title = titled(reading.say, reading.say("Versions"), row.title)
    return screen(request, "history.html", view, title=title, robots="noindex", section=SECTION)


def _version(one: RevisionRow, row: PageRow) -> Version:
    return Version(
        revision=str(one.revision), at=one.at, author=one.author, note=one.note, minor=one.minor,
        current=one.revision == row.revision, event=one.event,
    )  # fmt: skip


@router.get(FRIENDS + "/{peer}/{prefix}/{slug}")
async def page(
    request: Request, asked: ThePage, wiki: TheWiki, reader: TheReader
) -> Response:  # fmt: skip
    """Our copy of the page, as it was received."""
    try:
        row = _read(wiki, asked, reader)
    except Moved as error:
        return RedirectResponse(_moved_to(wiki, asked, error), status_code=301)
    except PageNotFound:
        return await run_in_threadpool(_absent, request, asked)
    return await run_in_threadpool(_shown, request, await reading_soon(request), row)


def _shown(request: Request, reading: Reading, row: PageRow) -> Response:
    template, view = view_of(reading, shown_now(reading.wiki, row))
    return screen(
        request, template, view, title=row.title, description=row.summary, section=SECTION,
        **shared_head(reading, row),
        canonical=url_there(reading.mirrors, row.origin, row.path, reading.wiki.kinds),
        robots="noindex", scripts=SCRIPTS.get(row.path.kind, ()),
    )  # fmt: skip


def _read(wiki: Wiki, asked: Asked, reader: Reader) -> PageRow:
    return read_mirrored(wiki, asked.origin, asked.path, reader=reader)


def _moved_to(wiki: Wiki, asked: Asked, error: Moved) -> str:
    return page_url(error.params["target"], wiki.kinds, origin=asked.origin)


def _theirs(answer: Response, wiki: Wiki, row: PageRow) -> Response:
    """What tells search engines that the page stands elsewhere."""
    there = url_there(mirrors_of(wiki), row.origin, row.path, wiki.kinds)
    answer.headers["Link"] = f'<{there}>; rel="canonical"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _absent(request: Request, asked: Asked) -> Response:
    """The screen of a page that we do not hold, or no longer: where to look for it."""
    reading = reading_of(request)
    row = reading.wiki.index.page(asked.path, origin=asked.origin)
    gone = row is not None and row.state is PageState.deleted
    origin = reading.origin(asked.origin, asked.path)
    words = asked.path.slug.replace("-", " ")
    view = Message(
        status=410 if gone else 404, title=reading.say(_TITLES[gone]),
        sentence=reading.say(_SENTENCES[gone]).format(network=origin.name if origin else ""),
        steps=_steps(reading, origin), search=words, show_search=True,
        near=near_pages(reading, words),
    )  # fmt: skip
    return screen(
        request, "message.html", view, title=view.title, status=view.status, robots="noindex",
        section=SECTION,
    )  # fmt: skip


def _steps(reading: Reading, origin: Origin | None) -> tuple[Link, ...]:
    home = Link(reading.say("Revenir à l’accueil"), "/")
    if origin is None:
        return (home,)
    return (Link(reading.say("La chercher chez eux"), origin.page_url), home)


_TITLES = {
    False: "Nous n’avons pas cette page",
    True: "Cette page n’est plus partagée",
}
_SENTENCES = {
    False: "Elle n’est pas, ou pas encore, dans notre copie de {network}.",
    True: "{network} ne la publie plus, ou ne la partage plus : notre copie est retirée.",
}
