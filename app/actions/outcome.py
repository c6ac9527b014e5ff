"""The end of a proposal that came in: its record, and the log of `pages.git` that proves it.

The proof of an acceptance is the trailer `Proposal: <id>` in the log. The record follows it, and is
put right from it where the program was stopped between the two.
"""

from app.actions.wiki import Wiki
from app.domain.errors import RevisionNotFound
from app.domain.page_path import BlobId, RevisionId
from app.domain.proposal import Outcome, Proposal, ProposalState, Way
from app.domain.revision import LogEntry
from app.failpoint import reached

TRAILER = "Proposal"
LOCK = "proposals"


def is_local(wiki: Wiki, proposal: Proposal) -> bool:
    """True where it was written on our own site."""
    return proposal.way is Way.incoming and proposal.peer.value == wiki.site.host


def repair(wiki: Wiki) -> int:
    """Records put right from the log: how many open proposals were found accepted there."""
    with wiki.lock.hold(LOCK):
        waiting = wiki.proposals.all(
            way=Way.incoming, states=(ProposalState.delivered,), size=1_000_000
        )
        if not waiting:
            return 0
        entries = _taken_in(wiki, {str(one.id) for one in waiting}, _earliest(wiki, waiting))
        for one in waiting:
            if entry := entries.get(str(one.id)):
                record_accepted(wiki, one, blob_in(entry), by="", reason="")
        return len(entries)


def settle_from_log(wiki: Wiki, proposal: Proposal) -> Proposal:
    """The proposal with the state that the log proves. The caller holds the lock of proposals."""
    if proposal.way is not Way.incoming or proposal.state.ended:
        return proposal
    entry = entry_of(wiki, proposal)
    return record_accepted(wiki, proposal, blob_in(entry), by="", reason="") if entry else proposal


def record_accepted(
    wiki: Wiki, proposal: Proposal, blob: BlobId | None, *, by: str, reason: str
) -> Proposal:
    settled = end_proposal(wiki, proposal, ProposalState.accepted, reason=reason, by=by, blob=blob)
    reached("accept.after-record")
    return settled


def end_proposal(
    wiki: Wiki,
    proposal: Proposal,
    state: ProposalState,
    *,
    reason: str,
    by: str,
    blob: BlobId | None = None,
) -> Proposal:
    outcome = Outcome(proposal.id, state, reason, blob, wiki.clock.now())
    told = is_local(wiki, proposal)
    return wiki.proposals.settle(outcome, expects=(ProposalState.delivered,), by=by, told=told)


def entry_of(wiki: Wiki, proposal: Proposal) -> LogEntry | None:
    found = _taken_in(wiki, {str(proposal.id)}, _known(wiki, proposal.seen_head))
    return found.get(str(proposal.id))


def _taken_in(wiki: Wiki, ids: set[str], after: RevisionId | None) -> dict[str, LogEntry]:
    """The commits that took those proposals in, by proposal id."""
    found: dict[str, LogEntry] = {}
    for entry in wiki.store.log(after):
        for key, value in entry.trailers:
            if key == TRAILER and value in ids:
                found.setdefault(value, entry)
    return found


def _known(wiki: Wiki, head: RevisionId | None) -> RevisionId | None:
    """The commit to read on from; None (all of it) where the history was replaced."""
    try:
        if head is not None:
            wiki.store.count_after(head)
    except RevisionNotFound:
        return None
    return head


def _earliest(wiki: Wiki, proposals: list[Proposal]) -> RevisionId | None:
    heads = {_known(wiki, one.seen_head) for one in proposals}
    return None if None in heads else max(heads, key=wiki.store.count_after)


def blob_in(entry: LogEntry) -> BlobId | None:
    """The page's content after that commit: an acceptance changes one file, a page."""
    return next((change.after for change in entry.changes if change.page), None)
