"""Look at what is proposed for one of our pages, by a friend or by someone here; take it in,
exactly once, or decline it.

The proof of an acceptance is the trailer `Proposal: <id>` in the log of `pages.git`. The record of
the proposal follows it, and is put right from it where the program was stopped between the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.actions.adopt import require_flow
from app.actions.catch_up import catch_up
from app.actions.outcome import (
    LOCK,
    TRAILER,
    blob_in,
    end_proposal,
    entry_of,
    is_local,
    record_accepted,
)
from app.actions.rights import require, signature_of
from app.actions.save_page import ATTEMPTS, NOTE_LIMIT, Saved
from app.actions.three_way import Sides
from app.actions.wiki import Wiki
from app.actions.writing import require_save
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
from app.domain.page_path import BlobId, PagePath
from app.domain.people import Person, Reader, Role
from app.domain.proposal import (
    REASON_LIMIT,
    Proposal,
    ProposalId,
    ProposalState,
    Way,
)
from app.domain.revision import Change, Signature
from app.domain.rows import PageState
from app.failpoint import reached

_OWN = ("id", "kind", "licence", "data_licence")
TAKEN = "«\u00a0{value}\u00a0» est déjà l’adresse d’une autre page."
CORRECTED = "la personne a corrigé sa proposition pendant votre lecture : relisez-la."
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
        return self.now is None and not self.proposal.creates

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
    to the proposer. `steps` is how many the proposal had when they read it. Of a page to be made,
    `path` is where it shall stand and `draft` whether only as a draft."""

    text: str | None = None
    settle: Mapping[str, str] = field(default_factory=dict)
    seen: BlobId | None = None
    note: str = ""
    steps: int | None = None
    path: PagePath | None = None
    draft: bool = False


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
    if proposal.creates:
        return _review_of_new(wiki, proposal)
    base = base_text(wiki, proposal)
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


def _review_of_new(wiki: Wiki, proposal: Proposal) -> Review:
    page = _proposed(proposal)
    problems = wiki.rules().check(page)
    if wiki.store.blob_of(page.path.file) is not None and not proposal.state.ended:
        problems = [*problems, _taken(page.path)]
    return Review(
        proposal, page.path, "", proposal.text, None, None, proposal.text,
        problems=tuple(problems),
    )  # fmt: skip


def _taken(path: PagePath) -> Problem:
    return Problem("slug", TAKEN, {"value": path.slug})


def base_text(wiki: Wiki, proposal: Proposal) -> str:
    """The content that its writer began from; `` for a page to be made."""
    if proposal.base is None:
        return ""
    return wiki.store.read_blob(proposal.base).decode(errors="replace")


def _ours(wiki: Wiki, proposal: Proposal) -> _Ours | None:
    """The page of that id wherever it stands now; None where it was deleted."""
    for _ in range(2):
        if proposal.page_id:
            row = wiki.index.page_by_id(proposal.page_id)
        else:
            row = wiki.index.page(proposal.path)
        if row is None or row.state is PageState.deleted:
            return None
        blob = wiki.store.blob_of(row.path.file)
        found = parse_file(row.path, wiki.store.read_blob(blob)) if blob else None
        if blob and isinstance(found, Page) and found.id in ("", row.id):
            return _Ours(found, blob)
        catch_up(wiki)  # it was moved or deleted a moment ago, and the index has not read of it
    raise EngineFailed(doing="retrouver la page")


def _sides(wiki: Wiki, proposal: Proposal, ours: _Ours) -> Sides:
    return _between(ours, base_text(wiki, proposal), proposal.text)


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
    steps: int | None = None,
    path: PagePath | None = None,
    draft: bool = False,
) -> Saved:
    """The page with what was proposed: one commit, of the proposer by the reviewer.

    Where our page is no longer what the reviewer saw (`seen`), `settle` settles nothing and
    `text` is merged with what came since. An acceptance that was cut short is finished. See
    `Answer` for the rest.

    Raises:
        ProposeFirst: the page is protected, and the reviewer may not save it.
        AlreadyDecided: it has its end; nothing was done twice.
        EditConflict: our page and the proposal changed the same thing.
        InvalidPage, LicenceRefused, TooLarge: what would be saved does not follow our rules.
        Gone: the page was deleted; the proposal has ended as stale.
        Refused: our page says all of it already, or its writer corrected it meanwhile.
    """
    person = require(by, Role.reviewer)
    said = note.strip()[:REASON_LIMIT]
    answer = Answer(text, settle or {}, seen, said, steps, path, draft)
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
        return end_proposal(wiki, proposal, ProposalState.declined, reason=said, by=person.name)


def _open(wiki: Wiki, proposal_id: ProposalId) -> Proposal:
    proposal = incoming(wiki, proposal_id)
    if proposal.state.ended:
        raise AlreadyDecided(state=proposal.state)
    return proposal


def _finished(wiki: Wiki, proposal: Proposal, person: Person) -> Saved | None:
    """What an acceptance that was stopped before its record had saved; None where there is none."""
    entry = entry_of(wiki, proposal)
    if entry is None:
        return None
    blob = blob_in(entry)
    record_accepted(wiki, proposal, blob, by=person.name, reason="")
    text = wiki.store.read_blob(blob).decode(errors="replace") if blob else proposal.text
    return Saved(proposal.page_id, entry.revision, created=False, merged=False, text=text)


def _accepted(wiki: Wiki, proposal: Proposal, answer: Answer, person: Person) -> Saved:
    if answer.steps not in (None, len(proposal.steps)):
        raise Refused(reason=CORRECTED)
    require_save(wiki, Reader(person), path=proposal.path, page_id=proposal.page_id)
    if proposal.creates:
        return _created(wiki, proposal, answer, person)
    for _ in range(ATTEMPTS):
        ours = _ours(wiki, proposal)
        if ours is None:
            end_proposal(wiki, proposal, ProposalState.stale, reason=GONE, by=person.name)
            raise Gone(path=proposal.path)
        page, merged = _wanted(wiki, proposal, answer, ours)
        reached("accept.before-commit")
        try:
            revision = wiki.store.commit(_change(wiki, proposal, answer, person, page, ours.blob))
        except Stale:
            continue
        reached("accept.after-commit")
        blob = wiki.store.blob_of(page.path.file, at=revision)
        record_accepted(wiki, proposal, blob, by=person.name, reason=answer.note)
        return Saved(page.id, revision, created=False, merged=merged, text=page.text)
    raise EngineFailed(doing="enregistrer : trop de personnes enregistrent cette page à la fois")


def _created(wiki: Wiki, proposal: Proposal, answer: Answer, person: Person) -> Saved:
    """The new page: its id is the one that was kept for it."""
    page = _new_page(proposal, answer)
    wiki.rules().require(page)
    reached("accept.before-commit")
    try:
        revision = wiki.store.commit(_change(wiki, proposal, answer, person, page, None))
    except Stale as error:
        raise InvalidPage([_taken(page.path)]) from error
    reached("accept.after-commit")
    blob = wiki.store.blob_of(page.path.file, at=revision)
    record_accepted(wiki, proposal, blob, by=person.name, reason=answer.note)
    return Saved(page.id, revision, created=True, merged=False, text=page.text)


def _new_page(proposal: Proposal, answer: Answer) -> Page:
    proposed, path = _proposed(proposal), answer.path or proposal.path
    if path.kind != proposal.path.kind:
        raise InvalidPage([Problem("kind", "une page garde son genre.")])
    said = parse_page(path, answer.text if answer.text is not None else proposal.text)
    kept = _kept(proposed) | {"status": "draft" if answer.draft else "published"}
    return parse_page(path, front_matter.splice(said.text, kept))


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
    began = base_text(wiki, proposal)
    if answer.seen:
        began = wiki.store.read_blob(answer.seen).decode(errors="replace")
    return _between(ours, began, mine)


def _change(
    wiki: Wiki,
    proposal: Proposal,
    answer: Answer,
    person: Person,
    page: Page,
    blob: BlobId | None,
) -> Change:
    reviewer = signature_of(wiki, person)
    also = [reviewer.name] if answer.text is not None else []
    return Change(
        files={page.path.file: page.text.encode()},
        expects={page.path.file: blob},
        author=proposal.author,
        at=wiki.clock.now(),
        note=proposal.message[:NOTE_LIMIT],
        trailers=_trailers(proposal, also, local=is_local(wiki, proposal)),
        committer=reviewer,
    )


def _trailers(proposal: Proposal, also: list[str], *, local: bool) -> tuple[tuple[str, str], ...]:
    """`Author:` names whoever else had a hand in the text, so that nobody loses credit."""
    earlier: dict[Signature, str] = {step.author: step.author.name for step in proposal.steps}
    earlier.pop(proposal.author)
    return (
        (TRAILER, str(proposal.id)),
        *(() if local else (("Source", str(proposal.peer)),)),
        ("Licence", proposal.licence),
        *(("Author", name) for name in (*earlier.values(), *also)),
    )
