"""Two real wikis, alpha and beta, that are friends: git, SQL, keys and records, no network.

What one says to the other goes through `LoopWire`, which can be cut. Each sees the other's pages as
they stand (a mirror that is never late, unless the test holds it back).
"""

import atexit
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from app.actions.catch_up import catch_up
from app.actions.people import add_person
from app.actions.save_page import Saved, SavePage, save_page
from app.actions.wiki import Wiki
from app.domain.errors import PeerNotFound, PeerUnreachable
from app.domain.network import Identity, InstanceId, Mirror, Peer, PeerState, Slice
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Person, Reader, Role
from app.domain.proposal import Proposal
from app.domain.rows import PageRow
from app.domain.site import Site
from app.engines.clock import SystemClock
from app.engines.git_store import GitStore
from app.engines.images import PillowImages
from app.engines.likeness import Lookalikes
from app.engines.locks import FileLocks
from app.engines.markdown import MarkdownRenderer
from app.engines.passwords import Argon2Passwords
from app.engines.sql.accounts import SqlAccounts
from app.engines.sql.care_records import SqlCare
from app.engines.sql.councils import SqlCouncils
from app.engines.sql.database import Database
from app.engines.sql.discussions import SqlDiscussions
from app.engines.sql.migrations import migrate
from app.engines.sql.one_use import SqlOneUse
from app.engines.sql.projection import SqlProjection
from app.engines.sql.questions import SqlQuestions
from app.engines.sql.records import SqlPeople
from app.engines.sql.remarks import SqlRemarks
from app.engines.sql.saved_searches import SqlSavedSearches
from app.engines.sql.thanks import SqlThanks
from app.engines.sql.watching import SqlWatching
from app.ports import PageStore
from federation.deliver import Deliverer
from federation.errors import WireError
from federation.keys import KeyRing, PublicKey, fingerprint
from federation.receive import Receiver
from federation.records import FederationRecords, Pinned
from federation.wire import OUTCOMES, PROPOSALS, Answer
from tests.packed import packed

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PLACE = PagePath("place", "cafe-plum")


class TestClock(SystemClock):
    """It stands still until it is told to go on."""

    __test__ = False

    def __init__(self) -> None:
        super().__init__()
        self.at = START

    def now(self) -> datetime:
        return self.at

    def pass_time(self, **parts: float) -> datetime:
        self.at += timedelta(**parts)
        return self.at


@dataclass
class Side:
    """One of the two. `friend` is the other's instance."""

    wiki: Wiki
    clock: TestClock
    ring: KeyRing
    records: FederationRecords
    people: dict[Role, Person]
    friend: InstanceId = field(init=False)
    receiver: Receiver = field(init=False)
    deliverer: Deliverer = field(init=False)

    @property
    def id(self) -> InstanceId:
        return InstanceId(self.wiki.site.host)

    def reader(self, role: Role = Role.steward) -> Reader:
        return Reader(self.people[role])

    def keys_of(self, instance: InstanceId) -> Sequence[PublicKey]:
        return self.records.pinned(instance).keys

    def page(self, path: PagePath = PLACE, *, origin: str = "") -> PageRow:
        row = self.wiki.index.page(path, origin=origin)
        assert row is not None
        return row

    def save(self, text: str, path: PagePath = PLACE, *, role: Role = Role.steward) -> Saved:
        """The page's whole text, over what stands there."""
        row = self.wiki.index.page(path)
        base = row.revision if row is not None and row.state == "live" else None
        return save_page(self.wiki, SavePage(path, text, base), by=self.reader(role))

    def change(self, old: str, new: str, path: PagePath = PLACE) -> Saved:
        """The page with other words at one point."""
        text = self.page(path).text
        assert old in text
        return self.save(text.replace(old, new), path)

    def deliver(self, *, later: bool = False) -> int:
        if later:
            self.clock.pass_time(days=1)
        return self.deliverer.deliver_due(self.clock.now())

    def proposals(self, **conditions: object) -> list[Proposal]:
        return self.records.all(**conditions)  # type: ignore[arg-type]

    def trailers(self, key: str) -> list[str]:
        """The values of that trailer in the whole log."""
        return [v for entry in self.wiki.store.log() for k, v in entry.trailers if k == key]

    def close(self) -> None:
        self.wiki.store.close()
        self.wiki.people.close()
        self.wiki.thanks.close()
        self.wiki.remarks.close()
        self.wiki.tokens.close()
        self.wiki.accounts.close()
        self.wiki.councils.close()
        self.records.close()
        for projection in self.wiki.projections:
            projection.close()


class LoopWire:
    """The wire of one side: straight into the receivers of others, with their errors as answers.

    `cut` names what goes wrong: `before` (nothing arrives), `after` (it arrives, the answer does
    not), or a status that is answered instead.
    """

    def __init__(self) -> None:
        self.receivers: dict[str, Receiver] = {}
        self.cut: str | int | None = None
        self.retry_after_s: int | None = None
        self.sent: list[tuple[str, str]] = []

    def get(self, base_url: str, path: str, *, etag: str = "") -> Answer:  # noqa: ARG002
        number = path.removeprefix(PROPOSALS + "/")
        return self._answer(base_url, path, lambda there: there.status(number), 200)

    def post(self, base_url: str, path: str, body: bytes) -> Answer:
        def take(there: Receiver) -> bytes:
            said = there.proposal(body) if path == PROPOSALS else there.outcome(body)
            return json.dumps(said).encode()

        assert path in (PROPOSALS, OUTCOMES)
        return self._answer(base_url, path, take, 202)

    def _answer(
        self, base_url: str, path: str, take: Callable[[Receiver], bytes], status: int
    ) -> Answer:
        self.sent.append((base_url, path))
        if self.cut == "before":
            raise PeerUnreachable(instance=base_url, reason="coupé.")
        if isinstance(self.cut, int):
            return Answer(self.cut, b"?", retry_after_s=self.retry_after_s)
        try:
            answer = Answer(status, take(self.receivers[base_url]))
        except WireError as error:
            said = json.dumps({"error": error.name, "detail": error.sentence})
            answer = Answer(error.status, said.encode(), retry_after_s=error.retry_after_s)
        if self.cut == "after":
            raise PeerUnreachable(instance=base_url, reason="coupé.")
        return answer


class LiveMirrors:
    """Friends' stores themselves, read only by good manners, as they stand this very moment."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[Mirror, PageStore]] = {}

    def all(self) -> list[Mirror]:
        heads = [(mirror, store.head()) for mirror, store in self.held.values()]
        return [replace(mirror, tip=head) for mirror, head in heads if head is not None]

    def store(self, origin: str) -> PageStore:
        if origin not in self.held:
            raise PeerNotFound(instance=origin)
        return self.held[origin][1]


class FreshIndex:
    """The index, that has read on in friends' logs before it answers for them."""

    wiki: Wiki

    def __init__(self, own: SqlProjection) -> None:
        self._own = own

    def __getattr__(self, name: str) -> Callable[..., object]:
        ask = getattr(self._own, name)

        def asked(*args: object, **keys: object) -> object:
            if keys.get("origin"):
                catch_up(self.wiki, wait=True)
            return ask(*args, **keys)

        return asked


@dataclass
class Pair:
    """`wires` by the side that speaks."""

    alpha: Side
    beta: Side
    wires: dict[str, LoopWire]

    def deliver(self, *, rounds: int = 3) -> None:
        """Both sides, until nothing more can move: every wait is over."""
        for _ in range(rounds):
            for side in (self.alpha, self.beta):
                side.deliver(later=True)


def open_pair(folder: Path) -> Iterator[Pair]:
    """Friends, with one page of alpha's: `PLACE`."""
    shutil.copytree(_made_once(), folder, dirs_exist_ok=True)
    alpha, beta = (_side(folder / name, name) for name in ("alpha", "beta"))
    wires = {"alpha": LoopWire(), "beta": LoopWire()}
    for one, other, name in ((alpha, beta, "alpha"), (beta, alpha, "beta")):
        _see(one, other)
        join(one, wires[name], other)
    yield Pair(alpha, beta, wires)
    alpha.close()
    beta.close()


@cache
def _made_once() -> Path:
    """The folders that each pair is a copy of."""
    folder = Path(tempfile.mkdtemp(prefix="pair-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    alpha, beta = (make_side(folder / name, name) for name in ("alpha", "beta"))
    befriend(alpha, beta)
    befriend(beta, alpha)
    alpha.save(page_text())
    for side in (alpha, beta):
        side.close()
        packed(folder / side.wiki.site.host.removesuffix(".test"))
    return folder


def join(one: Side, wire: LoopWire, other: Side) -> None:
    one.receiver = Receiver(one.wiki, one.records, one.keys_of, one.ring)
    one.deliverer = Deliverer(one.wiki, wire, one.records, one.keys_of, one.ring, random=Random(1))
    # The other's own door is found when it is knocked at: it may not be there yet.
    wire.receivers = _Doors({other.wiki.site.base_url: other})


class _Doors(dict):
    def __getitem__(self, base_url: str) -> Receiver:
        return super().__getitem__(base_url).receiver


def make_side(data: Path, name: str) -> Side:
    """A side of its own, with one person for each role, and no friend."""
    data.mkdir()
    KeyRing.create(data / "keys")
    side = _side(data, name)
    for role in Role:
        side.people[role] = add_person(
            side.wiki, email=f"{role}@{name}.test", name=f"{role.value.capitalize()} de {name}",
            role=role, password=None, by=None,
        )  # fmt: skip
    return side


def _side(data: Path, name: str) -> Side:
    """What stands in `data`, opened."""
    renderer = MarkdownRenderer()
    projection = SqlProjection(data / "projection.sqlite", renderer)
    records = FederationRecords(Database(data / "federation.sqlite", durable=True), migrate)
    kept = Database(data / "records.sqlite", durable=True)
    clock = TestClock()
    index = FreshIndex(projection)
    index.wiki = wiki = Wiki(
        site=Site(f"Réseau {name}", "occitanie", f"https://{name}.test"),
        store=GitStore.create(data / "pages.git"),
        index=index,  # type: ignore[arg-type]
        search=None,  # type: ignore[arg-type]
        projections=(projection,),
        mirror_projections=(projection,),
        renderer=renderer,
        people=SqlPeople(kept, Argon2Passwords()),
        images=PillowImages(),
        clock=clock,
        lock=FileLocks(data / "locks"),
        mirrors=LiveMirrors(),
        proposals=records,
        thanks=SqlThanks(kept),
        remarks=SqlRemarks(kept),
        tokens=SqlOneUse(kept),
        questions=SqlQuestions(kept),
        watching=SqlWatching(kept),
        discussions=SqlDiscussions(kept),
        accounts=SqlAccounts(kept),
        councils=SqlCouncils(kept),
        likeness=Lookalikes(index),  # type: ignore[arg-type]
        records=SqlCare(kept),
        searches=SqlSavedSearches(kept),
    )
    people = {one.role: one for one in wiki.people.all()}
    return Side(wiki, clock, KeyRing.open(data / "keys"), records, people)


def befriend(one: Side, other: Side) -> None:
    """`one` pins the other's key and sees its pages."""
    site, key = other.wiki.site, other.ring.public
    identity = Identity(
        other.id, site.name, site.region, site.base_url, key.keyid, fingerprint(key)
    )
    peer = Peer(identity, PeerState.active, Slice(), START, "Alice")
    one.records.add_peer(peer, Pinned((key,), other.ring.recovery))
    _see(one, other)


def _see(one: Side, other: Side) -> None:
    one.friend, site = other.id, other.wiki.site
    mirror = Mirror(
        other.id, site.name, site.region, site.base_url, 1, 1, RevisionId("0" * 40), Slice(), START
    )
    one.wiki.mirrors.held[str(other.id)] = (mirror, other.wiki.store)  # type: ignore[attr-defined]


def page_text(
    title: str = "Café PLUM",
    *,
    front: str = "summary: Un café.\nopened: 2010\nactivities: [mediation]",
    body: str = "Premier passage.\n\nDeuxième passage.\n",
    licence: str = "CC-BY-SA-4.0",
) -> str:
    return (
        f"---\nkind: place\ntitle: {title}\nlang: fr\nlicence: {licence}\nstatus: published\n"
        f"{front}\n---\n\n{body}"
    )
