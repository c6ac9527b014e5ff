"""Every screen of reading, of coming in and of one's account, on a real server: axe finds nothing,
wide and light, then narrow and dark; nothing is cut between both, and nothing moves unasked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from app.actions.door import CONFIRM, RESET, SIGN_IN
from app.actions.invitations import block, invite
from app.actions.registration import set_door
from app.actions.wiki import Wiki
from app.domain.accounts import Door, Profile
from app.domain.council import Council
from app.domain.page_path import PagePath
from app.domain.people import Person, PersonState, Reader, Role
from app.main import open_instance
from app.settings import Settings
from tests.axe import violations
from tests.e2e.peopled import peopled
from tests.e2e.servers import served
from tests.theme.accessible import MOVES, NARROW, SIDEWAYS, WIDE
from tests.web.pages import STARTERS

pytestmark = pytest.mark.browser

PEOPLE = {"Ada": Role.steward, "Bo": Role.contributor, "Cy": Role.contributor}
TABLET = {"width": 768, "height": 800}
# name -> (address, who sees it); {…} are secrets of `_secrets`.
SCREENS = {
    "home": ("/", ""),
    "search": ("/recherche?q=lieux", ""),
    "directory": ("/lieux", ""),
    "place": ("/lieux/cafe-plum", ""),
    "method": ("/methodes/conseil-de-place", ""),
    "minicool": ("/minicools/choisir-une-licence", ""),
    "discussion": ("/lieux/cafe-plum/discussion", ""),
    "style": ("/-/style", ""),
    "sign-in": ("/-/connexion", ""),
    "sent": ("/-/courriel-parti", ""),
    "link": ("/-/lien?jeton={link}", ""),
    "late": ("/-/lien?jeton=x", ""),
    "lost": ("/-/mot-de-passe", ""),
    "reset": ("/-/mot-de-passe/nouveau?jeton={reset}", ""),
    "sign-up": ("/-/inscription", ""),
    "confirm": ("/-/inscription/confirmer?jeton={confirm}", ""),
    "invited": ("/-/invitation?jeton={invite}", ""),
    "join": ("/-/invitation?jeton={council}", "Bo"),
    "log": ("/-/moderation", ""),
    "public": ("/-/personnes/{bo}", ""),
    "council": ("/lieux/cafe-plum/conseil", ""),
    "inside": ("/lieux/cafe-plum/conseil", "Ada"),
    "account": ("/-/compte", "Bo"),
    "devices": ("/-/compte/appareils", "Bo"),
    "address": ("/-/compte/adresse", "Bo"),
    "profile": ("/-/compte/page-publique", "Bo"),
    "data": ("/-/compte/donnees", "Bo"),
    "people": ("/-/personnes", "Ada"),
    "rule": ("/-/intendance/inscription", "Ada"),
}


@dataclass
class Front:
    """A served wiki where every screen has something to show."""

    url: str
    sessions: dict[str, list[str]]
    secrets: dict[str, str]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    data = tmp_path_factory.mktemp("door") / "alpha"
    sessions = peopled(data, pages={str(one.path): one.text for one in STARTERS}, people=PEOPLE)
    opened = open_instance(Settings(data=data))
    secrets = _filled(opened.wiki)
    opened.close()
    with served(data) as server:
        yield Front(server.url, sessions, secrets)


def _filled(wiki: Wiki) -> dict[str, str]:
    now = wiki.clock.now()
    ada, bo, cy = wiki.people.all()
    steward = Reader(ada)
    set_door(wiki, Door.approved, by=steward)
    wiki.people.add(
        Person(wiki.clock.page_id(), "dora@lieux.example", "Dora", Role.contributor, now,
               state=PersonState.waiting), password=None,
    )  # fmt: skip
    block(wiki, cy.id, "Publicité répétée", by=steward)
    shown = Profile(True, "Menuisière.\nJ’ouvre le samedi.", ("https://bo.example/",), True)
    wiki.accounts.set_profile(bo.id, shown)
    for _ in range(3):
        wiki.outbox.count_bounce(bo.email, now=now)
    row = wiki.index.page(PagePath("place", "cafe-plum"))
    assert row is not None
    council = Council(wiki.clock.page_id(), row.id, "Les habitués du samedi", now)
    wiki.councils.make(council)
    wiki.councils.join(council.id, bo.id, at=now)
    return _secrets(wiki, steward, bo, council.id)


def _secrets(wiki: Wiki, steward: Reader, bo: Person, council: str) -> dict[str, str]:
    now, life = wiki.clock.now(), timedelta(hours=9)
    made, by_hand = invite(wiki, role=Role.contributor, address="", note="Zoé", days=7, by=steward)
    _, joins = invite(
        wiki, role=Role.contributor, address="", note="", days=7, by=steward, council=council
    )
    about = {"name": "Zoé", "email": "zoe@lieux.example", "lang": "", "invitation": made.id}
    return {
        "link": wiki.tokens.mint(SIGN_IN, now=now, life=life, person=bo.id),
        "reset": wiki.tokens.mint(RESET, now=now, life=life, person=bo.id),
        "confirm": wiki.tokens.mint(CONFIRM, now=now, life=life, about=json.dumps(about)),
        "invite": by_hand, "council": joins, "bo": bo.id.lower(),
    }  # fmt: skip


@pytest.fixture(scope="module")
def pages(browser: Browser, door: Front) -> dict[str, Page]:
    """A page for each person: what a screen loads is loaded once."""
    found = {}
    for who in ("", "Ada", "Bo"):
        context = browser.new_context(reduced_motion="reduce")
        if who:
            secret = door.sessions[who][0]
            context.add_cookies([{"name": "maillage", "value": secret, "url": door.url}])
        found[who] = context.new_page()
    return found


@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing(pages: dict[str, Page], door: Front, name: str) -> None:
    address, who = SCREENS[name]
    page = pages[who]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    page.goto(door.url + address.format(**door.secrets))
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    found = {"wide and light": violations(page)}
    moving = page.evaluate(MOVES)
    cut = [page.evaluate(SIDEWAYS)]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(TABLET)
    cut.append(page.evaluate(SIDEWAYS))
    page.set_viewport_size(NARROW)
    cut.append(page.evaluate(SIDEWAYS))
    found["narrow and dark"] = violations(page)
    assert found == {"wide and light": [], "narrow and dark": []}
    assert moving == 0
    assert max(cut) <= 0
