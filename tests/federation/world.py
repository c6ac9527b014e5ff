"""Whole instances in one process, on real repositories, joined by a wire that can be cut."""

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from app import failpoint
from app.actions.catch_up import catch_up
from app.actions.start_instance import start_instance
from app.actions.wiki import Wiki
from app.domain.errors import InvalidPage, PeerUnreachable, TooLarge
from app.domain.licence import LICENCES_FILE, read_policy
from app.domain.network import InstanceId, PullOutcome, Slice
from app.domain.page import Page, parse_file
from app.domain.page_path import BlobId, PagePath
from app.domain.people import Person, Reader, Role
from app.domain.retraction import RETRACTIONS_FILE, read_retractions
from app.domain.site import Site
from app.main import Instance, create_instance, instance, open_instance, starter_lists
from app.settings import Settings
from federation.errors import WireError
from federation.git import Git
from federation.service import Service
from federation.wire import BRANCH, BUNDLES, HEAD, OUTCOMES, PROPOSALS, WELL_KNOWN, Answer
from tests.packed import packed

FETCH = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head")
JOINED = datetime(2026, 1, 1, tzinfo=UTC)
IDS = {"alpha": "01ARZ3NDEKTSV4RRFFQ69G5FA", "beta": "01ARZ3NDEKTSV4RRFFQ69G5FB",
       "gamma": "01ARZ3NDEKTSV4RRFFQ69G5FC"}  # fmt: skip


class Crash(BaseException):
    """What a failpoint raises in a test: no `except Exception` may swallow it."""


@dataclass
class DirectWire:
    """A wire between instances of one world: their own doors, without HTTP."""

    world: "World"
    here: str

    def get(self, base_url: str, path: str, *, etag: str = "") -> Answer:  # noqa: ARG002
        service = self._service(base_url)
        if path == WELL_KNOWN:
            return _answer(service.own_document)
        if path == HEAD:
            return _answer(service.head)
        return _answer(lambda: service.proposal_status(path.removeprefix(f"{PROPOSALS}/")))

    def post(self, base_url: str, path: str, body: bytes) -> Answer:
        service = self._service(base_url)
        take = {
            PROPOSALS: lambda: service.receive_proposal(body, ""),
            OUTCOMES: lambda: service.receive_outcome(body),
        }[path]
        return _answer(lambda: json.dumps(take()).encode(), status=202)

    def download(self, base_url: str, path: str, to: Path, *, size_bytes: int) -> None:  # noqa: ARG002
        file = self._service(base_url).bundle_file(path.removeprefix(f"{BUNDLES}/"))
        assert file is not None
        to.write_bytes(file.read_bytes())

    def fetch(self, base_url: str, into: Path, *, quota_bytes: int) -> None:  # noqa: ARG002
        folder = str(self._service(base_url).open_folder())
        Git(into).run(
            *FETCH, folder, f"+{BRANCH}:{BRANCH}", environment={"GIT_ALLOW_PROTOCOL": "file"}
        )

    def _service(self, base_url: str) -> Service:
        node = self.world.at(base_url)
        if node is None or frozenset((self.here, node.name)) in self.world.cut:
            raise PeerUnreachable(instance=base_url, reason="la ligne est coupée.")
        return node.service


def _answer(make, *, status: int = 200) -> Answer:
    try:
        return Answer(status, make())
    except WireError as error:
        said = {"error": error.name, "detail": error.sentence}
        return Answer(error.status, json.dumps(said).encode())


@dataclass
class Node:
    """One instance: what stands in `data`, or a new one. `saved` are the revisions that were
    acknowledged to somebody; `looked_at` is the state in which its invariants were last found to
    hold."""

    world: "World"
    name: str
    data: Path
    opened: Instance = field(init=False)
    saved: list[str] = field(default_factory=list)
    heads: list[tuple[int, int]] = field(default_factory=list)
    looked_at: object = None

    def __post_init__(self) -> None:
        if not self.data.exists():
            shutil.copytree(_made_once(self.name), self.data)
        self.open()

    @property
    def wiki(self) -> Wiki:
        return self.opened.wiki

    @property
    def service(self) -> Service:
        return self.opened.federation

    @property
    def id(self) -> InstanceId:
        return InstanceId(self.wiki.site.host)

    def reader(self, role: Role = Role.steward) -> Reader:
        last = "0" if role is Role.steward else "1"
        name = f"{role.value.title()} {self.name}"
        return Reader(
            Person(IDS[self.name] + last, f"{role}@{self.name}.example", name, role, JOINED)
        )

    def open(self) -> None:
        """As a server does when it starts."""
        self.opened = open_instance(
            Settings(data=self.data, federation_reserve_bytes=0),
            wire=DirectWire(self.world, self.name),
        )
        catch_up(self.wiki)
        self.service.heal()

    def restart(self) -> None:
        with suppress(Exception):
            self.opened.close()
        self.open()

    def text(self, path: str) -> str | None:
        data = self.wiki.store.read(PagePath.parse(path).file)
        return data.decode() if data is not None else None

    def pull(self, other: "Node") -> PullOutcome:
        return self.service.pull(other.id).outcome


@cache
def _made_once(name: str) -> Path:
    """The folder that each node of that name is a copy of, its keys included."""
    folder = Path(tempfile.mkdtemp(prefix="node-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    data = folder / name
    create_instance(data, Site(f"Réseau {name}", "", f"https://{name}.example"))
    with instance(Settings(data=data)) as opened:
        start_instance(opened.wiki, lists=starter_lists(), pages=())
    packed(data)
    return data


@dataclass
class World:
    """`cut` are pairs of names between which nothing passes."""

    folder: Path
    nodes: dict[str, Node] = field(default_factory=dict)
    cut: set[frozenset[str]] = field(default_factory=set)

    def add(self, *names: str) -> list[Node]:
        for name in names:
            self.nodes[name] = Node(self, name, self.folder / name)
        return [self.nodes[name] for name in names]

    def link_all(self) -> None:
        for ours in self.nodes.values():
            for theirs in self.nodes.values():
                if ours is not theirs:
                    ours.service.enrol(
                        f"https://{theirs.name}.example",
                        fingerprint=theirs.service.identity().fingerprint,
                        slice=Slice(),
                        by=ours.reader(),
                    )

    def at(self, base_url: str) -> Node | None:
        return self.nodes.get(base_url.removeprefix("https://").removesuffix(".example"))

    def close(self) -> None:
        failpoint.armed.clear()
        for node in self.nodes.values():
            node.opened.close()


def judged_open(wiki: Wiki) -> Iterator[dict[str, BlobId]]:
    """For each commit of main, the page files that were open in its tree: the filter, said again
    as plainly as can be."""
    tree: dict[str, BlobId] = {}
    for entry in wiki.store.log():
        for change in entry.changes:
            tree.pop(change.file, None)
            if change.after is not None:
                tree[change.file] = change.after
        yield open_in(wiki, tree)


def open_in(wiki: Wiki, tree: dict[str, BlobId]) -> dict[str, BlobId]:
    def data(file: str) -> bytes | None:
        return wiki.store.read_blob(tree[file]) if file in tree else None

    policy, hidden = read_policy(data(LICENCES_FILE)), read_retractions(data(RETRACTIONS_FILE))
    found = {}
    for file, blob in tree.items():
        path = PagePath.from_file(file)
        page = _page(path, wiki.store.read_blob(blob)) if path else None
        if page is None or hidden.hides(page.id):
            continue
        if page.status in ("published", "archived") and policy.is_open(page.licence):
            found[file] = blob
    return found


def _page(path: PagePath, data: bytes) -> Page | None:
    try:
        page = parse_file(path, data)
    except (InvalidPage, TooLarge):
        return None
    return page if isinstance(page, Page) else None
