"""Lists as people keep them: encodings, separators, columns, cells that say it in another way."""

import json

import pytest

from app.domain.errors import Refused, TooLarge
from app.domain.exchange import Facts, ListSource, ReadOptions, Unreadable
from app.domain.tables import table
from app.domain.tables.csv_text import read_csv
from app.domain.tables.formulas import guarded, without_guard
from app.domain.tables.json_text import read_json
from app.domain.tables.reading import found_in

LIST = "Nom du lieu;Ville;Chiffre d’affaires\nCafé Plùm;Lautrec;357 000 €\n"
MEDNUM = (
    "id,pivot,nom,commune,code_postal,adresse,latitude,longitude,telephone,site_web,date_maj,"
    "services\n"
    "s-1,43493312300029,Anonymal,Reims,51100,12 BIS RUE,49.25,4.03,+33100000000,"
    "https://a.example/;https://b.example/,2022-06-02,Aide;Prêt\n"
)


def facts(text: str | bytes, **options: object) -> Facts:
    """What the first row says."""
    data = text if isinstance(text, bytes) else text.encode()
    found = next(iter(found_in(read_csv(data), ReadOptions(**options))))  # type: ignore[arg-type]
    assert isinstance(found, Facts), found
    return found


def refusal(text: str, **options: object) -> Unreadable:
    found = next(iter(found_in(read_csv(text.encode()), ReadOptions(**options))))  # type: ignore[arg-type]
    assert isinstance(found, Unreadable), found
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_list_is_read_in_every_encoding_and_with_every_separator(encoding, separator):
    said = facts(LIST.replace(";", separator).encode(encoding)).values
    assert said["title"] == "Café Plùm"
    assert said["territory.city"] == "Lautrec"
    assert said["turnover_eur"] == 357_000


def test_a_quoted_cell_may_hold_lines_and_rows_keep_the_line_they_begin_on():
    read = read_csv(b'nom,parking\n"A","deux\nlignes"\n\n\n"B",x\n')
    assert [row.at for row in read.rows] == [2, 6]
    assert str(read.where(read.rows[1])) == "ligne 6"


def test_columns_of_one_name_are_told_apart():
    assert read_csv(b"nom,nom,,nom\na,b,c,d").columns == ("nom", "nom (2)", "(3)", "nom (3)")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"PK\x03\x04zip", b"a\0b,c\n"])
def test_what_is_no_table_is_refused_with_a_sentence(data):
    with pytest.raises(Refused):
        read_csv(data)


def test_a_list_that_is_too_long_is_refused_before_its_end(monkeypatch):
    monkeypatch.setattr(table, "MOST_ROWS", 10)
    with pytest.raises(TooLarge, match="10 lignes"):
        read_csv(b"nom\n" + b"x\n" * 1_000_000)
    with pytest.raises(TooLarge, match="Mio"):
        read_csv(b"x" * (table.MOST_BYTES + 1))
    with pytest.raises(Refused, match="case trop longue"):
        read_csv(b'nom\n"' + b"x" * 200_000)


def test_a_row_with_a_cell_too_many_is_refused_and_empty_ones_are_cut():
    assert "5 cases pour 2 colonnes" in refusal("nom,ville\na,b,,,c\n").why
    assert facts("nom,ville\na,b,,,\n").values == {"title": "a", "territory.city": "b"}


def test_what_a_spreadsheet_takes_for_a_formula_is_guarded_and_comes_back():
    for text in ("=1+1", "'=1", "''@x", "-3 places", "l'été", "'tis", "\tx"):
        assert without_guard(guarded(text)) == text
    assert guarded("=1") == "'=1"
    assert facts("nom\n'=cmd()\n").values["title"] == "=cmd()"


@pytest.mark.parametrize(
    ("column", "text", "key", "value"),
    [
        ("code postal", "1000", "territory.postcode", "01000"),
        ("insee", "2a004", "territory.insee", "2A004"),
        ("siret", "434 933 123 00029", "siret", "43493312300029"),
        ("ouverture", "12 mai 2019", "opened", "2019-05-12"),
        ("ouverture", "1er sept. 2019", "opened", "2019-09-01"),
        ("ouverture", "05/2019", "opened", "2019-05"),
        ("ouverture", "2019", "opened", 2019),
        ("surface", "1 234,5 m²", "area_m2", 1234.5),
        ("site web", "lieu.example", "contact.website", "https://lieu.example"),
        ("osm", "https://www.openstreetmap.org/way/12", "osm_id", "way/12"),
        ("statut juridique", "Scic", "legal_status", "scic"),
        ("espaces", "Coworking, Fablab", "spaces", ["coworking", "fablab"]),
        ("étiquettes", "Repair Café|Réemploi", "tags", ["repair-cafe", "reemploi"]),
        ("works", '["a ; b", "c"]', "works", ["a ; b", "c"]),
        ("département", "1", "territory.department", "01"),
    ],
)
def test_a_cell_is_read_as_people_write_it(column, text, key, value):
    said = facts(f'nom\t{column}\nUn lieu\t"{text.replace(chr(34), chr(34) * 2)}"\n')
    assert said.values[key] == value
    assert not said.remarks


@pytest.mark.parametrize(
    ("column", "text", "why"),
    [
        ("siret", "4,34933E+13", "le tableur a abrégé"),
        ("surface", "grande", "n’est pas un nombre"),
        ("site web", "a@b.example", "n’est pas une adresse web"),
        ("osm", "12", "OpenStreetMap"),
        ("figures", "[", "JSON"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_its_line_and_says_which(column, text, why):
    said = refusal(f"nom;{column}\nUn lieu;{text}\n")
    assert said.what == "ligne 2 (Un lieu)"
    assert f"« {column} »" in said.why
    assert why in said.why


def test_a_word_that_is_not_in_the_list_is_left_out_and_told():
    said = facts("nom;espaces\nUn lieu;Fablab|Sauna\n")
    assert said.values["spaces"] == ["fablab"]
    assert "« Sauna »" in said.remarks[0]
    assert "ligne 2" in said.remarks[0]


def test_swapped_coordinates_are_refused_and_swapped_where_that_is_asked():
    swapped = "nom;lat;lon\nUn lieu;2,138;43,706\n"
    assert "semblent échangées" in refusal(swapped).why
    assert facts(swapped, swap=True).values["coordinates"] == [43.706, 2.138]
    assert "pas sur la Terre" in refusal("nom;lat;lon\nUn lieu;652381;6862047\n").why
    assert "il manque" in refusal("nom;lat;lon\nUn lieu;43,7;\n").why
    assert facts("nom;lat;lon\nAilleurs;-34,6;-58,4\n").values["coordinates"] == [-34.6, -58.4]
    assert "coordinates" not in facts("nom;lat;lon\nNulle part;0;0\n").values
    assert facts("nom;geo_point_2d\nUn lieu;43.7, 2.1\n").values["coordinates"] == [43.7, 2.1]


def test_the_national_schema_is_known_by_its_columns_and_leaves_telephones():
    said = facts(MEDNUM)
    assert said.source == ListSource("Lieux de médiation numérique", licence="etalab-2.0")
    assert said.own == {"source_id": "s-1", "on": "2022-06-02"}
    assert said.values["siret"] == "43493312300029"
    assert said.values["services"] == ["Aide", "Prêt"]
    assert said.values["contact.website"] == "https://a.example/"
    assert "b.example" in said.remarks[0]
    assert "100000000" not in str(said)


def test_tags_of_openstreetmap_say_the_same_from_overpass_and_from_geojson():
    tags = {
        "name": "La Cale", "amenity": "coworking_space", "leisure": "hackerspace",
        "addr:housenumber": "3 bis", "addr:street": "rue du Port", "wheelchair": "limited",
        "contact:website": "https://cale.example/", "phone": "+33",
    }  # fmt: skip
    overpass = {"elements": [{"type": "way", "id": 7, "center": {"lat": 48.1, "lon": -1.7},
                              "tags": tags}]}  # fmt: skip
    square = [[[-1.8, 48.0], [-1.6, 48.0], [-1.6, 48.2], [-1.8, 48.2]]]
    feature = {"type": "Feature", "id": "way/7", "properties": tags,
               "geometry": {"type": "Polygon", "coordinates": square}}  # fmt: skip
    for data in (overpass, {"type": "FeatureCollection", "features": [feature]}):
        (said,) = found_in(read_json(json.dumps(data).encode()), ReadOptions())
        assert isinstance(said, Facts)
        assert said.values["osm_id"] == "way/7"
        assert said.values["spaces"] == ["coworking", "hackerspace"]
        assert said.values["territory.address"] == "3 bis rue du Port"
        assert said.values["access.wheelchair"] == "en partie"
        assert said.values["coordinates"] == pytest.approx([48.1, -1.7])
        assert said.source == ListSource("OpenStreetMap", licence="ODbL-1.0")


def test_france_tiers_lieux_says_its_types_and_hours_in_its_own_way():
    one = {
        "_id": {"$id": "5f"}, "name": "La Friche", "typePlace": ["Fablab", "Coworking"],
        "address": {"addressLocality": "Crest", "postalCode": "26400"},
        "geo": {"latitude": "44.72", "longitude": "5.02"}, "openingDate": "01/06/2014",
        "openingHours": [{"dayOfWeek": "Mo", "hours": [{"opens": "09:00", "closes": "17:00"}]}, ""],
    }  # fmt: skip
    (said,) = found_in(read_json(json.dumps([one]).encode()), ReadOptions())
    assert isinstance(said, Facts)
    assert said.values["spaces"] == ["fablab", "coworking"]
    assert said.values["opening_hours"] == "Mo 09:00-17:00"
    assert said.values["opened"] == "2014-06-01"
    assert said.own["source_id"] == "5f"


def test_a_column_becomes_what_one_says_and_an_unknown_one_is_refused():
    mapping = {"Ville": "", "Chiffre d’affaires": "area_m2"}
    said = facts(LIST, mapping=mapping).values
    assert said == {"title": "Café Plùm", "area_m2": 357_000}
    with pytest.raises(Refused, match="pas de colonne « Vile »"):
        facts(LIST, mapping={"Vile": "city"})
    with pytest.raises(Refused, match="pas une de nos colonnes"):
        facts(LIST, mapping={"Ville": "nope"})
    with pytest.raises(Refused, match="profil"):
        facts(LIST, profile="nope")


@pytest.mark.parametrize("data", [b"[", b"7", b"{}", b'{"features": [1]}', b"[" * 100_000])
def test_json_without_a_list_is_refused(data):
    with pytest.raises(Refused):
        read_json(data)
