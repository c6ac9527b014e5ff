"""USB keys for tests: a folder that goes from one instance of a world to the other."""

import atexit
import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from app.actions.propose import Propose, propose
from app.actions.save_page import SavePage, save_page
from app.domain.network import Carried, Slice
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.proposal import Proposal
from federation.keys import RING_FILE, KeyRing
from tests.federation.world import Node, World
from tests.packed import packed

PAGE = PagePath("method", "atelier")
FRONT = (
    "---\nkind: method\ntitle: Atelier\nlang: fr\nlicence: CC-BY-SA-4.0\nstatus: published\n---\n"
)


@dataclass
class Key:
    """Between alpha, who owns a page, and beta. No line joins them."""

    folder: Path
    alpha: Node
    beta: Node

    def write(self, by: Node, *, to: Node | None = None) -> Carried:
        return by.service.usb_write(str(self.folder), peer=to.id if to else None)

    def read(self, by: Node, *, dry_run: bool = False) -> Carried:
        return by.service.usb_read(str(self.folder), dry_run=dry_run)

    def carry(self, by: Node, to: Node) -> Carried:
        self.write(by)
        return self.read(to)

    def of(self, node: Node) -> Path:
        return self.folder / "wikifed" / node.id.folder

    def enrol(self, by: Node, other: Node) -> None:
        by.service.enrol(
            "", fingerprint=other.service.identity().fingerprint, slice=Slice(), by=by.reader(),
            kit=str(self.of(other)),
        )  # fmt: skip


def joined(world: World, folder: Path, *, linked: bool = True) -> Key:
    """Two instances that know each other by their keys alone; alpha has written its page."""
    alpha, beta = world.add("alpha", "beta")
    world.cut = {frozenset(("alpha", "beta"))}
    folder.mkdir()
    key = Key(folder, alpha, beta)
    save(alpha, f"{FRONT}Ouvrir.\n\nRanger.\n")
    if linked:
        for one, other in ((alpha, beta), (beta, alpha)):
            key.write(one)
            key.enrol(other, one)
    return key


def save(node: Node, text: str, path: PagePath = PAGE) -> None:
    row = node.wiki.index.page(path)
    base = row.revision if row is not None else None
    save_page(node.wiki, SavePage(path, text, base), by=node.reader())


def change(node: Node, old: str, new: str) -> None:
    text = node.text(str(PAGE))
    assert old in text
    save(node, text.replace(old, new))


def offered(node: Node, owner: Node, old: str = "Ouvrir.", new: str = "Ouvrir tôt.") -> Proposal:
    row = node.wiki.index.page(PAGE, origin=str(owner.id))
    command = Propose(str(owner.id), PAGE, row.text.replace(old, new), "Mieux")
    return propose(node.wiki, command, by=node.reader(Role.contributor))


def mirrored(node: Node, owner: Node) -> str | None:
    """The owner's page as that node shows it."""
    row = node.wiki.index.page(PAGE, origin=str(owner.id))
    return row.text if row else None


def standing(node: Node) -> tuple:
    """All that reading a key may change."""
    mirrors = node.data / "peers" / "mirrors.json"
    return (
        node.wiki.store.head(),
        [(one.id, one.state) for one in node.wiki.proposals.all()],
        json.loads(mirrors.read_text()) if mirrors.exists() else {},
        [(one.peer, one.pages, one.last) for one in node.service.peers()],
    )


def nothing_left(node: Node) -> bool:
    return not list((node.data / "peers").glob(".staging/*"))


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path / "world")
    yield world
    world.close()


@pytest.fixture
def key(world, tmp_path):
    """What `joined` makes, a copy of it."""
    shutil.copytree(_joined_once(), tmp_path, dirs_exist_ok=True)
    alpha, beta = world.add("alpha", "beta")
    world.cut = {frozenset(("alpha", "beta"))}
    return Key(tmp_path / "key", alpha, beta)


@cache
def _joined_once() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="joined-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    world = World(folder / "world")
    key = joined(world, folder / "key")
    world.close()
    for node in (key.alpha, key.beta):
        packed(node.data)
    return folder


def with_words(node: Node) -> str:
    """The words of its recovery key, which are told only when one is made: a new one then."""
    made = node.data.with_name("made-anew")
    _, words = KeyRing.create(made)
    (made / RING_FILE).replace(node.data / "keys" / RING_FILE)
    node.restart()
    return words


def shift(node: Node, *, hours: int) -> None:
    """Its clock goes wrong by that much."""
    node.wiki.clock.now = lambda: datetime.now(UTC) + timedelta(hours=hours)
