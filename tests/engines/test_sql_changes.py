"""Changes of the whole wiki: what is left out is left out by an index, not by reading past it."""

import pytest

from app.domain.errors import RevisionNotFound
from app.domain.page_path import RevisionId
from app.engines.sql import histories
from tests.engines.sql_log import ADA, BOB, Wiki, page_id, page_text


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


def test_rows_of_others_are_not_read(wiki):
    asked = f"EXPLAIN QUERY PLAN {histories._CHANGES_BY}"
    plan = " ".join(str(row) for row in wiki.sql._database.rows(asked, (ADA.address, 10**9, 5)))

    assert "revisions_by_author" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    "asked",
    [histories._AUTHORS, histories._CREDITS, histories._THEIR_AUTHORS, histories._SIGNED,
     histories._CREDITED, histories._HAS_WRITTEN],
)  # fmt: skip
def test_who_wrote_a_page_is_told_without_reading_all_that_each_ever_wrote(wiki, asked):
    values = {"thread": page_id(1)} if ":thread" in asked else (page_id(1), "x")[: asked.count("?")]
    plan = " ".join(
        str(row) for row in wiki.sql._database.rows(f"EXPLAIN QUERY PLAN {asked}", values)
    )

    assert "revisions_thread (thread=?)" in plan
    assert "by_author" not in plan


def test_changes_of_all_pages_are_newest_first(wiki):
    wiki.save({"page/a": page_text("A", id=page_id(1)), "page/b": page_text("B", id=page_id(2))})
    wiki.save({"page/a": None})
    rows, cursor = wiki.sql.changes(after=None, size=2)
    rest, end = wiki.sql.changes(after=cursor, size=2)

    assert [(row.event, row.path.slug) for row in rows + rest] == [
        ("deleted", "a"), ("created", "b"), ("created", "a")
    ]  # fmt: skip
    assert rows[0].title == "A"
    assert end is None


def test_changes_by_one_person_are_theirs_alone_newest_first(wiki):
    for n, who in enumerate((ADA, BOB, ADA, ADA)):
        wiki.save({f"page/a{n}": page_text("A", id=page_id(n))}, author=who)
    rows, cursor = wiki.sql.changes_by(ADA.address, after=None, size=2)
    rest, end = wiki.sql.changes_by(ADA.address, after=cursor, size=2)

    assert [row.path.slug for row in rows + rest] == ["a3", "a2", "a0"]
    assert end is None
    assert wiki.sql.changes_by("nobody@alpha.example", after=None, size=2) == ([], None)


def test_changes_since_a_commit_are_oldest_first_in_whole_commits(wiki):
    start = wiki.save({"media/readme.txt": "rien"})
    many = wiki.save({f"page/{c}": page_text(c, id=page_id(n)) for n, c in enumerate("abc")})
    last = wiki.save({"page/a": page_text("z", id=page_id(0))})

    assert [row.revision for row in wiki.sql.changes_since(start, size=2)] == [many] * 3
    assert [row.revision for row in wiki.sql.changes_since(start, size=4)] == [many] * 3 + [last]
    assert [row.revision for row in wiki.sql.changes_since(many, size=9)] == [last]
    assert wiki.sql.changes_since(last, size=9) == []
    with pytest.raises(RevisionNotFound):
        wiki.sql.changes_since(RevisionId("1" * 40), size=9)
