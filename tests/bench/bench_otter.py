"""Another wiki over git, Otter Wiki, with the same 1,000 pages and the same questions.

It is installed from its package into an environment of its own in `.bench/` and served as its
guide says, by uWSGI with one process; anyone may read and write, so that no sign-in is measured.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx

from tests.bench import bench_search, load
from tests.bench.bench_view import told
from tests.bench.corpus import GeneratedPage, pages
from tests.bench.instance import KEPT
from tests.bench.report import Measure, spread
from tests.bench.server import Running, free_port, running

UV = Path(sys.executable).with_name("uv")
VERSION = "2.26.1"
SERVER = "uwsgi==2.0.31"
HOME = KEPT / f"otterwiki-{VERSION}"
REPOSITORY = HOME / "pages"
PAGES = 1_000
VIEW_SECONDS = 10
SAVES = 30
SEARCHES = 20


def measure() -> Iterator[Measure]:
    written = list(pages(PAGES))
    prepare(written)
    with serve() as server:
        yield views(server, written)
        took = searches_ms(server)
        yield Measure("Otter Wiki: search", statistics.median(took), "ms", note=spread(took))
        took = saves_ms(server, written)
        yield Measure("Otter Wiki: save request", statistics.median(took), "ms", note=spread(took))
        yield Measure("Otter Wiki: memory of the worker", server.memory_mb(), "MB")


def prepare(written: list[GeneratedPage]) -> None:
    """Its environment once, its repository afresh."""
    HOME.mkdir(parents=True, exist_ok=True)
    if not (HOME / "venv/bin/uwsgi").is_file():
        subprocess.run([UV, "venv", "--quiet", "--clear", HOME / "venv"], check=True)
        where = ["--quiet", "--python", HOME / "venv/bin/python"]
        subprocess.run([UV, "pip", "install", *where, f"otterwiki=={VERSION}", SERVER], check=True)
    shutil.rmtree(REPOSITORY, ignore_errors=True)
    REPOSITORY.mkdir()
    for page in written:
        (REPOSITORY / f"{page.path.slug}.md").write_text(f"# {page.title}\n\n{page.body}")
    git("init", "--quiet")
    git("add", ".")
    who = ("-c", "user.name=Banc", "-c", "user.email=banc@alpha.example")
    git(*who, "commit", "--quiet", "--message", "Pages")


def git(*arguments: str) -> None:
    subprocess.run(["git", "-C", str(REPOSITORY), *arguments], check=True, capture_output=True)


def serve() -> AbstractContextManager[Running]:
    settings = HOME / "settings.cfg"
    lines = {
        "REPOSITORY": str(REPOSITORY),
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{HOME / 'db.sqlite'}",
        "SECRET_KEY": "only-for-the-bench-and-long-enough",
        "READ_ACCESS": "ANONYMOUS",
        "WRITE_ACCESS": "ANONYMOUS",
    }
    settings.write_text("".join(f"{key} = {value!r}\n" for key, value in lines.items()))
    port = free_port()
    how = ["--master", "--enable-threads", "--die-on-term", "--disable-logging"]
    command = [str(HOME / "venv/bin/uwsgi"), "--http", f"127.0.0.1:{port}", *how]
    env = os.environ | {"OTTERWIKI_SETTINGS": str(settings)}
    return running(
        [*command, "-w", "otterwiki.server:app"],
        port=port,
        ready="/-/healthz",
        log=HOME / "server.log",
        env=env,
    )


def views(server: Running, written: list[GeneratedPage]) -> Measure:
    paths = [f"/{page.path.slug}" for page in written]
    seen = load.drive(server.url, paths, seconds=VIEW_SECONDS, folder=HOME)
    name = f"Otter Wiki: page views, {PAGES:,} pages"
    return Measure(name, seen.requests_per_s, "requests/s", note=told(seen))


def client_of(server: Running) -> httpx.Client:
    """A connection for each request: this server closes each one after its answer."""
    once = httpx.Limits(max_keepalive_connections=0)
    return httpx.Client(base_url=server.url, timeout=60, trust_env=False, limits=once)


def searches_ms(server: Running) -> list[float]:
    with client_of(server) as client:
        return [search_ms(client, query) for query in bench_search.queries()[:SEARCHES]]


def search_ms(client: httpx.Client, query: str) -> float:
    began = time.perf_counter()
    client.get(f"/-/search/{query}").raise_for_status()
    return (time.perf_counter() - began) * 1000


def saves_ms(server: Running, written: list[GeneratedPage]) -> list[float]:
    with client_of(server) as client:
        return [save_ms(client, page) for page in written[:SAVES]]


def save_ms(client: httpx.Client, page: GeneratedPage) -> float:
    address = f"/{page.path.slug}"
    form = client.get(f"{address}/edit").raise_for_status().text
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    content = f"# {page.title}\n\n{page.body}\nUne ligne de plus.\n"
    fields = {"content": content, "commit": "Banc", "csrf_token": token[1] if token else ""}
    began = time.perf_counter()
    answer = client.post(f"{address}/save", data=fields)
    took_ms = (time.perf_counter() - began) * 1000
    if not answer.is_redirect:
        raise RuntimeError(f"Otter Wiki did not save: {answer.status_code}")
    return took_ms
