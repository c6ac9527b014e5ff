"""What becomes of a text that was proposed here, for whoever wrote it: by the private link that a
stranger got, or signed in."""

from dataclasses import dataclass, replace
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.offer import Offered, correct, is_own, take_back
from app.actions.outcome import is_local
from app.actions.review import base_text
from app.actions.thank import given_to_proposal
from app.actions.wiki import Wiki
from app.domain.errors import (
    AlreadyDecided,
    InvalidPage,
    InvalidProposal,
    ProposalNotFound,
    WikiError,
)
from app.domain.page import parse_page
from app.domain.people import Reader
from app.domain.proposal import Proposal, ProposalId
from app.domain.rows import PageState
from app.theme.parts import Link
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms.desk import Desk, Offer, edit_screen, typed_of
from app.web.forms.posted import Posted, ThePosted, is_ours
from app.web.forms.rows import redraws
from app.web.frame import screen, tell_next
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.screens import compared
from app.web.screens.edit import given_back, invitation, kept, problems_of
from app.web.screens.proposal_lines import line_of
from app.web.views.proposals import Followed

router = APIRouter()
URL = "/-/propositions"
Way = Literal["suivi", "mienne"]
LOCKED = ("licence", "data_licence", "status")


@dataclass(frozen=True, slots=True)
class Own:
    """A proposal, as its writer comes to it; `holds`: by the private link."""

    proposal: Proposal
    url: str
    holds: bool


def way_of(request: Request) -> Way:
    """By the private link, or signed in."""
    return "suivi" if request.url.path.startswith(f"{URL}/suivi/") else "mienne"


def find(wiki: Wiki, reader: Reader, way: Way, key: str) -> Own:
    """Raises ProposalNotFound."""
    holds = way == "suivi"
    try:
        number = ProposalId.of_secret(key) if holds else ProposalId(key)
        proposal = wiki.proposals.get(number)
    except InvalidProposal as error:
        raise ProposalNotFound() from error
    if not is_local(wiki, proposal) or not (holds or is_own(proposal, reader, holds=False)):
        raise ProposalNotFound()
    return Own(proposal, f"{URL}/{way}/{key}", holds)


def own_of(proposal: Proposal) -> Own:
    """For the person who wrote it, signed in."""
    return Own(proposal, f"{URL}/mienne/{proposal.id}", False)


@router.get(URL + "/suivi/{key}")
@router.get(URL + "/mienne/{key}")
def follow(request: Request, key: str, wiki: TheWiki, reader: TheReader) -> Response:
    """Its state, what was proposed, the answer; take it back, correct it."""
    way = way_of(request)
    if way == "mienne" and reader.person is None:
        return invitation(request)
    return followed(request, reader, find(wiki, reader, way, key))


def followed(request: Request, reader: Reader, own: Own, *, status: int = 200) -> Response:
    reading, proposal = reading_of(request), own.proposal
    fields, blocks = compared.changes(
        reading, proposal.path, base_text(reading.wiki, proposal), proposal.text
    )
    waits = not proposal.state.ended
    mine = is_own(proposal, reader, holds=own.holds)
    given = given_to_proposal(reading.wiki, proposal, reader=reader)
    view = Followed(
        line=line_of(reading, proposal), new=proposal.creates, fields=fields, blocks=blocks,
        made_at=proposal.made_at, changed_at=proposal.changed_at, steps=len(proposal.steps),
        decided_by=proposal.decided_by, licence=reading.licence(proposal.licence),
        page_url=_page_url(reading, proposal), action=own.url,
        link=reading.absolute(own.url) if own.holds else "",
        correct_url=f"{own.url}/corriger" if waits and mine else "", may_withdraw=waits and mine,
        gone=_gone(reading, proposal), thanks=given.count, thanked_by=given.names,
    )  # fmt: skip
    answer = screen(request, "followed.html", view, title=reading.say("Votre proposition"),
                    status=status, robots="noindex", canonical="")  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page_url(reading: Reading, proposal: Proposal) -> str:
    row = reading.wiki.index.page_by_id(proposal.page_id)
    if row is None or row.state is not PageState.live or row.status == "draft":
        return ""
    return reading.url(row.path)


def _gone(reading: Reading, proposal: Proposal) -> bool:
    row = reading.wiki.index.page_by_id(proposal.page_id)
    return not proposal.creates and row is not None and row.state is PageState.deleted


@router.post(URL + "/suivi/{key}")
@router.post(URL + "/mienne/{key}")
def act(
    request: Request, key: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """Take it back."""
    ours = is_ours(request, posted)
    own = find(wiki, reader, way_of(request), key)
    if posted.one("do") != "withdraw" or not ours:
        return RedirectResponse(own.url, status_code=303)
    try:
        take_back(wiki, own.proposal.id, by=reader, holds=own.holds)
    except AlreadyDecided:
        return RedirectResponse(own.url, status_code=303)
    return tell_next(RedirectResponse(own.url, status_code=303), "withdrawn")


@router.get(URL + "/suivi/{key}/corriger")
@router.get(URL + "/mienne/{key}/corriger")
def ask_text(request: Request, key: str, wiki: TheWiki, reader: TheReader) -> Response:
    """The form, filled with what was proposed."""
    way = way_of(request)
    if way == "mienne" and reader.person is None:
        return invitation(request)
    own = find(wiki, reader, way, key)
    if own.proposal.state.ended or not is_own(own.proposal, reader, holds=own.holds):
        return followed(request, reader, own, status=409 if own.proposal.state.ended else 403)
    desk = _desk(request, wiki, reader, own)
    made = parse_page(own.proposal.path, own.proposal.text)
    typed = replace(desk, page=made).form.first()
    note = Posted({"note": (own.proposal.message,)})
    answer = edit_screen(desk, typed, made.body.strip("\n"), posted=note)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _desk(request: Request, wiki: Wiki, reader: Reader, own: Own) -> Desk:
    proposal, say = own.proposal, reading_of(request).say
    # A page to be made has no other text than the one proposed.
    before = base_text(wiki, proposal) or proposal.text
    offer = Offer(
        action=f"{own.url}/corriger", back=own.url, base=str(proposal.base or ""),
        heading=say("Corriger votre proposition"),
        lead=say("Elle attend d’être relue : ce que vous corrigez prend sa place."),
        send=say("Envoyer la correction"),
        trail=(Link(say("Votre proposition"), own.url),), locked=LOCKED, corrects=True,
    )  # fmt: skip
    page = parse_page(proposal.path, before)
    return Desk(request, wiki, reader, proposal.path, page=page, offer=offer)


@router.post(URL + "/suivi/{key}/corriger")
@router.post(URL + "/mienne/{key}/corriger")
def take_text(
    request: Request, key: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """The correction: nothing that was typed is ever lost."""
    way = way_of(request)
    if not is_ours(request, posted) or (way == "mienne" and reader.person is None):
        return kept(request, posted, signed_in=reader.person is not None)
    try:
        own = find(wiki, reader, way, key)
        return _take(_desk(request, wiki, reader, own), own, posted)
    except WikiError as error:
        return given_back(request, posted, error, f"{URL}/{way}/{key}")


def _take(desk: Desk, own: Own, posted: Posted) -> Response:
    typed, body = typed_of(posted), posted.one("body").replace("\r\n", "\n")
    if redraws(posted.one("do")):
        return edit_screen(desk, typed, body, posted=posted)
    limit_writes(desk.wiki, desk.reader)
    form = desk.form
    try:
        answers = form.answers(typed, set(posted.one("shown").split()))
        text = form.text(answers, body)
        if problems := form.problems(text, answers):
            raise InvalidPage(problems)
        offered = Offered(desk.path, text, None, posted.one("note"))
        correct(desk.wiki, own.proposal.id, offered, by=desk.reader, holds=own.holds)
    except InvalidPage as error:
        return edit_screen(
            desk, typed, body, posted=posted, problems=problems_of(error),
            status=status_of(type(error)),
        )  # fmt: skip
    return tell_next(RedirectResponse(own.url, status_code=303), "corrected")
