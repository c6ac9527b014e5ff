"""A friend whose pages alpha mirrors, and changes that go both ways, as visits would leave them."""

from pathlib import Path
from uuid import uuid4

from app.actions.catch_up import catch_up
from app.actions.propose import OPEN_STATES
from app.domain.network import InstanceId, Mirror, Slice
from app.domain.page_path import BlobId, PagePath
from app.domain.proposal import Outcome, Proposal, ProposalId, ProposalState, Step, Way
from app.domain.revision import Change, Signature
from app.domain.rows import PageRow
from app.engines.clock import SystemClock
from app.engines.git_store import GitStore
from federation.mirrors import Kept
from tests.engines.friends import publish
from tests.web.conftest import Alpha

HOST = "beta.test"
ZOE = Signature("Zoé", f"01hzzzzzzzzzzzzzzzzzzzzzzz@{HOST}")


class Beta:
    """`save` is a version saved there and received here."""

    def __init__(self, alpha: Alpha, folder: Path) -> None:
        self.alpha, self.folder = alpha, folder / "beta.git"
        self.store = GitStore.create(self.folder)
        self.clock = SystemClock()
        self.id = InstanceId(HOST)
        self._seq = 0

    def save(self, path: str, text: str) -> PageRow:
        page = PagePath.parse(path)
        row = self.row(path)
        page_id = row.id if row else self.clock.page_id()
        head, rest = text.split("---\n", 2)[1:]
        whole = f"---\n{head}id: {page_id}\n---\n{rest}"
        before = self.store.blob_of(page.file)
        self.store.commit(
            Change({page.file: whole.encode()}, {page.file: before}, ZOE, self.clock.now(), "")
        )
        self._receive()
        found = self.row(path)
        assert found is not None
        return found

    def change(self, path: str, old: str, new: str) -> PageRow:
        row = self.row(path)
        assert row is not None
        assert old in row.text
        text = row.text.replace(old, new).replace(f"id: {row.id}\n", "")
        return self.save(path, text)

    def row(self, path: str) -> PageRow | None:
        return self.alpha.wiki.index.page(PagePath.parse(path), origin=HOST)

    def _receive(self) -> None:
        wiki, mirrors = self.alpha.wiki, self.alpha.wiki.mirrors
        mirrors.folder.mkdir(parents=True, exist_ok=True)
        publish(self.folder, mirrors.repository(self.id))
        self._seq += 1
        head = self.store.head()
        assert head is not None
        mirror = Mirror(
            self.id, "Réseau Bêta", "bretagne", "https://beta.test", 1, self._seq, head, Slice(),
            self.clock.now(),
        )  # fmt: skip
        mirrors.put(Kept(mirror))
        catch_up(wiki)

    def offers(self, row: PageRow, old: str, new: str, *, note: str = "Une précision") -> Proposal:
        """A change that they propose for a page of ours, received and waiting."""
        assert old in row.text
        now = self.clock.now()
        step = Step(ZOE, now, note, row.text.replace(old, new))
        proposal = Proposal(
            ProposalId(str(uuid4())), Way.incoming, self.id, row.id, row.path, row.title,
            BlobId(str(row.blob)), row.licence, (step,), now, now, ProposalState.delivered,
            seen_head=self.alpha.wiki.store.head(),
        )  # fmt: skip
        assert self.alpha.wiki.proposals.add(proposal)
        return proposal

    def answers(self, proposal: Proposal, state: ProposalState, reason: str = "") -> Proposal:
        """What they decide about a proposal of ours, as we learn it."""
        outcome = Outcome(proposal.id, state, reason, None, self.clock.now())
        return self.alpha.wiki.proposals.settle(outcome, expects=OPEN_STATES, by="", told=True)

    def receives(self, proposal: Proposal) -> Proposal:
        return self.answers(proposal, ProposalState.delivered)

    def close(self) -> None:
        self.store.close()
