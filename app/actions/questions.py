"""Ask a place something; answer for it; make a page of what was answered. No address is shown."""

from collections.abc import Sequence
from dataclasses import replace

from app.actions.rights import require
from app.actions.save_page import SavePage, save_page
from app.actions.wiki import Wiki
from app.domain import front_matter
from app.domain.discussion import clean_text
from app.domain.errors import (
    AlreadyDecided,
    InvalidProposal,
    NotAllowed,
    ProposalNotFound,
    QueueFull,
    Refused,
    TooMany,
)
from app.domain.links import fold, slugify
from app.domain.mail import EmailAddress, Letter, Quote, Step
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role
from app.domain.phrase import Phrase
from app.domain.question import Question, QuestionId, QuestionState, as_body, plain, with_answer
from app.domain.rows import PageRow
from app.domain.watching import Notice, NoticeSort

ASKED, ASKED_WINDOW_S = 6, 3_600  # from one network address
PAGE_LIMIT, DAY_S = 30, 86_400  # that wait for one place
ANSWERERS_LIMIT = 20


def takes_questions(row: PageRow) -> bool:
    """Its page says so: `contact.form: yes`."""
    contact = row.front.get("contact")
    said = contact.get("form") if isinstance(contact, dict) else None
    return row.path.kind == "place" and said == "yes" and row.status != "draft"


def ask(wiki: Wiki, row: PageRow, question: Question, *, address: str) -> None:
    """Keep a question for those who answer for the place, and tell them at once.

    `address` is where it comes from: counted for an hour, kept by nobody. Raises Refused where the
    place takes none, TooMany, QueueFull.
    """
    if not takes_questions(row):
        raise Refused(reason="ce lieu ne prend pas de questions par ici.")
    now = wiki.clock.now()
    tries = wiki.people.count_attempt(
        f"ask-from:{address}", now=now, limit=ASKED, window_s=ASKED_WINDOW_S
    )
    if tries > ASKED:
        raise TooMany(seconds=ASKED_WINDOW_S)
    if wiki.questions.count_waiting(row.id) >= PAGE_LIMIT:
        raise QueueFull(seconds=DAY_S)
    people = answerers_of(wiki, row.id)
    letters = [_asked(row, question, person) for person in people]
    if wiki.questions.add(question, letters, now=now):
        wiki.watching.tell(
            Notice(person, NoticeSort.question, row.id, str(question.id), now) for person in people
        )


def answerers_of(wiki: Wiki, page_id: str) -> list[str]:
    """Who is asked: the members of its council and those who were chosen, else the stewards."""
    there = [one for one in chosen_for(wiki, page_id) if wiki.people.get(one) is not None]
    return there or [one.id for one in wiki.people.all() if one.role is Role.steward]


def chosen_for(wiki: Wiki, page_id: str) -> list[str]:
    """The members of the council of a place, and those who were chosen to answer for it."""
    council = wiki.councils.of_page(page_id)
    members = wiki.councils.members(council.id) if council is not None else []
    return list(dict.fromkeys((*members, *wiki.questions.answerers(page_id))))


def _asked(row: PageRow, question: Question, person: str) -> Letter:
    return Letter(
        Phrase("Une question pour « {title} »", title=row.title),
        (
            Phrase("{name} demande à propos de « {title} » :", name=question.name, title=row.title),
            Quote(question.text),
            Step(Phrase("Y répondre :"), f"/-/questions/{question.id}"),
            Phrase("Votre adresse n’est pas montrée, la sienne non plus."),
        ),
        person=person,
    )


def question_of(wiki: Wiki, number: str, *, by: Reader) -> Question:
    """For who answers for its place, and stewards. Raises NotSignedIn, NotAllowed,
    ProposalNotFound."""
    person = require(by, Role.contributor)
    found = _found(wiki, QuestionId, number)
    if not by.has(Role.steward) and person.id not in answerers_of(wiki, found.page):
        raise NotAllowed()
    return found


def followed_question(wiki: Wiki, secret: str) -> Question:
    """For who has its private link. Raises ProposalNotFound."""
    return _found(wiki, QuestionId.of_secret, secret)


def _found(wiki: Wiki, made: type[QuestionId] | object, text: str) -> Question:
    try:
        found = wiki.questions.get(made(text))  # type: ignore[operator]
    except InvalidProposal as error:
        raise ProposalNotFound() from error
    if found is None:
        raise ProposalNotFound()
    return found


def questions_for(wiki: Wiki, *, by: Reader, size: int = 200) -> list[Question]:
    """Those that this person may answer."""
    person = require(by, Role.contributor)
    mine = [one.page_id for one in wiki.councils.of_person(person.id)]
    pages = [*mine, *wiki.questions.answered_by(person.id)]
    return wiki.questions.of_pages(None if by.has(Role.steward) else pages, size=size)


def answer(wiki: Wiki, number: str, words: str, *, agrees: bool, by: Reader) -> Question:
    """Its answer, told to who asked, whose address is then forgotten. Raises Refused,
    AlreadyDecided."""
    person = require(by, Role.contributor)
    found = question_of(wiki, number, by=by)
    said, now = clean_text(words), wiki.clock.now()
    answered = replace(
        found, state=QuestionState.answered, answer=said, answered_by=person.id, answered_at=now,
        team_agrees=agrees, email="",
    )  # fmt: skip
    if not wiki.questions.change(
        answered, _answered(wiki, found, said), was=QuestionState.waiting, now=now
    ):
        raise AlreadyDecided(state=found.state)
    return answered


def _answered(wiki: Wiki, question: Question, said: str) -> list[Letter]:
    row = wiki.index.page_by_id(question.page)
    title = row.title if row else ""
    if not question.email:
        return []
    return [
        Letter(
            Phrase("« {title} » vous répond", title=title),
            (
                Phrase("Vous aviez demandé :"), Quote(question.text),
                Phrase("La réponse :"), Quote(said),
                Phrase("L’adresse privée que vous avez gardée la montre aussi."),
            ),
            address=EmailAddress(question.email), lang=question.lang,
        )
    ]  # fmt: skip


def close(wiki: Wiki, number: str, *, by: Reader) -> Question:
    """Set aside without an answer. Raises AlreadyDecided."""
    found = question_of(wiki, number, by=by)
    closed = replace(found, state=QuestionState.closed, email="")
    if not wiki.questions.change(closed, was=QuestionState.waiting, now=wiki.clock.now()):
        raise AlreadyDecided(state=found.state)
    return closed


def let_publish(wiki: Wiki, secret: str, *, agrees: bool) -> Question:
    """Who asked lets it be published, or not any more while it is not."""
    found = followed_question(wiki, secret)
    if found.published:
        raise AlreadyDecided(state=found.state)
    changed = replace(found, agrees=agrees)
    wiki.questions.change(changed, was=found.state, now=wiki.clock.now())
    return changed


def withdraw(wiki: Wiki, secret: str) -> None:
    """Who asked takes it back: nothing of it is kept."""
    wiki.questions.drop(followed_question(wiki, secret).id)


def publish(wiki: Wiki, number: str, *, apart: bool, by: Reader) -> PagePath:
    """The question and its answer in a section of the place's page; `apart`: on one of their own.

    Raises NotAllowed where one side has not agreed, and what a save raises.
    """
    found = question_of(wiki, number, by=by)
    row = wiki.index.page_by_id(found.page)
    if not found.publishable or row is None:
        raise NotAllowed()
    path = _apart(wiki, found, row, by) if apart else _in_page(wiki, found, row, by)
    done = replace(found, published=str(path))
    wiki.questions.change(done, was=QuestionState.answered, now=wiki.clock.now())
    return path


def _in_page(wiki: Wiki, found: Question, row: PageRow, by: Reader) -> PagePath:
    page = parse_page(row.path, row.text)
    text = front_matter.with_body(row.text, with_answer(page.body, found, row.lang))
    save_page(wiki, SavePage(row.path, text, row.revision, "Une question et sa réponse"), by=by)
    return row.path


def _apart(wiki: Wiki, found: Question, row: PageRow, by: Reader) -> PagePath:
    path = PagePath("page", slugify(found.title) or "question")
    if wiki.index.page(path) is not None:
        raise Refused(reason="une page porte déjà ce nom : publiez dans la page du lieu.")
    values = {"kind": "page", "title": found.title, "lang": row.lang, "licence": row.licence,
              "status": "published"}  # fmt: skip
    text = front_matter.compose(values, as_body(found, str(row.path), plain(row.title)))
    save_page(wiki, SavePage(path, text, None, "Une question et sa réponse"), by=by)
    return path


def choose_answerers(wiki: Wiki, row: PageRow, names: Sequence[str], *, by: Reader) -> None:
    """Who answers for the place, by public name; nobody means the stewards.

    Raises NotAllowed below steward, Refused where a name is nobody's, or several people's.
    """
    require(by, Role.steward)
    known: dict[str, list[str]] = {}
    for person in wiki.people.all():
        known.setdefault(fold(person.name), []).append(person.id)
    chosen = []
    for name in [one for one in names if one.strip()][: ANSWERERS_LIMIT + 1]:
        found = known.get(fold(name), [])
        if len(found) != 1:
            raise Refused(reason=Phrase("« {name} » n’est le nom d’aucun compte, ou de plusieurs.",
                                        name=name.strip()[:80]))  # fmt: skip
        chosen += found
    if len(chosen) > ANSWERERS_LIMIT:
        raise Refused(reason=Phrase("{limit} personnes au plus.", limit=ANSWERERS_LIMIT))
    wiki.questions.choose(row.id, chosen)
