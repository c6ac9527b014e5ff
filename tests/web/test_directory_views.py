"""One selection as a table, a calendar, a map, a frame for other sites, a file for calendars."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest

from tests.web.conftest import Alpha, serve_alpha
from tests.web.pages import text


@pytest.fixture(scope="module")
def dated(tmp_path_factory):
    """Alpha with places that tell of days, of a month, of a year; a draft and a closed page too."""
    for alpha in serve_alpha(tmp_path_factory.mktemp("dated") / "alpha"):
        long = "Une assemblée, des élections ; puis, très tard, une longue fête sous les étoiles"
        alpha.bring_in(
            {
                "place/fete": text(
                    "place", "La Fête, chez nous",
                    f'opened: "2026-05"\nterritory: {{city: Crest}}\ncoordinates: [44.73, 5.02]\n'
                    f'area_m2: 1200\ndates: [{{event: "{long}", date: "2026-05-02"}},'
                    ' {event: chantier, date: 2024}, {event: jamais, date: "2026-02-31"}]',
                ),
                "place/petit": text("place", "Petit", "area_m2: 90"),
                "place/cache": text("place", "Caché", 'opened: "2026-05-03"', status="draft"),
                "place/ferme": text("place", "Fermé", 'opened: "2026-05-04"').replace(
                    "CC-BY-SA-4.0", "LicenseRef-tous-droits-reserves"
                ),
            }
        )  # fmt: skip
        yield alpha


def body(alpha: Alpha, url: str, status: int = 200) -> str:
    answer = alpha.client.get(url)
    assert answer.status_code == status, answer.text[:500]
    return answer.text.replace("\u00a0", " ").replace("\u202f", " ")


def rows(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', html)


def test_a_table_has_the_columns_that_are_asked_for_in_their_order(dated: Alpha) -> None:
    html = body(dated, "/lieux?view=table&col=area_m2&col=territory.city&sort=-area_m2")
    heads = re.findall(r"<th scope=\"col\"[^>]*><a[^>]*>([^<]*)", html)

    assert [head.strip() for head in heads] == ["Page", "Surface (m²)", "Commune"]
    assert rows(html)[:2] == ["La Fête, chez nous", "Petit"]
    assert 'aria-sort="descending"' in html
    assert rows(body(dated, "/lieux?view=table&sort=area_m2"))[:2] == [
        "Petit",
        "La Fête, chez nous",
    ]


def test_the_columns_of_a_table_go_along_with_the_selection(dated: Alpha) -> None:
    html = body(dated, "/lieux?view=table&col=area_m2&col=opened&sort=opened&region=occitanie")
    links = [
        parse_qs(urlsplit(unescape(u)).query) for u in re.findall(r'href="(/lieux\?[^"]*)"', html)
    ]
    moved = [q for q in links if q.get("col") == ["opened", "area_m2"]]

    assert moved, "a column can be moved"
    assert all((q["region"], q["sort"]) == (["occitanie"], ["opened"]) for q in moved)


def test_every_key_of_a_kind_is_a_column(dated: Alpha) -> None:
    for prefix in ("lieux", "methodes", "minicools", "organisations", "portails", "pages"):
        html = body(dated, f"/{prefix}?view=table")
        keys = list(dict.fromkeys(re.findall(r'name="col" value="([^"]*)"', html)))
        for start in range(0, len(keys), 12):
            some = "&".join(f"col={key}" for key in keys[start : start + 12])
            body(dated, f"/{prefix}?view=table&{some}&sort=-{keys[start]}")


def test_a_column_that_is_none_is_told_and_left_out(dated: Alpha) -> None:
    assert "« couleur » n’est pas une colonne" in body(dated, "/lieux?view=table&col=couleur")
    body(dated, "/lieux?view=table&sort=couleur", 422)
    assert "« couleur » n’est pas un critère connu" in body(dated, "/lieux?couleur=rouge")
    assert "pas un critère" not in body(dated, "/lieux?utm_source=x&fbclid=y")


def test_a_town_that_nobody_knows_is_told_beside_its_field(dated: Alpha) -> None:
    html = body(dated, "/lieux?near=Nulle-Part-les-Oies")

    assert "où est « Nulle-Part-les-Oies »" in html
    assert 'aria-invalid="true"' in html
    assert rows(html) or "Café PLUM" in html


def test_near_a_town_the_nearest_come_first(dated: Alpha) -> None:
    html = body(dated, "/lieux?near=Crest+(26)&within=300")
    titles = re.findall(r'<h3><a href="/lieux/[^"]*">([^<]*)</a></h3>', html)

    assert titles[0] == "La Fête, chez nous"
    assert "à 300 km de Crest (26) au plus" in html
    assert 'value="Crest (26)"' in html


def test_a_calendar_shows_days_months_and_years_for_what_they_are(dated: Alpha) -> None:
    month = body(dated, "/lieux?view=calendar&month=2026-05")
    year = body(dated, "/lieux?view=calendar&month=2024")

    assert "mai 2026" in month
    assert "2 mai 2026" in month
    assert "Sans jour précis" in month
    assert "Caché" not in month
    assert "month=2026-04" in month
    assert "month=2026-06" in month
    assert "chantier" in year
    assert "La Fête" not in body(dated, "/lieux?view=calendar&month=2026-02")


@pytest.mark.parametrize("month", ["0000", "2026-13", "9999-99", "hier", "2026-5", "10000"])
def test_a_month_that_cannot_be_gets_a_sentence(dated: Alpha, month: str) -> None:
    assert "<h1>" in body(dated, f"/lieux?view=calendar&month={month}", 422)


def test_the_edges_of_time_are_shown(dated: Alpha) -> None:
    for month in ("1000", "1000-01", "2999", "2999-12", "2024-02"):
        body(dated, f"/lieux?view=calendar&month={month}")


def test_dates_load_in_a_calendar_program(dated: Alpha) -> None:
    answer = dated.client.get("/lieux.ics")
    lines = answer.content.split(b"\r\n")
    read = icalendar.Calendar.from_ical(answer.content)
    events = {str(e["SUMMARY"]): e for e in read.walk("VEVENT")}

    assert answer.headers["content-type"].startswith("text/calendar")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    party = next(event for title, event in events.items() if "étoiles" in title)
    assert party["DTSTART"].dt == date(2026, 5, 2)
    assert party["DTEND"].dt == date(2026, 5, 3)
    assert "," in str(party["SUMMARY"])
    assert ";" in str(party["SUMMARY"])
    opened = events["La Fête, chez nous : ouverture"]
    assert (opened["DTSTART"].dt, opened["DTEND"].dt) == (date(2026, 5, 1), date(2026, 6, 1))
    assert len({str(event["UID"]) for event in events.values()}) == len(events)
    assert not any("Caché" in title or "Fermé" in title for title in events)


def test_an_event_keeps_its_name_when_its_day_changes(alpha: Alpha) -> None:
    def uid(day: str) -> str:
        front = f'id: 01ARZ3NDEKTSV4RRFFQ69G5FAV\ndates: [{{event: fête, date: "{day}"}}]'
        alpha.save("place/x", text("place", "X", front))
        read = icalendar.Calendar.from_ical(alpha.client.get("/lieux.ics").content)
        return next(str(e["UID"]) for e in read.walk("VEVENT") if str(e["SUMMARY"]) == "X : fête")

    assert uid("2026-05-02") == uid("2026-06-03")


def test_points_are_small_and_their_names_come_in_blocks(dated: Alpha) -> None:
    said = dated.client.get("/lieux.points.json").json()
    block = dated.client.get(f"/lieux.points.json?block=0&v={said['v']}").json()
    lats = [sum(said["p"][0 : 2 * n + 1 : 2]) / 1e4 for n in range(said["n"])]

    named = {one[0]: (lat, one[1], one[2]) for one, lat in zip(block["t"], lats, strict=True)}
    assert named["La Fête, chez nous"] == (44.73, "/lieux/fete", "Crest")
    assert dated.client.get("/lieux.points.json?block=0&v=autre").status_code == 409
    assert dated.client.get(f"/lieux.points.json?block=900&v={said['v']}").json() == {"t": []}
    assert dated.client.get("/lieux.points.json?q=introuvablissime").json()["n"] == 0


def test_points_are_asked_for_again_only_where_they_changed(dated: Alpha) -> None:
    etag = dated.client.get("/lieux.points.json").headers["etag"]
    again = dated.client.get("/lieux.points.json", headers={"If-None-Match": etag})

    assert again.status_code == 304


def test_a_map_without_scripts_is_a_drawing_and_a_list(dated: Alpha) -> None:
    html = body(dated, "/lieux?view=map")

    assert '<svg class="country"' in html
    assert '<ul class="index"><li><a href="/lieux/' in html
    assert "data-tiles" not in html


@pytest.mark.parametrize("view", ["map", "list", "cards", "table", "calendar"])
def test_a_frame_stands_in_other_sites_and_nothing_else_does(dated: Alpha, view: str) -> None:
    client = dated.signed_in()
    answer = client.get(f"/-/integre/lieux?view={view}&tag=librairie")
    policy = answer.headers["content-security-policy"]

    assert answer.status_code == 200
    assert "frame-ancestors *" in policy
    assert "form-action 'none'" in policy
    assert "set-cookie" not in answer.headers
    assert "<form" not in answer.text
    assert '<base target="_top">' in answer.text
    assert "Personne steward" not in answer.text
    assert "frame-ancestors 'none'" in client.get("/lieux").headers["content-security-policy"]


def test_a_directory_offers_its_frame(dated: Alpha) -> None:
    html = unescape(unescape(body(dated, "/lieux?view=map&tag=librairie")))

    assert 'src="http://alpha.test/-/integre/lieux?tag=librairie&view=map"' in html


def test_a_map_with_pictures_of_the_ground_says_so_in_its_policy_alone(dated: Alpha) -> None:
    from app.web.tiles import Tiles

    before, dated.app.state.tiles = dated.app.state.tiles, Tiles(
        "https://{s}.tiles.example/{z}/{x}/{y}.png", "© contributeurs"
    )  # fmt: skip
    try:
        here = dated.client.get("/lieux?view=map")
        away = dated.client.get("/lieux")
    finally:
        dated.app.state.tiles = before

    assert (
        "img-src 'self' data: https://*.tiles.example;" in here.headers["content-security-policy"]
    )
    assert 'data-tiles="https://{s}.tiles.example/{z}/{x}/{y}.png"' in here.text
    assert "tiles.example" not in away.headers["content-security-policy"]
