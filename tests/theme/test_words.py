"""Numbers, dates and sentences, as each language writes them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.domain.errors import EngineFailed, PageNotFound, WikiError
from app.theme import Theme, sentence
from app.theme.theme import breathing, matches, stop
from app.theme.words import Writing, languages, read_words

FRENCH, ENGLISH = Writing("fr"), Writing("en")


def test_french_numbers_are_grouped_by_narrow_no_break_spaces() -> None:
    assert FRENCH.number(357000) == "357\u202f000"
    assert FRENCH.money(357000) == "357\u202f000\u00a0€"
    assert FRENCH.money(11.5) == "11,50\u00a0€"
    assert ENGLISH.money(357000) == "€357,000"


def test_what_is_no_number_is_left_as_it_is() -> None:
    assert FRENCH.number("à compléter") == "à compléter"
    assert FRENCH.money(None) == ""


def test_dates_are_long_in_each_language() -> None:
    assert FRENCH.long_date(date(2026, 11, 21)) == "21 novembre 2026"
    assert FRENCH.long_date("2026-11-21") == "21 novembre 2026"
    assert ENGLISH.long_date(date(2026, 11, 21)) == "November 21, 2026"
    assert FRENCH.day(date(2026, 11, 21)) == "21 nov."


def test_a_year_alone_stays_a_year() -> None:
    assert FRENCH.long_date("2010") == "2010"


def test_moments_are_shown_in_the_local_time() -> None:
    late = datetime(2026, 11, 21, 23, 4, tzinfo=UTC)
    assert FRENCH.moment(late) == "22 novembre 2026, 0\u00a0h\u00a004"
    assert FRENCH.iso(late) == "2026-11-21T23:04:00Z"


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(25, "25\u00a0min"), (60, "1\u00a0h"), (210, "3\u00a0h\u00a030"), (None, "")],
)
def test_durations_are_hours_and_minutes(minutes: int | None, written: str) -> None:
    assert FRENCH.duration(minutes) == written


def test_sizes_are_told_in_the_unit_of_the_language() -> None:
    assert FRENCH.weight(340_000) == "340\u00a0ko"
    assert ENGLISH.weight(1_234_567) == "1.2\u00a0MB"


def test_matched_words_of_a_snippet_are_marked_and_the_rest_escaped() -> None:
    assert matches("<b> \x02conciergerie\x03 & co") == (
        "&lt;b&gt; <mark>conciergerie</mark> &amp; co"
    )


def test_typed_text_gets_the_spaces_of_french_typography() -> None:
    assert breathing("Vrai ? « Oui » : non !") == (
        "Vrai\u00a0? «\u00a0Oui\u00a0»\u00a0: non\u00a0!"
    )


def test_a_sentence_that_ends_with_initials_gets_no_second_stop() -> None:
    assert stop("par L. M.") == "par L. M."
    assert stop("par Claire") == "par Claire."


def test_french_counts_zero_as_one() -> None:
    words = read_words([], "fr")
    assert words.ngettext("lieu", "lieux", 0) == "lieu"
    assert words.ngettext("lieu", "lieux", 2) == "lieux"


def test_a_theme_laid_over_another_changes_its_words(tmp_path: Path) -> None:
    for name, word in (("under", "Places"), ("over", "Spots")):
        folder = tmp_path / name / "locale" / "en"
        folder.mkdir(parents=True)
        more = 'msgid "Carte"\nmsgstr "Map"\n' if name == "under" else ""
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        (folder / "messages.po").write_text(
            f'{head}msgid "Lieux"\nmsgstr "{word}"\n\n{more}', encoding="utf-8"
        )
    words = read_words([tmp_path / "over", tmp_path / "under"], "en")
    assert words.gettext("Lieux") == "Spots"
    assert words.gettext("Carte") == "Map"
    assert words.gettext("Sans traduction") == "Sans traduction"


def test_the_default_theme_speaks_french_and_english() -> None:
    theme = Theme()
    assert languages(theme.folders)[:2] == ("fr", "en")
    assert theme.spoken("en-GB") == "en"
    assert theme.spoken("de") == "fr"


def test_an_error_is_told_in_the_language_of_the_reader() -> None:
    theme = Theme()
    error = PageNotFound(path="place/x")
    assert "place/x" in theme.sentence(error.sentence, error.params, lang="fr")
    assert "no page" in theme.sentence(error.sentence, error.params, lang="en")


def test_a_sentence_that_lacks_a_parameter_is_shown_as_it_is() -> None:
    assert sentence("Bonjour {name}", {}) == "Bonjour {name}"


def _all_errors(kind: type[WikiError] = WikiError) -> list[type[WikiError]]:
    return [kind, *(one for sub in kind.__subclasses__() for one in _all_errors(sub))]


def test_every_error_of_the_domain_has_its_english_sentence() -> None:
    theme = Theme()
    missing = {
        e.sentence
        for e in _all_errors()
        if e.__module__ == EngineFailed.__module__
        and theme.say(e.sentence, lang="en") == e.sentence
    }
    assert missing == set()


def test_words_changed_in_a_theme_are_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "locale" / "en" / "messages.po"
    file.parent.mkdir(parents=True)
    for english in ("Place", "Third place"):
        file.write_text(f'msgid "Lieu"\nmsgstr "{english}"\n', "utf-8")
        assert read_words([tmp_path], "en").gettext("Lieu") == english
