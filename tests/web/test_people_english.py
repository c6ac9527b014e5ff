"""The screens of coming in and of one's account are read in English whole."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.actions.door import CONFIRM, INVITE, RESET, SIGN_IN
from app.actions.invitations import block, invite
from app.actions.registration import set_door
from app.actions.wiki import Wiki
from app.domain.accounts import Door, Profile
from app.domain.council import Council
from app.domain.page_path import PagePath
from app.domain.people import Person, PersonState, Reader, Role
from tests.web.conftest import serve_alpha
from tests.web.test_english import English, pseudo_theme

TYPED = (
    "Les habitués", "Dora", "dora@lieux.example", "Publicité", "Menuisière", "Zoé", "testclient",
    "zoe@lieux.example", "Réseau Alpha", "https://bo.example/", "Personne contributor",
)  # fmt: skip
OPEN = (
    "/-/connexion", "/-/courriel-parti", "/-/mot-de-passe", "/-/inscription", "/-/moderation",
    "/-/lien?jeton=x", "/-/lien?jeton={link}", "/-/mot-de-passe/nouveau?jeton={reset}",
    "/-/inscription/confirmer?jeton={confirm}", "/-/invitation?jeton={invite}",
    "/-/personnes/{person}", "/lieux/cafe-plum/conseil",
)  # fmt: skip
MINE = (
    "/-/compte", "/-/compte/appareils", "/-/compte/adresse", "/-/compte/page-publique",
    "/-/compte/donnees", "/-/invitation?jeton={council}", "/-/invitation?jeton={invite}",
)  # fmt: skip
STEWARD = ("/-/personnes", "/-/intendance/inscription", "/-/intendance", "/lieux/cafe-plum/conseil")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[English]:
    folder = tmp_path_factory.mktemp("english")
    for alpha in serve_alpha(folder / "alpha"):
        alpha.app.state.theme = pseudo_theme(folder / "theme")
        yield English(alpha)


@pytest.fixture(scope="module")
def secrets(english: English) -> dict[str, str]:
    """The wiki where each screen has something to show."""
    alpha, wiki, now = english.alpha, english.alpha.wiki, english.alpha.wiki.clock.now()
    person, steward = alpha.people[Role.contributor], alpha.reader()
    set_door(wiki, Door.approved, by=steward)
    wiki.people.add(waiting(wiki), password=None)
    block(wiki, alpha.people[Role.reviewer].id, "Publicité", by=steward)
    shown = Profile(True, "Menuisière", ("https://bo.example/",), True)
    wiki.accounts.set_profile(person.id, shown)
    for _ in range(3):
        wiki.outbox.count_bounce(person.email, now=now)
    row = wiki.index.page(PagePath("place", "cafe-plum"))
    council = Council(wiki.clock.page_id(), row.id, "Les habitués", now)
    wiki.councils.make(council)
    wiki.councils.join(council.id, person.id, at=now)
    return secrets_of(wiki, steward, person, council.id)


def waiting(wiki: Wiki) -> Person:
    return Person(
        wiki.clock.page_id(), "dora@lieux.example", "Dora", Role.contributor, wiki.clock.now(),
        "en", PersonState.waiting,
    )  # fmt: skip


def secrets_of(wiki: Wiki, steward: Reader, person: Person, council: str) -> dict[str, str]:
    given = {"role": Role.contributor, "address": "", "days": 7, "by": steward}
    made, _ = invite(wiki, note="Zoé", **given)
    _, joins = invite(wiki, note="Les habitués", council=council, **given)
    who = {"name": "Zoé", "email": "zoe@lieux.example", "lang": "", "invitation": made.id}
    about = json.dumps(who)
    purposes = {
        "link": (SIGN_IN, "", person.id), "reset": (RESET, "", person.id),
        "confirm": (CONFIRM, about, ""), "invite": (INVITE, made.id, ""),
    }  # fmt: skip
    now, life = wiki.clock.now(), timedelta(days=1)
    return {"council": joins, "person": person.id.lower()} | {
        name: wiki.tokens.mint(purpose, now=now, life=life, about=said, person=whose)
        for name, (purpose, said, whose) in purposes.items()
    }


@pytest.mark.parametrize(
    ("role", "url"),
    [*((None, url) for url in OPEN), *((Role.contributor, url) for url in MINE),
     *((Role.steward, url) for url in STEWARD)],
)  # fmt: skip
def test_people_read_it_in_english(
    english: English, secrets: dict[str, str], role: Role | None, url: str
) -> None:
    shown = english.client(role).get(url.format(**secrets)).text
    assert english.missing(shown, *TYPED) == []
