"""Lists on the command line: `import csv`, `import geojson`, `export` with a profile."""

import csv
import json

from tests.cli.test_commands import data, maillage, started

__all__ = ["data", "started"]
LIST = "Nom du lieu;Commune;Code postal;m2;lat;lon\nLa Cale;Castres;81100;120;43,6;2,2\n"


def test_a_list_is_mapped_tried_and_brought_in(data, tmp_path):
    file = tmp_path / "lieux.csv"
    file.write_bytes(LIST.encode("cp1252"))
    how = ("--map", "m2=area_m2", "--source-title", "Recensement", "--licence", "etalab-2.0")
    tried = maillage("import", "csv", str(file), *how, "--dry-run", data=data)
    assert tried.returncode == 0, tried.stderr
    assert "1 créées" in tried.stdout
    assert "Rien n’a été écrit" in tried.stdout
    assert maillage("import", "csv", str(file), *how, data=data).returncode == 0
    out = tmp_path / "out.csv"
    assert maillage("export", "csv", str(out), data=data).returncode == 0
    (row,) = csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())
    assert (row["area_m2"], row["department"], row["data_licence"]) == ("120", "81", "etalab-2.0")
    assert json.loads(row["provenance"])["area_m2"].startswith("Recensement, ")


def test_what_differs_is_told_and_the_list_wins_where_that_is_asked(data, tmp_path):
    file, mapping = tmp_path / "lieux.csv", tmp_path / "colonnes.txt"
    file.write_text(LIST)
    mapping.write_text("m2=area_m2\n\nCommune=\n")
    how = ("--map-file", str(mapping))
    assert maillage("import", "csv", str(file), *how, data=data).returncode == 0
    file.write_text(LIST.replace("120", "150"))
    done = maillage("import", "csv", str(file), *how, data=data)
    assert "place/la-cale, area_m2 : « 120 » ici, « 150 » dans la liste, ligne 2" in done.stdout
    asked = maillage("import", "csv", str(file), *how, "--theirs", "--json", data=data)
    assert json.loads(asked.stdout)["changed"] == ["place/la-cale"]


def test_a_wrong_column_source_or_format_is_told_in_one_sentence(data, tmp_path):
    file, folder = tmp_path / "lieux.csv", tmp_path / "pages"
    file.write_text(LIST)
    folder.mkdir()
    for wrong, sentence in (
        (("--map", "Vile=city"), "pas de colonne « Vile »"), (("--map", "x"), "Nom de la colonne"),
        (("--profile", "nope"), "profil « nope »"), (("--licence", "MIT"), "d’où vient la liste"),
    ):  # fmt: skip
        done = maillage("import", "csv", str(file), *wrong, data=data)
        assert (done.returncode, sentence in done.stderr) == (1, True), (wrong, done.stderr)
    done = maillage("import", "markdown", str(folder), "--profile", "osm", data=data)
    assert "n’est pas une liste" in done.stderr
    done = maillage("export", "markdown", str(folder), "--profile", "osm", data=data)
    assert "n’a pas de profils" in done.stderr


def test_places_of_openstreetmap_come_in_and_go_out_as_geojson(data, tmp_path):
    file, out = tmp_path / "osm.json", tmp_path / "out"
    out.mkdir()
    tags = {"name": "La Cale", "office": "coworking", "addr:city": "Castres"}
    node = {"type": "node", "id": 5, "lat": 2.2, "lon": 43.6, "tags": tags}
    file.write_text(json.dumps({"elements": [node]}))
    refused = maillage("import", "geojson", str(file), data=data)
    assert (refused.returncode, "échangées" in refused.stderr) == (1, True)
    done = maillage("import", "geojson", str(file), "--swap-coordinates", data=data)
    assert done.returncode == 0, done.stderr
    maillage("export", "geojson", str(out), "--profile", "osm", data=data)
    (feature,) = json.loads((out / "pages.geojson").read_text())["features"]
    assert feature["properties"]["amenity"] == "coworking_space"
    assert feature["properties"]["@id"] == "node/5"
    assert feature["geometry"]["coordinates"] == [2.2, 43.6]
