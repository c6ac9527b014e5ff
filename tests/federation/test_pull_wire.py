"""A visit over the wire: the bundle first, then what is newer; and what goes wrong on the way."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.domain.errors import PeerUnreachable
from app.domain.network import PullOutcome
from federation.documents.values import Head
from federation.git import Git
from federation.sources import DOWNLOADS, FETCH, LOCAL, WireSource
from federation.wire import BUNDLES, HEAD, Answer
from tests.federation import hostile
from tests.federation.hostile import ORIGIN, Owner, page, page_file, peer
from tests.federation.visits import Alpha, alpha

MILL, OVEN = page_file("moulin"), page_file("four")


@dataclass
class DiskWire:
    """The wire to an instance on this disk. `asked` is what was asked of it, in order."""

    owner: Owner
    bundle: Path
    status: int = 200
    cut_at: int | None = None
    asked: list[str] = field(default_factory=list)

    def get(self, base_url: str, path: str, *, etag: str = "") -> Answer:
        assert (base_url, path) == (f"https://{ORIGIN}", HEAD)
        self.asked.append("head")
        if etag == self.owner.tip:
            return Answer(304, b"")
        said = {"id": str(ORIGIN), "epoch": 1, "seq": len(self.asked), "tip": self.owner.tip}
        body = json.dumps(said | {"retracted": []}).encode()
        return Answer(self.status, body, etag=self.owner.tip or "")

    def post(self, base_url: str, path: str, body: bytes) -> Answer:
        raise AssertionError(f"a visit posts nothing, not {body!r} to {base_url}{path}")

    def download(self, base_url: str, path: str, to: Path, *, size_bytes: int) -> None:
        assert (base_url, path) == (f"https://{ORIGIN}", f"{BUNDLES}/1-1.bundle")
        self.asked.append("bundle")
        part = to.with_name(f"{to.name}.part")
        if self.cut_at is not None:
            part.write_bytes(self.bundle.read_bytes()[: self.cut_at])
            raise PeerUnreachable(instance=str(ORIGIN), reason="la connexion est coupée.")
        part.unlink(missing_ok=True)
        to.write_bytes(self.bundle.read_bytes()[:size_bytes])

    def fetch(self, base_url: str, into: Path, *, quota_bytes: int) -> None:
        assert base_url == f"https://{ORIGIN}"
        assert quota_bytes > 0
        self.asked.append("fetch")
        Git(into).run(
            *FETCH, str(self.owner.folder), "+refs/heads/open:refs/heads/open", environment=LOCAL
        )


@pytest.fixture
def one(tmp_path):
    made = alpha(tmp_path)
    made.owner.save({MILL: page(1)})
    yield made
    made.mirrors.close()


@pytest.fixture
def wire(one, tmp_path):
    made = DiskWire(one.owner, tmp_path / "open.bundle")
    promised = one.owner.bundle(made.bundle)

    def open_head(instance, data) -> Head:
        head = hostile.open_head(instance, data)
        return Head(head.id, head.epoch, head.seq, head.tip, head.at, (), promised)

    one.puller._open_head = open_head
    return made


def visit(one: Alpha, wire: DiskWire):
    wire.asked.clear()
    return one.puller.pull(peer(), WireSource(wire, peer(), folder=one.folder))


def kept_downloads(one: Alpha) -> list[str]:
    return sorted(file.name for file in one.folder.glob(f"{DOWNLOADS}/*"))


def test_a_first_visit_takes_the_bundle_and_tops_it_up(one, wire):
    one.owner.save({OVEN: page(2)})
    assert visit(one, wire).outcome is PullOutcome.updated
    assert wire.asked == ["head", "bundle", "fetch"]
    assert one.tip == one.owner.tip
    assert kept_downloads(one) == []


def test_later_visits_take_no_bundle(one, wire):
    visit(one, wire)
    assert visit(one, wire).outcome is PullOutcome.unchanged
    assert wire.asked == ["head"]
    one.owner.save({OVEN: page(2)})
    wire.asked.append("an earlier one")
    report = one.puller.pull(peer(), WireSource(wire, peer(), folder=one.folder))
    assert report.outcome is PullOutcome.updated
    assert wire.asked[-2:] == ["head", "fetch"]


def test_a_download_that_was_cut_is_kept_for_the_next_visit(one, wire):
    wire.cut_at = 50
    report = visit(one, wire)
    assert report.outcome is PullOutcome.failed
    assert len(kept_downloads(one)) == 1
    assert one.tip is None
    wire.cut_at = None
    assert visit(one, wire).outcome is PullOutcome.updated
    assert kept_downloads(one) == []


def test_what_was_downloaded_of_an_older_bundle_is_forgotten(one, wire):
    downloads = one.folder / DOWNLOADS
    downloads.mkdir(parents=True)
    (downloads / f"{ORIGIN.folder}-{'0' * 64}.bundle.part").write_bytes(b"old")
    (downloads / f"other.{ORIGIN.folder}-{'0' * 64}.bundle.part").write_bytes(b"theirs")
    visit(one, wire)
    assert kept_downloads(one) == [f"other.{ORIGIN.folder}-{'0' * 64}.bundle.part"]


def test_a_bundle_that_was_not_promised_is_not_opened(one, wire):
    data = bytearray(wire.bundle.read_bytes())
    data[-30] ^= 1
    wire.bundle.write_bytes(data)
    assert visit(one, wire).outcome is PullOutcome.updated
    assert wire.asked == ["head", "bundle", "fetch"]
    assert one.tip == one.owner.tip
    assert kept_downloads(one) == []


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, PullOutcome.refused),
        (302, PullOutcome.refused),
        (429, PullOutcome.failed),
        (503, PullOutcome.failed),
        (304, PullOutcome.refused),
    ],
)
def test_a_friend_that_does_not_say_where_it_stands_is_told_of(one, wire, status, outcome):
    wire.status = status
    report = visit(one, wire)
    assert report.outcome is outcome
    assert str(status) in report.reason
    assert one.tip is None
