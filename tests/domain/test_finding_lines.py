"""How like a question is to what a page says in one line."""

from app.domain.finding.lines import Likeness, told
from app.domain.finding.question import ask


def likeness(question: str, *lines: str) -> float:
    wants = ask(question, {}).wants
    return Likeness(wants, [1.0] * len(wants)).of(["", *map(told, lines)])


def test_a_line_that_says_the_same_in_other_forms_is_like_the_question() -> None:
    assert likeness("comment fermer un lieu vide", "Fermer un lieu vide ?") == 1.0
    assert likeness("fermeture du lieu vide", "Comment fermer un lieu vide ?") > 0.8


def test_a_line_says_less_of_a_question_of_few_words() -> None:
    one, two, three = "fermer", "fermer lieu", "fermer lieu vide"
    assert likeness(one, one) < likeness(two, two) < likeness(three, three) == 1.0


def test_words_apart_are_less_than_words_in_one_line() -> None:
    apart = likeness("réparer un vélo", "Où réparer sa lampe ?", "Un vélo pour venir")
    assert apart < likeness("réparer un vélo", "Où réparer une lampe ou un vélo ?")


def test_a_long_line_is_less_like_a_question_than_a_short_one() -> None:
    short, long = "Louer une salle", "Louer une salle, un atelier, un jardin et du matériel"
    assert likeness("louer une salle", long) < likeness("louer une salle", short)


def test_a_title_counts_only_where_it_says_all() -> None:
    wants = ask("loyer bail charges", {}).wants
    alike = Likeness(wants, [1.0] * len(wants))
    assert alike.of([told("Le loyer et le bail")]) == 0.0
    assert alike.of([told("Charges, bail et loyer")]) == 1.0


def test_nothing_in_common_is_not_alike() -> None:
    assert likeness("réparer un vélo", "Louer une salle") == 0.0
    assert likeness("réparer un vélo") == 0.0
