"""Offer a change to the friend who owns a page. It is kept here first, then delivered."""

from dataclasses import dataclass
from uuid import uuid4

from app.actions.adopt import (
    Theirs,
    known_themes,
    require_flow,
    their_page,
    unknown_kind,
)
from app.actions.drift import original_of
from app.actions.read_page import read_page
from app.actions.rights import require, signature_of
from app.actions.save_page import NOTE_LIMIT
from app.actions.wiki import Wiki
from app.domain import front_matter
from app.domain.derived import as_original, media_in, with_their_themes
from app.domain.errors import (
    AlreadyDecided,
    InvalidPage,
    LicenceRefused,
    NotAllowed,
    Problem,
    ProposalNotFound,
    Refused,
    RevisionNotFound,
)
from app.domain.page import Page, parse_page
from app.domain.page_path import BlobId, PagePath
from app.domain.people import Person, Reader, Role
from app.domain.proposal import Outcome, Proposal, ProposalId, ProposalState, Step, Way
from app.domain.rules import Rules

OPEN_STATES = (ProposalState.queued, ProposalState.delivered)
# What a proposal may not change: only the owner does.
_OWNER_KEYS = {
    "id": "une page garde son identifiant.",
    "kind": "une page garde son genre.",
    "status": "une proposition ne change pas l’état de la page.",
}


@dataclass(frozen=True, slots=True)
class Propose:
    """`text` is the whole page file as it should be; `base` the content its writer started from
    (None: the one shown now)."""

    origin: str
    path: PagePath
    text: str
    note: str = ""
    base: BlobId | None = None


def propose(wiki: Wiki, command: Propose, *, by: Reader) -> Proposal:
    """The proposal, queued: it leaves with the next delivery.

    The same person's proposal for that page that is still queued is replaced by this one.

    Raises:
        PeerNotFound, PageNotFound, Moved, Gone: there is no such page of theirs.
        RevisionNotFound: `base` is no version of that page known here.
        InvalidPage, LicenceRefused, TooLarge: the text cannot be taken.
        Refused: it changes nothing.
    """
    person = require(by, Role.contributor)
    theirs = their_page(wiki, command.origin, command.path)
    base = command.base or theirs.row.blob
    began = _began(wiki, theirs, base)
    page = proposed_page(began, command.text, wiki.rules())
    _media_there(wiki, theirs, began, page)
    proposal = _queued(wiki, theirs, person, base, page, command.note)
    with wiki.lock.hold("proposals"):
        _replace_queued(wiki, theirs, person)
        wiki.proposals.add(proposal)
    return proposal


def propose_back(wiki: Wiki, path: PagePath, *, note: str = "", by: Reader) -> Proposal:
    """Our version of an adopted page, offered to where it came from.

    Raises Refused where the original moved on since ours began from it, LicenceRefused.
    """
    require(by, Role.contributor)
    row = read_page(wiki, path, reader=by)
    if row.status == "draft":
        raise Refused(reason="publiez d’abord votre page : un brouillon ne part pas ailleurs.")
    ours = parse_page(path, row.text)
    derived, theirs = original_of(wiki, ours)
    if theirs.row.blob != derived.revision:
        raise Refused(
            reason="l’original a changé depuis. Reprenez d’abord ses versions plus récentes, "
            "puis proposez la vôtre."
        )
    original = theirs.page
    require_flow(wiki.rules().licences, ours, original)
    text = with_their_themes(row.text, original=original, known=known_themes(wiki))
    text = as_original(text, original=original)
    command = Propose(theirs.origin, theirs.row.path, text, note, theirs.row.blob)
    return propose(wiki, command, by=by)


def withdraw(wiki: Wiki, proposal_id: ProposalId, *, by: Reader) -> Proposal:
    """The proposal, taken back by who made it or by a steward; its owner is told.

    Even one that still waits is told of: it may have left in the very moment.

    Raises ProposalNotFound, NotAllowed, AlreadyDecided.
    """
    person = require(by, Role.contributor)
    proposal = wiki.proposals.get(proposal_id)
    if proposal.way is not Way.outgoing:
        raise ProposalNotFound()
    if proposal.person != person.id and not by.has(Role.steward):
        raise NotAllowed()
    return _withdrawn(wiki, proposal, OPEN_STATES, by=person.name)


def proposed_page(began: Page, text: str | bytes, rules: Rules, *, publishes: bool = False) -> Page:
    """The text as a version of the page `began`, with only what anyone may change in it.

    `publishes`: a draft may be proposed as published. A problem that stood in the page before is
    not the proposer's. Raises InvalidPage, LicenceRefused, TooLarge, Refused (nothing changes).
    """
    page = parse_page(began.path, text)
    if began.id and not page.id:
        page = parse_page(began.path, front_matter.splice(page.text, {"id": began.id}))
    for key in ("licence", "data_licence"):
        if page.front.get(key) != began.front.get(key):
            raise LicenceRefused(
                source=began.word(key)[:60] or "?",
                target=str(page.front.get(key) or "aucune licence")[:60],
                advice="Seul le réseau qui tient la page change sa licence.",
            )  # fmt: skip
    for key, sentence in _OWNER_KEYS.items():
        if key == "status" and publishes and page.status == "published":
            continue
        if page.front.get(key) != began.front.get(key):
            raise InvalidPage([Problem(key, sentence)])
    if page.path.kind not in rules.kinds:
        raise unknown_kind(page.path.kind)
    before = rules.check(began)
    if problems := [problem for problem in rules.check(page) if problem not in before]:
        raise InvalidPage(problems)
    if _same(began, page):
        raise Refused(reason="ce texte est celui de la page : il ne change rien.")
    return page


def _same(one: Page, other: Page) -> bool:
    fronts = {front_matter.frozen(page.front) for page in (one, other)}
    return len(fronts) == 1 and one.body.strip() == other.body.strip()


def _began(wiki: Wiki, theirs: Theirs, base: BlobId) -> Page:
    """The version of the page that the writer started from."""
    known = wiki.index.versions_since(theirs.row.id, base, origin=theirs.origin)
    if known is None:
        raise RevisionNotFound(path=theirs.row.path)
    data = wiki.mirrors.store(theirs.origin).read_blob(base)
    return parse_page(theirs.row.path, data)


def _media_there(wiki: Wiki, theirs: Theirs, began: Page, page: Page) -> None:
    """Files do not travel with a proposal: those it names must be at the owner's already."""
    store = wiki.mirrors.store(theirs.origin)
    before = media_in(began.text)
    for name in media_in(page.text):
        if name not in before and store.blob_of(name.file) is None:
            raise InvalidPage(
                [Problem("body", "le fichier « {name} » n’est pas chez eux, et une proposition "
                         "n’emporte pas de fichier : retirez-le du texte.",
                         {"name": f"{name.sha256[:8]}….{name.ext}"})]
            )  # fmt: skip


def _queued(
    wiki: Wiki, theirs: Theirs, person: Person, base: BlobId, page: Page, note: str
) -> Proposal:
    now = wiki.clock.now()
    step = Step(signature_of(wiki, person), now, note.strip()[:NOTE_LIMIT], page.text)
    return Proposal(
        id=ProposalId(str(uuid4())),
        way=Way.outgoing,
        peer=theirs.mirror.origin,
        page_id=theirs.row.id,
        path=theirs.row.path,
        title=page.title,
        base=base,
        licence=page.licence,
        steps=(step,),
        made_at=now,
        changed_at=now,
        state=ProposalState.queued,
        person=person.id,
    )


def _replace_queued(wiki: Wiki, theirs: Theirs, person: Person) -> None:
    waiting = wiki.proposals.all(
        way=Way.outgoing, states=(ProposalState.queued,), peer=theirs.mirror.origin,
        person=person.id, page_id=theirs.row.id,
    )  # fmt: skip
    for one in waiting:
        try:
            _withdrawn(
                wiki, one, (ProposalState.queued,), by=person.name,
                reason="Remplacée par une proposition plus récente de la même personne.",
            )  # fmt: skip
        except AlreadyDecided:
            continue  # it left in the meantime: both stand, and the owner sees both


def _withdrawn(
    wiki: Wiki,
    proposal: Proposal,
    expects: tuple[ProposalState, ...],
    *,
    by: str,
    reason: str = "",
) -> Proposal:
    outcome = Outcome(proposal.id, ProposalState.withdrawn, reason, None, wiki.clock.now())
    return wiki.proposals.settle(outcome, expects=expects, by=by, told=False)
