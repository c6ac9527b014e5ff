"""What is asked in other words than those of the page: families, halves, territories, questions."""

from collections.abc import Iterator

import pytest

from app.domain.search import SearchQuery
from tests.engines.search_corpus import Log, PlainRenderer, page_text
from tests.engines.search_engines import Engine, Make

PAGES = {
    "page/ferme": page_text("Une micro ferme", "Des légumes au bord de la rivière."),
    "page/gouvernance": page_text("La gouvernance", "Qui dit quoi, et quand."),
    "page/essaimage": page_text("L’essaimage", "Un lieu en fait naître un second."),
    "page/decision": page_text("La décision", "Un conseil tranche."),
    "page/vegetal": page_text("Le mur végétal", "Des plantes qui grimpent."),
    "page/jardin": page_text("Un jardin", "Des voisins le cultivent."),
    "place/kiosque": page_text(
        "Le Kiosque", "Un comptoir.",
        territory="{country: FR, region: grand-est, department: '67', city: Strasbourg}",
    ),
    "place/barque": page_text(
        "La Barque", "Un quai.",
        territory="{country: FR, region: nouvelle-aquitaine, department: '33', city: Bordeaux}",
    ),
    "place/tram": page_text("Le Tram", "Un dépôt.", territory="{country: BE, city: Bruxelles}"),
}  # fmt: skip


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, make_engine: Make) -> Iterator[Engine]:
    engine, log = make_engine(tmp_path_factory.mktemp("search"), PlainRenderer()), Log()
    engine.apply(log.save(PAGES), log)
    yield engine
    engine.close()


def found(search: Engine, text: str) -> list[str]:
    return [str(hit.path) for hit in search.find(SearchQuery(text)).hits]


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("gouverner", "page/gouvernance"), ("essaimer", "page/essaimage"),
        ("décider", "page/decision"), ("jardinage", "page/jardin"),
    ],
)  # fmt: skip
def test_a_verb_finds_its_noun(search: Engine, text: str, page: str) -> None:
    assert found(search, text) == [page]
    assert search.find(SearchQuery(text)).meant == ""


@pytest.mark.parametrize("text", ["microferme", "micro-ferme", "micro ferme", "Microfermes"])
def test_two_words_are_found_however_they_are_joined(search: Engine, text: str) -> None:
    assert found(search, text)[0] == "page/ferme"


def test_two_words_that_stand_apart_are_meant_by_one_that_stands_nowhere(search: Engine) -> None:
    page = search.find(SearchQuery("fermerivière"))
    assert (page.meant, [str(hit.path) for hit in page.hits]) == ("ferme rivière", ["page/ferme"])


def test_a_word_that_stands_nowhere_finds_what_begins_as_it_does(search: Engine) -> None:
    assert found(search, "végétalisables") == ["page/vegetal"]


@pytest.mark.parametrize("text", ["xqzvkw", '"mur du jardin"', "zzz*"])
def test_noise_and_a_quotation_that_nobody_wrote_find_nothing(search: Engine, text: str) -> None:
    assert found(search, text) == []


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("alsacien", "place/kiosque"), ("lieux alsaciens", "place/kiosque"),
        ("Alsace", "place/kiosque"), ("strasbourgeoise", "place/kiosque"), ("67", "place/kiosque"),
        ("que trouve-t-on en Gironde", "place/barque"), ("girondins", "place/barque"),
        ("dans le 33", "place/barque"), ("néo-aquitain", "place/barque"),
        ("bordelaise", "place/barque"), ("belge", "place/tram"), ("Belgique", "place/tram"),
    ],
)  # fmt: skip
def test_a_place_is_found_by_whatever_its_territory_is_called(
    search: Engine, text: str, page: str
) -> None:
    assert found(search, text)[0] == page


@pytest.mark.parametrize(
    "text",
    ["y a-t-il un jardin", "où trouve-t-on un jardin", "peut-on avoir un jardin", "jardin ?"],
)
def test_how_a_question_is_put_counts_for_nothing(search: Engine, text: str) -> None:
    assert found(search, text) == ["page/jardin"]
