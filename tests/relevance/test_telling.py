"""The command explains answers of the tuning part, and only counts those that are kept aside."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.page_path import PagePath
from app.domain.search import Located, SearchHit, SearchPage, SearchQuery, Suggestion
from tests.relevance import engines, telling
from tests.relevance.__main__ import main
from tests.relevance.judged import Judged, read
from tests.relevance.measuring import Answer, ask, figures

PAGE = PagePath.parse("method/troc")


class Stubborn:
    """Answers everything with the same page."""

    def find(self, query: SearchQuery) -> SearchPage:
        return SearchPage(1, (SearchHit(PAGE, query.text, "", "", "", 1.0),), {}, None)

    def every(self, query: SearchQuery, *, limit: int) -> list[Located]:
        return [Located(PAGE, query.text[:0])][:limit]

    def suggest(self, text: str, *, size: int) -> list[Suggestion]:
        return [Suggestion(PAGE, text)][:size]


@pytest.fixture(autouse=True)
def _stubborn(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def opened(folder: Path) -> Iterator[Stubborn]:
        yield Stubborn()

    monkeypatch.setitem(engines.ENGINES, "whoosh", opened)


def test_misses_of_the_tuning_part_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["whoosh", "--part", "tuning", "--misses", "3"]) == 0
    told = capsys.readouterr().out
    assert sum(one.query in told for one in read("tuning")) >= 3
    assert "not among the 1 first" in told


def test_queries_kept_aside_are_shown_only_when_told_to(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "figures.json"
    main(["whoosh", "--part", "aside", "--misses", "999", "--json", str(file)])
    told, written = capsys.readouterr().out, json.loads(file.read_text("utf-8"))
    needs = [one.need for one in read("aside")]
    # Counted apart: a test that fails must show none of them either.
    shown = sum(need in told for need in needs)
    assert shown == 0
    assert written["answers"] == []
    assert written["figures"][0]["queries"] == len(needs)
    main(["whoosh", "--part", "aside", "--misses", "999", "--explain-aside"])
    explained = capsys.readouterr().out
    shown = sum(need in explained for need in needs)
    assert shown == len(needs)


def test_the_worst_answer_is_told_first_with_the_ranks_of_what_was_expected() -> None:
    good = Judged("troc", "topic", "Échanger.", {"method/troc": 3})
    bad = Judged(
        "bail", "topic", "Louer.", {"place/a": 3, "method/troc": 1}, frozenset({"place/a"})
    )
    answers = ask(Stubborn(), [good, bad])
    lines = telling.misses(answers, 2).splitlines()
    assert lines[0] == "0.13  bail  (topic, not as expected)"
    assert lines[2] == "      1. method/troc, grade 1"
    assert lines[3:5] == [
        "      grade 3: place/a not among the 1 first",
        "      grade 1: method/troc at 1",
    ]
    assert figures("whoosh", "tuning", answers).unexpected == 1


def test_a_page_near_the_top_is_as_expected_up_to_the_third() -> None:
    judged = Judged("a", "topic", "A.", {"place/a": 3}, near=frozenset({"place/a"}))
    assert Answer(judged, ("place/x", "place/y", "place/a")).as_expected
    assert not Answer(judged, ("place/x", "place/y", "place/z", "place/a")).as_expected
