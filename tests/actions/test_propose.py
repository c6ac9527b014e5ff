"""A change is offered to the friend who owns the page."""

import pytest

from app.actions.adopt import adopt_page
from app.actions.drift import drift_of, take_newer
from app.actions.propose import Propose, propose, propose_back, withdraw
from app.domain.errors import (
    AlreadyDecided,
    InvalidPage,
    LicenceRefused,
    NotAllowed,
    NotSignedIn,
    Refused,
    RevisionNotFound,
    TooLarge,
)
from app.domain.page_path import BlobId, PagePath
from app.domain.people import STRANGER, Role
from app.domain.proposal import ProposalState, Way
from tests.actions.two_wikis import PLACE, Side, page_text

WITHDRAWN, QUEUED = ProposalState.withdrawn, ProposalState.queued


def offer(beta: Side, old: str, new: str, *, role: Role = Role.contributor, **changes: object):
    text = beta.page(origin=str(beta.friend)).text.replace(old, new)
    command = Propose(str(beta.friend), PLACE, text, "Une précision", **changes)
    return propose(beta.wiki, command, by=beta.reader(role))


def test_a_proposal_waits_in_the_queue_with_all_that_its_owner_needs(
    alpha: Side, beta: Side
) -> None:
    proposal = offer(beta, "Premier passage.", "Premier passage, précisé.")
    original = alpha.page()

    assert beta.records.get(proposal.id) == proposal
    assert (proposal.way, proposal.state, proposal.peer) == (Way.outgoing, QUEUED, alpha.id)
    assert (proposal.page_id, proposal.base) == (original.id, original.blob)
    assert proposal.licence == original.licence
    assert proposal.author.name == "Contributor de beta"
    assert proposal.author.address.endswith("@beta.test")
    assert proposal.person == beta.people[Role.contributor].id
    assert "précisé" in proposal.text


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("licence: CC-BY-SA-4.0", "licence: CC-BY-4.0", LicenceRefused),
        ("lang: fr", "lang: fr\ndata_licence: ODbL-1.0", LicenceRefused),
        ("kind: place", "kind: method", InvalidPage),
        ("status: published", "status: draft", InvalidPage),
        ("opened: 2010", "opened: [jamais]", InvalidPage),
        ("Premier passage.", "x" * 300_000, TooLarge),
        ("zzz", "zzz", Refused),
        ("---\nkind", "kind", InvalidPage),
        ("Premier", f"![Vue](/media/{'a' * 64}.png) Premier", InvalidPage),
    ],
)
def test_what_only_the_owner_may_do_or_nobody_can_read_is_refused(
    beta: Side, old: str, new: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        offer(beta, old, new)
    assert beta.proposals() == []


def test_another_pages_id_is_refused_and_a_missing_one_is_put_back(alpha: Side, beta: Side) -> None:
    page_id = alpha.page().id
    with pytest.raises(InvalidPage):
        offer(beta, page_id, "01ARZ3NDEKTSV4RRFFQ69G5FAV")
    proposal = offer(beta, f"id: {page_id}\n", "area_m2: 12\n")

    assert f"id: {page_id}" in proposal.text


def test_a_base_that_is_no_version_of_the_page_is_refused(beta: Side) -> None:
    with pytest.raises(RevisionNotFound):
        offer(beta, "Premier", "Dernier", base=BlobId("a" * 40))


def test_a_stranger_proposes_nothing(beta: Side) -> None:
    command = Propose(str(beta.friend), PLACE, page_text("Autre"))
    with pytest.raises(NotSignedIn):
        propose(beta.wiki, command, by=STRANGER)


def test_the_same_persons_newer_proposal_replaces_the_one_that_still_waits(beta: Side) -> None:
    first = offer(beta, "Premier", "Un")
    other = offer(beta, "Premier", "Quelque", role=Role.reviewer)
    second = offer(beta, "Premier", "Deux")

    states = {one.id: one.state for one in beta.proposals()}
    assert states == {first.id: WITHDRAWN, other.id: QUEUED, second.id: QUEUED}


def test_who_proposed_or_a_steward_takes_it_back_and_nobody_else(beta: Side) -> None:
    mine = offer(beta, "Premier", "Un", role=Role.reviewer)
    with pytest.raises(NotAllowed):
        withdraw(beta.wiki, mine.id, by=beta.reader(Role.contributor))

    assert withdraw(beta.wiki, mine.id, by=beta.reader(Role.steward)).state is WITHDRAWN
    with pytest.raises(AlreadyDecided):
        withdraw(beta.wiki, mine.id, by=beta.reader(Role.reviewer))


@pytest.fixture
def adopted(alpha: Side, beta: Side) -> PagePath:
    adopt_page(beta.wiki, str(alpha.id), PLACE, slug="chez-nous", by=beta.reader(Role.contributor))
    return PagePath("place", "chez-nous")


def back(beta: Side, path: PagePath):
    return propose_back(beta.wiki, path, note="La nôtre", by=beta.reader(Role.contributor))


def test_our_version_is_offered_back_as_a_version_of_theirs(
    alpha: Side, beta: Side, adopted: PagePath
) -> None:
    beta.change("Premier passage.", "Premier passage, de chez nous.", adopted)
    proposal = back(beta, adopted)
    original = alpha.page()

    assert (proposal.page_id, proposal.path, proposal.base) == (
        original.id, PLACE, original.blob,
    )  # fmt: skip
    assert proposal.text == original.text.replace("passage.", "passage, de chez nous.", 1)


def test_what_changed_nothing_is_not_offered_back(beta: Side, adopted: PagePath) -> None:
    with pytest.raises(Refused, match="ne change rien"):
        back(beta, adopted)


def test_an_original_that_moved_on_is_taken_in_first(
    alpha: Side, beta: Side, adopted: PagePath
) -> None:
    beta.change("Premier passage.", "Premier passage, de chez nous.", adopted)
    alpha.change("Deuxième passage.", "Deuxième passage, de chez eux.")
    with pytest.raises(Refused, match="Reprenez d’abord"):
        back(beta, adopted)
    take_newer(
        beta.wiki, adopted, base=beta.page(adopted).revision, settle={},
        by=beta.reader(Role.contributor),
    )  # fmt: skip

    proposal = back(beta, adopted)
    assert "de chez nous" in proposal.text
    assert "de chez eux" in proposal.text
    assert drift_of(beta.wiki, beta.page(adopted)).may_offer


def test_a_draft_and_a_page_that_began_here_are_not_offered(beta: Side, adopted: PagePath) -> None:
    beta.change("status: published", "status: draft", adopted)
    beta.save(page_text("Née ici"), PagePath("place", "nee-ici"))

    with pytest.raises(Refused, match="brouillon"):
        propose_back(beta.wiki, adopted, by=beta.reader(Role.steward))
    with pytest.raises(Refused, match="commencé ici"):
        back(beta, PagePath("place", "nee-ici"))
