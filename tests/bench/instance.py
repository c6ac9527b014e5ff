"""Instances of Maillage with N pages, made once per state of the code and kept in `.bench/`."""

import hashlib
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from app.domain.kinds import KINDS
from app.domain.page_path import PagePath
from app.domain.revision import Change, Signature
from app.engines.git_store import GitStore
from tests.bench.corpus import GeneratedPage, pages
from tests.bench.server import Running, free_port, running

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".bench"
MAILLAGE = Path(sys.executable).with_name("maillage")
STEWARD = "banc@alpha.example"
BATCH = 500
AUTHORS = [
    Signature(name, f"01KDVDNCXR00000000000000{number:02}@alpha.example")
    for number, name in enumerate(["Aïcha B.", "Loïc R.", "Maëlle T.", "Noé D.", "Zoé L."])
]


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance on the disk."""

    folder: Path
    pages: tuple[PagePath, ...]
    token: str

    @property
    def urls(self) -> list[str]:
        return [f"/{KINDS[page.kind].prefix}/{page.slug}" for page in self.pages]

    def serve(self, *, ready: str = "/readyz") -> AbstractContextManager[Running]:
        """The instance behind one worker."""
        port = free_port()
        command = [str(MAILLAGE), "serve", "--data", str(self.folder), "--port", str(port)]
        log = self.folder.with_suffix(".log")
        command += ["--workers", "1"]
        return running(command, port=port, ready=ready, log=log, env=_as_kept())


def _as_kept() -> dict[str, str]:
    """Compiled modules are kept between starts, as on any server."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def maillage(*arguments: str, folder: Path) -> str:
    """What a command says on its standard output."""
    done = subprocess.run(
        [str(MAILLAGE), *arguments, "--data", str(folder)],
        check=False,
        capture_output=True,
        text=True,
        env=_as_kept(),
    )
    if done.returncode:
        raise RuntimeError(f"maillage {' '.join(arguments)}: {done.stderr.strip()[-2000:]}")
    return done.stdout.strip()


def rebuild_s(folder: Path) -> tuple[float, float]:
    """Seconds it took, and seconds of processor it used."""
    began, used = time.perf_counter(), children_cpu_s()
    maillage("rebuild", folder=folder)
    return time.perf_counter() - began, children_cpu_s() - used


def children_cpu_s() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@cache
def instance(count: int) -> Instance:
    """An instance of exactly `count` pages: the starter's, then generated ones."""
    folder = KEPT / f"maillage-{_state()}-{count}"
    if not (folder / "bench-token").is_file():
        _make(folder, count)
    store = GitStore(folder / "pages.git")
    try:
        found = tuple(page for file, _ in store.files() if (page := PagePath.from_file(file)))
    finally:
        store.close()
    return Instance(folder, found, (folder / "bench-token").read_text())


def _make(folder: Path, count: int) -> None:
    for old in KEPT.glob(f"maillage-*-{count}"):
        shutil.rmtree(old)
    KEPT.mkdir(exist_ok=True)
    named = ["--name", "Banc", "--region", "", "--base-url", "https://alpha.example"]
    maillage("init", *named, "--starter", "content", folder=folder)
    fill(folder / "pages.git", count)
    maillage("rebuild", folder=folder)
    maillage("user", "add", STEWARD, "--name", "Banc", "--role", "steward", folder=folder)
    token = maillage("token", "create", STEWARD, "--scope", "write", folder=folder)
    (folder / "bench-token").write_text(token)


def fill(repository: Path, count: int) -> None:
    """Generated pages, one commit each, until the repository holds `count` pages."""
    store = GitStore(repository)
    try:
        missing = count - sum(1 for file, _ in store.files() if PagePath.from_file(file))
        for some in in_batches(list(pages(missing)), BATCH):
            store.commit_all([created(page) for page in some])
        if missing:
            store.maintain(force=True)
    finally:
        store.close()


def created(page: GeneratedPage) -> Change:
    number = int(page.path.slug.rsplit("-", 1)[1])
    return Change(
        files={page.path.file: page.text.encode()},
        expects={page.path.file: None},
        author=AUTHORS[number % len(AUTHORS)],
        at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
        note=f"Création de « {page.title} »",
    )


def in_batches(items: Sequence[GeneratedPage], size: int) -> Iterator[Sequence[GeneratedPage]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


@cache
def _state() -> str:
    """A short name for the code and content that an instance is made from."""
    seen = hashlib.sha256()
    for top in ("app", "content", "plugins", "tests/bench"):
        for file in sorted((ROOT / top).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                seen.update(file.read_bytes())
    return seen.hexdigest()[:10]
