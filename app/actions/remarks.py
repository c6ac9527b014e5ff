"""What is said about pages and changes nothing in them: take it in, answer it, take it back."""

from collections.abc import Callable
from dataclasses import replace

from app.actions.offer import PAGE_LIMIT, QUEUE_LIMIT
from app.actions.outcome import LOCK
from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.byline import clean_line
from app.domain.discussion import Comment, clean_text
from app.domain.errors import (
    AlreadyDecided,
    InvalidProposal,
    NotAllowed,
    ProposalNotFound,
    QueueFull,
    Refused,
)
from app.domain.people import Reader, Role
from app.domain.phrase import Phrase
from app.domain.remark import ANSWER_LIMIT, Remark, RemarkId, RemarkSort, RemarkState

_DAY_S = 86_400


def take_remark(wiki: Wiki, remark: Remark) -> Remark:
    """The remark, kept; with its words as they are now, where it waits already.

    Raises QueueFull, AlreadyDecided.
    """
    with wiki.lock.hold(LOCK):
        if wiki.remarks.get(remark.id) is not None:
            if not wiki.remarks.change(remark):
                raise AlreadyDecided(state=RemarkState.closed)
            return remark
        waiting = wiki.remarks.count_waiting
        if waiting() >= QUEUE_LIMIT or waiting(page_id=remark.page_id) >= PAGE_LIMIT:
            raise QueueFull(seconds=_DAY_S)
        wiki.remarks.add(remark)
    return remark


def remark_of(wiki: Wiki, number: str, *, by: Reader) -> Remark:
    """For reviewers. Raises NotSignedIn, NotAllowed, ProposalNotFound."""
    require(by, Role.reviewer)
    return _found(wiki, RemarkId, number)


def followed_remark(wiki: Wiki, secret: str) -> Remark:
    """For who has its private link. Raises ProposalNotFound."""
    return _found(wiki, RemarkId.of_secret, secret)


def _found(wiki: Wiki, named: Callable[[str], RemarkId], said: str) -> Remark:
    try:
        found = wiki.remarks.get(named(said))
    except InvalidProposal as error:
        raise ProposalNotFound() from error
    if found is None:
        raise ProposalNotFound()
    return found


def answer_remark(wiki: Wiki, number: str, words: str, *, by: Reader) -> Remark:
    """The remark with an answer, which its writer reads. Raises Refused without words,
    AlreadyDecided."""
    said = words.strip()[:ANSWER_LIMIT]
    if not clean_line(said):
        raise Refused(reason=Phrase("écrivez quelques mots : la personne les lira."))
    return _ended(wiki, remark_of(wiki, number, by=by), RemarkState.answered, by, said)


def close_remark(wiki: Wiki, number: str, *, by: Reader) -> Remark:
    """The remark, read, without an answer. Raises AlreadyDecided."""
    return _ended(wiki, remark_of(wiki, number, by=by), RemarkState.closed, by, "")


def let_all_read(wiki: Wiki, secret: str) -> Remark:
    """The remark that its writer lets into the page's discussion, by its private link: a reviewer
    decides. Raises AlreadyDecided."""
    found = replace(followed_remark(wiki, secret), public=True)
    if found.sort is RemarkSort.quiz or not wiki.remarks.change(found):
        raise AlreadyDecided(state=found.state)
    return found


def publish_remark(wiki: Wiki, number: str, *, by: Reader) -> Comment:
    """The remark opens a thread of the page's discussion, signed as it is. Raises AlreadyDecided,
    NotAllowed where its writer has not let it."""
    remark = remark_of(wiki, number, by=by)
    if not remark.public:
        raise NotAllowed()
    with wiki.lock.hold(LOCK):
        remark = remark_of(wiki, number, by=by)
        if remark.state.ended:
            raise AlreadyDecided(state=remark.state)
        made = wiki.clock.page_id()
        comment = Comment(
            id=made, page=remark.page_id, thread=made, person="", text=clean_text(remark.text),
            made_at=wiki.clock.now(), name=remark.name, place=remark.place, about=remark.about,
        )  # fmt: skip
        wiki.discussions.add(comment)
        _ended(wiki, replace(remark, thread=made), RemarkState.published, by, "")
    return comment


def take_back_remark(wiki: Wiki, secret: str) -> Remark:
    """The remark, taken back by who has its private link. Raises AlreadyDecided."""
    found = followed_remark(wiki, secret)
    return _ended(wiki, found, RemarkState.withdrawn, Reader(), "")


def _ended(wiki: Wiki, remark: Remark, state: RemarkState, by: Reader, answer: str) -> Remark:
    ended = replace(
        remark, state=state, answer=answer, decided_by=by.person.name if by.person else "",
        changed_at=wiki.clock.now(), quiz=None,
    )  # fmt: skip
    if not wiki.remarks.change(ended):
        raise AlreadyDecided(state=state)
    return ended
