"""Pages taken away as one file: chosen, asked for, made beside, downloaded in parts."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.actions.make_asked_kits import make_asked_kits
from app.domain.people import Role
from app.domain.taking import KitState
from app.main import plugins
from app.theme import Theme
from app.web.reading.taking import CHOOSE
from tests.actions.paper import exporter
from tests.web.conftest import Alpha, serve_alpha
from tests.web.pages import text

FORM = {"format": "feuille", "images": "light", "kind": "method"}


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alpha]:
    """A wiki with one form of file, made when a test says so."""
    for alpha in serve_alpha(tmp_path_factory.mktemp("kits") / "alpha"):
        offer(alpha)
        alpha.save("method/ferme", text("method", "Fermée").replace("CC-BY-SA-4.0", "CC-BY-NC-4.0"))
        yield alpha


def offer(alpha: Alpha) -> None:
    ways = alpha.app.state.making.exporters
    for name in [n for n, one in ways.items() if one.write_kit]:
        del ways[name]
    ways["feuille"] = exporter()


def ask(alpha: Alpha, **fields: str) -> str:
    """The address of what was asked for, once it is made."""
    answer = alpha.client.post(CHOOSE, data=FORM | fields)
    assert answer.status_code == 303, answer.text
    while make_asked_kits(alpha.wiki, alpha.app.state.making):
        pass
    return finished(alpha, answer.headers["location"])


def finished(alpha: Alpha, url: str) -> str:
    """The application makes what is asked for too: its turn may have come first."""
    with alpha.wiki.lock.hold("kit-maker"):
        return url


def file_of(alpha: Alpha, url: str) -> str:
    return re.search(r'href="(/-/emporter/fichiers/[^"]+)"', alpha.client.get(url).text)[1]


def test_what_can_be_chosen_says_how_much_it_is_and_what_stays(taken: Alpha) -> None:
    html = taken.client.get(f"{CHOOSE}?kind=method").text
    assert "2 pages à emporter" in html
    assert "1 page reste ici" in html
    assert "CC-BY-NC-4.0" in html or "NC" in html
    assert "Une feuille" in html
    assert "Pour lire les titres." in html
    assert re.search(r"environ .*(ko|Mo)", html)
    assert '<input type="hidden" name="kind" value="method">' in html


def test_lists_searches_and_pages_lead_there_with_what_they_show(taken: Alpha) -> None:
    client = taken.client
    assert f"{CHOOSE}?kind=place&amp;region=occitanie" in client.get("/lieux?region=occitanie").text
    assert (
        f"{CHOOSE}?q=conseil&amp;kind=method" in client.get("/recherche?q=conseil&kind=method").text
    )
    assert f"{CHOOSE}?kind=place" in client.get("/-/emporter?page=place/cafe-plum").text
    assert f"{CHOOSE}?format=feuille" in client.get("/-/emporter").text


def test_what_takes_all_pages_alone_is_not_offered_for_a_choice(taken: Alpha) -> None:
    ways = taken.app.state.making.exporters
    ways["tout"] = replace(exporter("tout", label="Tout d’un bloc"), whole=True)
    try:
        chosen, every = (taken.client.get(CHOOSE + said).text for said in ("?kind=method", ""))
        answer = taken.client.post(CHOOSE, data=FORM | {"format": "tout"})
    finally:
        del ways["tout"]

    assert 'id="pour-tout"' in every
    assert 'id="pour-tout"' not in chosen
    assert f'<a href="{CHOOSE}?format=tout">Tout d’un bloc</a>' in chosen
    assert answer.status_code == 422
    assert "elle ne se coupe pas selon un choix" in answer.text


@pytest.mark.parametrize("said", ["since=hier", "near=91,200"])
def test_a_day_or_a_place_that_is_none_is_told_and_the_rest_is_kept(
    taken: Alpha, said: str
) -> None:
    answer = taken.client.get(f"{CHOOSE}?kind=method&{said}&format=feuille")

    assert answer.status_code == 422
    assert "Un point est à revoir. Rien n’est perdu." in answer.text
    assert "2 pages à emporter" in answer.text


def test_a_stranger_asks_waits_and_has_the_file(taken: Alpha) -> None:
    url = ask(taken)
    told = taken.client.get(f"{url}.json").json()
    assert (told["state"], told["pages"]) == ("ready", 2)
    html = taken.client.get(url).text
    assert told["sha256"] in html
    assert "http-equiv" not in html
    answer = taken.client.get(file_of(taken, url))
    assert hashlib.sha256(answer.content).hexdigest() == told["sha256"]
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-disposition"] == f'attachment; filename="{told["filename"]}"'
    assert re.fullmatch(r"reseau-alpha-methode-\d{4}-\d\d-\d\d\.txt", told["filename"])
    assert "content-encoding" not in answer.headers
    assert taken.client.post(CHOOSE, data=FORM).headers["location"] == url


def test_a_download_that_was_cut_goes_on_to_the_same_bytes(taken: Alpha) -> None:
    address = file_of(taken, ask(taken))
    whole = taken.client.get(address)
    tag = {"if-range": whole.headers["etag"]}
    first = taken.client.get(address, headers={"range": "bytes=0-9"})
    rest = taken.client.get(address, headers={"range": "bytes=10-", **tag})
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.content + rest.content == whole.content
    other = taken.client.get(address, headers={"range": "bytes=10-", "if-range": '"autre"'})
    assert (other.status_code, other.content) == (200, whole.content)
    past = taken.client.get(address, headers={"range": "bytes=999999-"})
    assert past.status_code == 416
    known = taken.client.get(address, headers={"if-none-match": whole.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    head = taken.client.head(address)
    assert (head.headers["content-length"], head.content) == (str(len(whole.content)), b"")


def test_while_it_is_made_the_screen_says_how_far_it_is(taken: Alpha) -> None:
    with taken.wiki.lock.hold("kit-maker"):
        url = taken.client.post(CHOOSE, data=FORM | {"lang": "fr"}).headers["location"]
        shelf = taken.app.state.making.shelf
        html = taken.client.get(url).text
        assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in html
        assert "prochain" in html
        assert "http-equiv" not in taken.client.get(f"{url}?fixe=1").text
        job = replace(shelf.job(url[-20:]), state=KitState.making, done=1, of=2)
        shelf.put(job)
        assert 'value="1" max="2"' in taken.client.get(url).text
        assert taken.client.get(f"{url}.json").json()["said"] == "Pages prêtes : 1 sur 2."
        assert taken.client.get(f"/-/emporter/fichiers/{job.id}/x.txt").status_code == 404
        shelf.forget(job.id)


def test_what_failed_and_what_is_gone_say_how_to_have_it(taken: Alpha) -> None:
    url = ask(taken, kind="place")
    shelf = taken.app.state.making.shelf
    job, address = shelf.job(url[-20:]), file_of(taken, url)
    shelf.put(replace(job, state=KitState.failed, why="le disque est plein de {what}.",
                      params={"what": "lieux"}))  # fmt: skip
    html = taken.client.get(url).text
    assert "Le disque est plein de lieux." in html
    assert "Essayer de nouveau" in html
    shelf.put(job)
    shelf.drop(job.id)
    gone = taken.client.get(url)
    assert (gone.status_code, "Le préparer de nouveau" in gone.text) == (410, True)
    assert '<input type="hidden" name="kind" value="place">' in gone.text
    assert taken.client.get(address).headers["location"] == url
    assert taken.client.get("/-/emporter/kits/00000000000000000000").status_code == 404
    assert taken.client.get("/-/emporter/kits/..%2F..%2Fetc").status_code == 404


@pytest.mark.parametrize(("fields", "said"), [
    ({"format": "rouleau"}, "n’est pas un format"), ({"forme": "x"}, "n’est pas une forme"),
    ({"images": "x"}, "choix d’images"), ({"q": "zzzzzz"}, "aucune page"),
    ({"format": ""}, "n’est pas un format"),
])  # fmt: skip
def test_what_cannot_be_is_told_above_the_choice(taken: Alpha, fields: dict, said: str) -> None:
    answer = taken.client.post(CHOOSE, data=FORM | fields)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_more_than_anybody_chose_is_refused_and_nothing_is_made(taken: Alpha) -> None:
    before = len(taken.app.state.making.shelf.jobs())
    huge = {"q": "x" * 10_000_000}
    assert taken.client.post(CHOOSE, data=FORM | huge).status_code == 413
    many = taken.client.post(CHOOSE, data=FORM | {"tag": [f"t{n}" for n in range(5_000)]})
    assert many.status_code == 422
    assert taken.client.get(CHOOSE, params={"tag": ["x" * 300]}).status_code == 422
    assert taken.client.get(CHOOSE, params={"since": "hier"}).status_code == 422
    other = taken.client.post(CHOOSE, data=FORM, headers={"origin": "http://mal.example"})
    assert other.status_code == 403
    assert len(taken.app.state.making.shelf.jobs()) == before


def test_who_asks_for_too_many_is_told_when_to_come_back(alpha: Alpha) -> None:
    offer(alpha)
    with alpha.wiki.lock.hold("kit-maker"):
        answers = [alpha.client.post(CHOOSE, data=FORM | {"kind": kind})
                   for kind in ("method", "place", "page", "mini_cool")]  # fmt: skip
        last = answers[-1]
        assert [one.status_code for one in answers] == [303, 303, 303, 429]
        assert last.headers["retry-after"]
        assert "Votre choix n’est pas perdu" in last.text
        steward = alpha.signed_in(Role.steward)
        fields = FORM | {"kind": "mini_cool", "csrf": alpha.csrf(steward)}
        assert steward.post(CHOOSE, data=fields).status_code == 303


def test_every_form_that_is_built_in_says_what_it_is_for_in_both_languages() -> None:
    exporters = [one for found in plugins().hook.register_exporters() for one in found]
    kits = [one for one in exporters if one.write_kit is not None]
    assert kits
    theme = Theme()
    for one in kits:
        for words in (one.label, one.use, *(label for _, label in one.forms)):
            assert words, one.name
            assert theme.say(words, lang="en") != words, words
