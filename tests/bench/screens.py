"""Screens of a wiki of the bench as somebody signed in sees them, in a real browser."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, sync_playwright

from app.actions.people import add_person
from app.domain.people import Role
from app.main import open_instance
from app.settings import Settings
from tests.bench.instance import Instance, instance

COUNT = 1_000
EMAIL = "ecrit@alpha.example"


@contextmanager
def signed_in() -> Iterator[tuple[BrowserContext, str]]:
    """A browser of someone who may write, and the address of a wiki of a thousand pages."""
    wiki = instance(COUNT)
    secret = _session(wiki)
    with wiki.serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "maillage", "value": secret, "url": server.url}])
        yield context, server.url
        browser.close()


def _session(wiki: Instance) -> str:
    opened = open_instance(Settings(data=wiki.folder))
    try:
        people, now = opened.wiki.people, opened.wiki.clock.now()
        person = people.by_email(EMAIL) or add_person(
            opened.wiki, email=EMAIL, name="Écrit", role=Role.reviewer, password=None, by=None
        )
        return people.open_session(person.id, now=now)
    finally:
        opened.close()
