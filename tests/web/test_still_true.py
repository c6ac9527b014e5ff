"""From a letter, one click says that a page is still true: once, in time, by who was asked."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app.actions import still_true
from app.actions.mail import send_due
from app.actions.still_true import URL, ask_still_true
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.watching import Rhythm, Watch
from tests.web.filling import text_of
from tests.web.pages import text

YEARS = 800
CAFE = PagePath("place", "cafe-plum")


class Clock:
    def __init__(self, clock, days):
        self.clock, self.days = clock, days

    def now(self):
        return self.clock.now() + timedelta(days=self.days)

    def page_id(self):
        return self.clock.page_id()


def later(alpha, days=YEARS):
    return replace(alpha.wiki, clock=Clock(alpha.wiki.clock, days))


@pytest.fixture
def followed(alpha):
    """A page that a contributor follows."""
    ada, row = alpha.people[Role.contributor], alpha.wiki.index.page(CAFE)
    alpha.wiki.watching.watch(Watch(ada.id, row.id, alpha.wiki.clock.now()), limit=9)
    return alpha


@pytest.fixture
def link(followed):
    """The address in the letter, in a wiki that lives then."""
    then = later(followed)
    ask_still_true(then, wait=True)
    followed.app.state.wiki = then
    send_due(then, followed.app.state.post, wait=True)
    return re.search(rf"{URL}\?jeton=\S+", followed.box.letters[-1].text)[0]


def test_who_follows_a_page_that_nobody_looked_at_is_asked_once(followed):
    fresh, then = ask_still_true(followed.wiki, wait=True), later(followed)
    asked, again = ask_still_true(then, wait=True), ask_still_true(then, wait=True)

    assert (fresh, asked, again) == (0, 1, 0)
    assert ask_still_true(later(followed, YEARS + 130), wait=True) == 1


def test_nobody_is_asked_about_more_pages_than_a_few_in_a_week(followed, monkeypatch):
    monkeypatch.setattr(still_true, "OF_ONE", 2)
    monkeypatch.setattr(still_true, "_READ", 1)
    ada = followed.people[Role.contributor]
    for number in range(4):
        followed.save(f"place/lieu-{number}", text("place", f"Lieu {number}"))
        row = followed.wiki.index.page(PagePath("place", f"lieu-{number}"))
        followed.wiki.watching.watch(Watch(ada.id, row.id, followed.wiki.clock.now()), limit=9)
    days = (0, 1, 6, 8, 8, 16, 24)
    asked = [ask_still_true(later(followed, YEARS + day), wait=True) for day in days]

    assert asked == [2, 0, 0, 2, 0, 1, 0]


def test_who_answers_for_a_place_is_asked_without_following_it(alpha):
    ada, row = alpha.people[Role.contributor], alpha.wiki.index.page(CAFE)
    alpha.wiki.questions.choose(row.id, [ada.id])

    assert ask_still_true(later(alpha), wait=True) == 1


def test_who_wants_no_letters_is_asked_nothing(followed):
    ada = followed.people[Role.contributor]
    followed.wiki.watching.choose(ada.id, Rhythm.never, at=followed.wiki.clock.now())

    assert ask_still_true(later(followed), wait=True) == 0


def test_opening_the_address_says_nothing_and_the_button_does(followed, link):
    opened = followed.stranger().get(link)
    kept = text_of(followed)
    said = followed.stranger().post(link)
    row = followed.wiki.index.page(CAFE)
    author = followed.wiki.index.history(CAFE, after=None, size=1)[0][0].author

    assert "Oui, toujours vrai" in opened.text
    assert "verified_on" not in kept
    assert "marquée comme vérifiée aujourd’hui" in said.text
    assert row.front["verified_by"] == author == "Personne contributor"


def test_it_serves_once(followed, link):
    followed.stranger().post(link)
    again = followed.stranger().post(link)

    assert again.status_code == 410
    assert "C’est déjà fait" in again.text
    assert followed.stranger().get(link).status_code == 410


def test_it_serves_in_time(followed, link):
    followed.app.state.wiki = later(followed, 31)
    late = followed.stranger().post(link)

    assert late.status_code == 410
    assert "trop ancien" in late.text
    assert "verified_on" not in text_of(followed)


@pytest.mark.parametrize("secret", ["", "x", "a" * 43])
def test_a_secret_that_is_none_says_nothing(alpha, secret):
    assert alpha.client.get(f"{URL}?jeton={secret}").status_code == 404
    assert alpha.client.post(f"{URL}?jeton={secret}").status_code == 404
