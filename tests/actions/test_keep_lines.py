"""Little of each page is kept, and read again where the page is another."""

import pytest

from app.actions.export_pages import open_pages
from app.actions.keep_drawn import page_lines
from app.actions.keep_lines import KeptLines
from app.domain.selection import Selection
from tests.actions.kits import new_wiki, page, write

OPEN = Selection(open_only=True)


@pytest.fixture
def one(tmp_path):
    opened = new_wiki(tmp_path / "data")
    for number in range(3):
        write(opened, f"method/m{number}", page(f"Méthode {number}", "Un bac."))
    yield opened
    opened.close()


def texts(one, read):
    """What each page says; `read` is told which were read for it."""

    def make(row):
        read.append(row.path.slug)
        return row.text.rstrip().rpartition("\n")[2]

    kept = KeptLines(one.wiki, page_lines(one.wiki, "texts"), make,
                     lambda chosen: open_pages(one.wiki, chosen))  # fmt: skip
    return {stamp.slug: said for stamp, said in kept.over(OPEN, keep=True)}


def test_only_pages_that_changed_are_read_again(one):
    read = []
    first = texts(one, read)
    assert first["m1"] == "Un bac."
    assert {"m0", "m1", "m2"} <= set(read)

    write(one, "method/m1", page("Méthode 1", "Deux bacs."))
    write(one, "method/m3", page("Méthode 3", "Trois bacs."))
    read = []
    found = texts(one, read)
    assert found == first | {"m1": "Deux bacs.", "m3": "Trois bacs."}
    assert sorted(read) == ["m1", "m3"]

    # Those that were read are kept in their turn, and all of it may go away.
    read = []
    assert texts(one, read) == found
    assert read == []
    one.wiki.drawn.clear()
    assert texts(one, read) == found
    assert len(read) == len(found)


def test_a_page_is_told_apart_by_all_that_a_line_may_follow_from(one):
    stamp = next(iter(one.wiki.index.stamps(OPEN)))
    row = one.wiki.index.page_by_id(stamp.id)
    assert (stamp.reference, stamp.blob, stamp.title) == (row.reference, str(row.blob), row.title)
    assert stamp.same(replace_versions(stamp))
    for name in ("kind", "slug", "origin", "id", "blob", "title", "lang", "licence"):
        assert not stamp.same(stamp._replace(**{name: "x"}))


def replace_versions(stamp):
    return stamp._replace(versions=stamp.versions + 1)
