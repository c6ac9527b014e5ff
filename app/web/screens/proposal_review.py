"""One proposal, put together for whoever looks at it; and its text, adapted by a reviewer."""

from collections.abc import Mapping
from dataclasses import replace

from fastapi import Request
from fastapi.responses import Response

from app.actions.read_page import render_text
from app.actions.review import Review, accept, base_text, review_of
from app.domain import front_matter
from app.domain.errors import (
    EditConflict,
    EngineFailed,
    Gone,
    InvalidPage,
    InvalidPath,
    PeerNotFound,
    Problem,
    WikiError,
)
from app.domain.merge import merge_pages
from app.domain.page import parse_page
from app.domain.page_path import BlobId, PagePath
from app.domain.people import Reader, Role
from app.domain.proposal import Proposal, ProposalState, Way
from app.ports import Federation
from app.theme.parts import Link
from app.web.errors import status_of
from app.web.forms import wording
from app.web.forms.desk import Desk, Offer, edit_screen, typed_of
from app.web.forms.labels import label_of
from app.web.forms.posted import Posted
from app.web.forms.rows import redraws
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.resolve import resolve
from app.web.screens import compared, conflict
from app.web.screens.edit import given_back, kept, problems_of
from app.web.screens.proposal_lines import line_of, network_of, proposal_url, signed
from app.web.views.pages import Markup
from app.web.views.proposals import ProposalScreen
from app.web.views.writing import SideWords

LOCKED = ("licence", "data_licence")
OTHERS = 20
Errors = tuple[tuple[str, str], ...]
__all__ = ["adapt_screen", "adapted_back", "crossing_of", "kept", "take_adapted", "view_of"]


def view_of(
    reading: Reading, proposal: Proposal, federation: Federation, *,
    errors: Errors = (), reason: str = "", note: str = "",
) -> ProposalScreen:  # fmt: skip
    incoming = proposal.way is Way.incoming
    view = _incoming(reading, proposal) if incoming else _outgoing(reading, proposal)
    return replace(
        view, errors=errors, reason=reason, note=note,
        record=_record(federation, proposal) if incoming else None,
    )  # fmt: skip


def _common(reading: Reading, proposal: Proposal, changed: compared.Changed) -> ProposalScreen:
    fields, blocks = changed
    host = str(proposal.peer)
    return ProposalScreen(
        line=line_of(reading, proposal), incoming=proposal.way is Way.incoming, page_url="",
        action=proposal_url(proposal), licence=reading.licence(proposal.licence),
        fields=fields, blocks=blocks, made_at=proposal.made_at, changed_at=proposal.changed_at,
        decided_by=proposal.decided_by, told=proposal.told,
        network_url=f"/-/reseaux/{host}" if host in reading.mirrors else "",
        steps=len(proposal.steps),
    )  # fmt: skip


def _outgoing(reading: Reading, proposal: Proposal) -> ProposalScreen:
    wiki, person = reading.wiki, reading.reader.person
    host = str(proposal.peer)
    base = _their_text(reading, proposal)
    changed = compared.NONE
    if base is not None:
        changed = compared.changes(reading, proposal.path, base, proposal.text)
    here = wiki.index.page_by_id(proposal.page_id, origin=host)
    mine = person is not None and proposal.person == person.id
    again = address_again(proposal) if proposal.state is ProposalState.declined else ""
    return replace(
        _common(reading, proposal, changed),
        page_url=reading.url(here.path, host) if here else "",
        base_known=base is not None, gone=here is None,
        may_withdraw=not proposal.state.ended and (mine or reading.reader.has(Role.steward)),
        again_url=again if here else "",
    )  # fmt: skip


def address_again(proposal: Proposal) -> str:
    named = f"de={proposal.peer}&page={proposal.path}"
    return f"/-/proposer?{named}&reprend={proposal.id}"


def _their_text(reading: Reading, proposal: Proposal) -> str | None:
    """What the page said when the proposal was written; None where we hold it no more."""
    try:
        store = reading.wiki.mirrors.store(str(proposal.peer))
        assert proposal.base is not None
        return store.read_blob(proposal.base).decode(errors="replace")
    except (PeerNotFound, EngineFailed):
        return None


def _incoming(reading: Reading, proposal: Proposal) -> ProposalScreen:
    review = review_of(reading.wiki, proposal)
    path = review.path or proposal.path
    decides = not proposal.state.ended and reading.reader.has(Role.reviewer)
    now = compared.NONE
    if review.moved_on and review.now is not None and review.merged is not None:
        now = compared.changes(reading, path, review.now, review.merged)
    changed = compared.changes(reading, path, review.base, review.proposed)
    return replace(
        _common(reading, proposal, changed),
        page_url=reading.url(path) if not review.gone else "",
        address=proposal.author.address, gone=review.gone, moved_on=review.moved_on,
        now_fields=now[0], now_blocks=now[1], crossing=len(review.disputes),
        licence_ok=review.licence_ok, problems=_problems(reading, path, review),
        seen=str(review.seen or ""), may_decide=decides,
        may_accept=decides and not review.gone and review.licence_ok and not review.problems,
        adapt_url=f"{proposal_url(proposal)}/adapter" if decides and not review.gone else "",
        others=_others(reading, proposal) if decides else (),
        preview=_preview(reading, review, path) if decides else None,
    )  # fmt: skip


def _others(reading: Reading, proposal: Proposal) -> tuple[Link, ...]:
    """What else waits for the same page, or for the same address."""
    states, all_of = (ProposalState.delivered,), reading.wiki.proposals.all
    found = all_of(way=Way.incoming, states=states, path=proposal.path, size=OTHERS)
    if proposal.page_id:
        found += all_of(way=Way.incoming, states=states, page_id=proposal.page_id, size=OTHERS)
    named = {one.id: one for one in found if one.id != proposal.id}
    return tuple(
        Link(signed(reading, one), proposal_url(one), one.message) for one in named.values()
    )


def _preview(reading: Reading, review: Review, path: PagePath) -> Markup | None:
    """What the text would say, safe; None where nobody knows yet."""
    if review.merged is None:
        return None
    html = render_text(reading.wiki, path, review.merged).html
    return Markup(resolve(reading.wiki, html, reading.reader))


def steps_in(posted: Posted) -> int | None:
    """How many steps the proposal had when it was read, as the form says it."""
    said = posted.one("steps")
    return int(said) if said.isdigit() and len(said) < 4 else None


def _problems(reading: Reading, path: PagePath, review: Review) -> tuple[str, ...]:
    """Why the text cannot be taken as it is, field by field."""
    kind, lines = reading.wiki.kinds.get(path.kind), []
    for one in review.problems:
        said = reading.theme.sentence(one.sentence, one.params, lang=reading.lang)
        key = one.field.partition(".")[0]
        label = reading.say(label_of(kind, key)) if kind and key not in ("", "body") else ""
        lines.append(titled(reading.say, label, said) if label else said)
    return tuple(lines)


def _record(federation: Federation, proposal: Proposal) -> tuple[int, int] | None:
    """How many of that network's proposals were accepted here, and declined."""
    try:
        status = federation.peer(proposal.peer)
    except PeerNotFound:
        return None
    return status.accepted, status.declined


def crossing_of(
    request: Request, reader: Reader, proposal: Proposal, crossed: EditConflict,
    chosen: Mapping[str, str], note: str = "", adapted: tuple[tuple[str, str], ...] = (),
) -> Response:  # fmt: skip
    """Where the proposal (or what a reviewer made of it) and our page cross."""
    reading = reading_of(request)
    say, row = reading.say, reading.wiki.index.page_by_id(proposal.page_id)
    network = network_of(reading, proposal)
    words = SideWords(
        title=say("La proposition et notre page se croisent"),
        lead=say("Notre page a changé depuis que la proposition de {network} a été écrite.").format(
            network=network),
        mine=say("La proposition"), theirs=say("Notre page"),
        without_mine=say("La proposition le retire"), without_theirs=say("Notre page ne l’a plus"),
        both=say("notre page, puis la proposition"), send=say("Accepter ainsi"),
        back=say("Revenir à la proposition"),
    )  # fmt: skip
    url = proposal_url(proposal)
    hidden = (("seen", crossed.theirs_revision or ""), ("note", note), *adapted)
    action = f"{url}/adapter" if adapted else url
    desk = Desk(request, reading.wiki, reader, row.path if row else proposal.path)
    return conflict.show_crossing(
        desk, crossed, conflict.Crossing(words, action, url, hidden, chosen)
    )


def _desk(request: Request, reader: Reader, proposal: Proposal, seen: str) -> Desk:
    """The form over our page as the reviewer saw it (`seen`), or as it stands."""
    reading = reading_of(request)
    review = review_of(reading.wiki, proposal)
    if proposal.creates:
        return _desk_of_new(request, reader, proposal)
    if review.now is None or review.path is None:
        raise Gone(path=proposal.path)
    now, base = review.now, seen or str(review.seen)
    if seen and seen != str(review.seen):
        now = reading.wiki.store.read_blob(BlobId(seen)).decode(errors="replace")
    url, say = proposal_url(proposal), reading.say
    title = proposal.title
    offer = Offer(
        action=f"{url}/adapter", back=url, base=base,
        heading=say("Adapter la proposition sur {title}").format(title=title),
        lead=say(
            "Le formulaire est rempli avec ce que donnerait la page. Changez ce qu’il faut : "
            "l’auteur de la proposition reste l’auteur, votre nom s’y ajoute."
        ),
        send=say("Accepter ce texte"), trail=(Link(say("Propositions"), "/-/propositions"),
                                              Link(title, url)),
        locked=LOCKED,
    )  # fmt: skip
    page = parse_page(review.path, now)
    return Desk(request, reading.wiki, reader, review.path, page=page, offer=offer)


def _desk_of_new(request: Request, reader: Reader, proposal: Proposal) -> Desk:
    """The form of a page to be made: its address can be changed, its licence is its writer's."""
    reading, url = reading_of(request), proposal_url(proposal)
    say, title = reading.say, proposal.title
    offer = Offer(
        action=f"{url}/adapter", back=url, base="",
        heading=say("Adapter la proposition sur {title}").format(title=title),
        lead=say("L’auteur de la proposition reste l’auteur de la page ; votre nom s’y ajoute."),
        send=say("Accepter ce texte"),
        trail=(Link(say("Propositions"), "/-/propositions"), Link(title, url)), locked=LOCKED,
    )  # fmt: skip
    return Desk(request, reading.wiki, reader, proposal.path, offer=offer)


def adapt_screen(
    request: Request, reader: Reader, proposal: Proposal, error: InvalidPage | None = None,
    posted: Posted | None = None, chosen: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    """The form, filled with what accepting would give; where texts cross, the proposal's side
    unless chosen otherwise."""
    wiki = reading_of(request).wiki
    desk = _desk(request, reader, proposal, "")
    settled, text = {**(chosen or {})}, proposal.text
    if desk.page is not None:
        text = merge_pages(
            base_text(wiki, proposal), text, desk.page.text,
            settle=lambda field: settled.get(field, "mine"),
        ).text  # fmt: skip
    made = parse_page(desk.path, text)
    typed = replace(desk, page=made).form.first()
    note = Posted({"note": (posted.one("note") if posted else "",)})
    return edit_screen(
        desk, typed, made.body.strip("\n"), problems=list(error.problems) if error else (),
        posted=note, status=422 if error else 200,
    )  # fmt: skip


def take_adapted(
    request: Request, reader: Reader, proposal: Proposal, posted: Posted
) -> Response | None:
    """The answer where there is still something to do; None once it is accepted."""
    if posted.one("do") == "resolve":
        return _take_settled(request, reader, proposal, posted)
    desk = _desk(request, reader, proposal, posted.one("base"))
    typed, body = typed_of(posted), posted.one("body").replace("\r\n", "\n")
    if redraws(posted.one("do")):
        return edit_screen(desk, typed, body, posted=posted)
    form = desk.form
    try:
        answers = form.answers(typed, set(posted.one("shown").split()))
        text = _licensed(proposal, form.text(answers, body))
        if problems := form.problems(text, answers):
            raise InvalidPage(problems)
        seen = BlobId(posted.one("base")) if posted.one("base") else None
        accept(
            desk.wiki, proposal.id, by=reader, text=text, seen=seen, note=posted.one("note"),
            path=_path_in(desk, posted), draft=parse_page(desk.path, text).status == "draft",
        )  # fmt: skip
    except EditConflict as crossed:
        carried = (("text", crossed.mine), ("began", posted.one("base")))
        return crossing_of(request, reader, proposal, crossed, {}, posted.one("note"), carried)
    except InvalidPage as error:
        return edit_screen(
            desk, typed, body, posted=posted, problems=problems_of(error),
            status=status_of(type(error)),
        )  # fmt: skip
    return None


def _licensed(proposal: Proposal, text: str) -> str:
    """A page to be made keeps the licence that its writer gave it."""
    if not proposal.creates:
        return text
    front = parse_page(proposal.path, proposal.text).front
    return front_matter.splice(text, {key: front[key] for key in LOCKED if key in front})


def _path_in(desk: Desk, posted: Posted) -> PagePath | None:
    """Where a page to be made shall stand. Raises InvalidPage."""
    slug = posted.one("slug").strip()
    if not desk.new or not slug:
        return None
    try:
        return PagePath(desk.path.kind, slug)
    except InvalidPath as error:
        said = Problem("slug", wording.SLUG_WRONG, {"value": slug[:60]})
        raise InvalidPage([said]) from error


def _take_settled(
    request: Request, reader: Reader, proposal: Proposal, posted: Posted
) -> Response | None:
    """What was chosen between the adapted text and our page, over the page that was seen."""
    wiki = reading_of(request).wiki
    row = wiki.index.page_by_id(proposal.page_id)
    path = row.path if row else proposal.path
    began, seen = BlobId(posted.one("began")), BlobId(posted.one("seen"))
    base, theirs = (wiki.store.read_blob(one).decode(errors="replace") for one in (began, seen))
    mine, note = posted.one("text").replace("\r\n", "\n"), posted.one("note")
    chosen = conflict.chosen_in(posted)
    merged = merge_pages(base, mine, theirs, settle=chosen.get)
    carried = (("text", mine), ("began", str(began)))
    if merged.disputes:
        crossed = EditConflict(path, base=base, mine=mine, theirs=theirs,
                               theirs_revision=str(seen), disputes=merged.disputes)  # fmt: skip
        return crossing_of(request, reader, proposal, crossed, chosen, note, carried)
    try:
        accept(wiki, proposal.id, by=reader, text=merged.text, seen=seen, note=note)
    except EditConflict as crossed:
        # The page moved on again: the choices made are part of the text that goes on.
        carried = (("text", merged.text), ("began", str(seen)))
        return crossing_of(request, reader, proposal, crossed, {}, note, carried)
    return None


def adapted_back(
    request: Request, posted: Posted, proposal: Proposal, error: WikiError
) -> Response:
    """What cannot be accepted any more: the words, to be copied."""
    return given_back(request, posted, error, proposal_url(proposal))
