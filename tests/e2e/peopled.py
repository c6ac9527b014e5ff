"""A wiki on the disk with pages and people who are signed in, made at once in this process."""

from collections.abc import Mapping
from pathlib import Path

from app.actions.people import add_person
from app.actions.start_instance import start_instance
from app.domain.exchange import Draft
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.site import Site
from app.main import create_instance, open_instance, starter_lists
from app.settings import Settings

BASE_URL = "http://127.0.0.1:8000"


def peopled(
    data: Path, *, pages: Mapping[str, str], people: Mapping[str, Role], name: str = "Réseau Alpha"
) -> dict[str, list[str]]:
    """Two sessions for each person, by their name; nobody has a password.

    `pages` are whole texts by kind/slug.
    """
    create_instance(data, Site(name, "occitanie", BASE_URL))
    opened = open_instance(Settings(data=data))
    try:
        drafts = [Draft(PagePath.parse(path), text) for path, text in pages.items()]
        start_instance(opened.wiki, lists=starter_lists(), pages=drafts)
        sessions = {}
        for number, (who, role) in enumerate(people.items()):
            person = add_person(
                opened.wiki, email=f"personne-{number}@alpha.test", name=who, role=role,
                password=None, by=None,
            )  # fmt: skip
            now = opened.wiki.clock.now()
            sessions[who] = [opened.wiki.people.open_session(person.id, now=now) for _ in range(2)]
        return sessions
    finally:
        opened.close()
