"""Pages about the same thing are found without comparing all, and those that are not are left."""

from dataclasses import replace

import pytest

from app.domain.likeness import Traits, pair_of, resemblance, sketch, traits_of
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from app.engines.likeness import Lookalikes, weigh
from tests.bench.twins import Told, directory

PLUM = Traits(
    PagePath("place", "plum"), "Café Plum", id="a", city="lautrec", point=(43.7063, 2.1389)
)


def other(title: str, **facts: object) -> Traits:
    said = {"path": PagePath("place", "autre"), "id": "b", "title": title}
    return replace(PLUM, **said | facts)


def why(one: Traits, two: Traits) -> list[str]:
    found = weigh(one, two)
    return [str(reason) for reason in found.reasons] if found else []


def test_an_article_makes_no_other_name() -> None:
    bare = {"city": "", "point": None}
    assert why(replace(PLUM, **bare), other("Le café Plum", **bare)) == ["même nom"]
    assert why(replace(PLUM, **bare), other("Fablab Plum", **bare)) == []


def test_most_places_that_are_there_twice_are_found_and_few_others() -> None:
    known = directory(1500)
    found = {one.names for one in Lookalikes(Told(known.places)).suspects()}
    assert len(found & known.twins) / len(known.twins) >= 0.95
    assert len(found & known.twins) / len(found) >= 0.7


def test_the_reasons_are_told_in_words() -> None:
    near = other("CAFE PLUM (association)", point=(43.7068, 2.1389), host="plum.example")
    assert why(replace(PLUM, host="plum.example"), near) == [
        "noms proches",
        "à 60 mètres l’un de l’autre",
        "même site web",
    ]
    assert (
        why(replace(PLUM, siret="1" * 14), other("Tout autre", siret="1" * 14))[0] == "même Siret"
    )
    osm = [replace(PLUM, osm_id="node/1"), other("Tout autre", osm_id="node/1", point=None)]
    assert why(*osm)[0] == "même objet OpenStreetMap"


@pytest.mark.parametrize(
    "two",
    [
        other("Café Plum", city="nantes", point=(47.2, -1.5)),
        other("Le Moulin"),
        other("La Grange", point=PLUM.point),
        other("Tiers-lieu coworking"),
        replace(other("Café Plum"), path=PagePath("method", "plum")),
        other("Café Plum", lang="en"),
        other("Café Plum", derived="beta.test a"),
    ],
)
def test_what_is_only_near_or_known_is_no_double(two: Traits) -> None:
    assert weigh(PLUM, two) is None


def test_a_friends_page_is_set_beside_ours_and_never_beside_a_friends() -> None:
    theirs = other("Café Plum", origin="beta.test")
    found = weigh(theirs, PLUM)
    assert found is not None
    assert (found.one.origin, found.other.origin) == ("", "beta.test")
    assert weigh(theirs, replace(PLUM, origin="gamma.test")) is None


def test_only_what_changed_is_compared_again() -> None:
    index = Told([PLUM, other("Le Moulin"), other("Café-Plum", id="c")])
    looks = Lookalikes(index)
    assert [one.names for one in looks.suspects()] == [("a", "c")]
    index.change(2, replace(other("Café Plum"), id="b"))
    assert {one.names for one in looks.suspects()} == {("a", "b"), ("a", "c"), ("b", "c")}
    index.change(1, replace(PLUM, title="La Halle"))
    assert [one.names for one in looks.suspects()] == [("b", "c")]


def test_a_page_that_is_not_there_yet_is_compared_too() -> None:
    looks = Lookalikes(Told([PLUM, other("Le Moulin")]))
    begun = Traits(PagePath("place", "cafe-plume"), "Café Plume")
    assert looks.like(begun, size=5) == []
    assert [one.other.id for one in looks.like(begun, size=5, least=0.4)] == ["a"]


def test_texts_that_are_nearly_the_same_are_found_under_any_name() -> None:
    words = " ".join(f"mot{n} puis geste{n % 7}" for n in range(60))
    texts = [
        f"---\ntitle: {title}\n---\n{body}\n"
        for title, body in [
            ("Troc", words),
            ("Bourse aux objets", words + " et voilà"),
            ("Autre", words[::-1]),
        ]
    ]
    traits = [traits_of(parse_page(PagePath("method", f"m{n}"), t)) for n, t in enumerate(texts)]
    assert why(traits[0], traits[1]) == ["textes presque pareils"]
    assert weigh(traits[0], traits[2]) is None
    assert resemblance(sketch("trop court"), sketch("trop court")) == 0


def test_a_pair_has_one_order() -> None:
    assert pair_of("b", "a") == pair_of("a", "b") == ("a", "b")
