"""The reader of content/ sees what a person would be ashamed of."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.drawings import GOOD
from tools.lint_content.links import check_wiki
from tools.lint_content.reading import prose, read_pages
from tools.lint_content.spelling import Speller, check_spelling
from tools.lint_content.texts import (
    check_card,
    check_contacts,
    check_media,
    check_pictures,
    check_quizzes,
    check_sentences,
)

ROOT = Path(__file__).parent.parent
HEAD = """---
kind: page
title: {title}
lang: {lang}
licence: CC-BY-SA-4.0
summary: Un résumé.
themes: [communaute]
---

"""
QUIZ = """:::quiz
Qui vient ?

- [x] Tout le monde
  > Oui, c’est ouvert à tous.
- [ ] Personne
{remark}
:::
"""


@pytest.fixture
def content(tmp_path):
    """What writes a page into a folder of content, and gives all its pages."""

    def write(slug, body, title="Essai", lang="fr", head=HEAD):
        file = tmp_path / "pages" / "page" / f"{slug}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(head.format(title=title, lang=lang) + body)
        return read_pages(tmp_path)

    return write


def told(faults):
    return [(fault.line, fault.what) for fault in faults]


def test_a_page_without_summary_or_theme_is_told(content):
    pages = content("a", "", head="---\nkind: page\ntitle: {title}\nlang: {lang}\n---\n")

    assert [what for _, what in told(check_card(pages[0]))] == [
        "le résumé manque.", "la licence manque.", "aucun thème.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words", ["ana@lieu.example", "06 12 34 56 78", "+33 6.12.34.56.78", "0612345678"]
)
def test_a_way_to_reach_a_person_is_told_with_its_line(content, words):
    pages = content("a", f"Voir\n\nÉcrire à {words}.\n")

    assert [line for line, _ in told(check_contacts(pages[0]))] == [12]


@pytest.mark.parametrize("words", ["en 2018, 1 463 lieux", "l’ULID 01234567890123456789", "@tous"])
def test_numbers_and_names_that_reach_nobody_pass(content, words):
    assert not list(check_contacts(content("a", words)[0]))


@pytest.mark.parametrize(("remark", "faults"), [("  > Non, ce serait triste.", 0), ("", 1)])
def test_every_answer_of_a_question_wants_a_remark(content, remark, faults):
    pages = content("a", QUIZ.format(remark=remark))

    assert len(list(check_quizzes(pages[0]))) == faults


def test_a_question_whose_answers_are_all_right_is_told(content):
    body = QUIZ.format(remark="  > Oui, personne non plus.").replace("[ ]", "[x]")

    assert "bonne réponse" in told(check_quizzes(content("a", body)[0]))[0][1]


def test_a_picture_without_words_or_file_is_told(content, tmp_path):
    (page,) = content("a", "![](media/table.svg)\n")

    assert len(list(check_pictures(page, tmp_path))) == 2


def test_a_drawing_wants_a_card_and_a_page(content, tmp_path):
    pages = content("a", "Rien.\n")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "table.svg").write_bytes(GOOD)
    found = [fault.what for fault in check_media(tmp_path, pages)]

    assert len(found) == 4
    assert "aucune page ne montre cette image." in found


def test_long_sentences_are_told_and_short_ones_pass(content):
    long = " ".join(["mot"] * 50)
    average = check_sentences(content("a", f"{long}. {long}.\n")[0])
    one = check_sentences(content("a", f"{long} {long}. Oui. Non. Peut-être. Jamais.\n")[0])

    assert told(average) == [(1, "34.0 mots par phrase en moyenne (30 au plus).")]
    assert told(one) == [(10, "une phrase de 100 mots : coupez-la.")]
    assert not list(check_sentences(content("a", f"{long}. Oui. Non.\n")[0]))


def test_prose_is_what_is_read_and_nothing_else():
    text = (
        "Un **mot** `code` et [[page/a|un lien]], [[page/b]]\nsuite[^1].\n\n```\nx = 1\n```\n"
        "- [ ] item\n| a | b |\n:::list kind=place\n:::\n"
    )

    assert next(said.text.split() for said in prose(text, 1)) == [
        "Un", "mot", "et", "un", "lien,", "suite", ".",
    ]  # fmt: skip
    assert not any("x = 1" in said.text or "kind" in said.text for said in prose(text, 1))


def test_an_unknown_word_is_told_once_with_its_line(content):
    pages = content("a", "Un lieu.\n\nDes outtils et des outtils.\n")

    assert told(check_spelling(pages)) == [(12, "mot inconnu : « outtils ».")]


@pytest.mark.parametrize("key", ["variants", "cae", "osm_id", "themes", "media"])
def test_what_is_a_code_is_no_word(content, key):
    head = HEAD.replace("summary", f"{key}: [method/qzxx]\nsummary")

    assert not told(check_spelling(content("a", "Oui.\n", head=head)))


@pytest.mark.parametrize(
    "word", ["l’outilthèque", "aujourd’hui", "qu’elle", "mini-COOL", "Coworking", "CAE", "œuvre"]
)
def test_words_of_the_field_are_known(word):
    assert Speller("fr", ["COOL"]).knows(word)


def test_english_is_read_with_its_own_dictionary(content):
    pages = content("a", "A neighbourhood place, wich opens.\n", lang="en")

    assert [what for _, what in told(check_spelling(pages))] == ["mot inconnu : « wich »."]


def test_links_lists_and_orphans_are_seen_as_readers_see_them(content, tmp_path):
    content(
        "bienvenue", "[[page/a|une]] [[page/nulle|aucune]] [là](/nulle-part)\n", title="Accueil"
    )
    content("a", ":::list kind=page q=tambour\n:::\n", title="Une")
    content("b", "Un tambour.\n", title="Tambour")
    pages = content("c", "Seule, [[page/c|elle-même]].\n", title="Seule")
    found = sorted(check_wiki(tmp_path, pages))

    assert [(fault.file, fault.line) for fault in found] == [
        ("pages/page/bienvenue.md", 10), ("pages/page/bienvenue.md", 10), ("pages/page/c.md", 1),
    ]  # fmt: skip


def test_the_command_says_each_fault_on_a_line_and_ends_with_one(content, tmp_path):
    content("bienvenue", "ana@lieu.example\n")
    done = subprocess.run(
        [sys.executable, "-m", "tools.lint_content", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1, done.stderr
    assert f"{tmp_path.name}/pages/page/bienvenue.md:10: coordonnée personnelle" in done.stdout
