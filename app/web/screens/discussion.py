"""What is said about a page: `/{prefix}/{slug}/discussion`, and its feed."""

from collections.abc import Callable
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.actions.discuss import hide, pages_of, rewrite, say, settle, show, withdraw
from app.actions.read_page import html_of, read_page
from app.actions.remarks import take_remark
from app.actions.wiki import Wiki
from app.domain.byline import clean_byline, clean_line
from app.domain.discussion import ABOUT_LIMIT, Comment, clean_text
from app.domain.errors import (
    AlreadyDecided,
    CommentNotFound,
    NotSignedIn,
    Refused,
    TooMany,
    WikiError,
)
from app.domain.people import STRANGER, Reader, Role
from app.domain.remark import Remark, RemarkId, RemarkSort
from app.domain.rows import PageRow
from app.theme.frame import Alternate
from app.theme.parts import Pager
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki, client_address, limit_writes
from app.web.errors import status_of
from app.web.forms.posted import Posted, ThePosted, is_ours, page_at, require_ours
from app.web.forms.unhurried import require_untrapped
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading import atom
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.problems import sentences_of
from app.web.reading.talk import author_of, names_of, plain_words, thread_view
from app.web.views.talk import Discussion

router = APIRouter()
SIZE, FEED_SIZE = 20, 50
# What somebody without an account may say from one network address: a place shares one.
GUEST_TALK, GUEST_WINDOW_S = 10, 600
SUMMARY = 400
Errors = tuple[tuple[str, str], ...]


@router.get("/{prefix}/{slug}/discussion")
def discussion(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader,
    page: int = 1, partie: str = "", modifier: str = "",
) -> Response:  # fmt: skip
    """`partie` is a heading of the page to speak of; `modifier` a comment of one's own."""
    row = _row(wiki, prefix, slug, reader)
    return _screen(request, row, page=page, about=partie, editing=modifier)


@router.get("/{prefix}/{slug}/discussion.atom")
def feed(prefix: str, slug: str, wiki: TheWiki, request: Request) -> Response:
    """What all may read of it, newest first."""
    row = _row(wiki, prefix, slug, STRANGER)
    reading, url = reading_of(request), f"{page_url(row.path, wiki.kinds)}/discussion"
    comments = wiki.discussions.latest(pages_of(wiki, row), size=FEED_SIZE)
    names = names_of(wiki, comments)
    title = titled(reading.say, reading.say("Discussion"), row.title)
    entries = [_entry(reading, row, one, names, url) for one in comments]
    text = atom.feed(wiki.site, title=title, url=f"{url}.atom", shown_at=url, entries=entries)
    return Response(text, media_type=atom.MEDIA_TYPE)


def _entry(
    reading: Reading, row: PageRow, one: Comment, names: dict[str, str], url: str
) -> atom.Entry:
    author, words = author_of(reading, one, names), plain_words(one, names, size=SUMMARY)
    return atom.Entry(
        atom.page_id(reading.wiki.site, row.id, f"discussion/{one.id}"),
        titled(reading.say, author, row.title), f"{url}#m-{one.id}", one.edited_at or one.made_at,
        author, words,
    )  # fmt: skip


@router.post("/{prefix}/{slug}/discussion")
def act(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """`do`: write, reply, rewrite, withdraw, hide, show, resolve or reopen. Whatever cannot be
    taken is shown again as it was typed."""
    ours = is_ours(request, posted)
    row = _row(wiki, prefix, slug, reader)
    if reader.person is None:
        return _of_stranger(request, row, posted)
    if not ours:
        return _failed(request, row, posted, NotSignedIn())
    require_ours(request, posted)
    limit_writes(wiki, reader)
    do = _DEEDS.get(posted.one("do"))
    if do is None:
        raise HTTPException(422)
    try:
        flash, at = do(wiki, row, posted, reader)
    except (Refused, TooMany, AlreadyDecided, CommentNotFound) as error:
        return _failed(request, row, posted, error)
    url = f"{page_url(row.path, wiki.kinds)}/discussion"
    answer = RedirectResponse(_place(wiki, row, url, at, reader), status_code=303)
    return tell_next(answer, flash) if flash else answer


def _row(wiki: Wiki, prefix: str, slug: str, reader: Reader) -> PageRow:
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    if not row.id:
        raise HTTPException(404)
    return row


def _place(wiki: Wiki, row: PageRow, url: str, comment_id: str, reader: Reader) -> str:
    """Where the thread of that comment is by now."""
    found = wiki.discussions.get(comment_id) if comment_id else None
    if found is None:
        return url
    at = wiki.discussions.position(
        found.thread, pages_of(wiki, row), me=reader.person.id if reader.person else "",
        reviews=reader.has(Role.reviewer),
    )  # fmt: skip
    number = (at or 0) // SIZE + 1
    return f"{url}?page={number}#m-{comment_id}" if number > 1 else f"{url}#m-{comment_id}"


Deed = Callable[[Wiki, PageRow, Posted, Reader], tuple[str, str]]


def _write(wiki: Wiki, row: PageRow, posted: Posted, by: Reader) -> tuple[str, str]:
    said = say(wiki, row, posted.one("text"), by=by, about=posted.one("about"))
    return ("talk-held" if said.comment.state == "held" else "talk-said"), said.comment.id


def _reply(wiki: Wiki, row: PageRow, posted: Posted, by: Reader) -> tuple[str, str]:
    said = say(wiki, row, posted.one("text"), by=by, thread=posted.one("thread"))
    return ("talk-held" if said.comment.state == "held" else "talk-said"), said.comment.id


def _rewrite(wiki: Wiki, row: PageRow, posted: Posted, by: Reader) -> tuple[str, str]:
    said = rewrite(wiki, row, posted.one("comment"), posted.one("text"), by=by)
    return ("talk-held" if said.comment.state == "held" else "talk-changed"), said.comment.id


def _withdraw(wiki: Wiki, row: PageRow, posted: Posted, by: Reader) -> tuple[str, str]:
    withdraw(wiki, row, posted.one("comment"), by=by)
    return "talk-withdrawn", ""


def _hide(wiki: Wiki, row: PageRow, posted: Posted, by: Reader) -> tuple[str, str]:
    hidden = hide(wiki, row, posted.one("comment"), why=posted.one("reason"), by=by)
    return "talk-hidden", hidden.id


def _show(wiki: Wiki, row: PageRow, posted: Posted, by: Reader) -> tuple[str, str]:
    return "talk-shown", show(wiki, row, posted.one("comment"), by=by).id


def _resolve(wiki: Wiki, row: PageRow, posted: Posted, by: Reader) -> tuple[str, str]:
    settle(wiki, row, posted.one("thread"), by=by, resolved=True)
    return "talk-resolved", posted.one("thread")


def _reopen(wiki: Wiki, row: PageRow, posted: Posted, by: Reader) -> tuple[str, str]:
    settle(wiki, row, posted.one("thread"), by=by, resolved=False)
    return "talk-reopened", posted.one("thread")


_DEEDS: dict[str, Deed] = {
    "write": _write, "reply": _reply, "rewrite": _rewrite, "withdraw": _withdraw, "hide": _hide,
    "show": _show, "resolve": _resolve, "reopen": _reopen,
}  # fmt: skip


def _of_stranger(request: Request, row: PageRow, posted: Posted) -> Response:
    """A reviewer sees it before all do; its writer follows it by a private link."""
    if posted.one("csrf") or posted.one("do") != "write":
        return _failed(request, row, posted, NotSignedIn())
    wiki, now, key = reading_of(request).wiki, reading_of(request).wiki.clock.now(), str(uuid4())
    try:
        require_untrapped(posted)
        text = clean_text(posted.one("text"))
        name = clean_byline(posted.one("byline"))
        _limit_guest(request, wiki)
        remark = Remark(
            RemarkId.of_secret(key), RemarkSort.remark, row.id, row.path, row.title, text,
            clean_line(posted.one("about"))[:ABOUT_LIMIT], name,
            clean_line(posted.one("place"))[:ABOUT_LIMIT], now, now, now, public=True,
        )  # fmt: skip
        take_remark(wiki, remark)
    except (Refused, TooMany) as error:
        return _failed(request, row, posted, error)
    answer = RedirectResponse(f"/-/remarques/suivi/{key}", status_code=303)
    return tell_next(answer, "talk-asked")


def _limit_guest(request: Request, wiki: Wiki) -> None:
    key = f"talk-from:{client_address(request)}"
    tries = wiki.people.count_attempt(
        key, now=wiki.clock.now(), limit=GUEST_TALK, window_s=GUEST_WINDOW_S
    )
    if tries > GUEST_TALK:
        raise TooMany(seconds=GUEST_WINDOW_S)


def _failed(request: Request, row: PageRow, posted: Posted, error: WikiError) -> Response:
    """The same screen, with what was typed and a sentence beside it."""
    failed = posted.one("comment") or posted.one("thread") or "new"
    if isinstance(error, CommentNotFound):
        failed = "new"
    field = f"reason-{failed}" if posted.one("do") == "hide" else f"text-{failed}"
    errors = sentences_of(reading_of(request), error, field)
    answer = _screen(
        request, row, posted=posted, failed=failed, errors=errors,
        page=int(posted.one("page")) if posted.one("page").isdecimal() else 1,
        editing=posted.one("comment") if posted.one("do") == "rewrite" else "",
        status=status_of(type(error)),
    )  # fmt: skip
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.params["seconds"])
    return answer


def _screen(
    request: Request, row: PageRow, *, page: int = 1, about: str = "", editing: str = "",
    posted: Posted | None = None, failed: str = "", errors: Errors = (), status: int = 200,
) -> Response:  # fmt: skip
    reading = reading_of(request)
    wiki, url = reading.wiki, reading.url(row.path)
    page = min(max(page, 1), 10_000)
    typed = posted.one("text") if posted else ""
    parts = _parts(wiki, row, url)
    threads, total = _threads(reading, row, page)
    names = names_of(wiki, [one for thread in threads for one in thread])
    reviews = reading.reader.has(Role.reviewer)
    view = Discussion(
        title=row.title, kind=row.path.kind, url=url, action=f"{url}/discussion",
        feed_url="" if row.status == "draft" else f"{url}/discussion.atom",
        threads=tuple(
            thread_view(reading, one, names, parts, editing=editing,
                        typed=typed if failed == one[0].id else "")
            for one in threads
        ),
        total=total,
        pager=Pager.of(page, -(-total // SIZE), lambda n: f"{url}/discussion?page={n}"),
        parts=tuple(parts), about=posted.one("about") if posted else about,
        typed=typed if failed == "new" else "", byline=posted.one("byline") if posted else "",
        place=posted.one("place") if posted else "", signed=reading.reader.person is not None,
        reviews=reviews, remarks=wiki.remarks.count_waiting(page_id=row.id) if reviews else 0,
        remarks_url=f"/-/propositions?page={row.path}#remarques", failed=failed, page=page,
        errors=errors,
    )  # fmt: skip
    title = titled(reading.say, reading.say("Discussion"), row.title)
    alternates = (Alternate(view.feed_url, "application/atom+xml", title),) if view.feed_url else ()
    about = reading.say("Ce qui se dit de la page « {title} », à lire et à compléter.")
    # One address of each discussion is for search engines, where the page itself is.
    plain = status == 200 and not request.url.query and row.status == "published"
    return screen(request, "discussion.html", view, title=title, status=status,
                  robots="" if plain else "noindex", description=about.format(title=row.title),
                  alternates=alternates)  # fmt: skip


def _threads(reading: Reading, row: PageRow, page: int) -> tuple[list[list[Comment]], int]:
    person = reading.reader.person
    return reading.wiki.discussions.threads(
        pages_of(reading.wiki, row), me=person.id if person else "",
        reviews=reading.reader.has(Role.reviewer), offset=(page - 1) * SIZE, size=SIZE,
    )  # fmt: skip


def _parts(wiki: Wiki, row: PageRow, url: str) -> dict[str, str]:
    """Addresses of the parts of the text, by heading."""
    headings = html_of(wiki, row).outline.headings
    return {h.text[:ABOUT_LIMIT]: f"{url}#{h.anchor}" for h in headings if h.level in (2, 3)}
