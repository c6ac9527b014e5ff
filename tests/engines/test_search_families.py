"""A page and its adaptations are one result, with the others folded under it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.search import SearchHit, SearchQuery
from app.domain.selection import Order
from app.engines.markdown import MarkdownRenderer
from tests.engines.mirrored import BETA, GAMMA, Friend
from tests.engines.search_engines import Engine, Make
from tests.engines.sql_log import page_id, page_text
from tests.engines.test_search_mirrors import Searched

HOST, BLOB = "alpha.example", "a" * 40


def adapted(instance: str, number: int) -> str:
    return f"{{instance: {instance}, id: {page_id(number)}, revision: {BLOB}}}"


def shown(hit: SearchHit) -> tuple[str, list[str]]:
    def name(one: SearchHit) -> str:
        return f"{one.origin}/{one.path.slug}"

    return name(hit), [name(one) for one in hit.others]


@pytest.fixture
def search(tmp_path: Path, make_engine: Make) -> Iterator[Engine]:
    """Ours has a page, its adaptation, and one adapted from a friend's; two friends adapted it."""
    engine = make_engine(tmp_path / "search", MarkdownRenderer(), host=HOST)
    ours = Searched(engine)
    ours.save(
        {
            "method/troc": page_text("Troc", id=page_id(1), body="Un troc de services.\n"),
            "method/troc-b": page_text(
                "Troc de troc", id=page_id(2), body="Un troc, un troc.\n",
                derived_from=adapted(HOST, 1),
            ),
            "method/repris": page_text(
                "Jardin", id=page_id(3), body="Un jardin.\n", derived_from=adapted(BETA, 9)
            ),
            "method/autre": page_text("Autre", id=page_id(4), body="Un troc aussi.\n"),
        }
    )  # fmt: skip
    beta, gamma = Friend(BETA), Friend(GAMMA)
    beta.commit(
        {
            "method/jardin": page_text("Jardin", id=page_id(9), body="Un jardin, un jardin.\n"),
            "method/troc-c": page_text(
                "Troc", id=page_id(5), body="Troc troc troc.\n", derived_from=adapted(HOST, 1)
            ),
        }
    )
    gamma.commit(
        {
            "method/troc-d": page_text(
                "Troc", id=page_id(6), body="Troc.\n", derived_from=adapted(BETA, 5)
            )
        }
    )
    beta.read_into(engine)
    gamma.read_into(engine)
    yield engine
    engine.close()


def test_a_family_is_one_result_under_its_first_page(search: Engine) -> None:
    page = search.find(SearchQuery("troc"))
    assert (page.total, page.results) == (5, 2)
    first, second = map(shown, page.hits)
    assert first[0] == "/troc"
    assert first[1] == ["/troc-b", f"{BETA}/troc-c", f"{GAMMA}/troc-d"]
    assert second == ("/autre", [])
    assert page.facets["origin"] == {"self": 3, BETA: 1, GAMMA: 1}


def test_ours_stands_for_a_family_that_began_at_a_friends(search: Engine) -> None:
    page = search.find(SearchQuery("jardin"))
    assert list(map(shown, page.hits)) == [("/repris", [f"{BETA}/jardin"])]


def test_results_are_paged_and_not_pages(search: Engine) -> None:
    pages = [search.find(SearchQuery("troc", page=number, size=1)) for number in (1, 2, 3)]
    assert [[hit.path.slug for hit in page.hits] for page in pages] == [["troc"], ["autre"], []]
    by_title = search.find(SearchQuery("troc", order=Order.title))
    assert [hit.path.slug for hit in by_title.hits] == ["autre", "troc"]


def test_every_page_of_a_family_is_listed(search: Engine) -> None:
    assert len(search.every(SearchQuery("troc"), limit=10)) == 5
    assert search.find(SearchQuery("")).results == 3
