"""What words of a page are worth for finding it."""

from datetime import UTC, datetime

import pytest

from app.domain.finding.fields import Findable, _is_markup
from app.domain.finding.scoring import share
from app.domain.finding.weighing import counted, weighed
from app.domain.page_path import PagePath
from app.engines.markdown import MarkdownRenderer


def page(*questions: str) -> Findable:
    return Findable(
        PagePath.parse("page/abri"), "1", "", "fr", "Un abri", "Un toit.", (), (), "", "Du bois.",
        {}, None, datetime(2026, 1, 1, tzinfo=UTC), "", 1.0, questions=questions,
    )  # fmt: skip


def test_a_word_that_several_questions_share_counts_once() -> None:
    one, several = (
        counted(page("Où louer ?")),
        counted(page("Où louer ?", "Louer quand ?", "Louer à qui ?")),
    )
    assert several.worths["louer"] == one.worths["louer"]


def test_both_ways_of_weighing_a_page_agree() -> None:
    asked = page("Quel tiers-lieu louer ?", "Quel lieu louer ?")
    worths = {term: use.worth for term, use in weighed(asked).items()}
    assert worths == pytest.approx(dict(counted(asked).worths))


PARAGRAPHS = ("Oui : « non »", "Mo-Fr 09:00-18:00", "- c : d", "1. x : y", "E : f ", "A :: b",
              "G : h\ni", "K : &amp; l", "M : _n_", "Voir : (c) \"q\" -- …", "O :\rp")  # fmt: skip


@pytest.mark.parametrize(
    "said", [*PARAGRAPHS, "\n\n".join(PARAGRAPHS), "\n\n".join(PARAGRAPHS[:2])]
)
def test_markdown_that_is_not_parsed_would_say_the_same(said: str) -> None:
    assert _is_markup(said) or MarkdownRenderer().outline(said).text == said.replace("\n\n", "\n")


def test_a_colon_alone_is_no_markdown() -> None:
    assert not any(map(_is_markup, ("\n\n".join(PARAGRAPHS[:2]), "Lundi : fermé.")))


def test_a_long_question_asks_for_less_of_its_mass() -> None:
    assert share(4) < share(3) == share(1)
