"""Words of one family are reached from one another, however their endings differ."""

import pytest

from app.domain.finding.derivation import roots, stem
from app.domain.finding.french import fold, term


def _term(word: str) -> str:
    return term(fold(word), "fr")


@pytest.mark.parametrize(
    "family",
    [
        "financer financement finance financier financeur", "documenter documentation",
        "méthode méthodologie", "coopératif coopérative coopération coopérer coopérateur",
        "partager partage partageons", "gouverner gouvernance gouvernement",
        "accueillir accueil accueillant", "préfigurer préfiguration", "habiter habitant",
        "mutualiser mutualisation mutualisé", "animer animateur animatrice animation",
        "bénévole bénévolat", "solidaire solidarité", "accessible accessibilité",
        "réparer réparateur réparation", "coworking coworker coworkeuse", "insérer inséré",
        "recycler recyclerie", "rural ruraux ruralité", "artisan artisanal", "nomade nomadisme",
    ],
)  # fmt: skip
def test_a_family_shares_a_stem_that_begins_its_words(family: str) -> None:
    words = [_term(word) for word in family.split()]
    (root,) = {stem(word, "fr") for word in words}
    assert all(word.startswith(root) for word in words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("décider", "décision"), ("essaimer", "essaimage"), ("recevoir", "réception"),
        ("ouvrir", "ouverture"), ("transmettre", "transmission"), ("soutenir", "soutien"),
        ("employer", "emploi"), ("essayer", "essai"), ("communiquer", "communication"),
        ("répondre", "réponse"), ("inscrire", "inscription"), ("produire", "production"),
        ("construire", "construction"), ("associer", "association"),
    ],
)  # fmt: skip
def test_a_family_whose_words_begin_otherwise_is_reached_both_ways(one: str, other: str) -> None:
    for word, sought in ((one, other), (other, one)):
        assert stem(_term(sought), "fr") in roots(_term(word), "fr")


@pytest.mark.parametrize(
    "words",
    ["commune communication communauté", "lieu lier", "place plan", "contrat contre", "an année"],
)
def test_words_that_only_look_alike_are_of_different_families(words: str) -> None:
    terms = [_term(word) for word in words.split()]
    assert len({stem(one, "fr") for one in terms}) == len(terms)
    assert not set(roots(terms[0], "fr")) & {stem(one, "fr") for one in terms[1:]}


def test_other_languages_have_no_french_families() -> None:
    assert roots("gouverner", "") == ("gouverner",)
    assert roots("sharing", "en") == ("shar",)
