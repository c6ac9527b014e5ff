"""The network's own files: chosen by a steward, at one address, announced in a feed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree

from app.actions.make_asked_kits import make_asked_kits
from app.actions.standing_kits import ask_standing, standing_of
from app.domain.people import Role
from app.domain.standing_kits import StandingKits, read_standing, standing_file
from tests.web.conftest import Alpha
from tests.web.feeds import ATOM, feed_faults
from tests.web.pages import text
from tests.web.test_kits import finished, offer

URL, FEED, LATEST = (
    "/-/intendance/fichiers", "/-/emporter/kits.atom", "/-/emporter/dernier/feuille",
)  # fmt: skip


def keep(alpha: Alpha, *formats: str, every: str = "1"):
    steward = alpha.signed_in(Role.steward)
    fields = {"csrf": alpha.csrf(steward), "format": list(formats), "every": every}
    answer = steward.post(URL, data=fields)
    while make_asked_kits(alpha.wiki, alpha.app.state.making):
        pass
    finished(alpha, URL)
    return answer


def test_what_a_steward_keeps_ready_is_made_and_announced(alpha: Alpha) -> None:
    offer(alpha)
    assert alpha.client.get(LATEST).status_code == 404
    assert feed_faults(alpha.client.get(FEED).content) == []
    assert keep(alpha, "feuille").status_code == 303
    latest = alpha.client.get(LATEST)
    assert (latest.status_code, latest.headers["cache-control"]) == (302, "no-cache")
    file = alpha.client.get(latest.headers["location"])
    assert "Café PLUM" in file.text
    feed = alpha.client.get(FEED).content
    assert feed_faults(feed) == []
    [enclosed] = etree.fromstring(feed).xpath("//a:link[@rel='enclosure']", namespaces=ATOM)
    assert enclosed.get("href").endswith(latest.headers["location"])
    assert enclosed.get("length") == str(len(file.content))
    html = alpha.client.get("/-/emporter").text
    assert f'href="{LATEST}"' in html
    assert f'href="{FEED}"' in html
    assert "checked" in alpha.signed_in(Role.steward).get(URL).text


def test_another_is_made_once_pages_changed_and_the_last_is_old(alpha: Alpha) -> None:
    offer(alpha)
    keep(alpha, "feuille")
    first = alpha.client.get(LATEST).headers["location"]
    alpha.save("page/neuve", text("page", "Neuve"))
    assert ask_standing(alpha.wiki, alpha.app.state.making) == 0
    shelf = alpha.app.state.making.shelf
    [job] = shelf.jobs()
    shelf.put(replace(job, asked_at=job.asked_at - timedelta(days=2)))
    assert ask_standing(alpha.wiki, alpha.app.state.making) == 1
    while make_asked_kits(alpha.wiki, alpha.app.state.making):
        pass
    finished(alpha, URL)
    second = alpha.client.get(LATEST).headers["location"]
    assert second != first
    assert alpha.client.get(first).status_code == 200
    assert alpha.client.get(FEED).text.count("<entry>") == 2


def test_only_a_steward_chooses_and_only_what_is_offered(alpha: Alpha) -> None:
    offer(alpha)
    assert "/-/connexion" in alpha.client.get(URL).text
    contributor = alpha.signed_in(Role.contributor)
    assert contributor.get(URL).status_code == 403
    said = {"csrf": alpha.csrf(contributor), "format": "feuille", "every": "1"}
    assert contributor.post(URL, data=said).status_code == 403
    assert keep(alpha, "rouleau").status_code == 422
    assert keep(alpha, "feuille", every="2").status_code == 422
    assert standing_of(alpha.wiki) == StandingKits()


@pytest.mark.parametrize("data", [
    b"", b"\xff", b"formats: [", b"formats: zim", b"formats: [1, '../x', {a: 1}]", b"every_days: 2",
])  # fmt: skip
def test_a_file_that_cannot_be_read_keeps_none(data: bytes) -> None:
    assert read_standing(data) == StandingKits()


def test_what_is_written_is_read_back() -> None:
    said = StandingKits(("zim", "static"), 7)
    assert read_standing(standing_file(said)) == said
