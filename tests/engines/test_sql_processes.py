"""The projection between threads and processes."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.domain.page_path import PagePath
from app.domain.selection import Selection
from app.engines.markdown import MarkdownRenderer
from app.engines.sql.projection import SqlProjection
from tests.engines.sql_log import Log, Wiki, page_id, page_text

PAGES = 6
ROUNDS = 12


def written() -> Log:
    """In each commit every page changes: they always agree on the round."""
    log = Log()
    for number in range(ROUNDS):
        log.commit({f"page/p{n}": page_text(f"Tour {number}", id=page_id(n)) for n in range(PAGES)})
    return log


def project(file: Path) -> None:
    log = written()
    projection = SqlProjection(file, MarkdownRenderer())
    for entry in log.store.log(projection.bookmark()):
        projection.apply([entry], log.store)
    projection.close()


def test_one_process_applies_while_another_reads_whole_batches(tmp_path):
    file = tmp_path / "projection.sqlite"
    reader = SqlProjection(file, MarkdownRenderer())
    writer = multiprocessing.get_context("spawn").Process(target=project, args=(file,))
    writer.start()
    seen, generations = [], set()
    while writer.is_alive():
        rows, _ = reader.select(Selection(), after=None, size=50)
        generations.add(reader.generation())
        seen.append({(row.title, row.versions) for row in rows})
    writer.join()

    assert writer.exitcode == 0
    assert all(len(rows) <= 1 for rows in seen), "a reader saw half a batch"
    assert reader.page(PagePath("page", "p0")).versions == ROUNDS
    assert reader.generation() not in generations - {max(generations)}
    reader.close()


def test_two_processes_that_apply_the_same_log_leave_it_taken_once(tmp_path):
    file = tmp_path / "projection.sqlite"
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=project, args=(file,)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    reader = SqlProjection(file, MarkdownRenderer())

    assert [writer.exitcode for writer in writers] == [0, 0]
    assert reader.page(PagePath("page", "p0")).versions == ROUNDS
    assert reader.check(written().store) == []
    reader.close()


def test_many_threads_read_one_projection(tmp_path):
    wiki = Wiki(tmp_path)
    wiki.save({f"page/p{n}": page_text(f"Titre {n}", id=page_id(n)) for n in range(PAGES)})

    def read(number: int) -> bool:
        row = wiki.row(f"page/p{number % PAGES}")
        return row.title == f"Titre {number % PAGES}" and wiki.sql.html(row.blob) is not None

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(read, range(400)))
    wiki.sql.close()


def test_a_closed_projection_can_be_read_again(tmp_path):
    wiki = Wiki(tmp_path)
    wiki.save({"page/p0": page_text()})
    wiki.sql.generation()
    wiki.sql.close()

    assert wiki.row("page/p0").title == "Café Plum"
    wiki.sql.close()
