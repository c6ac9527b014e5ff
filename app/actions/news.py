"""What is new to a person: words to them, answers to what they proposed, what they follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.actions.discuss import pages_of
from app.actions.keep_search import Kept, kept_by
from app.actions.rights import require, sees_page
from app.actions.wiki import Wiki
from app.domain.discussion import Comment, CommentState
from app.domain.errors import Refused
from app.domain.people import Person, Reader, Role
from app.domain.phrase import Phrase
from app.domain.proposal import Proposal, ProposalState
from app.domain.rows import PageRow, PageState
from app.domain.watching import WATCHED_LIMIT, Notice, NoticeSort, Watch

ANSWERED = (ProposalState.accepted, ProposalState.declined, ProposalState.stale)
ANSWERS_READ = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A notice, the page as it stands, and the comment that it is of, if it is of one."""

    notice: Notice
    page: PageRow
    comment: Comment | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """A page that is followed: whether others changed it, and how many messages came. `page` is
    None where it is no longer read."""

    page_id: str
    page: PageRow | None
    changed: bool = False
    messages: int = 0

    @property
    def fresh(self) -> int:
        return int(self.changed) + self.messages


@dataclass(frozen=True, slots=True)
class News:
    told: tuple[Told, ...] = ()
    answers: tuple[Proposal, ...] = ()
    followed: tuple[Followed, ...] = ()
    searches: tuple[Kept, ...] = ()

    @property
    def total(self) -> int:
        followed = sum(one.fresh for one in self.followed)
        return len(self.told) + len(self.answers) + followed + sum(k.fresh for k in self.searches)


def told_to(wiki: Wiki, person: Person, notices: Iterable[Notice]) -> list[Told]:
    """Those that still say something: the words are there, and this person may read them."""
    found = []
    for one in notices:
        row = wiki.index.page_by_id(one.page)
        if row is None or row.state is not PageState.live or not _sees(wiki, person, row):
            continue
        comment = None
        if one.sort in (NoticeSort.mention, NoticeSort.reply):
            comment = wiki.discussions.get(one.ref)
            if comment is None or comment.state is not CommentState.shown:
                continue
        found.append(Told(one, row, comment))
    return found


def _sees(wiki: Wiki, person: Person, row: PageRow) -> bool:
    return sees_page(wiki, Reader(person), row)


def followed_by(wiki: Wiki, person: Person, *, since: datetime | None = None) -> list[Followed]:
    """What they follow, with what came since they looked at it (or since `since`, if later)."""
    return [_followed(wiki, person, one, since) for one in wiki.watching.watched(person.id)]


def _followed(wiki: Wiki, person: Person, seen: Watch, since: datetime | None) -> Followed:
    row = wiki.index.page_by_id(seen.page)
    if row is None or row.state is not PageState.live or not _sees(wiki, person, row):
        return Followed(seen.page, None)
    after = max(seen.seen_at, since) if since else seen.seen_at
    messages = wiki.discussions.since(pages_of(wiki, row), after, but=person.id)
    changed = str(row.revision) != seen.revision and row.updated_by != person.name
    late = since is None or row.updated_at >= since.replace(microsecond=0)
    return Followed(seen.page, row, changed and late, messages)


def answers_to(wiki: Wiki, person: Person, *, since: datetime) -> list[Proposal]:
    """Proposals of theirs that somebody answered since."""
    found = wiki.proposals.all(person=person.id, states=ANSWERED, size=ANSWERS_READ)
    return [one for one in found if one.changed_at > since and one.decided_by != person.name]


def news_of(wiki: Wiki, person: Person, *, since: datetime | None = None, size: int = 100) -> News:
    """What they have not seen yet; `since`: of what came later alone."""
    habits = wiki.watching.habits(person.id, since=person.joined_at)
    notices = wiki.watching.notices(person.id, unread=True, size=size)
    later = [one for one in notices if since is None or one.at > since]
    seen = max(habits.seen_at, since) if since else habits.seen_at
    searches = kept_by(wiki, person, since=since)
    return News(
        tuple(told_to(wiki, person, later)),
        tuple(answers_to(wiki, person, since=seen)),
        tuple(followed_by(wiki, person, since=since)),
        tuple(searches),
    )


def count_news(wiki: Wiki, person: Person) -> int:
    """What is new in what they follow, and answers: all but the notices, which are counted when
    they are asked for."""
    return news_of(wiki, person, size=0).total


def follow(wiki: Wiki, row: PageRow, *, by: Reader) -> None:
    """Raises NotSignedIn, Refused where they follow as many as may be."""
    person = require(by, Role.contributor)
    seen = Watch(person.id, row.id, wiki.clock.now(), str(row.revision))
    if not wiki.watching.watch(seen, limit=WATCHED_LIMIT):
        raise Refused(
            reason=Phrase("vous suivez déjà {limit} pages : laissez-en une.", limit=WATCHED_LIMIT)
        )


def see_page(wiki: Wiki, person: Person, row: PageRow) -> None:
    """What is new in a page that is followed has been seen."""
    wiki.watching.see(Watch(person.id, row.id, wiki.clock.now(), str(row.revision)))


def read_all(wiki: Wiki, person: Person) -> None:
    """Everything there is has been seen."""
    now = wiki.clock.now()
    wiki.watching.read(person.id)
    wiki.watching.seen(person.id, at=now)
    for one in wiki.watching.watched(person.id):
        if (row := wiki.index.page_by_id(one.page)) is not None:
            see_page(wiki, person, row)
    for search in wiki.searches.of(person.id):
        wiki.searches.see(person.id, search.id, at=now)
