"""What was said to a person, what is new in what they follow, and what of it is mailed."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.actions.digest import STOP
from app.actions.news import Followed, Told, follow, news_of, read_all, see_page, told_to
from app.actions.read_page import read_page
from app.actions.wiki import Wiki
from app.domain.errors import NotSignedIn
from app.domain.people import Person
from app.domain.person_rules import email_key
from app.domain.watching import WATCHED_LIMIT, NoticeSort, Rhythm
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.forms.posted import (
    ThePosted,
    is_ours,
    page_at,
    require_ours,
    require_person,
    sign_in_url,
)
from app.web.frame import screen, tell_next
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.talk import author_of, names_of, plain_words
from app.web.screens.proposal_lines import answer_of
from app.web.views.news import Confirm, FollowedLine, NoticeLine, NoticesScreen

router = APIRouter()
URL = "/-/avis"
SHOWN, WORDS = 60, 160


@router.get(URL)
def notices(request: Request, reader: TheReader) -> Response:
    if reader.person is None:
        return RedirectResponse(sign_in_url(URL), status_code=303)
    return _screen(reading_of(request), request, reader.person)


@router.post(URL)
def change(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """`do`: `read`, `rhythm` (never, daily, weekly), `leave` (a page)."""
    if reader.person is None and is_ours(request, posted):
        return RedirectResponse(sign_in_url(URL), status_code=303)
    require_ours(request, posted)
    if reader.person is None:
        raise NotSignedIn()
    limit_writes(wiki, reader)
    person, do, flash = reader.person, posted.one("do"), ""
    if do == "read":
        read_all(wiki, person)
        flash = "all-read"
    elif do == "rhythm" and posted.one("rhythm") in list(Rhythm):
        wiki.watching.choose(person.id, Rhythm(posted.one("rhythm")), at=wiki.clock.now())
        flash = "rhythm"
    elif do == "leave":
        wiki.watching.unwatch(person.id, posted.one("page"))
        flash = "follows-not"
    request.app.state.notices.forget(person)
    answer = RedirectResponse(URL, status_code=303)
    return tell_next(answer, flash) if flash else answer


@router.get(URL + "/vers/{ref}")
def go(wiki: TheWiki, reader: TheReader, ref: str) -> Response:
    """To what a notice is of; it counts as read."""
    if reader.person is None:
        return RedirectResponse(sign_in_url(f"{URL}/vers/{ref}"), status_code=303)
    found = [n for n in wiki.watching.notices(reader.person.id, size=500) if n.ref == ref]
    told = told_to(wiki, reader.person, found)
    wiki.watching.read(reader.person.id, refs=[ref])
    if not told:
        raise HTTPException(404)
    return RedirectResponse(_there(wiki, told[0]), status_code=303)


@router.get(URL + "/page/{page_id}")
def look(request: Request, wiki: TheWiki, reader: TheReader, page_id: str) -> Response:
    """To a page that is followed; what is new in it counts as seen."""
    if reader.person is None:
        return RedirectResponse(sign_in_url(f"{URL}/page/{page_id}"), status_code=303)
    row = wiki.index.page_by_id(page_id)
    if row is None or not wiki.watching.watches(reader.person.id, page_id):
        raise HTTPException(404)
    see_page(wiki, reader.person, row)
    request.app.state.notices.forget(reader.person)
    return RedirectResponse(page_url(row.path, wiki.kinds), status_code=303)


@router.post("/{prefix}/{slug}/suivre")
def follow_page(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """`do`: follow, or leave. Raises Refused where too many are followed."""
    path = page_at(wiki, prefix, slug)
    url = page_url(path, wiki.kinds)
    require_person(request, reader, posted, back=url)
    limit_writes(wiki, reader)
    row = read_page(wiki, path, reader=reader)
    leaves = posted.one("do") == "leave"
    if leaves and reader.person is not None:
        wiki.watching.unwatch(reader.person.id, row.id)
    else:
        follow(wiki, row, by=reader)
    answer = RedirectResponse(url, status_code=303)
    return tell_next(answer, "follows-not" if leaves else "follows")


@router.get(URL + "/arret")
def ask_stop(request: Request, wiki: TheWiki, jeton: str = "") -> Response:
    """From a letter: shows a button; programs that follow every link of a mail stop nothing."""
    reading = reading_of(request)
    found = wiki.tokens.look(jeton, STOP, now=wiki.clock.now())
    if found is None or not found.fresh:
        return _stopped(request, reading, known=found is not None)
    view = Confirm(
        reading.say("Ne plus recevoir cette lettre ?"),
        reading.say("Vos avis restent lisibles ici. Vous pourrez la reprendre quand vous voulez."),
        f"{URL}/arret?jeton={jeton}", reading.say("Ne plus la recevoir"),
    )  # fmt: skip
    return _confirm(request, view)


@router.post(URL + "/arret")
def stop(request: Request, wiki: TheWiki, jeton: str = "") -> Response:
    """One click, from the screen or from a mail program (RFC 8058): the secret is all it takes."""
    reading = reading_of(request)
    now = wiki.clock.now()
    spent = wiki.tokens.spend(jeton, STOP, now=now)
    if spent is not None and spent.person:
        wiki.watching.choose(spent.person, Rhythm.never, at=now)
    known = spent is not None or wiki.tokens.look(jeton, STOP, now=now) is not None
    return _stopped(request, reading, known=known)


def _stopped(request: Request, reading: Reading, *, known: bool) -> Response:
    steps = (Link(reading.say("Voir vos avis"), URL), Link(reading.say("Accueil"), "/"))
    if known:
        view = Confirm(
            reading.say("C’est fait"),
            reading.say("Cette lettre ne part plus vers vous. Vous la reprendrez depuis vos avis."),
            tone="good", steps=steps,
        )  # fmt: skip
        return _confirm(request, view)
    view = Confirm(
        reading.say("Ce lien ne mène à rien"),
        reading.say("Il est peut-être coupé, ou trop ancien. Connectez-vous : vos avis disent"
                    " comment ne plus rien recevoir."),
        tone="caution", steps=steps,
    )  # fmt: skip
    return _confirm(request, view, status=404)


def _confirm(request: Request, view: Confirm, *, status: int = 200) -> Response:
    answer = screen(request, "confirm.html", view, title=view.title, status=status,
                    robots="noindex", canonical="")  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer" if not view.button else "same-origin"
    return answer


def _there(wiki: Wiki, told: Told) -> str:
    if told.notice.sort is NoticeSort.question:
        return f"/-/questions/{told.notice.ref}"
    return f"{page_url(told.page.path, wiki.kinds)}/discussion#m-{told.notice.ref}"


def _screen(reading: Reading, request: Request, person: Person) -> Response:
    wiki = reading.wiki
    news = news_of(wiki, person)
    request.app.state.notices.put(person, news.total - len(news.told))
    told = told_to(wiki, person, wiki.watching.notices(person.id, size=SHOWN))
    habits = wiki.watching.habits(person.id, since=person.joined_at)
    view = NoticesScreen(
        action=URL, notices=tuple(_line(reading, one) for one in told),
        answers=tuple(answer_of(reading, one) for one in news.answers),
        followed=tuple(_followed(reading, one) for one in news.followed),
        searches=tuple(
            Link(one.search.name, f"/-/recherches/{one.search.id}", str(one.fresh or ""))
            for one in news.searches
        ),
        fresh=news.total, rhythm=habits.rhythm.value,
        dead=wiki.outbox.is_dead(email_key(person.email)), limit=WATCHED_LIMIT,
    )  # fmt: skip
    return screen(request, "notices.html", view, title=reading.say("Vos avis"), robots="noindex",
                  canonical="")  # fmt: skip


def _line(reading: Reading, told: Told) -> NoticeLine:
    page = Link(told.page.title, reading.url(told.page.path), kind=told.page.path.kind)
    notice, url = told.notice, f"{URL}/vers/{told.notice.ref}"
    if told.comment is None:
        what = reading.say("Une question pour ce lieu")
        return NoticeLine("", what, page, url, "", notice.at, notice.read)
    names = names_of(reading.wiki, [told.comment])
    mention = notice.sort is NoticeSort.mention
    return NoticeLine(
        author_of(reading, told.comment, names),
        reading.say("vous appelle") if mention else reading.say("répond"), page, url,
        plain_words(told.comment, names, size=WORDS), notice.at, notice.read,
    )  # fmt: skip


def _followed(reading: Reading, one: Followed) -> FollowedLine:
    if one.page is None:
        return FollowedLine(one.page_id, None, "")
    url = reading.url(one.page.path)
    page = Link(one.page.title, url, kind=one.page.path.kind)
    feed = "" if one.page.status == "draft" else f"{url}/history.atom"
    return FollowedLine(
        one.page_id, page, f"{URL}/page/{one.page_id}", feed, one.changed, one.messages
    )
