"""A small real wiki, served to a test's client: git, SQL, search, theme, all of it."""

import atexit
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.actions.catch_up import catch_up
from app.actions.mail import send_due
from app.actions.people import add_person
from app.actions.rights import wiki_signature
from app.actions.save_page import Saved, SavePage, save_page
from app.actions.start_instance import start_instance
from app.actions.wiki import Wiki
from app.domain.mail import Mail
from app.domain.page_path import PagePath
from app.domain.people import Person, Reader, Role
from app.domain.revision import Change
from app.domain.site import Site
from app.main import create_app, create_instance, open_instance, starter_lists
from app.settings import Settings
from tests.compiled import with_templates
from tests.mailbox import KeptMail
from tests.packed import packed
from tests.web.pages import STARTERS

with warnings.catch_warnings():
    # Starlette would rather have another HTTP client than the one this project has.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

BASE_URL = "http://alpha.test"
PASSWORD = "un long mot de passe"


@dataclass
class Alpha:
    """A served wiki. `client` is a stranger's; `signed_in` gives one for each role.

    `wiki` is the very one that the application serves, so that a save is seen at once.
    """

    app: FastAPI
    client: TestClient
    people: dict[Role, Person]
    box: KeptMail
    _clients: list[TestClient] = field(default_factory=list)

    @property
    def wiki(self) -> Wiki:
        return self.app.state.wiki

    def reader(self, role: Role = Role.steward) -> Reader:
        return Reader(self.people[role])

    def save(self, path: str, text: str, *, role: Role = Role.steward) -> Saved:
        """Save a page's whole text, over its latest version where there is one."""
        page = PagePath.parse(path)
        row = self.wiki.index.page(page)
        revision = row.revision if row and row.state in ("live", "broken") else None
        return save_page(self.wiki, SavePage(page, text, revision), by=self.reader(role))

    def bring_in(self, pages: dict[str, str]) -> None:
        """Pages (kind/slug -> text) as git alone would bring them: checked by nobody."""
        files = {PagePath.parse(path).file: text.encode() for path, text in pages.items()}
        author, now = wiki_signature(self.wiki), self.wiki.clock.now()
        self.wiki.store.commit(Change(files, dict.fromkeys(files), author, now, "Reçu"))
        catch_up(self.wiki)

    def stranger(self) -> TestClient:
        """Another stranger, with no cookie of the first."""
        self._clients.append(TestClient(self.app, base_url=BASE_URL, follow_redirects=False))
        return self._clients[-1]

    def signed_in(self, role: Role = Role.steward) -> TestClient:
        """A client whose cookie is that of a person of this role."""
        client = self.stranger()
        client.cookies.set("maillage", self.session(role))
        return client

    def session(self, role: Role) -> str:
        """The secret of a new session."""
        return self.wiki.people.open_session(self.people[role].id, now=self.wiki.clock.now())

    def csrf(self, client: TestClient) -> str:
        """The token that this signed-in client's forms must carry."""
        found = self.wiki.people.session(client.cookies["maillage"], now=self.wiki.clock.now())
        assert found is not None
        return found.csrf

    def token(self, role: Role = Role.steward, scope: str = "write") -> dict[str, str]:
        """The header that signs a program in."""
        people = self.wiki.people
        secret = people.add_token(self.people[role].id, scope, now=self.wiki.clock.now())
        return {"Authorization": f"Bearer {secret}"}

    def letters(self) -> list[Mail]:
        """Every letter that was sent so far, those that are due included."""
        send_due(self.wiki, self.app.state.post, wait=True)
        return self.box.letters

    def close(self) -> None:
        for client in self._clients:
            client.close()


@dataclass(frozen=True, slots=True)
class Stock:
    """A closed instance that tests get copies of: made in a second, copied in a hundredth."""

    folder: Path
    people: dict[Role, Person]


def serve_alpha(data: Path, stock: Stock | None = None) -> Iterator[Alpha]:
    """A copy of `stock` in `data`, served until the end; without one, of an instance with the
    pages of `tests.web.pages`."""
    stock = stock or _made_once()
    shutil.copytree(stock.folder, data)
    with_templates(data)
    box = KeptMail()
    app = create_app(Settings(data=data), sender=box)
    with TestClient(app, base_url=BASE_URL, follow_redirects=False) as client:
        alpha = Alpha(app, client, dict(stock.people), box)
        yield alpha
        alpha.close()


def stocked(folder: Path, fill: Callable[[Alpha], object]) -> Stock:
    """What `fill` made of an instance: the `stock` of a file whose tests all begin with it."""
    for alpha in serve_alpha(folder / "alpha"):
        fill(alpha)
    shutil.rmtree(folder / "alpha" / "cache")
    packed(folder / "alpha")
    return Stock(folder / "alpha", _made_once().people)


@lru_cache(maxsize=1)
def _made_once() -> Stock:
    folder = Path(tempfile.mkdtemp(prefix="alpha-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    data = folder / "alpha"
    create_instance(data, Site("Réseau Alpha", "occitanie", BASE_URL))
    opened = open_instance(Settings(data=data))
    start_instance(opened.wiki, lists=starter_lists(), pages=STARTERS)
    people = {role: _joined(opened.wiki, role) for role in Role}
    opened.federation.work()
    opened.close()
    packed(data)
    return Stock(data, people)


def _joined(wiki: Wiki, role: Role) -> Person:
    return add_person(
        wiki, email=f"{role}@alpha.test", name=f"Personne {role.value}", role=role,
        password=PASSWORD, by=None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def stock() -> Stock:
    """What `alpha` is a copy of; a file with pages of its own has one of its own."""
    return _made_once()


@pytest.fixture
def alpha(tmp_path: Path, stock: Stock) -> Iterator[Alpha]:
    """A wiki of its own for the test, to write in."""
    yield from serve_alpha(tmp_path / "alpha", stock)


@pytest.fixture(scope="module")
def same_alpha(tmp_path_factory: pytest.TempPathFactory, stock: Stock) -> Iterator[Alpha]:
    """One wiki for the tests of a file that read it, or are refused what they write."""
    yield from serve_alpha(tmp_path_factory.mktemp("same") / "alpha", stock)


@pytest.fixture(scope="session")
def shared_alpha(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alpha]:
    """One wiki for all tests that only read."""
    yield from serve_alpha(tmp_path_factory.mktemp("shared") / "alpha")
