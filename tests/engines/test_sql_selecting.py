"""What a selection may ask of the index beyond facets: bars, nearness, words that were found."""

import pytest

from app.domain.errors import InvalidQuery
from app.domain.geo import Point
from app.domain.located import Located
from app.domain.page_path import PagePath
from app.domain.selection import Near, Order, Selection
from tests.engines.sql_log import Wiki, page_id, page_text

CREST = Point(44.73, 5.02)
NEARBY = Selection(near=Near(CREST, 60_000), order=Order.distance)


def place(number, title, **front):
    return page_text(title, id=page_id(number), kind="place", **front)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Crest, Valence (27 km) and Lyon (115 km) with a point; two that have none."""
    wiki = Wiki(tmp_path_factory.mktemp("wiki"))
    wiki.commit(
        {
            "place/lyon": place(
                1, "Lyon", coordinates="[45.76, 4.84]", tags="[bio]", opened=2016, area_m2=90,
                dates="[{event: fête, date: 2026-05-02}, {event: rien, date: 2026-13-45}]",
            ),
            "place/valence": place(
                2, "Valence", coordinates="[44.93, 4.89]", tags="[bar]", area_m2=1200.5,
                territory="{city: Épinal}",
            ),
            "place/crest": place(
                3, "Crest", coordinates="[44.73, 5.02]", tags="[bio, bar]",
                territory="{city: Crest}", opened="2026-05",
            ),
            "place/off": place(4, "Ailleurs", coordinates="[99, 200]", area_m2="beaucoup"),
            "method/none": page_text(
                "Sans", id=page_id(5), trials="[{date: 2025, place: place/lyon}]"
            ),
        }
    )  # fmt: skip
    wiki.catch_up()
    yield wiki.sql
    wiki.sql.close()


def slugs(index, selection, size=50):
    rows, cursor = index.select(selection, after=None, size=size)
    assert cursor is None
    assert index.count(selection) == len(rows)
    return [row.path.slug for row in rows]


def located(*slugs):
    return tuple(Located(PagePath("place", slug)) for slug in slugs)


@pytest.mark.parametrize(
    ("barred", "found"),
    [
        ({"tag": ("bio",)}, ["off", "none", "valence"]),
        ({"tag": ("bio", "bar")}, ["off", "none"]),
        ({"kind": ("place",)}, ["none"]),
        ({"origin": ("self",)}, []),
        ({"origin": ("*",)}, []),
        ({"origin": ("beta.example",)}, ["off", "crest", "lyon", "none", "valence"]),
        ({"tag": ()}, ["off", "crest", "lyon", "none", "valence"]),
    ],
)
def test_barred_values_leave_pages_out(index, barred, found):
    assert slugs(index, Selection(barred=barred)) == found


def test_a_facet_is_wanted_and_another_value_of_it_barred(index):
    assert slugs(index, Selection({"tag": ("bio",)}, barred={"tag": ("bar",)})) == ["lyon"]


def test_near_keeps_what_lies_there_and_distance_puts_it_in_order(index):
    assert slugs(index, NEARBY) == ["crest", "valence"]
    assert slugs(index, NEARBY.but(near=Near(CREST, 200_000))) == ["crest", "valence", "lyon"]
    assert index.facets(NEARBY)["tag"] == {"bar": 2, "bio": 1}
    assert index.figures(NEARBY, "tag").count == 2


def test_a_distance_is_followed_from_page_to_page(index):
    far = NEARBY.but(near=Near(CREST, 200_000))
    first, cursor = index.select(far, after=None, size=2)
    rest, last = index.select(far, after=cursor, size=2)

    assert [row.path.slug for row in (*first, *rest)] == ["crest", "valence", "lyon"]
    assert last is None


def test_distance_without_a_point_is_by_title(index):
    assert slugs(index, Selection(order=Order.distance))[0] == "off"


def test_what_words_found_is_listed_best_first_and_narrowed_by_facets(index):
    found = Selection(among=located("valence", "gone", "crest", "lyon"), order=Order.best)

    assert slugs(index, found) == ["valence", "crest", "lyon"]
    assert slugs(index, found.having("tag", "bio")) == ["crest", "lyon"]
    assert slugs(index, found.but(order=Order.title)) == ["crest", "lyon", "valence"]
    assert index.facets(found.having("tag", "bio"))["tag"] == {"bar": 2, "bio": 2}
    assert slugs(index, Selection(among=())) == []
    first, cursor = index.select(found, after=None, size=1)
    rest, _ = index.select(found, after=cursor, size=5)
    assert [row.path.slug for row in (*first, *rest)] == ["valence", "crest", "lyon"]


@pytest.mark.parametrize(
    ("key", "up", "down"),
    [
        ("area_m2", ["lyon", "valence", "off", "crest", "none"],
         ["off", "valence", "lyon", "crest", "none"]),
        ("territory.city", ["crest", "valence", "off", "lyon", "none"],
         ["valence", "crest", "off", "lyon", "none"]),
        ("title", ["off", "crest", "lyon", "none", "valence"],
         ["valence", "none", "lyon", "crest", "off"]),
    ],
)  # fmt: skip
def test_any_key_puts_pages_in_order_both_ways_and_those_without_it_last(index, key, up, down):
    def ordered(backwards):
        rows = index.select_by(Selection(), key, backwards=backwards, skip=0, size=9)
        return [row.path.slug for row in rows]

    assert ordered(False) == up
    assert ordered(True) == down


def test_what_is_no_key_puts_nothing_in_order(index):
    for key in ('x" OR 1', "", "a..b", "a" * 500, "é"):
        with pytest.raises(InvalidQuery):
            index.select_by(Selection(), key, backwards=False, skip=0, size=9)


def test_dates_are_told_in_order_and_those_that_cannot_be_are_none(index):
    def told(first, last):
        found = index.dates(Selection(), first=first, last=last, size=9)
        return [(one.page.path.slug, one.told.day, one.told.what) for one in found]

    assert told("2026-05", "2026-05-31") == [
        ("crest", "2026-05", "opened"), ("lyon", "2026-05-02", "event")
    ]  # fmt: skip
    assert told("2025", "2025-12-31") == [("none", "2025", "trial")]
    assert index.dated_months(Selection({"kind": ("place",)})) == {"2016": 1, "2026-05": 2}
    assert index.dated_months(Selection(among=located("lyon"))) == {"2016": 1, "2026-05": 1}


def test_placed_pages_are_those_whose_point_is_on_the_earth(index):
    found = {one.at.path.slug: (one.lat, one.city) for one in index.placed(Selection())}

    assert found == {"lyon": (45.76, ""), "valence": (44.93, "Épinal"), "crest": (44.73, "Crest")}


def test_a_cursor_of_another_order_is_refused(index):
    _, cursor = index.select(NEARBY, after=None, size=1)

    with pytest.raises(InvalidQuery):
        index.select(Selection(), after=cursor, size=1)
