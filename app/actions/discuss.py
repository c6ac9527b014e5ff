"""Say something about a page, change one's words or take them back; keep the talk in order."""

from dataclasses import dataclass, replace

from app.actions.moderation import clean_words, note
from app.actions.notify import tell_of
from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.accounts import Act
from app.domain.addresses import page_url
from app.domain.byline import clean_line
from app.domain.discussion import (
    ABOUT_LIMIT,
    REASON_LIMIT,
    REPLIES_LIMIT,
    Comment,
    CommentState,
    clean_text,
    people_in,
    wants_a_look,
    with_people,
)
from app.domain.errors import AlreadyDecided, CommentNotFound, NotAllowed, Refused, TooMany
from app.domain.links import fold
from app.domain.people import Person, Reader, Role
from app.domain.rows import PageRow

# Of one person: in ten minutes, in a day. Past what a page gets in ten minutes, reviewers look.
TALK, TALK_WINDOW_S = 10, 600
TALK_DAY, DAY_S = 100, 86_400
PAGE_TALK = 30
MENTIONS, MENTIONS_WINDOW_S = 20, 3_600


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as it was kept, and who is named in it."""

    comment: Comment
    named: tuple[str, ...] = ()


def say(
    wiki: Wiki, row: PageRow, words: str, *, by: Reader, about: str = "", thread: str = ""
) -> Said:
    """A new thread about the page, or an answer in `thread`. `row` is one that `by` may read.

    Raises NotSignedIn, Refused, TooMany, CommentNotFound (no such thread about this page).
    """
    person = require(by, Role.contributor)
    text, named = with_people(clean_text(words), _people(wiki, words))
    first = _thread(wiki, row, thread, by) if thread else None
    _limit(wiki, person, named)
    number = wiki.clock.page_id()
    comment = Comment(
        id=number, page=first.page if first else row.id, thread=thread or number,
        person=person.id, text=text, about="" if thread else clean_line(about)[:ABOUT_LIMIT],
        state=_state(wiki, row, text, by), made_at=wiki.clock.now(),
    )  # fmt: skip
    wiki.discussions.add(comment)
    tell_of(wiki, row, comment)
    return Said(comment, named)


def _people(wiki: Wiki, words: str) -> dict[str, str]:
    """Ids by folded name, where the text names somebody; a name of several means nobody."""
    found: dict[str, str] = {}
    for one in wiki.people.all() if "@" in words else ():
        name = fold(one.name)
        found[name] = "" if name in found else one.id
    return found


def _thread(wiki: Wiki, row: PageRow, thread: str, by: Reader) -> Comment:
    first = comment_of(wiki, row, thread, by=by)
    if not first.opens:
        raise CommentNotFound()
    if wiki.discussions.replies(thread) >= REPLIES_LIMIT:
        raise Refused(reason="ce fil est devenu long : ouvrez-en un autre.")
    return first


def _limit(wiki: Wiki, person: Person, named: tuple[str, ...]) -> None:
    """Raises TooMany: too many words in a short time, or too many people named."""
    counted = [
        (f"talk:{person.id}", TALK, TALK_WINDOW_S), (f"talk-day:{person.id}", TALK_DAY, DAY_S)
    ]  # fmt: skip
    counted += [(f"mention:{person.id}", MENTIONS, MENTIONS_WINDOW_S)] * len(named)
    for key, limit, window_s in counted:
        tries = wiki.people.count_attempt(key, now=wiki.clock.now(), limit=limit, window_s=window_s)
        if tries > limit:
            raise TooMany(seconds=window_s)


def _state(wiki: Wiki, row: PageRow, text: str, by: Reader) -> CommentState:
    if by.has(Role.reviewer):
        return CommentState.shown
    tries = wiki.people.count_attempt(
        f"talk-of:{row.id}", now=wiki.clock.now(), limit=PAGE_TALK, window_s=TALK_WINDOW_S
    )
    look = tries > PAGE_TALK or wants_a_look(text)
    return CommentState.held if look else CommentState.shown


def comment_of(wiki: Wiki, row: PageRow, comment_id: str, *, by: Reader) -> Comment:
    """A comment about this page that `by` may read. Raises CommentNotFound."""
    found = wiki.discussions.get(comment_id)
    if found is None or found.page not in pages_of(wiki, row):
        raise CommentNotFound()
    mine = by.person is not None and found.person == by.person.id
    if found.state is CommentState.held and not mine and not by.has(Role.reviewer):
        raise CommentNotFound()
    return found


def pages_of(wiki: Wiki, row: PageRow) -> tuple[str, ...]:
    """The page's id, and those of pages that became part of it: their talk came along."""
    if not row.id:
        return ()
    united = (one.page_id for one in wiki.index.united_with(row.id))
    return tuple(dict.fromkeys((row.id, *(one for one in united if one))))


def rewrite(wiki: Wiki, row: PageRow, comment_id: str, words: str, *, by: Reader) -> Said:
    """One's own words, otherwise. Raises CommentNotFound, NotAllowed, Refused, AlreadyDecided
    (hidden meanwhile), TooMany."""
    found, person = _own(wiki, row, comment_id, by)
    if found.state not in (CommentState.shown, CommentState.held):
        raise AlreadyDecided(state=found.state)
    text, named = with_people(clean_text(words), _people(wiki, words))
    _limit(wiki, person, named)
    held = found.state is CommentState.held or (
        wants_a_look(text) and text != found.text and not by.has(Role.reviewer)
    )
    state = CommentState.held if held else CommentState.shown
    wiki.discussions.rewrite(found.id, text, at=wiki.clock.now(), state=state)
    changed = replace(found, text=text, state=state, thread=found.id)
    tell_of(wiki, row, changed, known=people_in(found.text))
    return Said(replace(changed, thread=found.thread), named)


def withdraw(wiki: Wiki, row: PageRow, comment_id: str, *, by: Reader) -> None:
    """One's own words leave for good. Raises CommentNotFound, NotAllowed."""
    found, _ = _own(wiki, row, comment_id, by)
    wiki.discussions.withdraw(found.id)


def _own(wiki: Wiki, row: PageRow, comment_id: str, by: Reader) -> tuple[Comment, Person]:
    person = require(by, Role.contributor)
    found = comment_of(wiki, row, comment_id, by=by)
    if found.person != person.id:
        raise NotAllowed()
    return found, person


def hide(wiki: Wiki, row: PageRow, comment_id: str, *, why: str, by: Reader) -> Comment:
    """Only reviewers read it any more; all read why. Raises NotAllowed, Refused without a reason,
    AlreadyDecided."""
    require(by, Role.reviewer)
    reason = clean_words(why)[:REASON_LIMIT]
    found = comment_of(wiki, row, comment_id, by=by)
    if found.state is CommentState.withdrawn:
        raise AlreadyDecided(state=found.state)
    return _judged(wiki, found, CommentState.hidden, reason, by)


def show(wiki: Wiki, row: PageRow, comment_id: str, *, by: Reader) -> Comment:
    """What was held or hidden is for all to read. Raises NotAllowed, AlreadyDecided."""
    require(by, Role.reviewer)
    found = comment_of(wiki, row, comment_id, by=by)
    if found.state not in (CommentState.held, CommentState.hidden):
        raise AlreadyDecided(state=found.state)
    shown = _judged(wiki, found, CommentState.shown, "", by)
    tell_of(wiki, row, shown)
    return shown


def _judged(wiki: Wiki, found: Comment, state: CommentState, why: str, by: Reader) -> Comment:
    person = require(by, Role.reviewer)
    judged = replace(found, state=state, reason=why, decided_by=person.id)
    if not wiki.discussions.judge(judged, was=found.state):
        raise AlreadyDecided(state=state)
    row = wiki.index.page_by_id(found.page)
    about = f"{page_url(row.path, wiki.kinds)}/discussion" if row is not None else ""
    act = Act.hidden if state is CommentState.hidden else Act.shown
    if found.state is not CommentState.held or state is CommentState.hidden:
        note(wiki, act, why, by=by, about=about)
    return judged


def settle(wiki: Wiki, row: PageRow, thread: str, *, by: Reader, resolved: bool) -> None:
    """Close a thread, or open it again: any who have an account. Raises NotSignedIn,
    CommentNotFound."""
    person = require(by, Role.contributor)
    found = comment_of(wiki, row, thread, by=by)
    if not found.opens:
        raise CommentNotFound()
    at = wiki.clock.now() if resolved else None
    wiki.discussions.resolve(thread, by=person.id if resolved else "", at=at)
