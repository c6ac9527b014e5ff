"""A book of 200 pages, and 50 pages to print: commands from their start to their end."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.instance import Instance, instance, maillage
from tests.bench.report import Measure

EPUB_BAR_S, PDF_BAR_S = 20.0, 10.0


def measure() -> Iterator[Measure]:
    yield Measure("EPUB, 200 pages", took_s("epub", instance(200)), "s", EPUB_BAR_S)
    yield Measure("PDF page by page, 50 pages", took_s("pdf", instance(50)), "s", PDF_BAR_S)
    for form in ("booklet", "cards"):
        said = f"PDF, {form}, 50 pages"
        yield Measure(said, took_s("pdf", instance(50), "--form", form), "s")


def took_s(name: str, wiki: Instance, *options: str) -> float:
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        maillage("export", name, str(Path(folder) / "out"), *options, folder=wiki.folder)
        return time.perf_counter() - began
