"""Offering a change to a friend's page: the very form of our own pages, filled with theirs."""

from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.adopt import Theirs
from app.actions.propose import Propose, propose
from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.errors import (
    InvalidPage,
    NotSignedIn,
    Problem,
    ProposalNotFound,
    RevisionNotFound,
    WikiError,
)
from app.domain.merge import merge_pages
from app.domain.page import Page, parse_page
from app.domain.page_path import BlobId
from app.domain.people import Reader, Role
from app.domain.proposal import Proposal, ProposalId, Way
from app.theme.parts import Link
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms.borrowed import Named, theirs_named
from app.web.forms.desk import Desk, Offer, edit_screen, typed_of
from app.web.forms.posted import Posted, ThePosted, is_ours
from app.web.forms.rows import redraws
from app.web.forms.whole_file import source_screen
from app.web.frame import tell_next
from app.web.reading.asking import reading_of
from app.web.screens.edit import given_back, invitation, kept, problems_of
from app.web.screens.proposal_lines import proposal_url

router = APIRouter()
URL = "/-/proposer"
# Only the owner of a page says these of it.
LOCKED = ("licence", "data_licence", "status", "derived_from")
NOTE_WANTED = "à remplir : dites en une ligne ce que vous changez, pour qui relira."


@router.get(URL)
def open_form(
    request: Request, wiki: TheWiki, reader: TheReader, de: str = "", page: str = "",
    mode: str = "", reprend: str = "",
) -> Response:  # fmt: skip
    """The form with the friend's text; with that of an earlier proposal (`reprend`) laid over."""
    if reader.person is None:
        return invitation(request)
    require(reader, Role.contributor)
    theirs, named = theirs_named(wiki, de, page)
    table = _Table(request, wiki, reader, theirs, named)
    desk = table.desk(theirs.row.blob, theirs.row.text)
    if reprend:
        return table.again(desk, reprend, mode)
    if mode == "source":
        return source_screen(desk, theirs.row.text)
    return edit_screen(desk, desk.form.first(), desk.form.body())


@router.post(URL)
def take_form(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """Offer it, preview it, add a row: nothing that was typed is ever lost."""
    ours = is_ours(request, posted)
    if reader.person is None or not ours:
        return kept(request, posted, signed_in=reader.person is not None)
    url = Named(posted.one("de"), posted.one("page")).url(URL)
    try:
        theirs, named = theirs_named(wiki, posted.one("de"), posted.one("page"))
        table = _Table(request, wiki, reader, theirs, named)
        desk = table.desk_from(posted)
        return table.source(desk, posted) if "text" in posted.texts else table.fields(desk, posted)
    except WikiError as error:
        return given_back(request, posted, error, url)


@dataclass(frozen=True, slots=True)
class _Table:
    """Whoever proposes, and the page they have before them."""

    request: Request
    wiki: Wiki
    reader: Reader
    theirs: Theirs
    named: Named

    def desk(self, base: BlobId, text: str) -> Desk:
        row = self.theirs.row
        page = parse_page(row.path, text)
        return Desk(
            self.request, self.wiki, self.reader, row.path, page=page, offer=self._offer(base, page)
        )

    def desk_from(self, posted: Posted) -> Desk:
        """The desk that the form was sent from. Raises RevisionNotFound, InvalidRevision."""
        row = self.theirs.row
        base = BlobId(posted.one("base")) if posted.one("base") else row.blob
        index, origin = self.wiki.index, self.theirs.origin
        if index.versions_since(row.id, base, origin=origin) is None:
            raise RevisionNotFound(path=row.path)
        return self.desk(base, self.wiki.mirrors.store(origin).read_blob(base).decode())

    def _offer(self, base: BlobId, page: Page) -> Offer:
        reading, network = reading_of(self.request), self.theirs.mirror.name
        there = reading.url(self.theirs.row.path, self.theirs.origin)
        lead = reading.say(
            "Cette page est à {network}. Votre texte leur est proposé ; s’ils l’acceptent, la page "
            "est corrigée chez eux, pour tout le monde, et vous êtes parmi ses auteurs."
        )
        return Offer(
            action=URL, back=there, base=str(base),
            heading=reading.say("Améliorer {title}").format(title=page.title),
            lead=lead.format(network=network),
            send=reading.say("Proposer à {network}").format(network=network),
            trail=(Link(network, f"/-/reseaux/{self.theirs.origin}"), Link(page.title, there)),
            hidden=self.named.hidden, locked=LOCKED, origin=self.theirs.origin, proposes=True,
            form_url=self.named.url(URL), source_url=self.named.url(URL, mode="source"),
        )  # fmt: skip

    def again(self, desk: Desk, number: str, mode: str) -> Response:
        """The form refilled with what was proposed before, over the page as it is now."""
        proposal = self._earlier(number)
        store = self.wiki.mirrors.store(self.theirs.origin)
        began = store.read_blob(proposal.base).decode()
        now = self.theirs.row.text
        text = merge_pages(began, proposal.text, now, settle=lambda _: "mine").text
        posted = Posted({"note": (proposal.message,)})
        if mode == "source":
            return source_screen(desk, text, posted=posted)
        made = parse_page(desk.path, text)
        typed = replace(desk, page=made).form.first()
        return edit_screen(desk, typed, made.body.strip("\n"), posted=posted)

    def _earlier(self, number: str) -> Proposal:
        proposal = self.wiki.proposals.get(ProposalId(number))
        person = self.reader.person
        mine = person is not None and proposal.person == person.id
        seen = mine or self.reader.has(Role.reviewer)
        if proposal.way is not Way.outgoing or proposal.page_id != self.theirs.row.id or not seen:
            raise ProposalNotFound()
        return proposal

    def fields(self, desk: Desk, posted: Posted) -> Response:
        typed, body = typed_of(posted), posted.one("body").replace("\r\n", "\n")
        if redraws(posted.one("do")):
            return edit_screen(desk, typed, body, posted=posted)
        form = desk.form
        try:
            answers = form.answers(typed, set(posted.one("shown").split()))
            text = form.text(answers, body)
            problems = [*form.problems(text, answers), *_note_problem(posted)]
            if problems:
                raise InvalidPage(problems)
            return self._offered(desk, text, posted)
        except NotSignedIn:
            return kept(self.request, posted, signed_in=False)
        except WikiError as error:
            return edit_screen(
                desk, typed, body, posted=posted, problems=problems_of(error),
                status=status_of(type(error)),
            )  # fmt: skip

    def source(self, desk: Desk, posted: Posted) -> Response:
        text = posted.one("text").replace("\r\n", "\n").rstrip("\n") + "\n"
        try:
            if problems := _note_problem(posted, desk.say("Qu’avez-vous changé\u00a0?")):
                raise InvalidPage(problems)
            return self._offered(desk, text, posted)
        except NotSignedIn:
            return kept(self.request, posted, signed_in=False)
        except WikiError as error:
            return source_screen(
                desk, text, problems=problems_of(error), posted=posted,
                status=status_of(type(error)),
            )  # fmt: skip

    def _offered(self, desk: Desk, text: str, posted: Posted) -> Response:
        limit_writes(self.wiki, self.reader)
        assert desk.offer is not None
        command = Propose(
            self.theirs.origin, self.theirs.row.path, text, posted.one("note"),
            BlobId(desk.offer.base),
        )  # fmt: skip
        made = propose(self.wiki, command, by=self.reader)
        return tell_next(RedirectResponse(proposal_url(made), status_code=303), "proposed")


def _note_problem(posted: Posted, field: str = "note") -> list[Problem]:
    return [] if posted.one("note").strip() else [Problem(field, NOTE_WANTED)]
