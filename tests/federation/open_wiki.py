"""What the tests of the open repository share: a wiki's log, and what derives from it."""

import subprocess
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from app.actions.catch_up import _read_on
from app.domain.erasure import ERASED_FILE
from app.domain.licence import DEFAULT_POLICY, LICENCES_FILE, policy_file
from app.domain.media import MediumName
from app.domain.page import Redirect
from app.domain.page_path import PagePath, RevisionId
from app.domain.retraction import RETRACTIONS_FILE, Retractions, Withdrawal, retractions_file
from app.domain.revision import Change, Signature
from app.domain.yaml_text import dump_entry
from app.engines.git_store import GitStore
from federation.git import Git
from federation.open_repo import OpenRepository

ADA = Signature("Ada L.", "01ARZ3NDEKTSV4RRFFQ69G5FAV@alpha.example")
BOB = Signature("Bob K.", "01ARZ3NDEKTSV4RRFFQ69G5FAW@alpha.example")
EVE = Signature("Ève M.", "01ARZ3NDEKTSV4RRFFQ69G5FAX@alpha.example")
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
OPEN, NC = "CC-BY-SA-4.0", "CC-BY-NC-4.0"


class StillClock:
    """It stands at one second until it is moved."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at

    def page_id(self) -> str:
        return page_id(1)


def page_id(number: int) -> str:
    return f"01ARZ3NDEKTSV4RRFFQ69G5F{number:02}"


def path(number: int) -> PagePath:
    return PagePath("place", f"lieu-{number}")


def page(number: int, body: str = "", *, licence: str = OPEN, status: str = "published") -> bytes:
    return (
        f"---\nkind: place\nid: {page_id(number)}\ntitle: Lieu {number}\nlicence: {licence}\n"
        f"status: {status}\n---\n\n{body}\n"
    ).encode()


def medium(content: bytes) -> MediumName:
    return MediumName(sha256(content).hexdigest(), "png")


def narrowed(*kept: str) -> bytes:
    licences = {name: licence for name, licence in DEFAULT_POLICY.licences.items() if name in kept}
    return policy_file(type(DEFAULT_POLICY)(licences, {}))


class Wiki:
    """A log to write into, and one open repository that follows it when told to."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, StillClock()
        self.store = GitStore.create(folder / "pages.git")
        self.open = OpenRepository(folder / "open.git", clock=self.clock)
        self._minutes = 0

    def close(self) -> None:
        self.open.close()
        self.store.close()

    def commit(
        self,
        files: dict[str, bytes | None],
        author: Signature = ADA,
        *,
        note: str = "Retoucher",
        trailers: Sequence[tuple[str, str]] = (),
    ) -> RevisionId:
        self._minutes += 1
        at = NOON + timedelta(minutes=self._minutes)
        return self.store.commit(Change(files, {}, author, at, note, tuple(trailers)))

    def save(self, number: int, body: str = "", author: Signature = ADA, **how: str) -> RevisionId:
        return self.commit({path(number).file: page(number, body, **how)}, author)

    def move(self, number: int, slug: str) -> RevisionId:
        data = self.store.read(path(number).file)
        redirect = Redirect(path(number), page_id(number)).file_bytes()
        target = PagePath("place", slug)
        return self.commit({target.file: data, path(number).file: redirect})

    def add_medium(self, content: bytes, licence: str = OPEN) -> MediumName:
        name = medium(content)
        sidecar = (dump_entry("title", "Vue") + dump_entry("licence", licence)).encode()
        self.commit({name.file: content, name.sidecar: sidecar})
        return name

    def withdraw(self, *, closed: Sequence[int] = (), retracted: Sequence[int] = ()) -> RevisionId:
        said = Withdrawal("Demande", date(2026, 3, 2))
        lists = Retractions(
            {page_id(n): said for n in closed}, {page_id(n): said for n in retracted}
        )
        return self.commit({RETRACTIONS_FILE: retractions_file(lists)})

    def erase(self, *people: Signature) -> RevisionId:
        listed = [person.address for person in people]
        return self.commit({ERASED_FILE: dump_entry("erased", listed).encode()})

    def policy(self, data: bytes | None) -> RevisionId:
        return self.commit({LICENCES_FILE: data})

    def derive(self) -> str:
        """The open tip once all of the log is read, `` where there is none."""
        return derive(self.open, self.store)

    def again(self) -> OpenRepository:
        """The open repository as another start of the program finds it."""
        self.open.close()
        self.open = OpenRepository(self.folder / "open.git", clock=self.clock)
        return self.open


def derive(one: OpenRepository, store: GitStore) -> str:
    _read_on(one, store, lambda *_: None)
    state = one.state()
    return str(state.tip) if state else ""


def git(one: OpenRepository, *arguments: str) -> str:
    return Git(one.folder).run(*arguments).decode()


def names(one: OpenRepository) -> list[str]:
    """The files of the open tip."""
    return git(one, "ls-tree", "-r", "--name-only", "refs/heads/open").split()


def log(one: OpenRepository, form: str) -> list[str]:
    """One line for each open commit, oldest first."""
    return git(one, "log", "--reverse", f"--format={form}", "refs/heads/open").splitlines()


def everything(one: OpenRepository) -> bytes:
    """The contents of every object of the store, whether or not a commit names it."""
    lister = "--batch-check=%(objectname)"
    found = git(one, "cat-file", "--batch-all-objects", lister)
    return Git(one.folder).run("cat-file", "--batch", stdin=found.encode())


def stock_git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], check=True, capture_output=True, text=True)
    return done.stdout
