"""Say that a page is still true; ask, by mail, those who follow it or answer for it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from app.actions.care import Asked, care_pages
from app.actions.digest import STOP, STOP_LIFE, STOP_URL
from app.actions.rights import require
from app.actions.save_page import Saved, SavePage, save_page
from app.actions.wiki import Wiki
from app.actions.writing import require_change, right_of
from app.domain import front_matter
from app.domain.addresses import page_url
from app.domain.care import CareList, months_before
from app.domain.errors import Busy
from app.domain.mail import Letter, Step
from app.domain.people import Person, Reader, Role
from app.domain.phrase import Phrase
from app.domain.rows import PageRow, PageState
from app.domain.watching import Rhythm
from app.domain.writing import Right

STILL_TRUE = "still-true"
URL = "/-/toujours-vrai"
LIFE = timedelta(days=30)
# Nobody is asked about the same page more often, nor about more pages in a week.
AGAIN_AFTER = timedelta(days=120)
OF_ONE, WEEK = 3, timedelta(days=7)
_READ = 200
LEASE = "still-true"


def confirm(wiki: Wiki, row: PageRow, *, note: str, by: Reader) -> Saved:
    """Today's date and the name of who says so, in the page. Raises NotSignedIn, AskFirst."""
    person = require(by, Role.contributor)
    require_change(wiki, by, row)
    said = {"verified_on": wiki.clock.now().date().isoformat(), "verified_by": person.name}
    text = front_matter.splice(row.text, said)
    return save_page(wiki, SavePage(row.path, text, row.revision, note, minor=True), by=by)


def ask_still_true(wiki: Wiki, *, wait: bool = False) -> int:
    """Queue letters about pages that nobody looked at for long; how many. Nothing where another
    process is at it, unless told to `wait` for it."""
    with suppress(Busy), wiki.lock.hold(LEASE, wait=wait):
        had = wiki.watching.asked(wiki.clock.now() - WEEK)
        whom = _to_ask(wiki, had)
        return sum(_ask(wiki, row, whom[row.id], had) for row in _stale(wiki, whom))
    return 0


def _to_ask(wiki: Wiki, had: Mapping[str, int]) -> dict[str, list[str]]:
    """By page, who answers for it, then who follows it, less those who were asked enough."""
    since = wiki.clock.now() - AGAIN_AFTER
    pairs = [*_answering(wiki), *wiki.watching.unasked(since)]
    whom: dict[str, list[str]] = {}
    for page, person in dict.fromkeys(pairs):
        if had.get(person, 0) < OF_ONE:
            whom.setdefault(page, []).append(person)
    return whom


def _answering(wiki: Wiki) -> Iterator[tuple[str, str]]:
    for person in sorted(wiki.councils.people()):
        yield from ((council.page_id, person) for council in wiki.councils.of_person(person))
    for person in sorted(wiki.questions.people()):
        yield from ((page, person) for page in wiki.questions.answered_by(person))


def _stale(wiki: Wiki, pages: Iterable[str]) -> Iterator[PageRow]:
    """Those of these pages that nobody looked at for long, the longest first."""
    asked, total = Asked(CareList.stale, size=_READ, among=tuple(sorted(pages))), 1
    while asked.offset < total:
        lines, total = care_pages(wiki, asked)
        rows = (wiki.index.page(line.path) for line in lines)
        yield from (row for row in rows if row is not None and _is_old(wiki, row))
        asked = replace(asked, offset=asked.offset + _READ)


def _is_old(wiki: Wiki, row: PageRow) -> bool:
    if row.state is not PageState.live or row.status == "draft":
        return False
    return row.updated_at.date() < months_before(wiki.clock.now().date(), wiki.care.stale_months)


def _ask(wiki: Wiki, row: PageRow, people: Iterable[str], had: dict[str, int]) -> int:
    now, sent = wiki.clock.now(), 0
    for person in (wiki.people.get(one) for one in people):
        if person is None or had.get(person.id, 0) >= OF_ONE or not _wants(wiki, row, person):
            continue
        letters = [_letter(row, person, page_url(row.path, wiki.kinds))]
        since = now - AGAIN_AFTER
        if wiki.watching.ask(person.id, row.id, letters, at=now, unless_since=since):
            had[person.id] = had.get(person.id, 0) + 1
            sent += 1
    return sent


def _wants(wiki: Wiki, row: PageRow, person: Person) -> bool:
    """They take letters, and may save the page."""
    habits = wiki.watching.habits(person.id, since=person.joined_at)
    if habits.rhythm is Rhythm.never:
        return False
    return right_of(wiki, Reader(person), row) is Right.save


def _letter(row: PageRow, person: Person, url: str) -> Letter:
    stop = Step(Phrase("Ne plus recevoir ces lettres :"), STOP_URL, STOP, person.id, STOP_LIFE)
    return Letter(
        Phrase("« {title} » dit-elle toujours vrai ?", title=row.title),
        (
            Phrase("Bonjour {name},", name=person.name),
            Phrase("Personne n’a relu la page « {title} » depuis longtemps. Vous la connaissez.",
                   title=row.title),
            Step(Phrase("La lire :"), url),
            Step(Phrase("Elle dit toujours vrai :"), URL, STILL_TRUE, row.id, LIFE),
            Step(Phrase("Quelque chose a changé, la corriger :"), f"{url}/edit"),
        ),
        person=person.id, unsubscribe=stop, kept=LIFE,
    )  # fmt: skip
