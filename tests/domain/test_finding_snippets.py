"""What a result shows of a text."""

from app.domain.finding.snippets import Marker

SUMMARY = "Financer un lieu avec l’appui du public : " + "dons, prêts ou parts, " * 5 + "et rien."
CARD = "porteurs de projet\néquipes de lieux\nbureaux\n" * 10


def test_a_snippet_ends_with_a_sentence_rather_than_with_a_line_of_the_card() -> None:
    snippet = Marker((("financer", 0),), ()).snippet(f"{SUMMARY}\n{CARD}")
    assert snippet.removesuffix(" …").endswith("et rien.")


def test_lines_end_a_snippet_where_there_is_no_sentence() -> None:
    snippet = Marker((("bureau", 0),), ()).snippet(CARD)
    assert snippet.removesuffix(" …").endswith(("projet", "lieux", "\x02bureaux\x03"))


def test_a_word_is_marked_in_capitals_beside_a_letter_that_grows_when_it_is_small() -> None:
    snippet = Marker((("cafe", 0),), ()).snippet("İstanbul. Un CAFÉ.")
    assert "\x02CAFÉ\x03" in snippet


def test_a_line_without_end_that_says_one_word_over_and_over_is_cut_at_once() -> None:
    marker = Marker((("mot", 0), ("autre", 1)), ())
    found = marker._matches("mot " * 15_000, 0)
    assert marker.snippet("mot " * 15_000).count("\x02mot\x03") < 100
    assert sum(1 for _ in found) == 15_000
