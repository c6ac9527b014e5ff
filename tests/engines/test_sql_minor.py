"""Small corrections are left out of the changes by the index, not by reading past them."""

import pytest

from app.engines.sql import histories
from tests.engines.sql_log import Wiki, page_text


@pytest.fixture
def wiki(tmp_path):
    wiki = Wiki(tmp_path)
    yield wiki
    wiki.sql.close()


def change(wiki, body, *, minor=False):
    trailers = (("Minor", "yes"),) if minor else ()
    return wiki.save({"page/a": page_text("A", body)}, trailers=trailers)


def test_changes_without_small_corrections_go_on_from_a_cursor(wiki):
    kept = [change(wiki, "Un.\n")]
    for n in range(4):
        change(wiki, f"Faute {n}.\n", minor=True)
        kept.append(change(wiki, f"Mots {n}.\n"))
    rows, cursor = wiki.sql.changes(after=None, size=3, minor=False)
    rest, end = wiki.sql.changes(after=cursor, size=3, minor=False)

    assert [row.revision for row in rows + rest] == kept[::-1]
    assert end is None
    assert len(wiki.sql.changes(after=None, size=50)[0]) == 9


def test_rows_of_small_corrections_are_not_read(wiki):
    asked = f"EXPLAIN QUERY PLAN {histories._NOT_MINOR}"
    plan = " ".join(str(row) for row in wiki.sql._database.rows(asked, (10**9, 5)))

    assert "revisions_not_minor" in plan
    assert "TEMP B-TREE" not in plan
