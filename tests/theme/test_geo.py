"""The projection that puts dots is the one that drew the contours."""

import json

import pytest

from app.domain.geo import (
    FRANCE,
    INSETS,
    VIEW_BOX,
    Point,
    distance_m,
    on_map,
    path_of,
    project,
    threads,
)
from app.theme.theme import DEFAULT_FOLDER

# Printed by d3-geo 3.1.2 from the constants of assets/map/contours.mjs.
DRAWN_BY_D3 = {
    "Roubaix": (50.694, 3.175, 339.41832678137905, 36.0633566899528),
    "Malakoff": (48.820, 2.300, 306.1866905937973, 147.44828796289903),
    "Lautrec": (43.706, 2.138, 298.4675568454773, 450.7078244081313),
    "Crest": (44.724, 5.015, 419.97053112656204, 388.65492311315893),
    "Brest": (48.39, -4.486, 39.1827638170484, 160.80303277876374),
    "Bastia": (42.697, 9.451, 617.1323075200808, 497.31008245874546),
    "Pointe-à-Pitre": (16.241, -61.533, 26.80400749402679, 401.68972312982226),
    "Fort-de-France": (14.604, -61.067, 89.08864348488805, 407.4849215560457),
    "Cayenne": (4.937, -52.326, 43.457590150707006, 459.28729847888326),
    "Saint-Denis": (-20.879, 55.448, 89.13402204544036, 454.04518352321656),
    "Mamoudzou": (-12.78, 45.228, 41.079055446090024, 532.2772011185214),
}
LAUTREC, CASTRES, LIMOUX = Point(43.706, 2.138), Point(43.606, 2.241), Point(43.053, 2.218)


@pytest.mark.parametrize("city", DRAWN_BY_D3)
def test_a_town_falls_where_d3_draws_it(city: str) -> None:
    lat, lon, x, y = DRAWN_BY_D3[city]
    assert project(lat, lon) == pytest.approx((x, y), abs=1e-6)


def test_the_built_contours_were_drawn_with_the_same_constants() -> None:
    file = DEFAULT_FOLDER / "static" / "map.json"
    assert file.is_file(), "the front end is not built: make assets"
    built = json.loads(file.read_text(encoding="utf-8"))
    assert built["viewBox"] == " ".join(str(n) for n in VIEW_BOX)
    assert built["projection"] == {
        "parallels": list(FRANCE.parallels),
        "meridian": FRANCE.meridian,
        "centre": FRANCE.centre,
        "scale": FRANCE.scale,
        "translate": list(FRANCE.translate),
    }
    ours = {i.slug: ([i.centre.lon, i.centre.lat], i.scale, list(i.translate)) for i in INSETS}
    assert {i["slug"]: (i["centre"], i["scale"], i["translate"]) for i in built["insets"]} == ours
    assert len(built["regions"]) == 18


def test_a_place_of_another_continent_is_not_on_the_map() -> None:
    assert on_map(43.706, 2.138)
    assert on_map(-20.879, 55.448)
    assert not on_map(45.5, -73.6)
    assert not on_map(-89, 0)


def test_a_point_outside_of_the_globe_is_refused() -> None:
    with pytest.raises(ValueError, match="globe"):
        Point(91, 0)


def test_distances_are_those_of_the_sphere() -> None:
    assert distance_m(LAUTREC, LAUTREC) == 0
    assert distance_m(LAUTREC, CASTRES) == pytest.approx(13_866, abs=5)
    assert distance_m(Point(0, 0), Point(0, 180)) == pytest.approx(20_015_114, abs=2)


def test_each_place_is_tied_once_to_its_nearest() -> None:
    points = [LAUTREC, CASTRES, LIMOUX, LAUTREC, Point(50.69, 3.17)]
    assert threads(points, count=1) == [(0, 1), (0, 4), (1, 2), (1, 3)]
    assert threads([], count=3) == []
    assert threads([LAUTREC], count=3) == []


def test_threads_found_by_latitude_are_those_of_a_full_search() -> None:
    points = [Point(42 + (i * 37 % 90) / 10, -4 + (i * 53 % 120) / 10) for i in range(80)]
    full = set()
    for i, point in enumerate(points):
        ways = sorted((distance_m(point, p), j) for j, p in enumerate(points))
        full |= {(min(i, j), max(i, j)) for _, j in [way for way in ways if way[0] > 1][:2]}
    assert set(threads(points, count=2)) == full


def test_a_map_too_full_for_threads_has_none() -> None:
    assert threads([Point(45.0, 1.0), Point(46.0, 2.0), Point(47.0, 3.0)], count=0) == []


def test_threads_are_one_path() -> None:
    assert path_of([(0, 1)], [(1, 2), (3.04, 4)]) == "M1.0 2.0L3.0 4.0"
