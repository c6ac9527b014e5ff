"""Who leads to a page: from texts and cards, ours and friends', by names of today and before."""

import pytest

from app.domain.links import LinkTarget
from app.domain.page_path import PagePath
from tests.engines.sql_log import Wiki, page_id, page_text

BREAD = LinkTarget(kind="method", slug="pain")


@pytest.fixture
def wiki(tmp_path):
    wiki = Wiki(tmp_path)
    yield wiki
    wiki.sql.close()


@pytest.fixture
def bread(wiki):
    wiki.save({"method/pain": page_text("Pain", id=page_id(1))})
    wiki.save(
        {
            "page/a": page_text("A", "[[Pain]]\n", id=page_id(2)),
            "place/b": page_text("B", "Rien.\n", id=page_id(3), methods="[method/pain]"),
            "method/c": page_text(
                "C", id=page_id(4), variants="[method/pain]", steps='[{text: "voir [[pain]]"}]'
            ),
            "page/d": page_text("D", "[[pain]]\n", id=page_id(5), status="draft"),
            "page/e": page_text("E", "[[beta.example/method/pain]]\n", id=page_id(6)),
            "page/f": page_text("F", "summary: method/pain\n", id=page_id(7)),
        }
    )
    return wiki


def names(row):
    return [LinkTarget.parse(row.title), BREAD]


def found(wiki, **more):
    row = wiki.row("method/pain")
    return wiki.sql.leading(row, names(row), host="alpha.example", **more)


def test_texts_and_cards_lead_to_a_page(bread):
    rows, cursor = found(bread)

    assert [one.page.path.slug for one in rows] == ["a", "b", "c"]
    assert [sorted(where for _, where in one.said) for one in rows] == [
        [""], ["methods"], ["steps", "variants"],
    ]  # fmt: skip
    assert cursor is None
    assert bread.sql.count_leading(bread.row("method/pain"), names(bread.row("method/pain"))) == 3


def test_drafts_are_told_only_where_asked(bread):
    assert "d" in [one.page.path.slug for one in found(bread, hidden=True)[0]]


def test_they_come_page_by_page(bread):
    slugs, cursor = [], None
    for _ in range(5):
        rows, cursor = found(bread, after=cursor, size=1)
        slugs += [one.page.path.slug for one in rows]
        if cursor is None:
            break
    assert slugs == ["a", "b", "c"]


def test_names_borne_before_are_known_until_another_page_bears_them(wiki):
    wiki.save({"method/pain": page_text("Pain", id=page_id(1))})
    wiki.save({"method/pain": page_text("Bon pain", id=page_id(1))})
    wiki.move("method/pain", "method/bon-pain")
    wiki.catch_up()

    row = wiki.row("method/bon-pain")
    assert wiki.sql.old_titles(row) == ["pain"]
    assert wiki.sql.old_addresses(row.id) == [PagePath("method", "pain")]

    wiki.save({"page/pain": page_text("Pain", id=page_id(9))})
    assert wiki.sql.old_titles(row) == []


def test_references_of_cards_make_wanted_pages(wiki):
    wiki.save({"place/b": page_text("B", id=page_id(3), methods="[method/jamais]")})

    assert wiki.sql.wanted(5) == [(LinkTarget(kind="method", slug="jamais"), 1)]


def test_pages_that_are_away_are_listed_until_they_are_back(wiki):
    text = page_text("Pain", id=page_id(1))
    wiki.save({"method/pain": text, "method/sel": page_text("Sel", id=page_id(2))})
    wiki.save({"method/pain": None})
    wiki.save({"method/sel": None})
    assert [row.title for row in wiki.sql.deleted(after=None, size=9)[0]] == ["Sel", "Pain"]
    assert wiki.sql.deleted(after=None, size=1)[1]

    wiki.save({"method/ailleurs": text})
    assert [row.title for row in wiki.sql.deleted(after=None, size=9)[0]] == ["Sel"]


def test_a_page_whose_address_was_taken_keeps_its_history_and_its_old_texts(wiki):
    first = wiki.commit({"method/pain": page_text("Pain", id=page_id(1))})
    wiki.catch_up()
    wiki.save({"method/pain": None})
    wiki.save({"method/pain": page_text("Autre", id=page_id(2))})

    path = PagePath("method", "pain")
    rows, _ = wiki.sql.history(path, after=None, size=9, page_id=page_id(1))
    assert [row.event for row in rows] == ["deleted", "created"]
    assert wiki.sql.revision_at(path, first).title == "Pain"
    assert [one.address for one in wiki.sql.signatures(page_id(1))]
