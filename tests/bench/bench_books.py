"""A book of 200 pages, and 50 pages to print: commands from their start to their end."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.instance import fill, maillage
from tests.bench.report import Measure

EPUB_BAR_S, PDF_BAR_S = 20.0, 10.0


def measure() -> Iterator[Measure]:
    with TemporaryDirectory() as folder:
        larger, smaller = (_wiki(Path(folder) / str(count), count) for count in (200, 50))
        yield Measure("EPUB, 200 pages", took_s("epub", larger), "s", EPUB_BAR_S)
        yield Measure("PDF page by page, 50 pages", took_s("pdf", smaller), "s", PDF_BAR_S)
        for form in ("booklet", "cards"):
            took = took_s("pdf", smaller, "--form", form)
            yield Measure(f"PDF, {form}, 50 pages", took, "s")


def _wiki(folder: Path, count: int) -> Path:
    """That many generated pages, and none of the starter's."""
    named = ("--name", "Banc", "--region", "", "--base-url", "https://alpha.example")
    maillage("init", *named, "--empty", folder=folder)
    fill(folder / "pages.git", count)
    maillage("rebuild", folder=folder)
    return folder


def took_s(name: str, wiki: Path, *options: str) -> float:
    began = time.perf_counter()
    maillage("export", name, f"{wiki}{name}{''.join(options)}", *options, folder=wiki)
    return time.perf_counter() - began
