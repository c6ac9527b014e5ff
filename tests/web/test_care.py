"""The lists of what needs someone, as stewards and reviewers use them."""

from dataclasses import replace

import pytest

from app.actions.care import care_counts, keep_missed
from app.actions.check_links import check_links
from app.actions.duplicates import suspected
from app.domain.care import CareList, CareRules, Probed
from app.domain.likeness import pair_of
from app.domain.people import Role
from tests.web.befriended import Beta
from tests.web.filling import Form, told
from tests.web.pages import CAFE, text

ROOM = "/-/soin"
TWIN = CAFE.replace("Café PLUM", "Le Café Plum (SCIC)").replace("43.706,", "43.7061,")


@pytest.fixture
def twins(alpha):
    alpha.save("place/le-cafe-plum", TWIN)
    return alpha


def test_only_reviewers_and_stewards_read_the_lists(alpha):
    for path in (ROOM, f"{ROOM}/{CareList.stale}", f"{ROOM}/{CareList.stale}.csv"):
        assert alpha.client.get(path).status_code == 401
        assert alpha.signed_in(Role.contributor).get(path).status_code == 403
        assert alpha.signed_in(Role.reviewer).get(path).status_code == 200
    assert alpha.signed_in().get(f"{ROOM}/rien").status_code == 404


def test_every_list_is_shown_and_written_for_spreadsheets(twins):
    client = twins.signed_in(Role.reviewer)
    room = client.get(ROOM).text
    for which in CareList:
        assert f'href="{ROOM}/{which}"' in room
        assert client.get(f"{ROOM}/{which}", params={"page": 10**9}).status_code == 200
        shown = client.get(f"{ROOM}/{which}?kind=place&region=occitanie&tri=titre&page=-1")
        assert shown.status_code == 200
        table = client.get(f"{ROOM}/{which}.csv")
        assert table.headers["content-type"].startswith("text/csv")
        assert table.text.startswith("\ufeff")


def test_the_stewards_room_tells_how_many(alpha):
    counts = care_counts(alpha.wiki)
    shown = alpha.signed_in().get("/-/intendance").text
    assert f"{ROOM}/{CareList.wanted}" in shown
    assert counts[CareList.wanted] == alpha.wiki.index.care_wanted(offset=0, size=1)[1] > 0


def test_still_true_is_said_from_the_list_and_leads_back_to_it(alpha):
    client = alpha.signed_in(Role.reviewer)
    url = f"{ROOM}/{CareList.stale}"
    shown = client.get(url, params={"kind": "place"}).text
    action = "/lieux/cafe-plum/verify"
    answer = client.post(action, data=Form(shown, action).data())
    assert (answer.headers["location"], told(answer)) == (f"{url}?kind=place", "verified")
    assert action not in client.get(url).text


def test_a_search_that_finds_nothing_is_counted_and_nobody_is_named(alpha):
    for words in ("Budget  participatif", "budget participatif", "zoe@ici.example", "Café PLUM"):
        alpha.client.get("/recherche", params={"q": words})
    alpha.client.get("/recherche", params={"q": "zzz", "region": "occitanie"})
    alpha.client.get("/recherche", params={"q": "encore", "page": "2"})
    keep_missed(alpha.wiki)
    found, total = alpha.wiki.records.missed(offset=0, size=10)
    assert ([(one.text, one.count) for one in found], total) == ([("budget participatif", 2)], 1)

    client, url = alpha.signed_in(Role.reviewer), f"{ROOM}/{CareList.missed}"
    shown = client.get(url).text
    assert "/-/ecrire?titre=budget+participatif" in shown
    client.post(url, data=Form(shown, url).data())
    assert alpha.wiki.records.missed(offset=0, size=10) == ([], 0)


def test_two_pages_on_one_place_are_shown_with_why_and_can_be_told_apart(twins):
    client, url = twins.signed_in(Role.reviewer), f"{ROOM}/{CareList.twins}"
    shown = client.get(url).text
    assert "Le Café Plum (SCIC)" in shown
    assert "au même endroit" in shown
    assert "/lieux/cafe-plum/reunir?avec=place%2Fle-cafe-plum" in shown

    answer = client.post(url, data=Form(shown, url).data())
    after = client.get(answer.headers["location"]).text
    assert "Le Café Plum (SCIC)" not in after
    client.post(url, data=Form(after, url).data())
    assert "Le Café Plum (SCIC)" in client.get(url).text


def test_an_import_can_tell_which_of_its_pages_double_another(twins):
    [pair] = suspected(twins.wiki, ["place/le-cafe-plum"])
    assert {str(pair.one.path), str(pair.other.path)} == {"place/cafe-plum", "place/le-cafe-plum"}
    assert suspected(twins.wiki, ["place/les-ateliers"]) == []


def test_a_page_that_is_begun_is_shown_those_that_may_be_the_same(alpha):
    query = {"titre": "Le café-plume", "kind": "place"}
    shown = alpha.signed_in().get("/-/ecrire", params=query).text
    assert 'href="/lieux/cafe-plum"' in shown


def test_a_friends_page_on_the_same_place_is_no_page_to_unite_with(alpha, tmp_path):
    Beta(alpha, tmp_path).save("place/cafe-plum", CAFE)
    shown = alpha.signed_in().get(f"{ROOM}/{CareList.twins}").text
    assert "/-/proposer?de=beta.test" in shown
    assert "/reunir" not in shown


def test_only_reviewers_tell_pages_apart(twins):
    one, other = pair_of("a", "b")
    client = twins.signed_in(Role.contributor)
    said = {"one": one, "other": other, "csrf": twins.csrf(client)}
    assert client.post(f"{ROOM}/{CareList.twins}", data=said).status_code == 403
    assert twins.client.post(f"{ROOM}/{CareList.twins}", data=said).status_code in (401, 403)
    steward = twins.signed_in()
    assert steward.post(f"{ROOM}/{CareList.twins}", data={"one": "a"}).status_code == 403
    same = {"one": "a", "other": "a", "csrf": twins.csrf(steward)}
    assert steward.post(f"{ROOM}/{CareList.twins}", data=same).status_code == 422
    assert twins.wiki.records.apart() == frozenset()


class Probe:
    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def probe(self, url):
        self.asked.append(url)
        return self.answer(url)


def test_addresses_of_the_web_are_tried_only_where_it_is_let_one_for_each_site(alpha):
    links = "https://mort.example/a https://mort.example/b https://vif.example/"
    alpha.save("page/liens", text("page", "Liens", "", links))
    gone = Probed(False, 404, "elle n’existe plus")
    probe = Probe(lambda url: gone if "mort" in url else Probed(True, 200))
    assert check_links(replace(alpha.wiki, probe=probe)) == 0
    wiki = replace(alpha.wiki, probe=probe, care=CareRules(check_links=True, fails=1))
    assert check_links(wiki, stopped=lambda: True) == 0
    check_links(wiki)
    assert len({url.split("/")[2] for url in probe.asked}) == len(probe.asked)
    assert care_counts(wiki)[CareList.web] == 1
    assert care_counts(alpha.wiki)[CareList.web] == 0


def test_nothing_is_noted_where_no_site_at_all_answers(alpha):
    urls = " ".join(f"https://s{n}.example/" for n in range(5))
    alpha.save("page/liens", text("page", "Liens", "", urls))

    silent = Probe(lambda _url: Probed(False, reason="elle ne répond pas"))
    wiki = replace(alpha.wiki, probe=silent, care=CareRules(check_links=True, fails=1))
    assert check_links(wiki) >= 5
    assert wiki.records.failing_links(days=1) == []
