"""A crash between the commit and what is derived from it is healed at the next start."""

from app.actions.catch_up import behind, catch_up
from app.actions.rights import wiki_signature
from app.domain.page_path import PagePath
from app.domain.revision import Change
from app.domain.site import Site
from app.main import create_app, create_instance, instance
from app.settings import Settings
from tests.web.conftest import TestClient
from tests.web.pages import text

MILL = PagePath("place", "moulin")


def test_a_commit_that_nothing_read_is_served_and_found_after_a_start(tmp_path):
    create_instance(tmp_path, Site("Alpha", "", "http://alpha.test"))
    settings = Settings(data=tmp_path)
    with instance(settings) as one:
        page = text("place", "Moulin", "id: 01ARZ3NDEKTSV4RRFFQ69G5FAV", "Le vent.").encode()
        author, now = wiki_signature(one.wiki), one.wiki.clock.now()
        one.wiki.store.commit(Change({MILL.file: page}, {MILL.file: None}, author, now, "Écrire"))
        assert set(behind(one.wiki).values()) == {1}

    with TestClient(create_app(settings), base_url="http://alpha.test") as client:
        assert "Le vent." in client.get("/lieux/moulin").text
        assert client.get("/api/v1/search?q=vent").json()["total"] == 1
        assert client.get("/readyz").status_code == 200


def test_one_broken_projection_does_not_stop_the_other(tmp_path, monkeypatch, caplog):
    create_instance(tmp_path, Site("Alpha", "", "http://alpha.test"))
    with instance(Settings(data=tmp_path)) as one:

        def broken(*_args):
            raise RuntimeError("disk full")

        # The first page is taken in as it stands, the second is read in the log.
        for number, way in enumerate(("start", "apply")):
            monkeypatch.setattr(type(one.wiki.search), way, broken)
            file = PagePath("place", f"moulin-{number}").file
            page = text("place", "Moulin", f"id: 01ARZ3NDEKTSV4RRFFQ69G5FA{number}").encode()
            author, now = wiki_signature(one.wiki), one.wiki.clock.now()
            one.wiki.store.commit(Change({file: page}, {file: None}, author, now, "Écrire"))
            assert catch_up(one.wiki) is False
            assert behind(one.wiki) == {"sql": 0, "search": 1, "open": 0}
            assert "search stopped" in caplog.text
            monkeypatch.undo()
            caplog.clear()
            assert catch_up(one.wiki) is True
