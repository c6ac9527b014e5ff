"""A site and a Kiwix file of 10,000 pages, and what changed: commands from start to end.

Memory is that of all processes of a command together. Pages show pictures of several sizes, whose
lighter copies are made on the way.
"""

import io
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory

from PIL import Image

from app.actions.catch_up import catch_up
from app.domain.media import MediumName
from app.domain.page_path import PagePath
from app.domain.revision import Change
from app.engines.git_store import GitStore
from app.main import instance
from app.settings import load_settings
from tests.bench.instance import AUTHORS, MAILLAGE, fill, maillage
from tests.bench.kit_browser import chromium, opened_s, searched
from tests.bench.report import Measure, percentile, spread

PAGES, FEWER, PICTURES, CHANGED = 10_000, 1_000, 60, 100
SITE_BAR_S, MEMORY_BAR_MB = 120.0, 400.0
ZIM_BAR_S, INDEX_BAR_S, SEARCH_BAR_MS = 60.0, 1.5, 200.0
_LOOKS_S = 0.5


def measure() -> Iterator[Measure]:
    with TemporaryDirectory() as place:
        folder = Path(place)
        wiki = _wiki(folder / "wiki", PAGES)
        full_s, memory_mb = _export(wiki, folder / "first")
        yield Measure("site of 10,000 pages", full_s, "s", SITE_BAR_S)
        yield Measure("its memory, all processes", memory_mb, "MB", MEMORY_BAR_MB)
        yield from _browsed(folder / "first")
        delta_s = _delta(wiki, folder / "delta")
        yield Measure("what 100 pages changed of it", delta_s, "s")
        yield Measure("that, as a part of the whole", delta_s / full_s, "", note="of the site's")
        smaller = _wiki(folder / "smaller", FEWER)
        _export(smaller, folder / "smaller-first")
        smaller_s = _delta(smaller, folder / "smaller-delta")
        yield Measure("what 100 pages changed of 1,000", smaller_s, "s")
        yield Measure("ten times the pages take", delta_s / smaller_s, "times as long")
        drawn = sum(1 for _ in (folder / "delta" / "a-poser").rglob("*"))
        yield Measure("files in it", drawn, "", note="of all the site's pages, lists and scripts")
        rmtree(folder / "first")
        zim_s, memory_mb = _export(wiki, folder / "kit.zim", name="zim")
        size_mb = (folder / "kit.zim").stat().st_size / 1e6
        yield Measure("Kiwix file of 10,000 pages", zim_s, "s", ZIM_BAR_S, note=f"{size_mb:.0f} MB")
        rmtree(wiki / "cache" / "drawn")
        (folder / "kit.zim").unlink()
        alone_s, _ = _export(wiki, folder / "kit.zim", name="zim")
        yield Measure("the same, of pages that no site has drawn", alone_s, "s")
        yield Measure("memory of that, all processes", memory_mb, "MB")


def _browsed(site: Path) -> Iterator[Measure]:
    """With the processor slowed."""
    with chromium() as browser:
        opened = min(opened_s(browser, site) for _ in range(3))
        yield Measure("the first screen, processor slowed 4 times", opened, "s", INDEX_BAR_S)
        found = searched(browser, site)
    yield Measure("the search answers from titles", found.titles_s, "s", note="after its opening")
    yield Measure("and from all texts", found.texts_s, "s", note="after its opening")
    yield Measure("the first search then, slowed 4 times", found.first_ms, "ms", SEARCH_BAR_MS)
    later = percentile(found.later_ms, 95)
    yield Measure("later ones, p95", later, "ms", SEARCH_BAR_MS, note=spread(found.later_ms))


def _delta(wiki: Path, out: Path) -> float:
    """How many seconds what changed takes."""
    return _export(wiki, out, "--since", _change(wiki))[0]


def _wiki(folder: Path, count: int) -> Path:
    named = ("--name", "Banc", "--region", "", "--base-url", "https://alpha.example")
    maillage("init", *named, "--starter", "content", folder=folder)
    fill(folder / "pages.git", count)
    _illustrate(folder / "pages.git")
    maillage("rebuild", folder=folder)
    return folder


def _illustrate(repository: Path) -> None:
    """Every tenth page shows one of the pictures."""
    store = GitStore(repository)
    try:
        pictures = [_picture(side) for side in range(900, 900 + PICTURES)]
        files: dict[str, bytes | None] = {}
        for name, data in pictures:
            files |= {name.file: data, name.sidecar: b"alt: Un atelier\nlicence: CC-BY-SA-4.0\n"
                      b"width: 900\nheight: 600\n"}  # fmt: skip
        pages = [file for file, _ in store.files(under="pages/") if PagePath.from_file(file)]
        for at, file in enumerate(pages[::10]):
            name, _ = pictures[at % PICTURES]
            text = store.read(file) or b""
            files[file] = text + f"\n![Un atelier](/media/{name})\n".encode()
        store.commit(_written(files, "Illustrer"))
    finally:
        store.close()


def _picture(side: int) -> tuple[MediumName, bytes]:
    """A photograph as far as weight goes: noise, smoothed."""
    from hashlib import sha256

    noise = random.Random(side).randbytes(90 * 60 * 3)
    data = io.BytesIO()
    image = Image.frombytes("RGB", (90, 60), noise).resize((side, 600))
    image.save(data, "JPEG", quality=85)
    return MediumName(sha256(data.getvalue()).hexdigest(), "jpg"), data.getvalue()


def _written(files: dict[str, bytes | None], note: str) -> Change:
    return Change(files, {}, AUTHORS[0], datetime(2026, 6, 1, tzinfo=UTC), note)


def _change(wiki: Path) -> str:
    """A sentence more in pages here and there, as a month of writing; the revision before."""
    store = GitStore(wiki / "pages.git")
    try:
        base = str(store.head())
        pages = [file for file, _ in store.files(under="pages/") if PagePath.from_file(file)]
        some = random.Random(6).sample(pages, CHANGED)
        files = {one: (store.read(one) or b"") + b"\nUne phrase de plus.\n" for one in some}
        store.commit_all([_written({one: text}, "Compléter") for one, text in files.items()])
        return base
    finally:
        store.close()


def _export(wiki: Path, out: Path, *options: str, name: str = "static") -> tuple[float, float]:
    """Seconds, and the most megabytes that its processes held together, looked at twice a second.

    The catch-up of the index is not counted: a server has done it already.
    """
    with instance(load_settings(data=wiki)) as one:
        catch_up(one.wiki)
    command = [str(MAILLAGE), "export", name, str(out), *options, "--data", str(wiki)]
    began, most_mb = time.perf_counter(), 0.0
    with Popen(command, stdout=DEVNULL, stderr=DEVNULL) as running:
        while running.poll() is None:
            most_mb = max(most_mb, _held_mb(running.pid))
            time.sleep(_LOOKS_S)
    if running.returncode:
        raise RuntimeError("the export failed")
    return time.perf_counter() - began, most_mb


def _held_mb(pid: int) -> float:
    """Of a process and of those it began: pages of its own, and its part of those shared."""
    try:
        held = Path(f"/proc/{pid}/smaps_rollup").read_text()
        kb = next(int(line.split()[1]) for line in held.splitlines() if line.startswith("Pss:"))
        tasks = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, StopIteration):
        return 0.0
    return kb / 1024 + sum(_held_mb(int(one)) for one in tasks)
