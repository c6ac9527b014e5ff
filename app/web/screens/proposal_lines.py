"""Proposals in a line each: their state, the other side, in words."""

from datetime import datetime

from app.actions.outcome import is_local
from app.domain.byline import ANONYMOUS
from app.domain.people import Person
from app.domain.proposal import Proposal, ProposalState, Way
from app.theme.parts import Link
from app.web.reading.context import Reading
from app.web.screens.remark_lines import remark_links
from app.web.views.proposals import ProposalLine

URL = "/-/propositions"
OPEN = (ProposalState.queued, ProposalState.delivered)
ENDED = tuple(state for state in ProposalState if state.ended)
_STATES = {
    ProposalState.queued: ("Pas encore envoyée", "", "clock"),
    ProposalState.delivered: ("Envoyée, à relire chez eux", "caution", "clock"),
    ProposalState.accepted: ("Acceptée", "good", "check"),
    ProposalState.declined: ("Déclinée", "bad", "close"),
    ProposalState.withdrawn: ("Retirée", "", "close"),
    ProposalState.stale: ("Sans suite : la page n’est plus là", "", "close"),
}
_TO_REVIEW = ("À relire", "caution", "clock")


def proposal_url(proposal: Proposal) -> str:
    return f"{URL}/{proposal.id}"


def state_of(reading: Reading, proposal: Proposal) -> tuple[str, str, str]:
    """Its state in words, its tone, its icon."""
    waits = proposal.way is Way.incoming and not proposal.state.ended
    words, tone, symbol = _TO_REVIEW if waits else _STATES[proposal.state]
    return reading.say(words), tone, symbol


def network_of(reading: Reading, proposal: Proposal) -> str:
    """The name of the other side; its address where it is no friend any more."""
    host = str(proposal.peer)
    if is_local(reading.wiki, proposal):
        return reading.say("Ici, sur ce site")
    return reading.mirrors[host].name if host in reading.mirrors else host


def signed(reading: Reading, proposal: Proposal) -> str:
    """Who wrote it: a stranger's name is never to be taken for that of somebody with an account."""
    name = proposal.author.name
    if not is_local(reading.wiki, proposal) or proposal.person:
        return name
    if name == ANONYMOUS:
        return reading.say(ANONYMOUS)
    return reading.say("signé « {name} », sans compte").format(name=name)


def _reason(reading: Reading, proposal: Proposal) -> str:
    """A person's words as they are; those of the program in the reader's language."""
    if proposal.state in (ProposalState.withdrawn, ProposalState.stale):
        return reading.theme.phrase(proposal.reason, lang=reading.lang)
    return proposal.reason


def line_of(reading: Reading, proposal: Proposal) -> ProposalLine:
    state, tone, symbol = state_of(reading, proposal)
    return ProposalLine(
        title=proposal.title, url=proposal_url(proposal), kind=proposal.path.kind,
        note=proposal.message, network=network_of(reading, proposal),
        author=signed(reading, proposal), state=state, tone=tone, symbol=symbol,
        at=proposal.changed_at, reason=_reason(reading, proposal),
        waits=proposal.way is Way.incoming and not proposal.state.ended,
        queued=proposal.state is ProposalState.queued, ended=proposal.state.ended,
        local=is_local(reading.wiki, proposal), new=proposal.creates,
    )  # fmt: skip


def link_of(reading: Reading, proposal: Proposal) -> Link:
    return Link(proposal.title, proposal_url(proposal), state_of(reading, proposal)[0],
                proposal.path.kind)  # fmt: skip


def answer_of(reading: Reading, proposal: Proposal) -> tuple[Link, str, str, str, datetime]:
    """What became of one's own proposal: where, state in words, tone, icon, when."""
    return (link_of(reading, proposal), *state_of(reading, proposal), proposal.changed_at)


def mine(reading: Reading, person: Person, *, size: int = 20) -> tuple[Link, ...]:
    """What a person proposed, newest first."""
    found = reading.wiki.proposals.all(person=person.id, size=size)
    return tuple(link_of(reading, one) for one in found)


def _from(reading: Reading, proposal: Proposal) -> str:
    if is_local(reading.wiki, proposal):
        return signed(reading, proposal)
    return network_of(reading, proposal)


def to_review(reading: Reading, *, size: int = 30) -> tuple[Link, ...]:
    """What waits for a reviewer: proposals, then remarks."""
    found = reading.wiki.proposals.all(
        way=Way.incoming, states=(ProposalState.delivered,), size=size
    )
    return tuple(
        Link(
            one.title,
            proposal_url(one),
            _from(reading, one),
            one.path.kind,
            borrowed=not is_local(reading.wiki, one),
        )
        for one in found
    ) + remark_links(reading, size=size)
