"""A list brought into the wiki: what it makes, what it changes, what it leaves to people."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.actions.export_pages import export_pages
from app.actions.import_pages import Imported, import_pages
from app.actions.rights import console_reader, wiki_signature
from app.actions.save_page import SavePage, save_page
from app.domain import front_matter, provenance
from app.domain.exchange import ListSource, ReadOptions
from app.domain.page_path import PagePath
from app.domain.selection import Selection
from app.domain.site import Site
from app.domain.tables.csv_text import read_csv
from app.domain.tables.formulas import without_guard
from app.domain.tables.reading import found_in
from app.main import Instance, create_instance, open_instance
from app.settings import Settings
from tests.actions import places

CENSUS = ListSource("Recensement", "https://recensement.example/", "CC-BY-4.0", "2026-11-29")
CAFE = "nom;ville;code postal;statut juridique;surface\nCafé Plùm;Lautrec;81440;Scic;120\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    data = tmp_path_factory.mktemp("lists") / "data"
    create_instance(data, Site("Alpha", "", "http://alpha.example"))
    return data


@pytest.fixture
def opened(made, tmp_path) -> Iterator[Instance]:
    one = open_instance(Settings(data=Path(shutil.copytree(made, tmp_path / "data"))))
    yield one
    one.close()


def bring(
    opened: Instance, text: str, *, source: ListSource | None = CENSUS, **how: bool
) -> Imported:
    found = found_in(read_csv(text.encode()), ReadOptions(source=source))
    return import_pages(
        opened.wiki, found, author=wiki_signature(opened.wiki), note="Importer", **how
    )


def front(opened: Instance, slug: str = "cafe-plum") -> dict:
    row = opened.wiki.index.page(PagePath("place", slug))
    assert row is not None
    return dict(row.front)


def write(opened: Instance, slug: str = "cafe-plum", body: str | None = None, **values) -> None:
    """A person changes some keys, by whatever way."""
    row = opened.wiki.index.page(PagePath("place", slug))
    text = front_matter.splice(row.text, values)
    text = front_matter.with_body(text, body) if body is not None else text
    save_page(opened.wiki, SavePage(row.path, text, row.revision), by=console_reader(opened.wiki))


def test_a_row_makes_a_page_that_says_where_each_value_came_from(opened):
    done = bring(opened, CAFE)
    said = front(opened)
    assert done.created == ["place/cafe-plum"]
    assert (said["licence"], said["data_licence"]) == ("CC-BY-SA-4.0", "CC-BY-4.0")
    assert said["source"] == [{"title": "Recensement", "url": "https://recensement.example/",
                               "licence": "CC-BY-4.0", "retrieved_on": "2026-11-29"}]  # fmt: skip
    assert provenance.origin_of(said, "legal_status") == provenance.Origin(
        "Recensement", "2026-11-29"
    )
    assert said["territory"]["department"] == "81"
    assert provenance.origin_of(said, "territory.department").source == provenance.TOWNS
    assert provenance.origin_of(said, "territory.city").source == "Recensement"


def test_a_dry_run_tells_the_same_and_writes_nothing(opened):
    done = bring(opened, CAFE, dry_run=True)
    assert done.created == ["place/cafe-plum"]
    assert "title: Café Plùm" in done.previews["place/cafe-plum"]
    assert opened.wiki.index.page(PagePath("place", "cafe-plum")) is None


def test_the_same_list_again_changes_nothing(opened):
    bring(opened, CAFE)
    assert bring(opened, CAFE).unchanged == ["place/cafe-plum"]


def test_a_source_that_changes_its_mind_is_followed_and_silence_blanks_nothing(opened):
    bring(opened, CAFE)
    write(opened, body="\nUn texte d’ici.\n", tags=["librairie"])
    done = bring(opened, "nom;ville;surface;horaires\nCafé Plùm;Lautrec;150;Mo-Fr 09:00-18:00\n")
    said = front(opened)
    assert done.changed == ["place/cafe-plum"]
    assert (said["area_m2"], said["legal_status"], said["tags"]) == (150, "scic", ["librairie"])
    assert "Un texte d’ici." in opened.wiki.index.page(PagePath("place", "cafe-plum")).text


def test_what_a_person_changed_is_kept_and_told_unless_the_list_is_to_win(opened):
    bring(opened, CAFE)
    write(opened, legal_status="association")
    done = bring(opened, CAFE)
    (conflict,) = done.conflicts
    assert (conflict.field, conflict.ours, conflict.theirs, conflict.origin) == (
        "legal_status", "association", "scic", None,
    )  # fmt: skip
    assert front(opened)["legal_status"] == "association"
    bring(opened, CAFE, theirs=True)
    assert front(opened)["legal_status"] == "scic"


def test_what_a_person_took_away_does_not_come_back(opened):
    bring(opened, CAFE)
    write(opened, area_m2=front_matter.REMOVED)
    done = bring(opened, CAFE)
    assert [(one.field, one.ours) for one in done.conflicts] == [("area_m2", None)]
    assert "area_m2" not in front(opened)


def test_what_another_source_said_is_not_overwritten_in_silence(opened):
    bring(opened, CAFE)
    other = ListSource("Annuaire", licence="CC0-1.0", on="2026-11-30")
    done = bring(opened, CAFE.replace(";120", ";90"), source=other)
    assert [(one.field, one.origin.source) for one in done.conflicts] == [
        ("area_m2", "Recensement")
    ]


def test_another_town_takes_nothing_of_where_it_is(opened):
    bring(opened, CAFE)
    write(opened, territory={"country": "FR", "city": "Castres", "department": "81"})
    bring(opened, "nom;slug;ville;lat;lon\nCafé Plùm;cafe-plum;Lautrec;43,7;2,1\n")
    assert front(opened)["territory"]["city"] == "Castres"
    assert front(opened)["coordinates"] != [43.7, 2.1]


def test_two_rows_about_one_page_refuse_the_second_and_name_both_lines(opened):
    done = bring(opened, CAFE + "Café Plum;Lautrec;81440;Scic;120\n")
    assert done.created == ["place/cafe-plum"]
    ((what, why),) = done.refused
    assert what == "ligne 3 (Café Plum)"
    assert "ligne 3 et ligne 2" in why


def test_two_places_of_one_name_in_two_towns_are_two_pages(opened):
    text = "nom;ville;code postal\nLe Moulin;Lautrec;81440\nLe Moulin;Castres;81100\n"
    assert bring(opened, text).created == ["place/le-moulin", "place/le-moulin-castres"]
    assert len(bring(opened, text).unchanged) == 2


def test_a_page_is_known_by_its_number_in_the_list_its_siret_and_its_old_addresses(opened):
    head = "identifiant;nom;siret;osm;redirects_from;surface\n"
    bring(opened, f"{head}a1;Le Lieu;43493312300029;node/1;Movilab:Lieu;100\n")
    for row in (
        "a1;Un autre nom;;;;110\n", ";Encore un autre;43493312300029;;;120\n",
        ";Et un autre;;node/1;;130\n", ";Le dernier;;;Movilab:Lieu;140\n",
    ):  # fmt: skip
        done = bring(opened, head + row)
        assert done.changed == ["place/le-lieu"], row
        assert [one.field for one in done.conflicts] == ["title"] or done.conflicts == []
    assert front(opened, "le-lieu")["area_m2"] == 140


def test_a_page_that_somebody_saves_meanwhile_keeps_both(opened):
    bring(opened, CAFE)

    def read_while_somebody_writes():
        rows = CAFE.replace(";120", ";150") + "La Cale;Castres;81100;Scic;80\n"
        yield from found_in(read_csv(rows.encode()), ReadOptions(source=CENSUS))
        write(opened, tags=["librairie"])

    by = wiki_signature(opened.wiki)
    done = import_pages(opened.wiki, read_while_somebody_writes(), author=by, note="Importer")
    assert (front(opened)["area_m2"], front(opened)["tags"]) == (150, ["librairie"])
    assert (done.refused, front(opened, "la-cale")["area_m2"]) == ([], 80)


def test_libraries_of_one_town_share_its_siret_and_stay_two(opened):
    text = "identifiant;nom;siret\na;Nord;43493312300029\nb;Sud;43493312300029\n"
    assert bring(opened, text).created == ["place/nord", "place/sud"]
    assert len(bring(opened, text).unchanged) == 2


def test_a_list_under_a_licence_that_cannot_flow_is_refused(opened):
    closed = ListSource("Fichier", licence="CC-BY-NC-4.0", on="2026-11-29")
    assert "CC-BY-NC-4.0" in bring(opened, CAFE, source=closed).refused[0][1]
    bring(opened, CAFE, source=None)
    tags = ListSource("OpenStreetMap", licence="ODbL-1.0", on="2026-11-29")
    assert "ODbL-1.0" in bring(opened, CAFE.replace("120", "90"), source=tags).refused[0][1]


def test_a_spreadsheet_of_ours_changes_what_it_changed_and_keeps_what_moved_on(opened, tmp_path):
    bring(opened, CAFE, source=None)
    out = tmp_path / "out.csv"
    export_pages(opened.wiki, opened.exporters["csv"], Selection(), out)
    write(opened, legal_status="association")
    edited = out.read_text(encoding="utf-8").replace("120", "125").replace("scic", "sarl")
    done = bring(opened, edited, source=None)
    assert [one.field for one in done.conflicts] == ["legal_status"]
    assert (front(opened)["area_m2"], front(opened)["legal_status"]) == (125, "association")


def test_fifteen_hundred_places_go_in_and_come_out_without_a_lost_value(opened, tmp_path):
    # The index alone: search and the open repository follow the same log in tests of their own.
    opened = replace(opened, wiki=replace(opened.wiki, projections=opened.wiki.projections[:1]))
    rows = places.rows(1500)
    done = bring(opened, places.as_text(rows, separator=";"), source=None)
    assert (len(done.created), done.refused, done.remarks) == (1500, [], [])
    out = tmp_path / "out.csv"
    assert export_pages(opened.wiki, opened.exporters["csv"], Selection(), out) == 1500
    text = out.read_bytes().decode()
    back = {one["slug"]: one for one in places.read_back(text)}
    lost = [
        (one["slug"], name, value, back[one["slug"]][name])
        for one in rows
        for name, value in one.items()
        if value and without_guard(back[one["slug"]][name]) != without_guard(value)
    ]
    assert not lost, lost[:5]
    some = places.as_text(places.read_back(text)[:200])
    again = bring(opened, some, source=None, dry_run=True)
    assert (len(again.unchanged), again.refused, again.conflicts) == (200, [], [])


@pytest.mark.parametrize("profile", ["mediation-numerique", "france-tiers-lieux", "osm"])
def test_each_profile_reads_back_what_it_writes(opened, tmp_path, profile):
    bring(opened, places.as_text(places.rows(12)), source=None)
    write(opened, "lieu-1", access={"wheelchair": "en partie"}, spaces=["coworking"])
    out = tmp_path / "out.csv"
    export_pages(opened.wiki, opened.exporters["csv"], Selection(), out, profile=profile)
    free = ListSource("Liste", licence="CC0-1.0")
    done = bring(opened, out.read_bytes().decode(), source=free, dry_run=True)
    assert len(done.unchanged) == 12
    assert not done.refused
    assert not done.conflicts
