"""The wiki that the tests of this folder use."""

from tests.web.conftest import Alpha
from tests.web.pages import STARTERS


def test_every_starter_page_is_taken_in(shared_alpha: Alpha) -> None:
    missing = [d.path for d in STARTERS if shared_alpha.wiki.index.page(d.path) is None]
    assert not missing


def test_a_page_saved_by_hand_is_served_at_once(alpha: Alpha) -> None:
    alpha.save(
        "page/neuve", "---\nkind: page\ntitle: Neuve\nlang: fr\nlicence: CC0-1.0\n---\nOui.\n"
    )
    answer = alpha.client.get("/api/v1/pages/page/neuve")
    assert answer.json()["title"] == "Neuve"
