"""Words that people write in different ways are one term; families share a stem."""

from collections import Counter

import pytest

from app.domain.finding.digests import digest, terms_in
from app.domain.finding.french import GAP, fold, language, term, terms, tokens


@pytest.mark.parametrize(
    "text",
    ["méthode scénario", "METHODES DES SCENARIOS", "La méthode du scénario", "méthode scenarii"],
)
def test_case_accents_plurals_and_little_words_do_not_count(text: str) -> None:
    assert terms(text, "fr") == ["methode", "scenario"]


@pytest.mark.parametrize(
    "text", ["tiers-lieu", "tiers lieux", "Tiers-Lieux", "tierslieu", "TIERSLIEUX"]
)
def test_a_pair_is_one_word_however_it_is_written(text: str) -> None:
    assert terms(text, "fr") == ["tierslieu"]


@pytest.mark.parametrize("text", ["fab lab", "fabs labs", "FabLab", "fab-labs"])
def test_a_pair_may_have_two_plurals(text: str) -> None:
    assert terms(text, "fr") == ["fablab"]


@pytest.mark.parametrize(
    "text", ["l’atelier", "d'atelier", "L'Atelier", "qu’atelier", "jusqu’atelier"]
)
def test_elision_is_taken_off(text: str) -> None:
    assert terms(text, "fr") == ["atelier"]


@pytest.mark.parametrize(
    ("word", "found"),
    [("ruraux", "rural"), ("travaux", "travail"), ("lieux", "lieu"), ("jeux", "jeu"),
     ("réseaux", "reseau"), ("baux", "bail"), ("process", "process"), ("2016", "2016")],
)  # fmt: skip
def test_plurals_lead_to_the_singular(word: str, found: str) -> None:
    assert term(fold(word), "fr") == found


def test_a_hyphenated_word_is_found_apart_and_together() -> None:
    assert terms("faire-ensemble", "fr") == ["faire", "faireensemble", "ensemble"]


def test_stop_words_leave_their_place() -> None:
    steps = [(token.step, token.term) for token in tokens("la méthode des scénarios", "fr")]
    assert steps == [(2, "methode"), (2, "scenario")]


def test_english_pages_have_english_plurals_and_little_words() -> None:
    assert terms("The libraries of the commons", "en") == ["library", "common"]


def test_other_languages_are_only_folded() -> None:
    assert terms("Größe der Städte", "") == ["grosse", "der", "stadte"]


@pytest.mark.parametrize(
    ("code", "found"),
    [("fr", "fr"), ("fr-FR", "fr"), ("EN", "en"), ("frp", ""), ("br", ""), ("", "")],
)
def test_a_language_is_known_by_its_first_letters(code: str, found: str) -> None:
    assert language(code) == found


@pytest.mark.parametrize("text", ["", "   ", "…!?«»", "'-'-'", "’", "-", "_" * 500])
def test_no_word_is_no_term(text: str) -> None:
    assert terms(text, "fr") == []


def test_a_very_long_word_is_cut() -> None:
    assert terms("a" * 10_000, "fr") == ["a" * 40]


@pytest.mark.parametrize("text", ["L’éco-lieu · 5 € : « tiers-lieux » – l’atelier", "Arc-en-ciel…"])
def test_a_sign_that_is_read_slowly_changes_no_other_word(text: str) -> None:
    quick, slow = digest(text, "fr"), digest(text + " λ", "fr")
    assert f"{quick.line} λ" == slow.line
    assert {**quick.whole, "λ": 1} == slow.whole
    assert quick.parts == slow.parts


WRITTEN = (
    "Le co living lab, tiers  - lieux et fabs\nlabs, plate\u00a0forme.",
    "tiers, lieux ; d’open source, l’open data, e learning, disco-soupe",
    "- -- ' 'a' -b- c--d e'-f _g_ h_i du-de accueil-tiers-lieu-9 a-b-c-d",
    "e\u0301te\u0301 a\u00ado\u200bu \u0130stanbul Straße m² n° ½ 5 µm ™ Œuvre æther ﬁn Øre",
    "ΑΒΓ кот 日本語 texte “guillemets” ‘simples’ → • aujourd’hui c'est-à-dire",
)


@pytest.mark.parametrize("lang", ["fr", "en", ""])
def test_whole_texts_are_read_as_their_words_are(lang: str) -> None:
    for text in (*WRITTEN, "\n".join(WRITTEN)):
        read = list(tokens(text, lang))
        said = digest(text, lang)
        line = [token.term for token in read if token.step]
        assert [one for one in said.line.split(" ") if one not in (GAP, "")] == line
        assert said.whole == Counter(token.term for token in read if not token.part)
        assert said.parts == Counter(token.term for token in read if token.part)
        assert said.beside == {token.term for token in read} - {*line}
        assert terms_in(text, lang) == terms(text, lang)
