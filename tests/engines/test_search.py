"""What every search engine answers: words, spelling, phrases, ranking, selections and snippets."""

from collections.abc import Iterator
from datetime import date

import pytest

from app.domain.geo import Point
from app.domain.search import SearchPage, SearchQuery
from app.domain.selection import Near, Order, Selection
from tests.engines.search_corpus import Log, PlainRenderer, page_text
from tests.engines.search_engines import Engine, Make

PAGES = {
    "method/methode-des-scenarios": page_text(
        "Méthode des scénarios",
        "On joue un scénario jusqu’au bout avant de décider.",
        summary="Jouer avant de décider",
        themes="[gouvernance/decision]", lang="fr",
    ),
    "method/cout-mensuel": page_text(
        "Coût mensuel",
        "Une méthode de calcul. Chaque scénario a un loyer, un bail, des charges.",
        themes="[modele-economique]", difficulty="2",
    ),
    "method/bail": page_text("Le bail", "Ébauche : le bail, le bail, le bail.", stub="true"),
    "method/loyer": page_text(
        "Le loyer et le bail", "Le loyer se discute. " + "Autre chose. " * 30
    ),
    "place/la-grange": page_text(
        "La Grange", "Un tiers-lieu rural, atelier et fablab. Le financement vient des habitants.",
        territory="{region: occitanie, city: Cahors}", activities="[fablab, coworking]",
        coordinates="[44.45, 1.44]",
        opened="2016", tags="[rural, atelier]", licence="CC-BY-NC-4.0",
    ),
    "place/la-ruche": page_text(
        "La Ruche", "Coworking et médiation, dans un ancien entrepôt de cœur de ville.",
        territory="{region: ile-de-france, city: Paris}", activities="[coworking]", opened="2010",
        coordinates="[48.86, 2.35]",
    ),
    "page/commons": page_text("Shared libraries", "How libraries share their tools.", lang="en"),
    "page/ancien": page_text("Ancien guide", "Un guide gardé en archive.", status="archived"),
}  # fmt: skip


@pytest.fixture(scope="module")
def log() -> Log:
    log = Log()
    for path, text in PAGES.items():
        log.save({path: text})
    return log


@pytest.fixture(scope="module")
def search(
    tmp_path_factory: pytest.TempPathFactory, make_engine: Make, log: Log
) -> Iterator[Engine]:
    groups = (("espace de travail partagé", "coworking"), ("FabLab", "atelier de fabrication"))
    engine = make_engine(
        tmp_path_factory.mktemp("search"), PlainRenderer(), synonyms=lambda: groups
    )
    engine.apply(log.entries, log)
    yield engine
    engine.close()


def ask(search: Engine, text: str = "", **selection: object) -> SearchPage:
    return search.find(SearchQuery(text, Selection(**selection)))  # type: ignore[arg-type]


def paths(page: SearchPage) -> list[str]:
    return [str(hit.path) for hit in page.hits]


@pytest.mark.parametrize(
    "text", ["methode scenario", "méthodes scénarios", "scenarii", "La Méthode des Scénarios !"]
)
def test_the_scenario_method_comes_first_however_it_is_asked(search: Engine, text: str) -> None:
    assert paths(ask(search, text))[0] == "method/methode-des-scenarios"


@pytest.mark.parametrize("text", ["tiers-lieux", "tiers lieu", "tierslieu", "TIERS LIEUX"])
def test_joined_words_are_found_in_every_writing(search: Engine, text: str) -> None:
    assert paths(ask(search, text)) == ["place/la-grange"]


@pytest.mark.parametrize("text", ["cœur", "coeur", "COEUR"])
def test_ligatures_do_not_count(search: Engine, text: str) -> None:
    page = ask(search, text)
    assert paths(page) == ["place/la-ruche"]
    assert "\x02cœur\x03" in page.hits[0].snippet


def test_a_word_finds_its_family(search: Engine) -> None:
    assert paths(ask(search, "financer")) == ["place/la-grange"]


def test_english_words_find_english_pages(search: Engine) -> None:
    assert paths(ask(search, "the library tool")) == ["page/commons"]


@pytest.mark.parametrize("text", ["espaces de travail partagés", "atelier de fabrication"])
def test_synonyms_find_each_other(search: Engine, text: str) -> None:
    assert "place/la-grange" in paths(ask(search, text))


def test_all_words_come_before_some(search: Engine) -> None:
    page = ask(search, "loyer bail charges")
    assert paths(page)[0] == "method/cout-mensuel"
    assert set(paths(page)) == {"method/cout-mensuel", "method/loyer", "method/bail"}


def test_a_stub_comes_after_full_pages(search: Engine) -> None:
    assert paths(ask(search, "bail charges"))[-1] == "method/bail"


def test_the_very_title_comes_first_even_of_a_stub(search: Engine) -> None:
    assert paths(ask(search, "le bail"))[0] == "method/bail"


def test_quotes_ask_for_words_side_by_side(search: Engine) -> None:
    assert paths(ask(search, '"un scénario jusqu’au bout"')) == ["method/methode-des-scenarios"]
    assert paths(ask(search, "« méthode scénario »")) == []


def test_a_minus_leaves_pages_out(search: Engine) -> None:
    assert paths(ask(search, "scénario -loyer")) == ["method/methode-des-scenarios"]
    assert paths(ask(search, 'coworking -"ancien entrepôt"')) == ["place/la-grange"]


@pytest.mark.parametrize(
    ("text", "near"),
    [("metodde", "méthode"), ("cowroking", "coworking"), ("financemnt", "financement")],
)
def test_a_slip_of_the_finger_is_forgiven_and_told(search: Engine, text: str, near: str) -> None:
    page = ask(search, text)
    assert page.total
    assert page.near == (near,)


def test_nothing_is_said_to_be_near_where_the_words_are_found(search: Engine) -> None:
    assert ask(search, "scénario").near == ()


@pytest.mark.parametrize(
    "text",
    ['"', '"loyer', "-", "--", '-"', "((((", "loy*er", "a" * 10_000, "loyer " * 500, "'’'",
     " ".join(f"mot{n}" for n in range(500)), "\x00\x02", "titre:x AND OR NOT", "[1 TO 9}",
     "-a -b"],
)  # fmt: skip
def test_nothing_typed_is_an_error(search: Engine, text: str) -> None:
    assert ask(search, text).total >= 0


def test_words_that_say_little_are_looked_for_when_alone(search: Engine) -> None:
    assert ask(search, "le").total >= 0


def test_no_words_give_the_selection_in_its_order(search: Engine) -> None:
    assert paths(ask(search, order=Order.opened))[:2] == ["place/la-ruche", "place/la-grange"]
    assert paths(ask(search, order=Order.recent))[0] == "page/ancien"
    assert paths(ask(search, where={"kind": ("place",)})) == ["place/la-grange", "place/la-ruche"]


def test_values_of_a_facet_add_up_and_facets_narrow(search: Engine) -> None:
    both = ask(search, where={"region": ("occitanie", "ile-de-france"), "opened": ("2016",)})
    assert paths(both) == ["place/la-grange"]


def test_facets_are_counted_over_all_hits(search: Engine) -> None:
    page = search.find(SearchQuery("", size=1))
    assert page.total == len(PAGES)
    assert page.facets["kind"] == {"method": 4, "page": 2, "place": 2}
    assert page.facets["activity"] == {"coworking": 2, "fablab": 1}


def test_a_facet_that_is_chosen_still_counts_its_other_values(search: Engine) -> None:
    page = ask(search, "coworking", where={"region": ("occitanie",)})
    assert page.total == 1
    assert page.facets["region"] == {"occitanie": 1, "ile-de-france": 1}
    assert page.facets["opened"] == {"2016": 1}


def test_only_open_pages_are_given_where_these_are_asked_for(search: Engine) -> None:
    assert "place/la-grange" not in paths(ask(search, open_only=True))
    assert ask(search, open_only=True).total == len(PAGES) - 1


def test_pages_may_be_asked_for_by_their_last_change(search: Engine) -> None:
    assert ask(search, updated_since=date(2026, 1, 1)).total == len(PAGES)
    assert ask(search, updated_since=date(2026, 1, 2)).total == 0


def test_hits_come_in_pages(search: Engine) -> None:
    every = paths(ask(search))
    by_twos = [
        path
        for number in range(1, 6)
        for path in paths(search.find(SearchQuery("", page=number, size=2)))
    ]
    assert by_twos == every


def test_a_snippet_shows_the_words_in_their_sentence(search: Engine) -> None:
    hit = ask(search, "financement habitant").hits[0]
    assert "Le \x02financement\x03 vient des \x02habitants\x03." in hit.snippet


def test_a_snippet_begins_and_ends_with_sentences(search: Engine) -> None:
    hit = ask(search, "discute").hits[0]
    assert hit.snippet.startswith("Le loyer se \x02discute\x03.")
    assert hit.snippet.removesuffix(" …").endswith("Autre chose.")


def test_a_snippet_without_match_is_the_beginning(search: Engine) -> None:
    hit = ask(search, "la ruche").hits[0]
    assert hit.snippet.startswith("Coworking et médiation")


def test_titles_are_suggested_by_the_beginnings_of_their_words(search: Engine) -> None:
    assert [one.title for one in search.suggest("scéna", size=5)] == ["Méthode des scénarios"]
    assert [one.title for one in search.suggest("meth sc", size=5)] == ["Méthode des scénarios"]
    assert [one.title for one in search.suggest("la", size=5)] == ["La Ruche", "La Grange"]
    assert search.suggest("…", size=5) == []


# Between the two, and nearer to Cahors.
LIMOGES = Point(45.83, 1.26)


def test_values_may_be_barred(search: Engine) -> None:
    page = ask(search, "coworking", barred={"region": ("occitanie",)})
    assert paths(page) == ["place/la-ruche"]
    assert page.facets["region"] == {"ile-de-france": 1}


def test_pages_near_a_point_are_kept_with_their_distance(search: Engine) -> None:
    page = ask(search, near=Near(LIMOGES, 200_000))
    assert paths(page) == ["place/la-grange"]
    assert page.hits[0].distance_m == pytest.approx(154_000, rel=0.01)
    assert paths(ask(search, near=Near(LIMOGES, 100_000))) == []


def test_pages_are_ordered_by_distance_where_a_point_is_given(search: Engine) -> None:
    near = Selection(near=Near(LIMOGES, 900_000), order=Order.distance)
    assert paths(ask(search, near=near.near, order=near.order))[0] == "place/la-grange"
    by_words = SearchQuery("coworking", near, order=Order.distance)
    assert paths(search.find(by_words)) == ["place/la-grange", "place/la-ruche"]


def test_distance_from_nowhere_is_no_order(search: Engine) -> None:
    page = search.find(SearchQuery("coworking", order=Order.distance))
    assert paths(page) == paths(ask(search, "coworking"))
    assert paths(ask(search, order=Order.distance)) == paths(ask(search))


def test_what_is_found_by_words_may_be_asked_for_in_another_order(search: Engine) -> None:
    def ordered(order: Order) -> list[str]:
        return paths(search.find(SearchQuery("coworking", order=order)))

    assert ordered(Order.title) == ["place/la-grange", "place/la-ruche"]
    assert ordered(Order.opened) == ["place/la-ruche", "place/la-grange"]
    assert ordered(Order.recent) == ["place/la-ruche", "place/la-grange"]


def test_words_of_the_selection_are_looked_for(search: Engine) -> None:
    assert paths(ask(search, words="ruche"))[0] == "place/la-ruche"
    both = ask(search, "habitants", words="coworking")
    assert paths(both)[0] == "place/la-grange"


def test_every_page_that_is_found_can_be_listed(search: Engine) -> None:
    query = SearchQuery("coworking", page=7, size=1, order=Order.title)
    assert [str(one.path) for one in search.every(query, limit=10)] == [
        "place/la-grange", "place/la-ruche",
    ]  # fmt: skip
    assert len(search.every(query, limit=1)) == 1
    assert [str(one.path) for one in search.every(SearchQuery(""), limit=100)] == paths(ask(search))
