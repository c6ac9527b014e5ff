"""A steward brings a list in: the file, its columns, a rehearsal, the end; no scripts."""

import re

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from app.engines.parked import ParkedFiles
from tests.web.filling import Form, open_form
from tests.web.filling import send as send_form

URL = "/-/importer"
LIST = (
    "Nom du lieu;Ville;Code postal;Statut juridique;Surface;Téléphone\n"
    "La Cale;Castres;81100;Scic;120;0563000000\n"
    "Café PLUM;Lautrec;81440;association;80;\n"
    ";Albi;81000;;;\n"
)


@pytest.fixture
def steward(alpha):
    return alpha.signed_in(Role.steward)


def send(alpha, client, do, *, file=None, name="lieux.csv", **fields):
    said = {"csrf": alpha.csrf(client), "do": do} | fields
    files = {"file": (name, file.encode() if isinstance(file, str) else file)} if file else None
    return client.post(URL, data=said, files=files)


def fields_of(answer) -> dict[str, str]:
    """What the form carries on, as a browser would send it."""
    said = Form(answer.text, URL).data()
    return {name: of[0] for name, of in said.items() if name != "csrf"}


def test_a_list_goes_from_file_to_pages_in_four_steps(alpha, steward):
    columns = send(alpha, steward, "read", file=LIST)
    said = fields_of(columns)
    assert (said["c.0"], said["c.1"], said["c.3"], said["c.5"]) == (
        "title", "city", "legal_status", "",
    )  # fmt: skip
    assert "3 lignes" in columns.text.replace("\u202f", "")
    assert "0563000000" in columns.text

    tried = send(alpha, steward, "try", **said | {"source_title": "Recensement"})
    assert alpha.wiki.index.page(PagePath("place", "la-cale")) is None
    assert "Rien n’est encore écrit." in tried.text
    assert "ligne 4" in tried.text
    assert "title: La Cale" in tried.text
    assert "Forme juridique" in tried.text

    done = send(alpha, steward, "save", **fields_of(tried))
    page = alpha.wiki.index.page(PagePath("place", "la-cale"))
    assert 'href="/lieux/la-cale"' in done.text
    assert page.front["territory"]["department"] == "81"
    assert page.front["source"][0]["title"] == "Recensement"
    assert page.updated_by == "Personne steward"
    cafe = alpha.wiki.index.page(PagePath("place", "cafe-plum")).front
    assert (cafe["legal_status"], cafe["area_m2"]) == ("scic", 80)

    again = send(alpha, steward, "save", **fields_of(tried))
    assert again.status_code == 422
    assert "n’attend plus ici" in again.text


def test_the_list_wins_where_the_steward_says_so(alpha, steward):
    said = fields_of(send(alpha, steward, "read", file=LIST))
    send(alpha, steward, "save", **said | {"theirs": "1"})
    cafe = alpha.wiki.index.page(PagePath("place", "cafe-plum")).front
    assert cafe["legal_status"] == "association"


def test_what_may_be_there_under_another_name_is_told(alpha, steward):
    text = "Nom du lieu;Ville;Code postal\nTiers-lieu Café PLUM;Lautrec;81440\n"
    done = send(alpha, steward, "save", **fields_of(send(alpha, steward, "read", file=text)))
    assert "1 doublon possible" in done.text
    assert "reunir?avec=place%2F" in done.text


def test_a_known_sort_of_list_says_its_licence_and_columns_can_be_chosen_again(alpha, steward):
    text = "id,pivot,nom,commune,code_postal,date_maj\ns-1,,Anonymal,Reims,51100,2022-06-02\n"
    answer = send(alpha, steward, "read", file=text)
    said = fields_of(answer)
    assert "schéma national" in answer.text
    assert (said["licence"], said["source_title"]) == (
        "etalab-2.0", "Lieux de médiation numérique",
    )  # fmt: skip
    back = send(alpha, steward, "map", **said | {"c.3": ""})
    assert fields_of(back)["c.3"] == ""
    send(alpha, steward, "save", **said)
    page = alpha.wiki.index.page(PagePath("place", "anonymal")).front
    assert page["provenance"]["title"].startswith("Lieux de médiation numérique, 2022-06-02, ")


@pytest.mark.parametrize(
    ("file", "name", "sentence"),
    [
        (None, "", "Choisissez un fichier."),
        (b"PK\x03\x04" + b"x" * 50, "l.xlsx", "enregistrez-le en CSV"),
        ("nom\n", "l.csv", "aucune ligne"),
        ("nom\n" + "x\n" * 5_001, "l.csv", "La commande en lit plus"),
        (b"x" * (20 * 1024 * 1024 + 1), "l.csv", "20 Mio"),
        ("{", "l.geojson", "JSON ne se lit pas"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(
    alpha, steward, file, name, sentence
):
    answer = send(alpha, steward, "read", file=file, name=name)
    assert answer.status_code in (413, 422)
    assert sentence in answer.text.replace("\u00a0", " ")


def test_a_list_without_a_name_or_with_a_wrong_source_comes_back_with_its_columns(alpha, steward):
    said = fields_of(send(alpha, steward, "read", file=LIST))
    answer = send(alpha, steward, "try", **said | {"c.0": ""})
    assert answer.status_code == 422
    assert "quelle colonne est le nom" in answer.text
    assert fields_of(answer)["c.1"] == "city"
    wrong = said | {"source_title": "X", "source_url": "javascript:alert(1)"}
    assert send(alpha, steward, "try", **wrong).status_code == 422
    assert send(alpha, steward, "try", **said | {"c.1": "nope"}).status_code == 422


def test_only_a_steward_brings_lists_in_and_only_from_our_own_form(alpha, steward):
    reviewer = alpha.signed_in(Role.reviewer)
    assert reviewer.get(URL).status_code == 403
    assert send(alpha, reviewer, "read", file=LIST).status_code == 403
    assert alpha.client.get(URL).status_code == 401
    assert steward.post(URL, data={"do": "read", "csrf": "x"}).status_code == 403
    for key in ("../../maillage.toml", "x" * 32, ""):
        assert send(alpha, steward, "save", key=key).status_code == 422


def test_the_room_of_stewards_leads_to_it(alpha, steward):
    assert f'href="{URL}"' in steward.get("/-/intendance").text
    assert "Importer une liste de lieux" in steward.get(URL).text


def test_what_waits_goes_after_a_day_or_when_there_is_no_room(tmp_path, monkeypatch):
    parking = ParkedFiles(tmp_path / "lists", limit_bytes=10)
    first = parking.park(b"12345678")
    assert parking.parked(first) == b"12345678"
    second = parking.park(b"1234")
    assert (parking.parked(first), parking.parked(second)) == (None, b"1234")
    monkeypatch.setattr("app.engines.parked.KEPT_S", -1)
    assert parking.parked(second) is None
    parking.drop(second)
    assert not list((tmp_path / "lists").iterdir())


def test_a_page_of_a_place_says_which_source_each_value_came_from(alpha, steward):
    said = fields_of(send(alpha, steward, "read", file=LIST + "Le Pré;Lautrec;81440;;90;\n"))
    send(alpha, steward, "save", **said | {"source_title": "Recensement <b>"})
    html = alpha.client.get("/lieux/la-cale").text
    marks = re.findall(r"<dt>([^<]+)</dt><dd[^>]*>.*?(?:<sup>.*?([0-9])</sup>)?</dd>", html)
    assert ("Forme juridique", "1") in marks
    assert ("Région", "2") in marks
    lines = re.search(r'<ol class="said-by">(.*?)</ol>', html, re.S)[1]
    assert "Selon Recensement &lt;b&gt;, " in lines
    assert "Selon Liste des communes, " in lines
    assert "said-by" not in alpha.client.get("/lieux/les-ateliers").text


def test_a_form_that_changes_a_value_is_its_source_from_then_on(alpha, steward):
    said = fields_of(send(alpha, steward, "read", file=LIST))
    send(alpha, steward, "save", **said | {"source_title": "Recensement"})
    form_url = "/lieux/la-cale/edit"
    form = open_form(steward, form_url)
    send_form(steward, form, form_url, legal_status="association", area_m2="")
    front = alpha.wiki.index.page(PagePath("place", "la-cale")).front
    assert front["legal_status"] == "association"
    assert "legal_status" not in front["provenance"]
    assert {"area_m2", "title"} <= set(front["provenance"])
    assert "area_m2" not in front
