"""Look at what a friend proposes for one of our pages; take it in, exactly once, or decline it.

The proof of an acceptance is the trailer `Proposal: <id>` in the log of `pages.git`. The record of
the proposal follows it, and is put right from it where the program was stopped between the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.actions.adopt import require_flow
from app.actions.catch_up import catch_up
from app.actions.rights import require, signature_of
from app.actions.save_page import ATTEMPTS, NOTE_LIMIT, Saved
from app.actions.three_way import Sides
from app.actions.wiki import Wiki
from app.domain import front_matter
from app.domain.errors import (
    AlreadyDecided,
    Dispute,
    EngineFailed,
    Gone,
    InvalidPage,
    LicenceRefused,
    Problem,
    ProposalNotFound,
    Refused,
    RevisionNotFound,
    Stale,
)
from app.domain.page import Page, parse_file, parse_page
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.people import Person, Reader, Role
from app.domain.proposal import (
    REASON_LIMIT,
    Outcome,
    Proposal,
    ProposalId,
    ProposalState,
    Way,
)
from app.domain.revision import Change, LogEntry, Signature
from app.domain.rows import PageState
from app.failpoint import reached

TRAILER = "Proposal"
LOCK = "proposals"
_OWN = ("id", "kind", "licence", "data_licence")
GONE = "La page n’est plus là : elle a été supprimée."


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer decides upon. Compare `base` with `proposed` for what the proposer changed,
    `now` with `merged` for what accepting would change.

    `path` and `now` are of our page as it stands (None where it is gone), `seen` its content: give
    it back with the answer. `merged` is None where `disputes` are open or the page is gone.
    `problems` are those of the merged text: it cannot be accepted as it is.
    """

    proposal: Proposal
    path: PagePath | None
    base: str
    proposed: str
    now: str | None
    seen: BlobId | None
    merged: str | None
    disputes: tuple[Dispute, ...] = ()
    problems: tuple[Problem, ...] = ()
    licence_ok: bool = True

    @property
    def gone(self) -> bool:
        return self.now is None

    @property
    def moved_on(self) -> bool:
        """True where our page changed since the proposer's base."""
        return self.now is not None and self.now != self.base

    @property
    def acceptable(self) -> bool:
        return self.merged is not None and not self.problems and self.licence_ok


@dataclass(frozen=True, slots=True)
class Answer:
    """`text`: the whole page as the reviewer adapted it, from what `seen` (the content of our page
    that they looked at) and the proposal made; None takes the proposal as it is. `note` is told
    to the proposer."""

    text: str | None = None
    settle: Mapping[str, str] = field(default_factory=dict)
    seen: BlobId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Ours:
    """Our page as it stands at the head."""

    page: Page
    blob: BlobId


def incoming(wiki: Wiki, proposal_id: ProposalId) -> Proposal:
    """Raises ProposalNotFound, also for one of our own."""
    proposal = wiki.proposals.get(proposal_id)
    if proposal.way is not Way.incoming:
        raise ProposalNotFound()
    return proposal


def review_of(wiki: Wiki, proposal: Proposal) -> Review:
    """Raises InvalidPage where our page's file cannot be read: it must be put right first."""
    base = wiki.store.read_blob(proposal.base).decode(errors="replace")
    ours = _ours(wiki, proposal)
    if ours is None:
        return Review(proposal, None, base, proposal.text, None, None, None)
    rules = wiki.rules()
    text, disputes = _sides(wiki, proposal, ours).disputes(rules, {})
    problems: list[Problem] = []
    if not disputes:
        try:
            problems = rules.check(parse_page(ours.page.path, text))
        except InvalidPage as error:
            problems = list(error.problems)
    return Review(
        proposal, ours.page.path, base, proposal.text, ours.page.text, ours.blob,
        None if disputes else text, disputes, tuple(problems), _licence_ok(wiki, proposal, ours),
    )  # fmt: skip


def _ours(wiki: Wiki, proposal: Proposal) -> _Ours | None:
    """The page of that id wherever it stands now; None where it was deleted."""
    for _ in range(2):
        row = wiki.index.page_by_id(proposal.page_id)
        if row is None or row.state is PageState.deleted:
            return None
        blob = wiki.store.blob_of(row.path.file)
        found = parse_file(row.path, wiki.store.read_blob(blob)) if blob else None
        if blob and isinstance(found, Page) and found.id in ("", row.id):
            return _Ours(found, blob)
        catch_up(wiki)  # it was moved or deleted a moment ago, and the index has not read of it
    raise EngineFailed(doing="retrouver la page")


def _sides(wiki: Wiki, proposal: Proposal, ours: _Ours) -> Sides:
    base = wiki.store.read_blob(proposal.base).decode(errors="replace")
    return _between(ours, base, proposal.text)


def _between(ours: _Ours, base: str, mine: str) -> Sides:
    return Sides(ours.page.path, base, mine, ours.page.text, str(ours.blob))


def _licence_ok(wiki: Wiki, proposal: Proposal, ours: _Ours) -> bool:
    try:
        require_flow(wiki.rules().licences, _proposed(proposal), ours.page)
    except LicenceRefused:
        return False
    return True


def _proposed(proposal: Proposal) -> Page:
    return parse_page(proposal.path, proposal.text)


def accept(
    wiki: Wiki,
    proposal_id: ProposalId,
    *,
    by: Reader,
    text: str | None = None,
    settle: Mapping[str, str] | None = None,
    seen: BlobId | None = None,
    note: str = "",
) -> Saved:
    """The page with what was proposed: one commit, of the proposer by the reviewer.

    Where our page is no longer what the reviewer saw (`seen`), `settle` settles nothing and
    `text` is merged with what came since. An acceptance that was cut short is finished.

    Raises:
        AlreadyDecided: it has its end; nothing was done twice.
        EditConflict: our page and the proposal changed the same thing.
        InvalidPage, LicenceRefused, TooLarge: what would be saved does not follow our rules.
        Gone: the page was deleted; the proposal has ended as stale.
        Refused: our page says all of it already.
    """
    person = require(by, Role.reviewer)
    answer = Answer(text, settle or {}, seen, note.strip()[:REASON_LIMIT])
    catch_up(wiki)
    with wiki.lock.hold(LOCK):
        proposal = _open(wiki, proposal_id)
        saved = _finished(wiki, proposal, person) or _accepted(wiki, proposal, answer, person)
    catch_up(wiki)
    return saved


def decline(wiki: Wiki, proposal_id: ProposalId, reason: str, *, by: Reader) -> Proposal:
    """The proposal, declined with words for who made it. Raises Refused without them,
    AlreadyDecided."""
    person = require(by, Role.reviewer)
    said = reason.strip()[:REASON_LIMIT]
    if not said:
        raise Refused(reason="dites en quelques mots pourquoi : la personne les lira.")
    with wiki.lock.hold(LOCK):
        proposal = _open(wiki, proposal_id)
        if _finished(wiki, proposal, person):
            raise AlreadyDecided(state=ProposalState.accepted)
        return _settle(wiki, proposal, ProposalState.declined, reason=said, by=person.name)


def repair(wiki: Wiki) -> int:
    """Records put right from the log: how many open proposals were found accepted there."""
    with wiki.lock.hold(LOCK):
        waiting = wiki.proposals.all(
            way=Way.incoming, states=(ProposalState.delivered,), size=1_000_000
        )
        if not waiting:
            return 0
        entries = _taken_in(wiki, {str(one.id) for one in waiting}, _earliest(wiki, waiting))
        for one in waiting:
            if entry := entries.get(str(one.id)):
                _record(wiki, one, _blob_in(entry), by="", reason="")
        return len(entries)


def settle_from_log(wiki: Wiki, proposal: Proposal) -> Proposal:
    """The proposal with the state that the log proves. The caller holds the lock of proposals."""
    if proposal.way is not Way.incoming or proposal.state.ended:
        return proposal
    entry = _entry_of(wiki, proposal)
    return _record(wiki, proposal, _blob_in(entry), by="", reason="") if entry else proposal


def _open(wiki: Wiki, proposal_id: ProposalId) -> Proposal:
    proposal = incoming(wiki, proposal_id)
    if proposal.state.ended:
        raise AlreadyDecided(state=proposal.state)
    return proposal


def _finished(wiki: Wiki, proposal: Proposal, person: Person) -> Saved | None:
    """What an acceptance that was stopped before its record had saved; None where there is none."""
    entry = _entry_of(wiki, proposal)
    if entry is None:
        return None
    blob = _blob_in(entry)
    _record(wiki, proposal, blob, by=person.name, reason="")
    text = wiki.store.read_blob(blob).decode(errors="replace") if blob else proposal.text
    return Saved(proposal.page_id, entry.revision, created=False, merged=False, text=text)


def _accepted(wiki: Wiki, proposal: Proposal, answer: Answer, person: Person) -> Saved:
    for _ in range(ATTEMPTS):
        ours = _ours(wiki, proposal)
        if ours is None:
            _settle(wiki, proposal, ProposalState.stale, reason=GONE, by=person.name)
            raise Gone(path=proposal.path)
        page, merged = _wanted(wiki, proposal, answer, ours)
        reached("accept.before-commit")
        try:
            revision = wiki.store.commit(_change(wiki, proposal, answer, person, ours, page))
        except Stale:
            continue
        reached("accept.after-commit")
        blob = wiki.store.blob_of(page.path.file, at=revision)
        _record(wiki, proposal, blob, by=person.name, reason=answer.note)
        return Saved(page.id, revision, created=False, merged=merged, text=page.text)
    raise EngineFailed(doing="enregistrer : trop de personnes enregistrent cette page à la fois")


def _wanted(wiki: Wiki, proposal: Proposal, answer: Answer, ours: _Ours) -> tuple[Page, bool]:
    """The page to be saved, and whether it holds more than the proposed text."""
    rules = wiki.rules()
    require_flow(rules.licences, _proposed(proposal), ours.page)
    settle = answer.settle if answer.seen in (None, ours.blob) else {}
    page = _merge(wiki, proposal, answer, ours).require(rules, settle)
    page = parse_page(page.path, front_matter.splice(page.text, _kept(ours.page)))
    if page.text == ours.page.text:
        raise Refused(
            reason="la page dit déjà tout cela. Déclinez la proposition en remerciant la personne."
        )
    return page, page.text != proposal.text


def _kept(page: Page) -> dict[str, Any]:
    """What no proposal changes, whatever was adapted."""
    return {key: page.front.get(key, front_matter.REMOVED) for key in _OWN}


def _merge(wiki: Wiki, proposal: Proposal, answer: Answer, ours: _Ours) -> Sides:
    """An adapted text was made from our page as the reviewer saw it; a proposal from its base."""
    if answer.text is None:
        return _sides(wiki, proposal, ours)
    mine = parse_page(ours.page.path, answer.text).text
    if answer.seen and wiki.index.versions_since(proposal.page_id, answer.seen) is None:
        raise RevisionNotFound(path=ours.page.path)
    began = wiki.store.read_blob(answer.seen or proposal.base).decode(errors="replace")
    return _between(ours, began, mine)


def _change(
    wiki: Wiki, proposal: Proposal, answer: Answer, person: Person, ours: _Ours, page: Page
) -> Change:
    reviewer = signature_of(wiki, person)
    also = [reviewer.name] if answer.text is not None else []
    return Change(
        files={page.path.file: page.text.encode()},
        expects={page.path.file: ours.blob},
        author=proposal.author,
        at=wiki.clock.now(),
        note=proposal.message[:NOTE_LIMIT],
        trailers=_trailers(proposal, also),
        committer=reviewer,
    )


def _trailers(proposal: Proposal, also: list[str]) -> tuple[tuple[str, str], ...]:
    """`Author:` names whoever else had a hand in the text, so that nobody loses credit."""
    earlier: dict[Signature, str] = {step.author: step.author.name for step in proposal.steps}
    earlier.pop(proposal.author)
    return (
        (TRAILER, str(proposal.id)),
        ("Source", str(proposal.peer)),
        ("Licence", proposal.licence),
        *(("Author", name) for name in (*earlier.values(), *also)),
    )


def _record(
    wiki: Wiki, proposal: Proposal, blob: BlobId | None, *, by: str, reason: str
) -> Proposal:
    settled = _settle(wiki, proposal, ProposalState.accepted, reason=reason, by=by, blob=blob)
    reached("accept.after-record")
    return settled


def _settle(
    wiki: Wiki,
    proposal: Proposal,
    state: ProposalState,
    *,
    reason: str,
    by: str,
    blob: BlobId | None = None,
) -> Proposal:
    outcome = Outcome(proposal.id, state, reason, blob, wiki.clock.now())
    return wiki.proposals.settle(outcome, expects=(ProposalState.delivered,), by=by, told=False)


def _entry_of(wiki: Wiki, proposal: Proposal) -> LogEntry | None:
    found = _taken_in(wiki, {str(proposal.id)}, _known(wiki, proposal.seen_head))
    return found.get(str(proposal.id))


def _taken_in(wiki: Wiki, ids: set[str], after: RevisionId | None) -> dict[str, LogEntry]:
    """The commits that took those proposals in, by proposal id."""
    found: dict[str, LogEntry] = {}
    for entry in wiki.store.log(after):
        for key, value in entry.trailers:
            if key == TRAILER and value in ids:
                found.setdefault(value, entry)
    return found


def _known(wiki: Wiki, head: RevisionId | None) -> RevisionId | None:
    """The commit to read on from; None (all of it) where the history was replaced."""
    try:
        if head is not None:
            wiki.store.count_after(head)
    except RevisionNotFound:
        return None
    return head


def _earliest(wiki: Wiki, proposals: list[Proposal]) -> RevisionId | None:
    heads = {_known(wiki, one.seen_head) for one in proposals}
    return None if None in heads else max(heads, key=wiki.store.count_after)


def _blob_in(entry: LogEntry) -> BlobId | None:
    """The page's content after that commit: an acceptance changes one file, a page."""
    return next((change.after for change in entry.changes if change.page), None)
