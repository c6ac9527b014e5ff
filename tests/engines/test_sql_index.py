"""What readers are told of pages: lists, counts, links and histories."""

from datetime import date

import pytest

from app.domain.errors import InvalidQuery
from app.domain.links import LinkTarget, fold
from app.domain.page_path import PagePath
from app.domain.selection import Amounts, Order, Selection
from app.engines.markdown import MarkdownRenderer
from app.engines.sql.projection import SqlProjection
from tests.engines.sql_log import ADA, BOB, Wiki, page_id, page_text

PLUM = PagePath("place", "cafe-plum")


@pytest.fixture
def wiki(tmp_path):
    wiki = Wiki(tmp_path)
    yield wiki
    wiki.sql.close()


def place(number, title, **front):
    return page_text(title, id=page_id(number), kind="place", **front)


def region(name):
    return "{region: " + name + "}"


@pytest.fixture
def places(wiki):
    """Six places all may see, and five pages that lists leave out."""
    wiki.commit(
        {
            "place/a": place(1, "Élan", territory=region("occitanie"), opened=2014, themes="[x/y]"),
            "place/b": place(2, "abeille", territory=region("bretagne"), turnover_eur=100),
            "place/c": place(3, "Zinc", territory=region("occitanie"), turnover_eur=300.5),
            "method/d": page_text("Dé", id=page_id(4), tags="[bio, bar]", turnover_eur=2),
        }
    )
    wiki.commit({"place/e": place(5, "Moulin", licence="CC-BY-NC-4.0", tags="[bar]", opened=1999)})
    wiki.commit({"place/f": place(6, "Zinc", status="archived", turnover_eur=True)}, author=BOB)
    wiki.commit(
        {
            "place/draft": place(7, "Brouillon", status="draft", turnover_eur=10**6),
            "place/gone": place(8, "Parti"),
            "place/old": place(9, "Ancien"),
            "place/broken": "rien",
        }
    )
    wiki.commit({"place/gone": None})
    wiki.move("place/old", "place/young")
    wiki.commit({"place/young": None})
    wiki.catch_up()
    return wiki.sql


def slugs(index, selection=None, size=50):
    rows, cursor = index.select(selection or Selection(), after=None, size=size)
    assert cursor is None
    return [row.path.slug for row in rows]


def test_lists_are_by_title_without_accents_and_leave_out_what_is_hidden(places):
    assert slugs(places) == ["b", "d", "a", "e", "c", "f"]
    assert places.count(Selection()) == 6


def test_hidden_lists_have_drafts_and_broken_files_too(places):
    hidden = Selection(include_hidden=True)

    assert set(slugs(places, hidden)) == {"a", "b", "c", "d", "e", "f", "draft", "broken"}
    assert slugs(places, Selection({"status": ("draft",)})) == []
    assert slugs(places, hidden.having("status", "draft")) == ["broken", "draft"]


def test_lists_by_date_are_newest_first(places):
    assert slugs(places, Selection(order=Order.recent)) == ["f", "e", "c", "b", "a", "d"]


def test_lists_by_opening_put_those_that_do_not_say_last(places):
    assert slugs(places, Selection(order=Order.opened)) == ["e", "a", "b", "d", "c", "f"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"kind": ("method",)}, ["d"]),
        ({"region": ("occitanie",)}, ["a", "c"]),
        ({"region": ("occitanie", "bretagne")}, ["b", "a", "c"]),
        ({"region": ("occitanie",), "theme": ("x",)}, ["a"]),
        ({"tag": ("bar",), "kind": ("method", "place")}, ["d", "e"]),
        ({"licence": ("CC-BY-NC-4.0",)}, ["e"]),
        ({"status": ("archived",)}, ["f"]),
        ({"lang": ("en",)}, []),
        ({"origin": ("self",), "kind": ("method",)}, ["d"]),
        ({"origin": ("beta.example",)}, []),
        ({"region": ()}, ["b", "d", "a", "e", "c", "f"]),
        ({"tag": ("' OR 1=1 --",)}, []),
    ],
)
def test_facets_narrow_a_list_within_any_and_between_all(places, where, found):
    selection = Selection(where)

    assert slugs(places, selection) == found
    assert places.count(selection) == len(found)


def test_a_list_of_what_may_leave_has_open_pages_alone(places):
    assert "e" not in slugs(places, Selection(open_only=True))
    assert places.count(Selection(open_only=True)) == 5


def test_a_list_since_a_day_begins_at_its_midnight(places):
    assert places.count(Selection(updated_since=date(2026, 3, 1))) == 6
    assert places.count(Selection(updated_since=date(2026, 3, 2))) == 0


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("size", [1, 2, 3, 6, 7])
def test_pages_of_a_list_make_up_the_whole(places, order, size):
    selection = Selection(order=order)
    whole = slugs(places, selection)
    seen, cursor = [], None
    while True:
        rows, cursor = places.select(selection, after=cursor, size=size)
        seen += [row.path.slug for row in rows]
        if cursor is None:
            break

    assert seen == whole


def test_a_cursor_from_elsewhere_is_refused(places):
    _, cursor = places.select(Selection(), after=None, size=2)
    _, history = places.history(PagePath("place", "old"), after=None, size=1)
    for wrong in ("", "x", "é", "AAAA", cursor[:-2], cursor[::-1], history, "A" * 10_000):
        with pytest.raises(InvalidQuery):
            places.select(Selection(), after=wrong, size=2)
    with pytest.raises(InvalidQuery):
        places.select(Selection(order=Order.recent), after=cursor, size=2)
    with pytest.raises(InvalidQuery):
        places.history(PLUM, after=cursor, size=2)
    with pytest.raises(InvalidQuery):
        places.changes(after=history, size=2)


def test_facets_are_counted_over_the_selection(places):
    counts = places.facets(Selection())

    assert counts["kind"] == {"place": 5, "method": 1}
    assert counts["region"] == {"occitanie": 2, "bretagne": 1}
    assert counts["theme"] == {"x": 1, "x/y": 1}
    assert counts["opened"] == {"1999": 1, "2014": 1}
    assert counts["status"] == {"published": 5, "archived": 1}
    assert list(counts["tag"]) == ["bar", "bio"]


def test_a_facet_that_is_filtered_on_is_counted_without_its_filter(places):
    counts = places.facets(Selection({"region": ("occitanie",), "kind": ("place",)}))

    assert counts["region"] == {"occitanie": 2, "bretagne": 1}
    assert counts["kind"] == {"place": 2}
    assert counts["opened"] == {"2014": 1}
    assert "tag" not in counts


def test_figures_group_every_page_once_per_value(places):
    figures = places.figures(Selection(), "tag")

    assert figures.count == 6
    assert [(g.key, g.count) for g in figures.groups] == [("", 4), ("bar", 2), ("bio", 1)]


def test_figures_have_a_real_median_of_the_amounts_published(places):
    assert places.figures(Selection(), None).turnover_eur == Amounts(3, 402.5 / 3, 100.0, 402.5)
    even = places.figures(Selection({"kind": ("place",)}), "region")
    assert even.turnover_eur == Amounts(2, 200.25, 200.25, 400.5)
    assert [(g.key, g.count) for g in even.groups] == [("", 2), ("occitanie", 2), ("bretagne", 1)]
    assert [g.turnover_eur.sum for g in even.groups] == [0.0, 300.5, 100.0]
    nobody = places.figures(Selection({"region": ("nulle-part",)}), "region")
    assert (nobody.count, nobody.groups) == (0, ())
    assert nobody.turnover_eur == Amounts(0, None, None, 0)


def test_figures_by_something_unknown_are_refused(places):
    with pytest.raises(InvalidQuery):
        places.figures(Selection(), "password")


def test_counts_follow_what_changes(wiki, places):
    before = places.facets(Selection())["kind"]
    places.facets(Selection())["kind"].clear()
    wiki.save({"page/new": page_text("Neuf", id=page_id(10))})

    assert places.facets(Selection())["kind"] == before | {"page": 1}
    assert places.count(Selection()) == 7


def told(index):
    hidden = Selection({"kind": ("page", "place")}, include_hidden=True)
    return [
        (index.facets(selection), index.figures(selection, "tag"), index.count(selection))
        for selection in (Selection(), hidden, Selection(open_only=True))
    ]


def test_counts_read_on_are_those_of_a_new_reader(wiki):
    steps = [
        {"place/a": place(1, "A", tags="[x, y]", turnover_eur=3), "page/b": page_text("B")},
        {"place/a": place(1, "A", tags="[y, z]")},
        {"page/c": page_text("C", id=page_id(3), tags="[z]", status="draft", turnover_eur=1)},
        {"page/c": page_text("C", id=page_id(3), tags="[z]", turnover_eur=2)},
        {"place/a": None},
        {"place/a2": place(1, "A", tags="[x]")},
        {"place/a2": None, "place/a3": place(1, "A", tags="[x]")},
        {"page/b": "cassée"},
        {"network/licences.yaml": "licences: {}\nflows: {}\n"},
    ]
    for step in steps:
        wiki.save(step)
        fresh = SqlProjection(wiki.file, MarkdownRenderer())
        assert told(wiki.sql) == told(fresh)
        assert wiki.sql.count(Selection()) == len(slugs(wiki.sql))
        fresh.close()

    wiki.sql.reset()
    assert wiki.sql.facets(Selection()) == {}


def test_the_generation_changes_with_every_batch_and_only_then(wiki):
    seen = [wiki.sql.generation()]
    for title in ("un", "deux"):
        wiki.save({"place/cafe-plum": page_text(title)})
        seen.append(wiki.sql.generation())
        wiki.sql.page(PLUM)
        assert wiki.sql.generation() == seen[-1]

    assert len(set(seen)) == 3


def test_links_find_pages_by_title_address_or_old_address(wiki):
    wiki.save({"place/cafe-plum": page_text(), "page/old": page_text("L’Œuf", id=page_id(2))})
    wiki.move("page/old", "page/new")
    wiki.save({"page/gone": page_text("Parti", id=page_id(3))})
    wiki.save({"page/gone": None})
    named = ["CAFÉ  plum", "place/cafe-plum", "page/old", "l'oeuf"]
    red = ["Parti", "page/gone", "Ailleurs", "beta.example/place/cafe-plum", "page/nothing"]

    found = wiki.sql.titles(LinkTarget.parse(text) for text in named + red)

    assert {str(target): str(row.path) for target, row in found.items()} == {
        fold("café plum"): "place/cafe-plum",
        "place/cafe-plum": "place/cafe-plum",
        "page/old": "page/new",
        fold("L’Œuf"): "page/new",
    }
    assert wiki.sql.titles([]) == {}


def test_of_two_pages_with_one_title_the_public_then_the_oldest_is_meant(wiki):
    wiki.save({"page/a": page_text("Bar", status="draft", id=page_id(1))})
    wiki.save({"page/b": page_text("Bar", id=page_id(2))})
    wiki.save({"page/c": page_text("Bar", id=page_id(3))})
    target = LinkTarget.parse("bar")

    assert str(wiki.sql.titles([target])[target].path) == "page/b"


def test_links_of_a_page_stand_in_their_order_and_turn_blue(wiki):
    body = "[[Pain]], [[place/zinc|là]], [[beta.example/page/x]], [[Pain]]\n"
    wiki.save({"place/cafe-plum": page_text(body=body)})
    targets = [str(target) for target, row in wiki.sql.links_from(PLUM)]
    assert targets[:3] == ["pain", "place/zinc", "beta.example/page/x"]
    assert all(row is None for _, row in wiki.sql.links_from(PLUM))

    wiki.save({"method/pain": page_text("Pain", id=page_id(2))})
    assert [row is not None for _, row in wiki.sql.links_from(PLUM)][:3] == [True, False, False]


def test_a_page_knows_who_leads_to_it(wiki):
    wiki.save({"method/pain": page_text("Pain", "[[Pain]]\n", id=page_id(1))})
    wiki.save(
        {
            "page/title": page_text("A", "[[pain]]\n", id=page_id(2)),
            "page/path": page_text("B", "[[method/pain]] [[pain]]\n", id=page_id(3)),
            "page/draft": page_text("C", "[[pain]]\n", id=page_id(4), status="draft"),
            "page/gone": page_text("D", "[[pain]]\n", id=page_id(5)),
            "page/friend": page_text("E", "[[beta.example/method/pain]]\n", id=page_id(6)),
        }
    )
    wiki.save({"page/gone": None})
    wiki.move("method/pain", "method/bon-pain")
    wiki.save({"page/late": page_text("F", "[[method/bon-pain]]\n", id=page_id(7))})

    row = wiki.row("method/bon-pain")

    found = [link.slug for link in wiki.sql.links_to(row.path, row.id, size=9)]
    assert found == ["title", "path", "late"]
    assert [link.slug for link in wiki.sql.links_to(row.path, row.id, size=2)] == found[:2]


def test_wanted_pages_are_the_most_wanted_first(wiki):
    wiki.save(
        {
            "page/a": page_text("A", "[[Pain]] [[pain]] [[page/b]] [[page/x]]\n", id=page_id(1)),
            "page/b": page_text("B", "[[Pain]] [[method/fumoir]]\n", id=page_id(2)),
            "page/c": page_text("C", "[[Pain]] [[method/fumoir]] [[Sel]]\n", id=page_id(3)),
            "page/d": page_text("D", "[[Rêve]]\n", id=page_id(4), status="draft"),
            "page/e": page_text("E", "[[beta.example/page/x]]\n", id=page_id(5)),
            "page/x": "cassée",
        }
    )
    wanted = [(LinkTarget("pain"), 3), (LinkTarget("", "method", "fumoir"), 2)]

    assert wiki.sql.wanted(10) == [*wanted, (LinkTarget("sel"), 1)]
    assert wiki.sql.wanted(1) == wanted[:1]

    wiki.save({"method/pain": page_text("Pain", id=page_id(6))})
    assert wiki.sql.wanted(1) == wanted[1:]


def test_a_history_is_newest_first_in_pages(wiki):
    for number in range(5):
        wiki.save({"place/cafe-plum": page_text(f"Titre {number}")}, note=f"note {number}")
    seen, cursor = [], None
    for _ in range(3):
        rows, cursor = wiki.sql.history(PLUM, after=cursor, size=2)
        seen.append([row.title[-1] for row in rows])

    assert (seen, cursor) == ([["4", "3"], ["2", "1"], ["0"]], None)


def test_a_version_says_what_that_very_version_was(wiki):
    text = page_text("Plum", status="draft", licence="CC0-1.0")
    first = wiki.save(
        {"place/cafe-plum": text}, author=BOB, note="un essai", trailers=(("Minor", "yes"),)
    )
    wiki.save({"place/cafe-plum": page_text()})

    row = wiki.sql.revision(PLUM, first)

    assert (row.title, row.status, row.licence) == ("Plum", "draft", "CC0-1.0")
    assert (row.author, row.author_address, row.note) == (BOB.name, BOB.address, "un essai")
    assert (row.minor, row.size_bytes, row.event) == (True, len(text.encode()), "created")
    assert (row.page_id, row.path) == (page_id(1), PLUM)
    assert wiki.store.read_blob(row.blob).decode() == text


def test_the_version_in_force_is_that_of_the_last_commit_that_touched_the_page(wiki):
    before = wiki.save({"page/other": page_text("Autre", id=page_id(2))})
    first = wiki.save({"place/cafe-plum": page_text()})
    between = wiki.save({"page/other": page_text("Autre chose", id=page_id(2))})
    moved = wiki.move("place/cafe-plum", "place/zinc")
    gone = wiki.save({"place/zinc": None})

    zinc = PagePath("place", "zinc")
    assert wiki.sql.revision_at(zinc, before) is None
    assert wiki.sql.revision_at(zinc, between).revision == first
    assert wiki.sql.revision_at(PLUM, between).path == PLUM
    assert wiki.sql.revision_at(PLUM, moved).path == zinc
    assert wiki.sql.revision_at(zinc, gone).blob is None
    assert wiki.sql.revision(zinc, between) is None
    assert wiki.sql.revision(zinc, first).event == "created"


def test_authors_are_counted_by_address_under_their_last_name(wiki):
    renamed = type(ADA)("Ada King", ADA.address)
    for author, title in ((ADA, "1"), (BOB, "2"), (renamed, "3")):
        wiki.save({"place/cafe-plum": page_text(title)}, author=author)

    assert wiki.sql.authors(page_id(1)) == [("Ada King", 2), ("Bob Moog", 1)]
    assert wiki.sql.authors(page_id(9)) == []
