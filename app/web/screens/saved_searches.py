"""The searches that a person keeps: named, looked at again, followed by a feed."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.actions.keep_search import MOST, Kept, keep_search, kept_by, new_secret
from app.actions.news import count_news
from app.actions.wiki import Wiki
from app.domain.errors import InvalidQuery, NotSignedIn, Refused
from app.domain.people import Person
from app.domain.saved_search import SAVED_LIMIT, SavedSearch, clean_saved_name
from app.domain.selection import Selection
from app.web.context import TheReader, TheWiki
from app.web.forms.posted import Posted, ThePosted, is_ours, require_ours, sign_in_url
from app.web.frame import lang_of, screen, tell_next, theme_of
from app.web.reading.asking import reading_of
from app.web.reading.choices import chosen_links
from app.web.reading.context import Reading
from app.web.reading.feeds import search_feed
from app.web.reading.queries import address, selection_pairs
from app.web.views.searches import KeptSearch, KeptSearches

router = APIRouter()
URL = "/-/recherches"


@router.get(URL)
def saved(request: Request, reader: TheReader) -> Response:
    if reader.person is None:
        return RedirectResponse(sign_in_url(URL), status_code=303)
    return _screen(request, reader.person)


@router.post(URL)
def change(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """`keep`, `rename`, `renew` (another address of the feed) or `drop`."""
    if reader.person is None and is_ours(request, posted):
        return RedirectResponse(sign_in_url(URL), status_code=303)
    require_ours(request, posted)
    if reader.person is None:
        raise NotSignedIn()
    try:
        flash = _do(wiki, reader.person, posted)
    except (Refused, InvalidQuery) as error:
        told = theme_of(request).phrase(str(error), lang=lang_of(request))
        return _screen(request, reader.person, errors=(("", told),))
    answer = RedirectResponse(URL, status_code=303)
    return tell_next(answer, flash) if flash else answer


@router.get(URL + "/{search_id}")
def look(wiki: TheWiki, reader: TheReader, search_id: str) -> Response:
    """What the search finds, newest first; it counts as seen."""
    if search_id.endswith(".atom"):
        return _feed(wiki, search_id.removesuffix(".atom"))
    if reader.person is None:
        return RedirectResponse(sign_in_url(URL), status_code=303)
    search = _mine(wiki, reader.person, search_id)
    wiki.searches.see(reader.person.id, search.id, at=wiki.clock.now())
    selection = search.selection
    url = address("/recherche", selection_pairs(selection))
    return RedirectResponse(f"{url}&order=recent", status_code=303)


def _do(wiki: Wiki, person: Person, posted: Posted) -> str:
    """The flash to say. Raises Refused, InvalidQuery."""
    do, search_id = posted.one("do"), posted.one("id")
    if do == "keep":
        keep_search(wiki, person, name=posted.one("name"), question=posted.one("question"))
        return "search-kept"
    if do == "rename":
        wiki.searches.rename(person.id, search_id, clean_saved_name(posted.one("name")))
    elif do == "renew":
        wiki.searches.renew(person.id, search_id, new_secret())
        return "feed-renewed"
    elif do == "drop":
        wiki.searches.drop(person.id, search_id)
    return ""


def _mine(wiki: Wiki, person: Person, search_id: str) -> SavedSearch:
    found = [one for one in wiki.searches.of(person.id) if one.id == search_id]
    if not found:
        raise HTTPException(404)
    return found[0]


def _feed(wiki: Wiki, secret: str) -> Response:
    """The feed that this secret opens, to whoever has it."""
    search = wiki.searches.by_secret(secret)
    if search is None:
        raise HTTPException(404)
    return search_feed(wiki, search.selection, title=search.name, url=_feed_url(search))


def _feed_url(search: SavedSearch) -> str:
    return f"{URL}/{search.secret}.atom"


def _screen(
    request: Request, person: Person, *, errors: tuple[tuple[str, str], ...] = ()
) -> Response:
    reading = reading_of(request)
    kept = kept_by(reading.wiki, person)
    request.app.state.notices.put(person, count_news(reading.wiki, person))
    view = KeptSearches(
        searches=tuple(_shown(reading, one) for one in kept), action=URL, limit=SAVED_LIMIT,
        errors=errors,
    )  # fmt: skip
    title = reading.say("Vos recherches gardées")
    return screen(request, "searches.html", view, title=title, robots="noindex", canonical="",
                  status=422 if errors else 200)  # fmt: skip


def _shown(reading: Reading, kept: Kept) -> KeptSearch:
    search = kept.search
    selection = search.selection if kept.known else Selection()
    return KeptSearch(
        search.id, search.name, f"{URL}/{search.id}",
        chosen_links(reading, selection, "/recherche", ()),
        _feed_url(search), kept.fresh, kept.fresh >= MOST, kept.known,
    )  # fmt: skip
