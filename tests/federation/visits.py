"""An instance that visits friends, with as little around it as a visit needs."""

from dataclasses import dataclass
from pathlib import Path

from app.actions.wiki import Wiki
from app.domain.network import PullReport
from app.domain.site import Site
from app.engines.clock import SystemClock
from app.engines.git_store import GitStore
from app.engines.locks import FileLocks
from federation.mirrors import PeerMirrors
from federation.pull import Puller
from federation.visit import PullSettings
from tests.fakes import MemoryStore
from tests.federation.hostile import ORIGIN, LocalSource, Owner, open_head, peer


@dataclass
class Alpha:
    """`pull` visits `owner`."""

    folder: Path
    mirrors: PeerMirrors
    wiki: Wiki
    puller: Puller
    owner: Owner

    def pull(self, source: LocalSource | None = None, **how: object) -> PullReport:
        return self.puller.pull(peer(), source or self.source(), **how)

    def source(self, **head: object) -> LocalSource:
        return LocalSource(self.owner, **head)

    @property
    def tip(self) -> str | None:
        """Where the mirror stands, by its state and by its repository, which agree."""
        kept = self.mirrors.kept(ORIGIN)
        if kept is None:
            return None
        assert self.mirrors.store(str(ORIGIN)).head() == kept.mirror.tip
        return str(kept.mirror.tip)

    @property
    def at_rest(self) -> bool:
        """True where no visit left anything behind."""
        left = [file.name for file in self.folder.glob("*.git.*")]
        return not left and not list(self.folder.glob(".staging/*"))


def alpha(tmp_path: Path, *, settings: PullSettings | None = None) -> Alpha:
    folder = tmp_path / "peers"
    mirrors = PeerMirrors(folder, GitStore.mirror)
    wiki = Wiki(
        site=Site("Alpha", "", "https://alpha.example"), store=MemoryStore(), index=None,
        search=None, projections=(), renderer=None, people=None, images=None,
        clock=SystemClock(), lock=FileLocks(tmp_path / "locks"), mirrors=mirrors,
        proposals=None, thanks=None, searches=None, remarks=None, tokens=None, accounts=None,
        likeness=None, records=None,
        discussions=None, watching=None, questions=None, councils=None,
    )  # fmt: skip
    settings = settings or PullSettings(reserve_bytes=0)
    puller = Puller(folder, mirrors, wiki, open_head=open_head, settings=settings)
    return Alpha(folder, mirrors, wiki, puller, Owner(tmp_path / "owner.git"))
