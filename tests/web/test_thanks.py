"""A word of thanks for a version: once, never to oneself, and its author sees it."""

import pytest

from app.actions.catch_up import catch_up
from app.actions.rights import address_of, wiki_signature
from app.actions.upkeep import keep_up
from app.domain.erasure import ERASED_FILE
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.proposal import Way
from app.domain.revision import Change
from app.domain.yaml_text import dump_entry
from tests.web.filling import CAFE, form_in, open_form, send, text_of, told
from tests.web.pages import text
from tests.web.showing import shown_ago

URL = "/lieux/moulin"
PAGE = PagePath("place", "moulin")


@pytest.fixture
def written(alpha):
    alpha.save("place/moulin", text("place", "Moulin", "", "Des mots."), role=Role.contributor)
    return alpha


@pytest.fixture
def reviewer(written):
    return written.signed_in(Role.reviewer)


def last(alpha, path=PAGE):
    return str(alpha.wiki.index.history(path, after=None, size=1)[0][0].revision)


def thank(alpha, client, url=URL, **said):
    values = {"csrf": alpha.csrf(client), **said}
    if "revision" not in values:
        values["revision"] = last(alpha)
    return client.post(f"{url}/thank", data=values)


def test_a_version_is_thanked_for_once(written, reviewer):
    shown = reviewer.get(f"{URL}/history").text
    first, again = thank(written, reviewer), thank(written, reviewer)
    after = reviewer.get(f"{URL}/history").text

    assert 'form="merci"' in shown
    assert "1 merci" not in shown
    assert (first.status_code, told(first)) == (303, "thanked")
    assert first.headers["location"] == f"{URL}/history"
    assert told(again) == "thanked-already"
    assert "1 merci" in after
    assert 'form="merci"' not in after


def test_a_stranger_sees_thanks_as_soon_as_they_are_given(written, reviewer):
    assert "1 merci" not in written.client.get(f"{URL}/history").text
    assert "1 merci" not in written.client.get("/changements").text
    thank(written, reviewer)
    thank(written, written.signed_in(Role.steward))

    assert "2 mercis" in written.client.get(f"{URL}/history").text
    assert "2 mercis" in written.client.get("/changements").text
    assert 'form="merci"' not in written.client.get("/changements").text


def test_thanks_are_given_from_the_changes_and_lead_back_there(written, reviewer):
    shown = reviewer.get("/changements?kind=place").text
    answer = thank(written, reviewer, vers="/changements?kind=place")
    outside = thank(written, reviewer, vers="//evil.example/")

    assert f'formaction="{URL}/thank"' in shown
    assert answer.headers["location"] == "/changements?kind=place"
    assert outside.headers["location"] == f"{URL}/history"


def test_nobody_thanks_oneself_nor_the_wiki(written, reviewer):
    own = written.signed_in(Role.contributor)
    seen = own.get(f"{URL}/history").text
    oneself = thank(written, own)
    cafe = PagePath("place", "cafe-plum")
    wiki = thank(written, reviewer, "/lieux/cafe-plum", revision=last(written, cafe))

    assert 'form="merci"' not in seen
    assert (oneself.status_code, wiki.status_code) == (422, 422)
    assert "cette version est de vous" in oneself.text
    assert written.wiki.thanks.people() == set()


def test_a_version_that_one_may_not_see_is_not_there_to_be_thanked_for(alpha):
    draft = text("place", "Secret", "", "Des mots.", status="draft")
    alpha.save("place/secret", draft, role=Role.steward)
    secret = last(alpha, PagePath("place", "secret"))
    client = alpha.signed_in(Role.contributor)

    assert thank(alpha, client, "/lieux/secret", revision=secret).status_code == 404
    assert thank(alpha, client, "/lieux/cafe-plum", revision=secret).status_code == 404
    assert thank(alpha, client, "/lieux/cafe-plum", revision="--help").status_code == 422


def test_thanks_come_from_our_own_form_and_a_person(written, reviewer):
    stranger = written.client.post(f"{URL}/thank", data={"revision": last(written)})
    forged = reviewer.post(f"{URL}/thank", data={"revision": last(written)})
    foreign = reviewer.post(
        f"{URL}/thank", data={"revision": last(written), "csrf": written.csrf(reviewer)},
        headers={"origin": "https://evil.example"},
    )  # fmt: skip

    assert stranger.status_code == 401
    assert (forged.status_code, foreign.status_code) == (403, 403)
    assert written.wiki.thanks.people() == set()


def test_thanks_stay_with_a_version_when_its_page_moves(written, reviewer):
    old = last(written)
    client = written.signed_in(Role.steward)
    client.post(
        f"{URL}/move", data={"csrf": written.csrf(client), "slug": "moulin-neuf", "base": old}
    )
    thank(written, reviewer, "/lieux/moulin-neuf", revision=old)
    thank(written, client, revision=old)

    assert "2 mercis" in reviewer.get("/lieux/moulin-neuf/history").text


def test_the_author_reads_who_said_thanks_for_what(written, reviewer):
    own = written.signed_in(Role.contributor)
    assert "On vous a dit merci" not in own.get("/-/compte").text
    thank(written, reviewer)
    shown = own.get("/-/compte").text

    assert "On vous a dit merci" in shown
    assert "Personne reviewer, pour" in shown
    assert f"{URL}?revision={last(written)}" in shown
    assert "On vous a dit merci" not in reviewer.get("/-/compte").text


def test_thanks_of_an_erased_person_go(written, reviewer):
    thank(written, reviewer)
    own, wiki = written.signed_in(Role.contributor), written.wiki
    erased = dump_entry("erased", [address_of(wiki, written.people[Role.reviewer])]).encode()
    change = Change(
        {ERASED_FILE: erased}, {ERASED_FILE: None}, wiki_signature(wiki), wiki.clock.now(), "Oubli"
    )
    wiki.store.commit(change)
    catch_up(wiki)

    assert "1 merci" not in written.client.get(f"{URL}/history").text
    assert "On vous a dit merci" not in own.get("/-/compte").text
    assert keep_up(wiki)
    assert wiki.thanks.people() == set()


def test_who_proposed_reads_the_thanks_for_what_it_became(alpha):
    stranger, reviewer = alpha.stranger(), alpha.signed_in(Role.reviewer)
    form = open_form(stranger, CAFE)
    sent = send(
        stranger,
        form,
        CAFE,
        summary="Un café où l’on répare.",
        vu=shown_ago(alpha.wiki),
        byline="Ana",
    )
    followed = sent.headers["location"]
    one = alpha.wiki.proposals.all(way=Way.incoming)[0]
    url = f"/-/propositions/{one.id}"
    reviewer.post(url, data=form_in(reviewer.get(url), url).data(do="accept", note="Merci"))
    assert "vous a dit merci" not in stranger.get(followed).text
    cafe = PagePath("place", "cafe-plum")
    thank(alpha, reviewer, "/lieux/cafe-plum", revision=last(alpha, cafe))

    shown = stranger.get(followed).text
    assert "1 personne vous a dit merci" in shown
    assert "(Personne reviewer)" in shown


def test_small_corrections_are_marked_and_can_be_hidden(written):
    own = written.signed_in(Role.contributor)
    url = f"{URL}/edit"
    form = open_form(own, url)
    sent = send(own, form, url, body="Des mots justes.", note="Une faute", minor="yes")
    assert sent.status_code == 303, sent.text
    every = written.client.get("/changements")
    some = written.client.get("/changements?mineures=non")

    assert "Des mots justes." in text_of(written, "place/moulin")
    assert "petite correction" in every.text
    assert "petite correction" in written.client.get(f"{URL}/history").text
    assert 'href="/changements?mineures=non"' in every.text
    assert "Une faute" in every.text
    assert "Une faute" not in some.text
    assert "Moulin" in some.text
    assert "Tout montrer" in some.text
    assert 'href="/changements?kind=place&amp;mineures=non"' in some.text
    assert "Une faute" in written.client.get("/feed.atom").text
