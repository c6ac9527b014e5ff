"""What is offered between networks: the list, each proposal, and the answer to it."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.outcome import is_local
from app.actions.propose import withdraw
from app.actions.review import accept, decline
from app.actions.rights import require, sees_page
from app.actions.wiki import Wiki
from app.domain.errors import (
    AlreadyDecided,
    EditConflict,
    Gone,
    InvalidInstance,
    InvalidPage,
    InvalidPath,
    InvalidProposal,
    LicenceRefused,
    ProposalNotFound,
    ProposeFirst,
    Refused,
    WikiError,
)
from app.domain.network import InstanceId
from app.domain.page_path import BlobId, PagePath
from app.domain.people import Reader, Role
from app.domain.proposal import Proposal, ProposalId, ProposalState, Way
from app.theme.parts import Link
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms.posted import Posted, ThePosted, is_ours, require_person
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.queries import address
from app.web.screens import conflict, proposal_review
from app.web.screens.edit import invitation
from app.web.screens.follow import followed, own_of
from app.web.screens.proposal_lines import OPEN, URL, line_of, proposal_url
from app.web.screens.proposal_review import crossing_of, steps_in, view_of
from app.web.screens.remark_lines import held_lines, remark_line
from app.web.views.bringing import RemarkLine
from app.web.views.proposals import Proposals

router = APIRouter()
SHOWN = 200
HERE = "ici"
Errors = tuple[tuple[str, str], ...]
_FILTERS = {
    "": "Toutes", "open": "Sans réponse", "accepted": "Acceptées", "declined": "Déclinées",
    "withdrawn": "Retirées", "stale": "Sans suite",
}  # fmt: skip


@router.get(URL)
def proposals(
    request: Request, wiki: TheWiki, reader: TheReader, etat: str = "", reseau: str = "",
    page: str = "",
) -> Response:  # fmt: skip
    """One's own; for reviewers everybody's, and those that wait for us. `reseau` keeps those of one
    network (`ici`: of this site), `page` those of one page of ours."""
    if reader.person is None:
        return invitation(request)
    reading, reviews = reading_of(request), reader.has(Role.reviewer)
    states, peer = _states(etat), _peer(wiki.site.host if reseau == HERE else reseau)
    outgoing = wiki.proposals.all(
        way=Way.outgoing, states=states, peer=peer, size=SHOWN,
        person="" if reviews else reader.person.id,
    )  # fmt: skip
    named = _named(wiki, reader, page)
    incoming = wiki.proposals.all(
        way=Way.incoming, states=states, peer=peer, page_id=named, size=SHOWN
    )
    own = wiki.proposals.all(way=Way.incoming, states=states, person=reader.person.id, size=SHOWN)
    incoming.sort(key=lambda one: one.state.ended)
    view = Proposals(
        outgoing=tuple(line_of(reading, one) for one in outgoing),
        incoming=tuple(line_of(reading, one) for one in incoming) if reviews else None,
        everyone=reviews, states=_state_links(reading, etat, reseau),
        networks=_network_links(reading, etat, reseau), filtered=bool(states or peer or page),
        clear_url=URL, remarks=_remarks(reading, etat, reseau, named) if reviews else (),
        own=tuple(line_of(reading, one) for one in own),
    )  # fmt: skip
    return screen(request, "proposals.html", view, title=reading.say("Propositions"),
                  robots="noindex", canonical="", section="friends")  # fmt: skip


def _remarks(reading: Reading, state: str, network: str, page_id: str) -> tuple[RemarkLine, ...]:
    """Those that are not hidden by what the list is of: they are all of this site, and have other
    ends than proposals."""
    if state not in ("", "open") or network not in ("", HERE):
        return ()
    found = reading.wiki.remarks.all(page_id=page_id, waiting=state == "open", size=SHOWN)
    held = held_lines(reading, size=SHOWN, page_id=page_id)
    return (*held, *(remark_line(reading, one) for one in found))


def _named(wiki: Wiki, reader: Reader, text: str) -> str:
    """The id of the page kind/slug; `` where none is named."""
    try:
        row = wiki.index.page(PagePath.parse(text)) if text else None
    except InvalidPath:
        return ""
    return row.id if row is not None and sees_page(wiki, reader, row) else ""


def _states(text: str) -> tuple[ProposalState, ...]:
    """What a filter means; one that is none means all."""
    if text == "open":
        return OPEN
    return (ProposalState(text),) if text in list(ProposalState) else ()


def _peer(text: str) -> InstanceId | None:
    try:
        return InstanceId(text) if text else None
    except InvalidInstance:
        return None


def _state_links(reading: Reading, state: str, peer: str) -> tuple[Link, ...]:
    known = state if state in _FILTERS else ""
    return tuple(
        Link(reading.say(words), address(URL, etat=name, reseau=peer), current=name == known)
        for name, words in _FILTERS.items()
    )


def _network_links(reading: Reading, state: str, peer: str) -> tuple[Link, ...]:
    if not reading.mirrors:
        return ()
    named = {"": reading.say("Tous les réseaux"), HERE: reading.say("Ici, sur ce site")}
    named |= {host: mirror.name for host, mirror in reading.mirrors.items()}
    return tuple(
        Link(name, address(URL, etat=state, reseau=host), current=host == peer)
        for host, name in named.items()
    )


def visible(wiki: Wiki, reader: Reader, number: str) -> Proposal:
    """The proposal, for who made it and for reviewers. Raises ProposalNotFound for all others."""
    try:
        proposal = wiki.proposals.get(ProposalId(number))
    except InvalidProposal as error:
        raise ProposalNotFound() from error
    if reader.person is not None and proposal.person == reader.person.id:
        return proposal
    if not reader.has(Role.reviewer):
        raise ProposalNotFound()
    return proposal


@router.get(URL + "/{number}")
def proposal(request: Request, number: str, wiki: TheWiki, reader: TheReader) -> Response:
    """How far it has come; for an incoming one, what there is to decide."""
    if reader.person is None:
        return invitation(request)
    found = visible(wiki, reader, number)
    if is_local(wiki, found) and not reader.has(Role.reviewer):
        return followed(request, reader, own_of(found))
    return _screen(request, found)


def _screen(
    request: Request, proposal: Proposal, errors: Errors = (), *,
    posted: Posted | None = None, status: int = 200,
) -> Response:  # fmt: skip
    reading = reading_of(request)
    view = view_of(
        reading, proposal, request.app.state.federation, errors=errors,
        reason=posted.one("reason") if posted else "", note=posted.one("note") if posted else "",
    )  # fmt: skip
    title = titled(reading.say, reading.say("Proposition"), proposal.title)
    return screen(request, "proposal.html", view, title=title, status=status, robots="noindex",
                  canonical="", section="friends")  # fmt: skip


@router.post(URL + "/{number}")
def answer(
    request: Request, number: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """Take it back, accept it, choose where texts cross, or decline it in words."""
    require_person(request, reader, posted, back=f"{URL}/{number}")
    limit_writes(wiki, reader)
    proposal = visible(wiki, reader, number)
    do = posted.one("do")
    try:
        if do == "withdraw":
            withdraw(wiki, proposal.id, by=reader)
            return _to(proposal, "withdrawn")
        if do in ("accept", "resolve"):
            return _accept(request, wiki, reader, proposal, posted)
        if do == "decline":
            return _decline(request, wiki, reader, proposal, posted)
        return RedirectResponse(proposal_url(proposal), status_code=303)
    except (AlreadyDecided, Gone, ProposeFirst, Refused) as error:
        # The buttons of what was decided meanwhile are gone; its end is said instead.
        now = wiki.proposals.get(proposal.id)
        told = (("", _told(reading_of(request), error)),)
        return _screen(request, now, told, posted=posted, status=status_of(type(error)))


def _told(reading: Reading, error: WikiError) -> str:
    plain = isinstance(error, Refused) and not isinstance(error, LicenceRefused | InvalidPage)
    if plain and "reason" in error.params:
        return reading.reason(error.params["reason"])
    return reading.told(error)


def _accept(
    request: Request, wiki: Wiki, reader: Reader, proposal: Proposal, posted: Posted
) -> Response:
    """As it is, or with what was chosen where the two cross."""
    chosen = conflict.chosen_in(posted)
    seen = BlobId(posted.one("seen")) if posted.one("seen") else None
    note = posted.one("note")
    try:
        accept(
            wiki, proposal.id, by=reader, settle=chosen, seen=seen, note=note,
            steps=steps_in(posted), draft=posted.one("status") == "draft",
        )  # fmt: skip
    except EditConflict as crossed:
        same = str(seen) == crossed.theirs_revision
        return crossing_of(request, reader, proposal, crossed, chosen if same else {}, note)
    except InvalidPage as error:
        return proposal_review.adapt_screen(request, reader, proposal, error, posted, chosen)
    return _accepted(wiki, request, proposal)


def _accepted(wiki: Wiki, request: Request, proposal: Proposal) -> Response:
    row = wiki.index.page_by_id(proposal.page_id)
    url = reading_of(request).url(row.path) if row else proposal_url(proposal)
    flash = "accepted-here" if is_local(wiki, proposal) else "accepted"
    return tell_next(RedirectResponse(url, status_code=303), flash)


def _decline(
    request: Request, wiki: Wiki, reader: Reader, proposal: Proposal, posted: Posted
) -> Response:
    require(reader, Role.reviewer)
    if not posted.one("reason").strip():
        words = reading_of(request).say("Dites pourquoi, en une phrase : la personne la lira.")
        return _screen(request, proposal, (("reason", words),), posted=posted, status=422)
    decline(wiki, proposal.id, posted.one("reason"), by=reader)
    return _to(proposal, "declined-here" if is_local(wiki, proposal) else "declined")


def _to(proposal: Proposal, flash: str) -> Response:
    return tell_next(RedirectResponse(proposal_url(proposal), status_code=303), flash)


@router.get(URL + "/{number}/adapter")
def ask_text(request: Request, number: str, wiki: TheWiki, reader: TheReader) -> Response:
    """The form with what the page would say, to be adapted before it is accepted."""
    if reader.person is None:
        return invitation(request)
    require(reader, Role.reviewer)
    proposal = _incoming(wiki, reader, number)
    if proposal.state.ended:
        return _screen(request, proposal, status=409)
    return proposal_review.adapt_screen(request, reader, proposal)


@router.post(URL + "/{number}/adapter")
def adapt(
    request: Request, number: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """Accept the adapted text. Nothing that was typed is ever lost."""
    ours = is_ours(request, posted)
    if reader.person is None or not ours:
        return proposal_review.kept(request, posted, signed_in=reader.person is not None)
    require(reader, Role.reviewer)
    limit_writes(wiki, reader)
    proposal = _incoming(wiki, reader, number)
    try:
        answer = proposal_review.take_adapted(request, reader, proposal, posted)
    except WikiError as error:
        return proposal_review.adapted_back(request, posted, proposal, error)
    return answer or _accepted(wiki, request, proposal)


def _incoming(wiki: Wiki, reader: Reader, number: str) -> Proposal:
    proposal = visible(wiki, reader, number)
    if proposal.way is not Way.incoming:
        raise ProposalNotFound()
    return proposal
