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
