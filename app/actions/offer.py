"""Offer a text to this very network: what a stranger, a newcomer or a protected page's reader saves
becomes a proposal, that reviewers find among those of friends.

It never leaves: its `peer` is our own instance, and nobody is told of its end but its writer.
"""

from dataclasses import dataclass, replace
from uuid import uuid4

from app.actions.outcome import LOCK, is_local, settle_from_log
from app.actions.propose import proposed_page
from app.actions.read_page import read_version
from app.actions.rights import is_writer, sees_page, signature_of
from app.actions.wiki import Wiki
from app.actions.writing import policy_of, right_of
from app.domain import front_matter
from app.domain.byline import alike, clean_byline, clean_line
from app.domain.errors import (
    AlreadyDecided,
    Gone,
    InvalidPage,
    NotAllowed,
    NotSignedIn,
    PageNotFound,
    Problem,
    ProposalNotFound,
    QueueFull,
    Refused,
    TooMany,
)
from app.domain.links import external_links
from app.domain.network import InstanceId
from app.domain.page import Page, parse_page
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.people import Reader
from app.domain.phrase import Phrase
from app.domain.proposal import (
    STEPS_LIMIT,
    Outcome,
    Proposal,
    ProposalId,
    ProposalState,
    Step,
    Way,
)
from app.domain.revision import Signature
from app.domain.rows import PageRow, PageState
from app.domain.writing import Right

NOTE_LIMIT = 500
QUEUE_LIMIT = 200  # proposals of our own site that wait
PAGE_LIMIT = 20  # of one page
OFFERS, OFFERS_WINDOW_S = 40, 3600  # of one address: a whole workshop may share it
NEW_LINKS = 8  # to other sites, in what a stranger proposes
_DAY_S = 86_400
TAKEN = "«\u00a0{value}\u00a0» est déjà l’adresse d’une autre page."
_HERE = "{name} (sans compte)"


@dataclass(frozen=True, slots=True)
class Offered:
    """`text` is the whole page file as it should be; `base` the revision that its writer began
    from, None for a page to be made. `byline` is a stranger's name.

    `secret` makes the proposal's number, so that a form sent twice is one proposal. `address` is
    where a stranger writes from: counted for an hour, kept by nobody. `page_id` finds a page that
    has moved since. `brought`: somebody with an account brings a stranger's text in, and answers
    for its right and its pace.
    """

    path: PagePath
    text: str
    base: RevisionId | None
    note: str = ""
    byline: str = ""
    secret: str = ""
    address: str = ""
    page_id: str = ""
    brought: bool = False


def offer(wiki: Wiki, offered: Offered, *, by: Reader) -> Proposal:
    """The proposal, waiting for a reviewer; the one made before where this form was sent already.

    Raises:
        NotSignedIn: strangers propose nothing here.
        PageNotFound, Gone, RevisionNotFound: there is no such page, or version.
        InvalidPage, LicenceRefused, TooLarge: the text cannot be taken.
        Refused: it changes nothing, or the address of a new page is taken.
        TooMany, QueueFull: not now.
    """
    number = ProposalId.of_secret(offered.secret) if offered.secret else ProposalId(str(uuid4()))
    if (known := _known(wiki, number, by)) is not None:
        return known
    proposal = _made(wiki, number, offered, by)
    if by.person is None and not offered.brought:
        require_pace(wiki, offered.address)
    with wiki.lock.hold(LOCK):
        _require_room(wiki, proposal)
        wiki.proposals.add(proposal)
    return wiki.proposals.get(proposal.id)


def judge(wiki: Wiki, offered: Offered, *, by: Reader) -> Proposal:
    """The proposal that `offer` would make of it, which nothing keeps. The same errors, but for
    those of pace."""
    return _made(wiki, ProposalId.of_secret(offered.secret), offered, by)


def _known(wiki: Wiki, number: ProposalId, by: Reader) -> Proposal | None:
    try:
        known = wiki.proposals.get(number)
    except ProposalNotFound:
        return None
    _require_own(wiki, known, by, holds=True)
    return known


def _made(wiki: Wiki, number: ProposalId, offered: Offered, by: Reader) -> Proposal:
    if not offered.brought and right_of(wiki, by, None) is Right.nothing:
        raise NotSignedIn()
    row = _row(wiki, offered, by)
    if row is None:
        page_id, base = wiki.clock.page_id(), None
        page = _new_page(wiki, offered, page_id)
        before = ""
    else:
        version = read_version(wiki, offered.path, offered.base, reader=by)  # type: ignore[arg-type]
        page_id, base, before = row.id, version.row.blob, version.page.text
        began = replace(version.page, path=row.path)
        publishes = is_writer(wiki, by, row.id)
        page = proposed_page(began, offered.text, wiki.rules(), publishes=publishes)
    _require_few_links(before, page.text, by)
    now = wiki.clock.now()
    step = Step(_signature(wiki, by, offered.byline), now, _note(offered.note), page.text)
    return Proposal(
        id=number, way=Way.incoming, peer=InstanceId(wiki.site.host), page_id=page_id,
        path=page.path, title=page.title, base=base, licence=page.licence, steps=(step,),
        made_at=now, changed_at=now, state=ProposalState.delivered, told=True,
        person=by.person.id if by.person else "", seen_head=wiki.store.head(),
    )  # fmt: skip


def _row(wiki: Wiki, offered: Offered, by: Reader) -> PageRow | None:
    """The page that it is about, wherever it stands by now; None for one to be made."""
    named = offered.page_id
    row = wiki.index.page_by_id(named) if named else wiki.index.page(offered.path)
    if offered.base is None:
        _require_free(wiki, offered.path, by)
        return None
    if row is not None and row.state is PageState.redirect:
        row = wiki.index.page_by_id(row.target_id)
    if row is None or not sees_page(wiki, by, row):
        raise PageNotFound(path=offered.path)
    if row.state is PageState.deleted:
        raise Gone(path=row.path)
    return row


def _require_free(wiki: Wiki, path: PagePath, by: Reader) -> None:
    """A draft that they may not read is not given away: the reviewer is told of it."""
    row = wiki.index.page(path)
    if row is None or row.state is PageState.deleted or not sees_page(wiki, by, row):
        return
    raise InvalidPage([Problem("slug", TAKEN, {"value": path.slug})])


def _new_page(wiki: Wiki, offered: Offered, page_id: str) -> Page:
    page = parse_page(offered.path, offered.text)
    text = front_matter.splice(page.text, {"id": page_id, "status": "published"})
    page, rules = parse_page(offered.path, text), wiki.rules()
    rules.require(page)
    return page


def _signature(wiki: Wiki, by: Reader, byline: str) -> Signature:
    """A stranger signs as they like, but never as somebody who is known here."""
    if by.person is not None:
        return signature_of(wiki, by.person)
    name = clean_byline(byline)
    if alike(name) in {alike(person.name) for person in wiki.people.all()}:
        name = _HERE.format(name=name)
    return Signature(name, f"guest-{uuid4().hex[:16]}@{wiki.site.host}")


def _note(text: str) -> str:
    return clean_line(text)[:NOTE_LIMIT]


def _require_few_links(before: str, after: str, by: Reader) -> None:
    if by.person is not None:
        return
    fresh = external_links(after) - external_links(before)
    if len(fresh) > NEW_LINKS:
        raise InvalidPage(
            [Problem("body", "{count} liens nouveaux vers d’autres sites, c’est beaucoup sans "
                     "compte : gardez les {limit} plus utiles, ou connectez-vous.",
                     {"count": str(len(fresh)), "limit": str(NEW_LINKS)})]
        )  # fmt: skip


def require_pace(wiki: Wiki, address: str) -> None:
    """Counts one text of a stranger at that address. Raises TooMany."""
    tries = wiki.people.count_attempt(
        f"offer:{address}", now=wiki.clock.now(), limit=OFFERS, window_s=OFFERS_WINDOW_S
    )
    if tries > OFFERS:
        raise TooMany(seconds=OFFERS_WINDOW_S)


def _require_room(wiki: Wiki, proposal: Proposal) -> None:
    states = (ProposalState.delivered,)
    if wiki.proposals.count(peer=proposal.peer, states=states) >= QUEUE_LIMIT:
        raise QueueFull(seconds=_DAY_S)
    if proposal.creates:
        return
    same = wiki.proposals.all(
        way=Way.incoming, states=states, peer=proposal.peer, page_id=proposal.page_id,
        path=None if proposal.page_id else proposal.path, size=PAGE_LIMIT,
    )  # fmt: skip
    if len(same) >= PAGE_LIMIT:
        raise QueueFull(seconds=_DAY_S)


def correct(
    wiki: Wiki, number: ProposalId, offered: Offered, *, by: Reader, holds: bool = False
) -> Proposal:
    """The waiting proposal as its writer puts it now, one step further.

    `holds`: the writer came by the private link. Where the same text comes twice nothing changes.
    Raises as `offer`, ProposalNotFound, NotAllowed (it is another's), AlreadyDecided.
    """
    with wiki.lock.hold(LOCK):
        proposal = _waiting(wiki, number, by, holds=holds)
        page = _corrected(wiki, proposal, offered, by)
        _require_few_links(_base_text(wiki, proposal), page.text, by)
        note = _note(offered.note)
        if page.text == proposal.text and note in ("", proposal.message):
            return proposal
        if len(proposal.steps) >= STEPS_LIMIT:
            raise Refused(
                reason=Phrase(
                    "elle a déjà été corrigée {count} fois : attendez la réponse.",
                    count=str(STEPS_LIMIT),
                )
            )
        now = wiki.clock.now()
        step = Step(proposal.author, now, note or proposal.message, page.text)
        return wiki.proposals.correct(
            replace(
                proposal, path=page.path, title=page.title, steps=(*proposal.steps, step),
                changed_at=now,
            )
        )  # fmt: skip


def _corrected(wiki: Wiki, proposal: Proposal, offered: Offered, by: Reader) -> Page:
    if proposal.base is None:
        _require_free(wiki, offered.path, by)
        return _new_page(wiki, offered, proposal.page_id)
    began = parse_page(proposal.path, _base_text(wiki, proposal))
    was = parse_page(proposal.path, proposal.text)
    publishes = began.status != was.status
    return proposed_page(began, offered.text, wiki.rules(), publishes=publishes)


def _base_text(wiki: Wiki, proposal: Proposal) -> str:
    base: BlobId | None = proposal.base
    return wiki.store.read_blob(base).decode(errors="replace") if base else ""


def take_back(wiki: Wiki, number: ProposalId, *, by: Reader, holds: bool = False) -> Proposal:
    """The waiting proposal, taken back by its writer. Raises as `correct`."""
    with wiki.lock.hold(LOCK):
        proposal = _waiting(wiki, number, by, holds=holds)
        outcome = Outcome(proposal.id, ProposalState.withdrawn, "", None, wiki.clock.now())
        return wiki.proposals.settle(
            outcome, expects=(ProposalState.delivered,), by=proposal.author.name, told=True
        )


def _waiting(wiki: Wiki, number: ProposalId, by: Reader, *, holds: bool) -> Proposal:
    proposal = wiki.proposals.get(number)
    _require_own(wiki, proposal, by, holds=holds)
    proposal = settle_from_log(wiki, proposal)
    if proposal.state.ended:
        raise AlreadyDecided(state=proposal.state)
    return proposal


def _require_own(wiki: Wiki, proposal: Proposal, by: Reader, *, holds: bool) -> None:
    if not is_local(wiki, proposal):
        raise ProposalNotFound()
    if not is_own(proposal, by, holds=holds):
        raise NotAllowed()


def is_own(proposal: Proposal, by: Reader, *, holds: bool) -> bool:
    """True for whoever wrote it: the person signed in, or who holds a stranger's private link."""
    if proposal.person:
        return by.person is not None and by.person.id == proposal.person
    return holds


def strangers_welcome(wiki: Wiki) -> bool:
    """True where a person without an account can propose."""
    return right_of(wiki, Reader(), None, policy=policy_of(wiki)) is Right.propose
