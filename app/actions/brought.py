"""What an entry of a contribution file says, in the shapes that the wiki keeps."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.wiki import Wiki
from app.domain import front_matter
from app.domain.byline import ANONYMOUS, clean_line
from app.domain.contribution import (
    Contribution,
    Correction,
    Entry,
    QuizResult,
    RemarkWords,
    Said,
    TrialWords,
    with_trial,
)
from app.domain.errors import Refused
from app.domain.page import Page
from app.domain.page_path import PagePath
from app.domain.phrase import Phrase
from app.domain.proposal import ProposalId
from app.domain.remark import Remark, RemarkSort
from app.domain.sections import sections, with_section

NO_PART = "la partie « {anchor} » n’est pas dans le texte d’où elle part."


@dataclass(frozen=True, slots=True)
class Named:
    """A page of ours."""

    id: str
    path: PagePath
    title: str


def number_of(entry: Entry) -> ProposalId:
    """The number of its proposal or remark."""
    return ProposalId.of_secret(entry.key)


def byline_of(contribution: Contribution) -> str:
    return "" if contribution.name == ANONYMOUS else contribution.name


def note_of(contribution: Contribution, entry: Entry) -> str:
    """What the reviewer reads first: the writer's words, then where it was written."""
    trial = entry.said if isinstance(entry.said, TrialWords) else None
    words = entry.note or ("On l’a essayée ici" if trial else "")
    where = trial.place_name if trial and trial.place_name else contribution.place
    return clean_line(" · ".join(filter(None, (words, where, "écrit hors ligne"))))


def text_from(wiki: Wiki, began: Page, said: Said) -> str:
    """The whole page file as it should be, from the version that its writer saw.

    Raises Refused where it changes a part that is not there.
    """
    if isinstance(said, TrialWords):
        return with_trial(began, said)
    assert isinstance(said, Correction)
    if said.whole:
        return said.text
    if not said.anchor:
        return front_matter.with_body(began.text, _ended(said.text))
    headings = wiki.renderer.outline(began.body).headings
    for part in sections(began.body, headings):
        if part.anchor == said.anchor:
            return front_matter.with_body(began.text, with_section(began.body, part, said.text))
    raise Refused(reason=Phrase(NO_PART, anchor=said.anchor[:80]))


def _ended(body: str) -> str:
    return body if body.endswith("\n") or not body else body + "\n"


def remark_from(contribution: Contribution, entry: Entry, page: Named, *, at: datetime) -> Remark:
    """`at` is when it is brought in."""
    said = entry.said
    words = said if isinstance(said, RemarkWords) else RemarkWords(entry.note)
    sort = RemarkSort.question if words.question else RemarkSort.remark
    quiz = said if isinstance(said, QuizResult) else None
    return Remark(
        id=number_of(entry), sort=RemarkSort.quiz if quiz else sort, page_id=page.id,
        path=page.path, title=page.title, text=words.text, about=words.about,
        name=contribution.name, place=contribution.place, written_at=entry.at, made_at=at,
        changed_at=at, quiz=quiz,
    )  # fmt: skip
