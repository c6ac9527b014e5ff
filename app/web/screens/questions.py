"""Ask a place, answer for it, publish what was answered. No address is ever shown."""

from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.actions import questions as asking
from app.actions.read_page import read_page
from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.byline import clean_byline
from app.domain.discussion import clean_text
from app.domain.errors import (
    AlreadyDecided,
    InvalidPage,
    InvalidPerson,
    Problem,
    Refused,
    TooMany,
    WikiError,
)
from app.domain.mail import EmailAddress
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role
from app.domain.question import Question, QuestionId
from app.domain.rows import PageRow, PageState
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki, client_address, limit_writes
from app.web.errors import status_of
from app.web.forms.posted import Posted, ThePosted, here, is_ours, page_at, require_person
from app.web.forms.unhurried import moment, require_person_like
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.problems import sentences_of
from app.web.screens.edit import invitation
from app.web.views.questions import Answerers, AskForm, QuestionLine, QuestionList, QuestionScreen

router = APIRouter()
URL = "/-/questions"
Errors = tuple[tuple[str, str], ...]


@router.get("/{prefix}/{slug}/demander")
def ask_form(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader
) -> Response:
    """A form that shows no address. 404 where the place takes no questions here."""
    return _ask_screen(request, _place(wiki, prefix, slug, reader), Posted({}))


@router.post("/{prefix}/{slug}/demander")
def ask(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """The question goes to those who answer for the place; who asked gets a private link."""
    is_ours(request, posted)
    row = _place(wiki, prefix, slug, reader)
    key = str(uuid4())
    try:
        question = _question(request, wiki, row, reader, posted, key)
        asking.ask(wiki, row, question, address=client_address(request))
    except (Refused, TooMany) as error:
        return _ask_screen(request, row, posted, error)
    answer = RedirectResponse(f"{URL}/suivi/{key}", status_code=303)
    return tell_next(answer, "asked-place")


def _question(
    request: Request, wiki: Wiki, row: PageRow, reader: Reader, posted: Posted, key: str
) -> Question:
    """Raises InvalidPage on the field that is wrong, Refused without words."""
    require_person_like(wiki, reader, posted)
    email = posted.one("email").strip()
    try:
        email = str(EmailAddress(email)) if email else ""
    except InvalidPerson as error:
        raise InvalidPage(
            [Problem("email", "cette adresse n’en est pas une : vérifiez-la, ou laissez vide.")]
        ) from error
    person = reader.person
    return Question(
        id=QuestionId.of_secret(key), page=row.id, text=clean_text(posted.one("text")),
        made_at=wiki.clock.now(), person=person.id if person else "", email=email,
        name=person.name if person else clean_byline(posted.one("byline")),
        lang=reading_of(request).lang, agrees=posted.one("agrees") == "yes",
    )  # fmt: skip


def _place(wiki: Wiki, prefix: str, slug: str, reader: Reader) -> PageRow:
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    if not asking.takes_questions(row):
        raise HTTPException(404)
    return row


def _ask_screen(
    request: Request, row: PageRow, posted: Posted, error: WikiError | None = None
) -> Response:
    reading = reading_of(request)
    url = reading.url(row.path)
    steward = reading.reader.has(Role.steward)
    view = AskForm(
        page=Link(row.title, url), action=f"{url}/demander", text=posted.one("text"),
        name=posted.one("byline"), email=posted.one("email"), agrees=posted.one("agrees") == "yes",
        signed=reading.reader.person is not None, seen=moment(reading.wiki, posted),
        answerers_url=f"{url}/repondants" if steward else "",
        errors=sentences_of(reading, error, "text") if error else (),
    )  # fmt: skip
    title = titled(reading.say, reading.say("Poser une question"), row.title)
    return screen(request, "ask_place.html", view, title=title, robots="noindex", canonical="",
                  status=status_of(type(error)) if error else 200)  # fmt: skip


@router.get(URL + "/suivi/{key}")
def follow(request: Request, key: str, wiki: TheWiki) -> Response:
    """For who asked, without an account."""
    return _followed(request, key, asking.followed_question(wiki, key))


@router.post(URL + "/suivi/{key}")
def take_back(request: Request, key: str, wiki: TheWiki, posted: ThePosted) -> Response:
    """`do`: `agree` or `disagree` to its being published, `withdraw`: nothing of it is kept."""
    is_ours(request, posted)
    do = posted.one("do")
    if do == "withdraw":
        asking.withdraw(wiki, key)
        return tell_next(RedirectResponse("/", status_code=303), "question-gone")
    if do in ("agree", "disagree"):
        asking.let_publish(wiki, key, agrees=do == "agree")
    return RedirectResponse(f"{URL}/suivi/{key}", status_code=303)


@router.get(URL)
def listed(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    """Those that this person may answer: those that wait first."""
    if reader.person is None:
        return invitation(request, here(request))
    reading = reading_of(request)
    lines = [_line(reading, one) for one in asking.questions_for(wiki, by=reader)]
    view = QuestionList(tuple(one for one in lines if one is not None))
    return screen(request, "questions.html", view, title=reading.say("Questions aux lieux"),
                  robots="noindex", canonical="")  # fmt: skip


@router.get(URL + "/{number}")
def read(request: Request, number: str, wiki: TheWiki, reader: TheReader) -> Response:
    if reader.person is None:
        return invitation(request, here(request))
    return _read(request, asking.question_of(wiki, number, by=reader))


@router.post(URL + "/{number}")
def act(
    request: Request, number: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """`do`: `answer`, `close`, `publish` in the place's page, or `publish-apart`."""
    require_person(request, reader, posted, back=f"{URL}/{number}")
    limit_writes(wiki, reader)
    do, words = posted.one("do"), posted.one("answer")
    try:
        if do == "answer":
            agrees = posted.one("agrees") == "yes"
            asking.answer(wiki, number, words, agrees=agrees, by=reader)
            return _back(number, "answered-place")
        if do == "close":
            asking.close(wiki, number, by=reader)
            return _back(number, "question-closed")
        if do in ("publish", "publish-apart"):
            path = asking.publish(wiki, number, apart=do == "publish-apart", by=reader)
            answer = RedirectResponse(page_url(path, wiki.kinds), status_code=303)
            return tell_next(answer, "saved")
    except (Refused, AlreadyDecided) as error:
        found = asking.question_of(wiki, number, by=reader)
        return _read(request, found, typed=words, error=error)
    return RedirectResponse(f"{URL}/{number}", status_code=303)


def _back(number: str, flash: str) -> Response:
    return tell_next(RedirectResponse(f"{URL}/{number}", status_code=303), flash)


def _page(reading: Reading, page_id: str) -> Link | None:
    row = reading.wiki.index.page_by_id(page_id)
    if row is None or row.state is not PageState.live or row.status == "draft":
        return None
    return Link(row.title, reading.url(row.path), kind=row.path.kind)


def _line(reading: Reading, one: Question) -> QuestionLine | None:
    page = _page(reading, one.page)
    if page is None:
        return None
    return QuestionLine(page, f"{URL}/{one.id}", one.title, one.name, one.state.value, one.made_at)


def _read(
    request: Request, found: Question, *, typed: str = "", error: WikiError | None = None
) -> Response:
    reading = reading_of(request)
    errors = sentences_of(reading, error, "answer") if error else ()
    view = _view(reading, found, f"{URL}/{found.id}", answers=True, typed=typed, errors=errors)
    return screen(request, "question.html", view, title=reading.say("Une question"),
                  robots="noindex", canonical="",
                  status=status_of(type(error)) if error else 200)  # fmt: skip


def _followed(request: Request, key: str, found: Question) -> Response:
    reading, url = reading_of(request), f"{URL}/suivi/{key}"
    view = _view(reading, found, url, answers=False, link=reading.absolute(url))
    answer = screen(request, "question.html", view, title=reading.say("Votre question"),
                    robots="noindex", canonical="")  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _view(
    reading: Reading, found: Question, action: str, *, answers: bool, link: str = "",
    typed: str = "", errors: Errors = (),
) -> QuestionScreen:  # fmt: skip
    by = reading.wiki.people.get(found.answered_by) if found.answered_by else None
    published = None
    if found.published:
        row = reading.wiki.index.page(PagePath.parse(found.published))
        published = Link(row.title, reading.url(row.path)) if row else None
    return QuestionScreen(
        page=_page(reading, found.page), action=action, text=found.text, name=found.name,
        at=found.made_at, state=found.state.value, answers=answers, answer=found.answer,
        answered_by=by.name if by else "", answered_at=found.answered_at, agrees=found.agrees,
        team_agrees=found.team_agrees, publishable=found.publishable, published=published,
        link=link, typed=typed, errors=errors,
    )  # fmt: skip


@router.get("/{prefix}/{slug}/repondants")
def answerers(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader
) -> Response:
    """Who answers for the place. Raises NotAllowed below steward."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.steward)
    row = _place(wiki, prefix, slug, reader)
    people = (wiki.people.get(one) for one in wiki.questions.answerers(row.id))
    return _answerers(request, row, "\n".join(one.name for one in people if one is not None))


@router.post("/{prefix}/{slug}/repondants")
def choose(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """`names`: public names, one a line; none means the stewards."""
    require_person(request, reader, posted, back=here(request))
    row, names = _place(wiki, prefix, slug, reader), posted.one("names")
    try:
        asking.choose_answerers(wiki, row, names.splitlines(), by=reader)
    except Refused as error:
        return _answerers(request, row, names, error)
    answer = RedirectResponse(f"{page_url(row.path, wiki.kinds)}/repondants", status_code=303)
    return tell_next(answer, "answerers")


def _answerers(
    request: Request, row: PageRow, names: str, error: WikiError | None = None
) -> Response:
    reading = reading_of(request)
    url = reading.url(row.path)
    view = Answerers(
        page=Link(row.title, url), action=f"{url}/repondants", names=names,
        errors=sentences_of(reading, error, "names") if error else (),
    )  # fmt: skip
    title = titled(reading.say, reading.say("Qui répond aux questions"), row.title)
    return screen(request, "answerers.html", view, title=title, robots="noindex", canonical="",
                  status=status_of(type(error)) if error else 200)  # fmt: skip
