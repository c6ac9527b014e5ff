"""Two pages as one: what is chosen, and where each value came from."""

from app.domain.page import parse_page
from app.domain.page_path import PagePath
from app.domain.provenance import Origin, entry, origin_of
from app.domain.uniting import as_chosen, points, with_origins

CENSUS, LIST = Origin("Recensement", "2023"), Origin("Annuaire", "2025-02-01")


def place(slug, *lines):
    return parse_page(PagePath("place", slug), "\n".join(["---", *lines, "---", "", "Texte.", ""]))


def test_a_town_and_its_point_are_one_choice():
    kept = place("a", "title: A", "territory: {city: Albi}", "tags: [x]")
    other = place("b", "title: A", "coordinates: [43.9, 2.1]", "tags: [x]")
    [point] = points(kept, other, [])
    assert (point.key, point.kept) == ("territory", {"territory": {"city": "Albi"}})
    chosen = parse_page(kept.path, as_chosen(kept.text, [point], {"territory": "mine"}))
    assert "territory" not in chosen.front
    assert chosen.front["coordinates"] == [43.9, 2.1]
    assert points(kept, other, ["territory"]) == []


def test_a_value_keeps_where_it_came_from_and_no_other_does():
    kept = place(
        "a", "area_m2: 100", f'provenance: {{area_m2: "{entry(CENSUS, 100)}", '
        f'siret: "{entry(CENSUS, "1" * 14)}"}}',
    )  # fmt: skip
    other = place("b", "area_m2: 120", f'provenance: {{area_m2: "{entry(LIST, 120)}"}}')
    for area, origin in ((100, CENSUS), (120, LIST), (130, None)):
        united = with_origins(f"---\narea_m2: {area}\n---\n", kept, other)
        front = parse_page(kept.path, united).front
        assert origin_of(front, "area_m2") == origin
        assert "siret" in front["provenance"]
