"""Bring in what was written offline: each entry becomes a proposal or a remark, or is told why not.

Every entry is judged before any is taken. Reading a file again adds nothing: an entry's key makes
it one proposal, or one remark, for ever.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from app.actions.brought import Named, byline_of, note_of, number_of, remark_from, text_from
from app.actions.offer import Offered, correct, judge, offer, require_pace
from app.actions.outcome import settle_from_log
from app.actions.propose import proposed_page
from app.actions.read_page import read_version
from app.actions.remarks import take_remark
from app.actions.review import base_text
from app.actions.rights import sees_page
from app.actions.wiki import Wiki
from app.actions.writing import right_of
from app.domain.contribution import Contribution, Correction, Entry, QuizResult, RemarkWords
from app.domain.errors import (
    AlreadyDecided,
    Gone,
    NotSignedIn,
    PageNotFound,
    ProposalNotFound,
    Refused,
    RevisionNotFound,
    TooMany,
    WikiError,
)
from app.domain.page import parse_page
from app.domain.people import STRANGER, Reader
from app.domain.phrase import Phrase
from app.domain.proposal import Proposal
from app.domain.remark import Remark
from app.domain.rows import PageRow, PageState, RevisionRow
from app.domain.writing import Right

UNKNOWN_BASE = Phrase("elle part d’un texte de la page que ce wiki n’a jamais montré.")
UNKNOWN_PAGE = Phrase(
    "cette page n’est pas ici, ou n’y est plus lue. Ces mots restent dans le fichier."
)
OTHER_BASE = Phrase(
    "elle attend déjà ici, et partait d’un autre texte de la page : corrigez-la par son lien."
)
OTHER_PAGE = Phrase("elle a déjà été apportée ici, pour une autre page.")


class Fate(StrEnum):
    """`proposed`, `noted`: new. `corrected`: what waited has these words now. `known`: it waits
    already, as it is. `decided`: it has its end. `later`: too many at once, read the file again.
    `elsewhere`: the page is another wiki's. `refused`: see `why`."""

    proposed = "proposed"
    noted = "noted"
    corrected = "corrected"
    known = "known"
    decided = "decided"
    later = "later"
    elsewhere = "elsewhere"
    refused = "refused"

    @property
    def taken(self) -> bool:
        return self in (Fate.proposed, Fate.noted, Fate.corrected)


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one entry. `link` is its private link, from the root; `row` our page. `entry`
    is None where it could not be read."""

    number: int
    title: str
    fate: Fate
    entry: Entry | None = None
    why: Phrase | None = None
    link: str = ""
    row: PageRow | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    contribution: Contribution
    lines: tuple[Line, ...]

    def count(self, *fates: Fate) -> int:
        return sum(line.fate in fates for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A line as it will be, and what makes it so (None: nothing)."""

    line: Line
    act: Callable[[], object] | None = None


def import_contribution(
    wiki: Wiki, contribution: Contribution, *, by: Reader, address: str = "", dry_run: bool = False
) -> Brought:
    """What becomes of each entry, in the order of the file. `by` brings the file and signs nothing;
    `address` is where a stranger sends it from, counted as for their proposals.

    Raises NotSignedIn where strangers propose nothing here and one brings it.
    """
    if right_of(wiki, by, None) is Right.nothing:
        raise NotSignedIn()
    desk = _Desk(wiki, contribution, by)
    plans = [desk.plan(entry) for entry in contribution.entries]
    faults = [Line(one.number, one.title, Fate.refused, why=one.why) for one in contribution.faults]
    lines = [plan.line if dry_run else desk.done(plan, address) for plan in plans]
    ordered = sorted([*lines, *faults], key=lambda line: line.number)
    return Brought(contribution, tuple(ordered))


class _Desk:
    """One file and who brings it."""

    def __init__(self, wiki: Wiki, contribution: Contribution, carrier: Reader) -> None:
        self._wiki, self._contribution = wiki, contribution
        self._brought = carrier.person is not None

    def plan(self, entry: Entry) -> _Plan:
        """Judged, and nothing done."""
        line = Line(entry.number, entry.page.title, Fate.refused, entry)
        if entry.page.origin != self._wiki.site.host:
            return _Plan(replace(line, fate=Fate.elsewhere))
        try:
            line = replace(line, row=self._row(entry))
            if isinstance(entry.said, RemarkWords | QuizResult):
                return self._remark(line, entry)
            return self._proposal(line, entry)
        except WikiError as error:
            return _Plan(replace(line, why=_told(error)))

    def done(self, plan: _Plan, address: str) -> Line:
        if plan.act is None:
            return plan.line
        try:
            if not self._brought and plan.line.fate is not Fate.corrected:
                require_pace(self._wiki, address)
            plan.act()
        except TooMany as error:
            return replace(plan.line, fate=Fate.later, why=_told(error), link="")
        except WikiError as error:
            fate = Fate.decided if isinstance(error, AlreadyDecided) else Fate.refused
            return replace(plan.line, fate=fate, why=_told(error))
        return plan.line

    def _row(self, entry: Entry) -> PageRow:
        """Our page, wherever it stands by now. Raises PageNotFound, Gone."""
        index, mark = self._wiki.index, entry.page
        row = index.page_by_id(mark.id) if mark.id else index.page(mark.path)
        if row is not None and row.state is PageState.redirect:
            row = index.page_by_id(row.target_id)
        if row is None or not sees_page(self._wiki, STRANGER, row):
            raise PageNotFound(path=mark.path)
        if row.state is PageState.deleted:
            raise Gone(path=row.path)
        return row

    def _proposal(self, line: Line, entry: Entry) -> _Plan:
        assert line.row is not None
        line = replace(line, link=f"/-/propositions/suivi/{entry.key}")
        if (known := self._known(entry)) is not None:
            return self._again(line, entry, known)
        offered = self._offered(entry, line.row)
        judge(self._wiki, offered, by=STRANGER)
        act = partial(offer, self._wiki, offered, by=STRANGER)
        return _Plan(replace(line, fate=Fate.proposed), act)

    def _known(self, entry: Entry) -> Proposal | None:
        try:
            return self._wiki.proposals.get(number_of(entry))
        except ProposalNotFound:
            return None

    def _offered(self, entry: Entry, row: PageRow) -> Offered:
        """A correction is offered from the text that its writer saw, a trial from the present."""
        version = self._shown(row, entry) if isinstance(entry.said, Correction) else None
        path, revision = (version.path, version.revision) if version else (row.path, row.revision)
        read = read_version(self._wiki, path, revision, reader=STRANGER)
        text = text_from(self._wiki, read.page, entry.said)
        return Offered(
            path, text, revision, note_of(self._contribution, entry),
            byline_of(self._contribution), entry.key, page_id=row.id, brought=self._brought,
        )  # fmt: skip

    def _shown(self, row: PageRow, entry: Entry) -> RevisionRow:
        """The version that has the content which the writer saw. Raises Refused."""
        behind = self._wiki.index.versions_since(row.id, entry.page.base)
        if behind is not None:
            rows, _ = self._wiki.index.history(row.path, after=None, size=behind + 1)
            for one in reversed(rows):
                if one.blob == entry.page.base:
                    return one
        raise Refused(reason=UNKNOWN_BASE)

    def _again(self, line: Line, entry: Entry, known: Proposal) -> _Plan:
        """It was brought before: as it is, with other words, or after its end."""
        assert line.row is not None
        if known.page_id != line.row.id or known.person:
            raise Refused(reason=OTHER_PAGE)
        with self._wiki.lock.hold("proposals"):
            known = settle_from_log(self._wiki, known)
        if known.state.ended:
            return _Plan(replace(line, fate=Fate.decided))
        if isinstance(entry.said, Correction) and entry.page.base != known.base:
            return _Plan(replace(line, why=OTHER_BASE))
        began = parse_page(known.path, base_text(self._wiki, known))
        text = text_from(self._wiki, began, entry.said)
        page = proposed_page(began, text, self._wiki.rules())
        if page.text == known.text:
            return _Plan(replace(line, fate=Fate.known))
        offered = Offered(known.path, page.text, None, note_of(self._contribution, entry))
        act = partial(correct, self._wiki, known.id, offered, by=STRANGER, holds=True)
        return _Plan(replace(line, fate=Fate.corrected), act)

    def _remark(self, line: Line, entry: Entry) -> _Plan:
        assert line.row is not None
        line = replace(line, link=f"/-/remarques/suivi/{entry.key}")
        named = Named(line.row.id, line.row.path, line.row.title)
        fresh = remark_from(self._contribution, entry, named, at=self._wiki.clock.now())
        known = self._wiki.remarks.get(fresh.id)
        act = partial(take_remark, self._wiki, fresh)
        if known is None:
            return _Plan(replace(line, fate=Fate.noted), act)
        if known.page_id != line.row.id:
            raise Refused(reason=OTHER_PAGE)
        if known.state.ended:
            return _Plan(replace(line, fate=Fate.decided))
        if _same(known, fresh):
            return _Plan(replace(line, fate=Fate.known))
        return _Plan(replace(line, fate=Fate.corrected), act)


def _same(one: Remark, other: Remark) -> bool:
    return (one.text, one.about, one.sort, one.quiz) == (
        other.text, other.about, other.sort, other.quiz,
    )  # fmt: skip


def _told(error: WikiError) -> Phrase:
    """Why, in a sentence that can be said in the reader's language."""
    if isinstance(error, RevisionNotFound):
        return UNKNOWN_BASE
    if isinstance(error, PageNotFound):
        return UNKNOWN_PAGE
    reason = error.params.get("reason")
    if type(error) is Refused and isinstance(reason, str):
        return reason if isinstance(reason, Phrase) else Phrase("{reason}", reason=reason)
    return Phrase(error.sentence, **error.params)
