"""What is said about a page and changes nothing in it: reviewers answer, its writer follows."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.remarks import (
    answer_remark,
    close_remark,
    followed_remark,
    let_all_read,
    publish_remark,
    remark_of,
    take_back_remark,
)
from app.actions.wiki import Wiki
from app.domain.discussion import Comment
from app.domain.errors import AlreadyDecided, Refused
from app.domain.remark import Remark, RemarkSort
from app.domain.rows import PageState
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms.posted import ThePosted, is_ours, require_person
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.screens.edit import invitation
from app.web.screens.remark_lines import URL, remark_line
from app.web.views.bringing import QuizShown, RemarkScreen

router = APIRouter()
Errors = tuple[tuple[str, str], ...]


@router.get(URL + "/suivi/{key}")
def follow(request: Request, key: str, wiki: TheWiki) -> Response:
    """What became of it, for who has its private link."""
    return _followed(request, key, followed_remark(wiki, key))


@router.post(URL + "/suivi/{key}")
def take_back(request: Request, key: str, wiki: TheWiki, posted: ThePosted) -> Response:
    """Take it back while it waits, or let all read it (`do` is withdraw or open)."""
    answer = RedirectResponse(f"{URL}/suivi/{key}", status_code=303)
    if posted.one("do") not in ("withdraw", "open") or not is_ours(request, posted):
        return answer
    try:
        if posted.one("do") == "open":
            let_all_read(wiki, key)
            return answer
        take_back_remark(wiki, key)
    except AlreadyDecided:
        return answer
    return tell_next(answer, "remark-withdrawn")


@router.get(URL + "/{number}")
def read(request: Request, number: str, wiki: TheWiki, reader: TheReader) -> Response:
    """Raises NotAllowed below reviewer, ProposalNotFound."""
    if reader.person is None:
        return invitation(request)
    return _reviewed(request, remark_of(wiki, number, by=reader))


@router.post(URL + "/{number}")
def answer(
    request: Request, number: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """`do`: answer it, let all read it in the page's discussion, or set it aside."""
    require_person(request, reader, posted, back=f"{URL}/{number}")
    limit_writes(wiki, reader)
    words = posted.one("answer")
    try:
        if posted.one("do") == "answer":
            answer_remark(wiki, number, words, by=reader)
        elif posted.one("do") == "close":
            close_remark(wiki, number, by=reader)
        elif posted.one("do") == "publish":
            comment = publish_remark(wiki, number, by=reader)
            return _in_discussion(wiki, comment, number)
    except (AlreadyDecided, Refused) as error:
        told = _told(reading_of(request), error)
        found = remark_of(wiki, number, by=reader)
        return _reviewed(request, found, told, typed=words, status=status_of(type(error)))
    return tell_next(RedirectResponse(f"{URL}/{number}", status_code=303), "remark-answered")


def _in_discussion(wiki: Wiki, comment: Comment, number: str) -> Response:
    """To its thread, where the page is still read."""
    row = wiki.index.page_by_id(comment.page)
    there = row is not None and row.state is PageState.live
    url = f"{page_url(row.path, wiki.kinds)}/discussion#m-{comment.id}" if there else ""
    answer = RedirectResponse(url or f"{URL}/{number}", status_code=303)
    return tell_next(answer, "remark-published")


def _told(reading: Reading, error: AlreadyDecided | Refused) -> Errors:
    if isinstance(error, AlreadyDecided):
        return (("", reading.say("Elle a déjà sa réponse. Rien n’a été fait deux fois.")),)
    return (("answer", reading.reason(error.params["reason"])),)


def _reviewed(
    request: Request, remark: Remark, errors: Errors = (), *, typed: str = "", status: int = 200
) -> Response:
    reading = reading_of(request)
    view = _view(reading, remark, f"{URL}/{remark.id}", errors=errors, typed=typed, reviews=True)
    title = titled(reading.say, view.line.sort, remark.title)
    return screen(request, "remark.html", view, title=title, status=status, robots="noindex",
                  canonical="")  # fmt: skip


def _followed(request: Request, key: str, remark: Remark) -> Response:
    reading, url = reading_of(request), f"{URL}/suivi/{key}"
    view = _view(reading, remark, url, link=reading.absolute(url))
    answer = screen(request, "remark.html", view, title=reading.say("Votre remarque"),
                    robots="noindex", canonical="")  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _view(
    reading: Reading, remark: Remark, action: str, *, errors: Errors = (), typed: str = "",
    link: str = "", reviews: bool = False,
) -> RemarkScreen:  # fmt: skip
    return RemarkScreen(
        line=remark_line(reading, remark), action=action, page=_page(reading, remark),
        text=remark.text, about=remark.about, written_at=remark.written_at,
        changed_at=remark.changed_at, ended=remark.state.ended, reviews=reviews,
        quiz=_quiz(remark), quiz_gone=remark.sort is RemarkSort.quiz and remark.quiz is None,
        answer=remark.answer, decided_by=remark.decided_by, link=link, typed=typed, errors=errors,
        public=remark.public, thread=f"/discussion#m-{remark.thread}" if remark.thread else "",
    )  # fmt: skip


def _page(reading: Reading, remark: Remark) -> Link | None:
    """The page wherever it stands by now; None where it is no longer read."""
    row = reading.wiki.index.page_by_id(remark.page_id)
    if row is None or row.state is not PageState.live or row.status == "draft":
        return None
    return Link(row.title, reading.url(row.path))


def _quiz(remark: Remark) -> QuizShown | None:
    if remark.quiz is None:
        return None
    answers = ((one.question, ", ".join(one.chosen), one.right) for one in remark.quiz.answers)
    return QuizShown(right=remark.quiz.right, of=remark.quiz.of, answers=tuple(answers))
