"""From the text of a form to a proposal: what a person does who may not save the page."""

from dataclasses import dataclass, replace
from uuid import uuid4

from fastapi.responses import RedirectResponse, Response

from app.actions.offer import Offered, offer
from app.actions.writing import policy_of, right_of, why_propose
from app.domain.errors import InvalidProposal
from app.domain.proposal import ProposalId
from app.domain.rows import PageState
from app.domain.writing import Right
from app.web.context import client_address, limit_writes
from app.web.forms.desk import Desk, Proposing
from app.web.forms.posted import Posted
from app.web.forms.unhurried import moment, require_person_like
from app.web.frame import tell_next

FOLLOW = "/-/propositions/suivi"


def with_right(desk: Desk, posted: Posted | None = None) -> Desk:
    """The desk of someone who may save, propose, or (`right` says so) do nothing here."""
    policy = policy_of(desk.wiki)
    row = desk.wiki.index.page(desk.path)
    if row is not None and row.state is PageState.redirect:
        row = desk.wiki.index.page_by_id(row.target_id)
    right = right_of(desk.wiki, desk.reader, row, policy=policy)
    if right is not Right.propose:
        return replace(desk, right=right)
    protection = policy.protection(row.id, row.path) if row else None
    why = why_propose(policy, protection) if desk.reader.person or protection else ""
    posted = posted or Posted({})
    once = posted.one("once") if _is_secret(posted.one("once")) else str(uuid4())
    seen = moment(desk.wiki, posted)
    return replace(desk, right=right, proposing=Proposing(why, once, seen))


def _is_secret(text: str) -> bool:
    try:
        ProposalId(text)
    except InvalidProposal:
        return False
    return True


def send(desk: Desk, text: str, posted: Posted) -> Response:
    """To the page where one follows what becomes of it. Raises what an offer raises."""
    assert desk.proposing is not None
    limit_writes(desk.wiki, desk.reader)
    require_person_like(desk.wiki, desk.reader, posted)
    base = None if desk.gone else desk.base
    offered = Offered(
        desk.path, text, base, posted.one("note"), posted.one("byline"), desk.proposing.once,
        client_address(desk.request),
    )  # fmt: skip
    offer(desk.wiki, offered, by=desk.reader)
    url = f"{FOLLOW}/{desk.proposing.once}"
    return tell_next(RedirectResponse(url, status_code=303), "offered")


@dataclass(frozen=True, slots=True)
class Lost:
    """Whether a form was opened in a session that is over, and what its writer wants of it."""

    posted: Posted

    @property
    def asks(self) -> bool:
        """True until they sign in again, or say that the text may go as a stranger's."""
        opened = bool(self.posted.one("csrf") or self.posted.one("kept"))
        return opened and self.posted.one("anyway") != "yes"
