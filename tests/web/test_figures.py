"""Figures of the real pages: exact numbers, their files, and what the 2018 study published."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.start_instance import start_instance
from app.domain.exchange import Draft
from app.domain.page_path import PagePath
from app.domain.site import Site
from app.main import create_app, create_instance, open_instance, starter_lists
from app.settings import Settings
from tests.web.conftest import BASE_URL, Alpha, TestClient
from tests.web.pages import text

CONTENT = Path(__file__).parents[2] / "content" / "pages"
STUDY = "page/chiffres-de-l-etude-2018"
STUDY_TAG = "etude-cae-2018"
OF_STUDY = f"tag={STUDY_TAG}"


def study_pages() -> list[Draft]:
    places = [f for f in sorted((CONTENT / "place").glob("*.md")) if STUDY_TAG in f.read_text()]
    return [
        Draft(PagePath(file.parent.name, file.stem), file.read_text())
        for file in (*places, CONTENT / f"{STUDY}.md", CONTENT / "method/repair-cafe.md")
    ]


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A wiki of the study's places alone."""
    data = tmp_path_factory.mktemp("figures") / "study"
    create_instance(data, Site("Étude", "occitanie", BASE_URL))
    opened = open_instance(Settings(data=data))
    start_instance(opened.wiki, lists=starter_lists(), pages=study_pages())
    opened.close()
    with TestClient(create_app(Settings(data=data)), base_url=BASE_URL) as client:
        yield client


def table(client: TestClient, query: str) -> list[dict[str, str]]:
    answer = client.get(f"/-/chiffres.csv?{query}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def row(html: str, label: str) -> list[str]:
    """What the cells of a line of the table of the study say."""
    line = next(line for line in html.split("<tr>") if f">{label}</a></th>" in line)
    return [cell.split("</td>")[0] for cell in line.split("<td")[1:]]


def test_the_study_is_counted_again_from_its_pages(wiki: TestClient) -> None:
    said = wiki.get(f"/api/v1/stats/place?{OF_STUDY}&by=opened").json()
    amounts = said["turnover_eur"]
    assert said["count"] == 42
    assert amounts == {"count": 21, "mean": 308428.57, "median": 241000.0, "sum": 6477000.0}
    in_2016 = next(group for group in said["groups"] if group["key"] == "2016")
    assert in_2016["count"] == 10
    assert in_2016["turnover_eur"] == {
        "count": 4, "mean": 201000.0, "median": 163000.0, "sum": 804000.0,
    }  # fmt: skip
    over_time = said["over_time"]
    assert [one["year"] for one in over_time] == sorted(one["year"] for one in over_time)
    assert over_time[0] == {"year": "2000", "count": 1, "cumulative": 1}
    assert over_time[-1] == {"year": "2019", "count": 1, "cumulative": 40}


def test_each_table_is_a_file_that_says_the_same(wiki: TestClient) -> None:
    rows = table(wiki, f"{OF_STUDY}&par=region")
    assert {one["key"]: one["pages"] for one in rows}["occitanie"] == "7"
    assert sum(int(one["pages"]) for one in rows) == 42
    years = table(wiki, f"{OF_STUDY}&par=opened")
    assert years[-2]["so_far"] == "40"
    assert (years[-1]["key"], years[-1]["pages"], years[-1]["url"]) == ("", "2", "")
    assert years[0]["url"] == "http://alpha.test/lieux?tag=etude-cae-2018&opened=2000"


def test_the_screen_draws_what_its_tables_say(wiki: TestClient) -> None:
    html = wiki.get(f"/-/chiffres?{OF_STUDY}").text
    assert 'href="/lieux?tag=etude-cae-2018&amp;region=occitanie">7</a>' in html
    assert 'role="img" aria-label="Par région : une barre par ligne du tableau"' in html
    assert "<title>2016 – 10</title>" in html
    assert 'href="/-/chiffres.csv?tag=etude-cae-2018&amp;kind=place&amp;par=opened"' in html
    assert "style=" not in html
    methods = wiki.get("/-/chiffres?kind=method").text
    assert "Par difficulté" in methods
    assert "Médiane" not in methods


def test_what_was_published_stands_beside_what_is_counted(wiki: TestClient) -> None:
    html = wiki.get("/-/chiffres/etude-2018").text
    mean = row(html, "Chiffre d’affaires moyen")
    assert "308\u202f000\u00a0€" in mean[0]
    assert "308\u202f428,57\u00a0€" in mean[1]
    assert "Aucune, à l’arrondi près" in mean[2]
    launched = row(html, "Lancés de 2015 à 2018")
    assert "57,1\u00a0%" in launched[1]
    assert "−8,9 points" in launched[2]
    assert "opened=2015&amp;opened=2016" in launched[1]
    again = {"Lieux coopératifs": "42", "Chiffre d’affaires médian": "241\u202f000\u00a0€",
             "Liés à une CAE ou plus": "38,1\u00a0%",
             "Part des 1\u202f463 lieux de France": "2,9\u00a0%",
             "Ni Scop, ni Coop 47, ni association": "85,7\u00a0%",
             "Lieux qui publient un montant": "21"}  # fmt: skip
    assert all(f">{said}</a>" in row(html, label)[1] for label, said in again.items())
    assert "Ce qui ne peut pas être recalculé" not in html


def test_the_page_of_the_study_leads_there(wiki: TestClient) -> None:
    assert '<a href="/-/chiffres/etude-2018">' in wiki.get(f"/pages/{STUDY[5:]}").text


@pytest.mark.parametrize("query", ["par=zut", "par=%00", "par=region&near=99,1", "par=__class__",
                                   "par=" + "a" * 9_000])  # fmt: skip
def test_a_table_that_cannot_be_is_said_in_a_sentence(wiki: TestClient, query: str) -> None:
    answer = wiki.get(f"/-/chiffres.csv?{query}")
    assert answer.status_code == 422
    assert "<h1>" in answer.text


@pytest.mark.parametrize("query", ["kind=zut", "q=%22", "region=zut", "kind=page&theme=",
                                   "opened=99999", "x=1"])  # fmt: skip
def test_figures_of_nothing_are_still_a_screen(wiki: TestClient, query: str) -> None:
    assert wiki.get(f"/-/chiffres?{query}").status_code == 200


def test_figures_that_make_no_sense_are_told_one_by_one(alpha: Alpha) -> None:
    entries = (
        "published_figures:\n"
        "  - seul\n"
        "  - {label: Calcul, published: 1, compute: racine, select: kind=place}\n"
        "  - {label: Nombre, published: beaucoup, compute: count, select: kind=place}\n"
        "  - {label: Choix, published: 1, compute: count, select: couleur=rouge}\n"
        "  - {label: Part, published: 1, compute: share, select: kind=place, among: 0}\n"
        "  - {label: Somme, published: 1, compute: sum, select: kind=place}\n"
        "  - {label: Bon, published: 4, compute: count, select: kind=place}\n"
    )
    alpha.bring_in({STUDY: text("page", "Chiffres", entries)})
    html = alpha.client.get("/-/chiffres/etude-2018").text
    assert "n’est pas un calcul connu." in html
    assert html.index("Ce qui ne peut pas être recalculé") < html.index(">Somme<")
    assert "−1" in row(html, "Bon")[2]


def test_years_that_are_none_are_in_the_table_alone(alpha: Alpha) -> None:
    opened = {"un": "²⁰¹⁶", "deux": "9999", "trois": "٢٠١٦", "quatre": "0001"}
    alpha.bring_in({f"place/an-{name}": text("place", f"An {name}", f'opened: "{year}"\n')
                    for name, year in opened.items()})  # fmt: skip
    html = alpha.client.get("/-/chiffres").text
    assert ">9999</a></th>" in html
    assert "<title>9999" not in html


def test_no_cell_of_a_file_is_a_formula(alpha: Alpha) -> None:
    zone = 'territory: {country: FR, region: bretagne, zone: "=1+1"}\n'
    alpha.bring_in({"place/zone": text("place", "Zone", zone)})
    assert table(alpha.client, "par=zone")[0]["label"] == "'=1+1"
