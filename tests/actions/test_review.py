"""A proposal is taken in exactly once, or declined with words, whatever happens meanwhile."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app import failpoint
from app.actions.catch_up import catch_up
from app.actions.delete_page import delete_page
from app.actions.move_page import move_page
from app.actions.outcome import repair
from app.actions.propose import Propose, propose
from app.actions.review import accept, decline, review_of
from app.actions.rights import wiki_signature
from app.domain.errors import (
    AlreadyDecided,
    EditConflict,
    Gone,
    InvalidPage,
    LicenceRefused,
    NotAllowed,
    ProposalNotFound,
    Refused,
    WikiError,
)
from app.domain.page import Redirect
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.proposal import Proposal, ProposalId, ProposalState
from app.domain.revision import Change
from tests.actions.two_wikis import PLACE, Pair, Side

ACCEPTED, DECLINED = ProposalState.accepted, ProposalState.declined
STALE, DELIVERED = ProposalState.stale, ProposalState.delivered


class Killed(BaseException):
    """The program stops here, as in a power cut."""


@pytest.fixture
def kill_at() -> Iterator[Callable[[str], None]]:
    def arm(name: str) -> None:
        assert name in failpoint.NAMES

        def fall() -> None:
            del failpoint.armed[name]
            raise Killed

        failpoint.armed[name] = fall

    yield arm
    failpoint.armed.clear()


def offered(
    pair: Pair, old: str = "Premier passage.", new: str = "Premier, mieux dit."
) -> Proposal:
    """A proposal of beta's, as it waits at alpha's."""
    beta = pair.beta
    text = beta.page(origin=str(beta.friend)).text
    assert old in text
    command = Propose(str(beta.friend), PLACE, text.replace(old, new), "Mieux dit")
    sent = propose(beta.wiki, command, by=beta.reader(Role.contributor))
    beta.deliver()
    return pair.alpha.records.get(sent.id)


def take(alpha: Side, proposal: Proposal, **changes: object):
    options = {"by": alpha.reader(Role.reviewer)} | changes
    return accept(alpha.wiki, proposal.id, **options)


def state(side: Side, proposal: Proposal) -> ProposalState:
    return side.records.get(proposal.id).state


def test_an_accepted_proposal_is_one_commit_of_its_proposer_by_the_reviewer(
    pair: Pair, alpha: Side
) -> None:
    proposal = offered(pair)
    saved = take(alpha, proposal, note="Merci !")
    *_, entry = alpha.wiki.store.log()
    kept = alpha.records.get(proposal.id)

    assert entry.revision == saved.revision
    assert entry.author == proposal.author
    assert entry.author.address.endswith("@beta.test")
    assert entry.at == alpha.clock.now()
    assert entry.note == "Mieux dit"
    assert entry.trailers == (
        ("Proposal", str(proposal.id)), ("Source", "beta.test"), ("Licence", "CC-BY-SA-4.0"),
    )  # fmt: skip
    assert "mieux dit" in alpha.page().text
    assert (kept.state, kept.blob, kept.reason) == (ACCEPTED, alpha.page().blob, "Merci !")
    assert (kept.decided_by, kept.told) == ("Reviewer de alpha", False)


def test_the_reviewer_stands_as_committer(pair: Pair, alpha: Side) -> None:
    seen = []
    commit = alpha.wiki.store.commit
    alpha.wiki.store.commit = lambda change: seen.append(change) or commit(change)
    take(alpha, offered(pair))

    assert seen[-1].committer.name == "Reviewer de alpha"


def test_a_contributor_decides_nothing(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair)
    by = alpha.reader(Role.contributor)

    with pytest.raises(NotAllowed):
        accept(alpha.wiki, proposal.id, by=by)
    with pytest.raises(NotAllowed):
        decline(alpha.wiki, proposal.id, "Non", by=by)


def test_one_of_our_own_proposals_is_not_ours_to_decide(pair: Pair, beta: Side) -> None:
    proposal = offered(pair)

    with pytest.raises(ProposalNotFound):
        accept(beta.wiki, proposal.id, by=beta.reader())


def test_a_second_acceptance_changes_nothing(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair)
    take(alpha, proposal)
    head = alpha.wiki.store.head()

    with pytest.raises(AlreadyDecided):
        take(alpha, proposal)
    assert alpha.wiki.store.head() == head


def test_reviewers_who_accept_at_once_accept_once(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair)
    together = Barrier(4)

    def try_it(role: Role) -> str:
        together.wait()
        try:
            accept(alpha.wiki, proposal.id, by=alpha.reader(role))
        except WikiError as error:
            return error.name
        return "saved"

    roles = [Role.reviewer, Role.steward] * 2
    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(try_it, roles))

    assert said == ["already_decided"] * 3 + ["saved"]
    assert alpha.trailers("Proposal") == [str(proposal.id)]


@pytest.mark.parametrize(
    "point", ["accept.before-commit", "accept.after-commit", "accept.after-record"]
)
@pytest.mark.parametrize("then", ["repair", "accept", "decline"])
def test_an_acceptance_cut_short_ends_as_one_acceptance(
    pair: Pair, alpha: Side, kill_at: Callable[[str], None], point: str, then: str
) -> None:
    proposal = offered(pair)
    kill_at(point)
    with pytest.raises(Killed):
        take(alpha, proposal)
    committed = point != "accept.before-commit"
    if then == "repair":
        repair(alpha.wiki)
        assert state(alpha, proposal) is (ACCEPTED if committed else DELIVERED)
    elif then == "decline" and committed:
        with pytest.raises(AlreadyDecided):
            decline(alpha.wiki, proposal.id, "Non", by=alpha.reader())
    try:
        take(alpha, proposal)
    except AlreadyDecided:
        catch_up(alpha.wiki)

    assert state(alpha, proposal) is ACCEPTED
    assert alpha.trailers("Proposal") == [str(proposal.id)]
    assert alpha.records.get(proposal.id).blob == alpha.page().blob
    assert "mieux dit" in alpha.page().text


def test_repair_finds_each_of_several_and_leaves_those_that_wait(
    pair: Pair, alpha: Side, kill_at: Callable[[str], None]
) -> None:
    first = offered(pair)
    alpha.change("opened: 2010", "opened: 2011")
    second = offered(pair, "Deuxième passage.", "Deuxième, mieux dit.")
    third = offered(pair, "summary: Un café.", "summary: Un vrai café.")
    for one in (first, second):
        kill_at("accept.after-commit")
        with pytest.raises(Killed):
            take(alpha, one)

    assert repair(alpha.wiki) == 2
    assert repair(alpha.wiki) == 0
    assert [state(alpha, one) for one in (first, second, third)] == [
        ACCEPTED, ACCEPTED, DELIVERED,
    ]  # fmt: skip


def test_a_page_that_moved_on_keeps_what_both_changed(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair)
    alpha.change("Deuxième passage.", "Deuxième passage, d’ici.")
    review = review_of(alpha.wiki, proposal)
    saved = take(alpha, proposal, seen=review.seen)

    assert review.moved_on
    assert review.merged == saved.text
    assert saved.merged
    assert "mieux dit" in saved.text
    assert "d’ici" in saved.text


def test_a_conflict_is_shown_point_by_point_and_settled_by_the_reviewer(
    pair: Pair, alpha: Side
) -> None:
    proposal = offered(pair, "summary: Un café.", "summary: De chez eux.")
    alpha.change("summary: Un café.", "summary: De chez nous.")
    review = review_of(alpha.wiki, proposal)
    with pytest.raises(EditConflict) as caught:
        take(alpha, proposal)

    assert [d.field for d in review.disputes] == ["summary"]
    assert not review.acceptable
    assert caught.value.disputes == review.disputes
    assert (caught.value.disputes[0].mine, caught.value.disputes[0].theirs) == (
        "De chez eux.", "De chez nous.",
    )  # fmt: skip
    assert state(alpha, proposal) is DELIVERED
    take(alpha, proposal, settle={"summary": "mine"}, seen=review.seen)
    assert alpha.page().summary == "De chez eux."


def test_a_choice_made_for_an_older_page_settles_nothing(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair, "summary: Un café.", "summary: De chez eux.")
    alpha.change("summary: Un café.", "summary: De chez nous.")
    seen = review_of(alpha.wiki, proposal).seen
    alpha.change("summary: De chez nous.", "summary: Encore autre.")

    with pytest.raises(EditConflict):
        take(alpha, proposal, settle={"summary": "mine"}, seen=seen)


def test_an_adapted_text_is_saved_with_what_came_meanwhile(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair)
    review = review_of(alpha.wiki, proposal)
    adapted = review.merged.replace("mieux dit", "bien mieux dit")
    alpha.change("opened: 2010", "opened: 2012")
    take(alpha, proposal, text=adapted, seen=review.seen)
    *_, entry = alpha.wiki.store.log()

    assert "bien mieux dit" in alpha.page().text
    assert "opened: 2012" in alpha.page().text
    assert ("Author", "Reviewer de alpha") in entry.trailers
    assert entry.author == proposal.author


@pytest.mark.parametrize(
    ("old", "new"),
    [("licence: CC-BY-SA-4.0", "licence: CC0-1.0"), ("kind: place", "kind: method")],
)
def test_an_adapted_text_cannot_take_the_pages_licence_or_kind(
    pair: Pair, alpha: Side, old: str, new: str
) -> None:
    proposal = offered(pair)
    review = review_of(alpha.wiki, proposal)
    try:
        take(alpha, proposal, text=review.merged.replace(old, new), seen=review.seen)
    except InvalidPage:
        return
    assert old in alpha.page().text


def test_an_adapted_text_that_breaks_a_rule_is_refused(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair)
    review = review_of(alpha.wiki, proposal)

    with pytest.raises(InvalidPage):
        take(
            alpha, proposal, seen=review.seen,
            text=review.merged.replace("opened: 2010", "opened: [jamais]"),
        )  # fmt: skip
    assert state(alpha, proposal) is DELIVERED


def test_a_page_that_was_renamed_is_followed_by_its_id(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair)
    row = alpha.page()
    move_page(alpha.wiki, PLACE, "plum", base=row.revision, by=alpha.reader())
    take(alpha, proposal)

    assert "mieux dit" in alpha.page(PagePath("place", "plum")).text
    assert state(alpha, proposal) is ACCEPTED


def test_a_page_renamed_this_very_moment_is_not_taken_for_gone(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair)
    row, there = alpha.page(), PagePath("place", "plum")
    files = {there.file: row.text.encode(), PLACE.file: Redirect(PLACE, row.id).file_bytes()}
    author, now = wiki_signature(alpha.wiki), alpha.clock.now()
    alpha.wiki.store.commit(Change(files, {}, author, now, "Déplacer"))

    assert review_of(alpha.wiki, proposal).path == there


def test_a_page_that_was_deleted_ends_the_proposal_as_stale(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair)
    delete_page(alpha.wiki, PLACE, base=alpha.page().revision, by=alpha.reader())
    assert review_of(alpha.wiki, proposal).gone

    with pytest.raises(Gone):
        take(alpha, proposal)
    assert state(alpha, proposal) is STALE
    assert alpha.wiki.store.blob_of(PLACE.file) is None


def test_a_proposal_that_adds_nothing_any_more_is_told_and_waits(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair)
    alpha.change("Premier passage.", "Premier, mieux dit.")

    with pytest.raises(Refused, match="dit déjà"):
        take(alpha, proposal)
    assert state(alpha, proposal) is DELIVERED


def test_words_that_may_not_flow_into_a_new_licence_stay_out(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair)
    alpha.change("licence: CC-BY-SA-4.0", "licence: CC0-1.0")
    assert not review_of(alpha.wiki, proposal).licence_ok

    with pytest.raises(LicenceRefused):
        take(alpha, proposal)


def test_declining_takes_words_and_ends_it(pair: Pair, alpha: Side) -> None:
    proposal = offered(pair)
    with pytest.raises(Refused):
        decline(alpha.wiki, proposal.id, "  ", by=alpha.reader(Role.reviewer))
    decline(alpha.wiki, proposal.id, "C’est faux depuis 2015.", by=alpha.reader(Role.reviewer))
    kept = alpha.records.get(proposal.id)

    assert (kept.state, kept.reason) == (DECLINED, "C’est faux depuis 2015.")
    assert alpha.trailers("Proposal") == []
    with pytest.raises(AlreadyDecided):
        take(alpha, proposal)


def test_an_unknown_number_is_no_proposal(alpha: Side) -> None:
    number = ProposalId("6f1c7f7e-3c5c-4b64-9d5a-0a8f6d1f2b3c")
    with pytest.raises(ProposalNotFound):
        accept(alpha.wiki, number, by=alpha.reader())
