"""Tell people, once, that something was said to them."""

from collections.abc import Sequence

from app.actions.rights import sees_page
from app.actions.wiki import Wiki
from app.domain.discussion import Comment, CommentState, people_in
from app.domain.people import Reader
from app.domain.rows import PageRow
from app.domain.watching import Notice, NoticeSort


def tell_of(wiki: Wiki, row: PageRow, comment: Comment, *, known: Sequence[str] = ()) -> None:
    """Tell those who are named in a comment, and those who spoke in its thread. `known` are told
    already. Nobody is told of what they may not read."""
    if comment.state is not CommentState.shown:
        return
    named = people_in(comment.text)
    speakers = () if comment.opens else wiki.discussions.speakers(comment.thread)
    sorts = dict.fromkeys(speakers, NoticeSort.reply) | dict.fromkeys(named, NoticeSort.mention)
    wiki.watching.tell(
        Notice(person, sort, row.id, comment.id, comment.made_at)
        for person, sort in sorts.items()
        if person not in (comment.person, *known) and _reads(wiki, person, row)
    )


def _reads(wiki: Wiki, person_id: str, row: PageRow) -> bool:
    person = wiki.people.get(person_id)
    return person is not None and sees_page(wiki, Reader(person), row)
