"""Notices, steps, live lists and quizzes."""

from re import findall

import pytest

from app.domain.selection import Selection
from app.engines.markdown import MarkdownRenderer

renderer = MarkdownRenderer()
QUIZ = """:::quiz id=licence-1
Un texte d’abord.

Que dit **CC BY-SA** ?

- [x] Citer et partager
  > Oui, les deux.

  > Toujours.
- [ ] Citer
  > Pas seulement.
- [ ] Rien
:::
"""


def html(body: str) -> str:
    return renderer.render(body, kind="page", lang="fr").html


@pytest.mark.parametrize(
    ("args", "css", "title"),
    [
        ("", "notice", ""),
        ("attention", "notice caution", "Attention"),
        ("Attention : fragile", "notice caution", "Fragile"),
        ("Danger !", "notice bad", "Danger"),
        ("astuce Une idée", "notice good", "Une idée"),
        ("Le saviez-vous ?", "notice", "Le saviez-vous ?"),
    ],
)
def test_a_note_is_a_notice(args: str, css: str, title: str) -> None:
    shown = html(f":::note {args}\nTexte\n:::\n")
    head = f"<p><strong>{title}</strong></p>\n" if title else ""
    assert shown == f'<div class="{css}" role="note"><div>{head}<p>Texte</p>\n</div></div>\n'


def test_steps_come_from_a_list() -> None:
    assert html(":::steps\nAvant\n\n1. Un\n2. Deux\n:::\n") == (
        '<p>Avant</p>\n<ol class="steps">\n<li><div><p>Un</p>\n</div></li>\n'
        "<li><div><p>Deux</p>\n</div></li>\n</ol>\n"
    )


def test_steps_come_from_headings() -> None:
    shown = html(":::steps\nAvant\n\n## Un\n\nx\n\n### Un bis\n\n## Deux\n\n- y\n:::\n")
    assert shown.startswith('<p>Avant</p>\n<ol class="steps">\n<li><div><h2')
    assert shown.count("<li><div>") == 2
    assert shown.endswith("</div></li>\n</ol>\n")


def test_steps_without_list_or_heading_show_their_text() -> None:
    assert html(":::steps\nRien\n:::\n") == "<p>Rien</p>\n"


def test_a_list_is_a_placeholder() -> None:
    args = 'kind=place region="val de loire" view=map title="Nos lieux" size=6 order=recent'
    shown = html(f":::list {args}\n:::\n")
    assert shown == (
        '<div data-list="kind=place region=&quot;val de loire&quot;" data-view="map" '
        'data-title="Nos lieux" data-size="6" data-order="recent"></div>\n'
    )


def test_the_selection_of_a_list_reads_back_as_it_was_written() -> None:
    args = 'kind=place kind=method theme=lien-social city="Saint-Étienne" tag=""'
    (written,) = findall(r'data-list="([^"]*)"', html(f":::list {args}\n:::\n"))
    assert Selection.parse(written.replace("&quot;", '"')) == Selection.parse(args)


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ("king=place", "king"),
        ("kind=place n’importe quoi", "n’importe quoi"),
        ("kind=place view=globe", "globe"),
        ("kind=place size=0", "size=0"),
        ("kind=place size=²", "size=²"),
        ("kind=place order=hasard", "order=hasard"),
    ],
)
def test_a_wrong_list_says_why(args: str, reason: str) -> None:
    shown = html(f":::list {args}\n:::\n")
    assert "data-list" not in shown
    assert 'class="notice caution"' in shown
    assert reason in shown


def test_a_list_that_is_not_closed_swallows_nothing() -> None:
    page = renderer.render(":::list kind=place\n\nLa suite [[A]].\n", kind="page", lang="fr")
    assert page.html.startswith("<div data-list=")
    assert "La suite" in page.html
    assert page.outline.text == "La suite A."


def test_an_unknown_directive_keeps_its_content_and_shows_its_name() -> None:
    shown = html(":::carte zoom=3\n**dedans**\n:::\n")
    assert "carte zoom=3" in shown
    assert "<strong>dedans</strong>" in shown


@pytest.mark.parametrize(
    "body",
    [
        "::::note\n:::steps\n1. a\n:::\n::::\nfin\n",
        ":::note\n:::steps\n1. a\n:::\n:::\nfin\n",
        "::::note\n:::steps\n1. a\n::::\nfin\n",
    ],
)
def test_directives_nest(body: str) -> None:
    assert html(body) == (
        '<div class="notice" role="note"><div><ol class="steps">\n<li><div><p>a</p>\n</div></li>\n'
        "</ol>\n</div></div>\n<p>fin</p>\n"
    )


def test_directives_work_in_items_and_quotes() -> None:
    shown = html("- a\n\n  :::note\n  b\n  :::\n\n> :::note\n> c\n> :::\n\nd\n")
    assert shown.count('role="note"') == 2
    assert ":::" not in shown


def test_a_quiz_works_without_a_script() -> None:
    shown = html(QUIZ)
    assert shown.startswith(
        '<p>Un texte d’abord.</p>\n<fieldset class="quiz" data-quiz="licence-1">'
        "<legend>Que dit <strong>CC BY-SA</strong> ?</legend>\n"
    )
    assert (
        '<div class="answer" data-right="yes"><label class="choice"><input type="radio" '
        'name="q-licence-1" value="1"><span>Citer et partager</span></label>\n'
        '<details class="feedback"><summary>Voir le retour</summary>\n'
        "<p><strong>Juste.</strong> Oui, les deux.</p>\n<p>Toujours.</p>\n</details></div>\n"
    ) in shown
    assert "<p><strong>Pas tout à fait.</strong></p>\n</details>" in shown
    assert findall(r'data-right="(\w+)"', shown) == ["yes", "no", "no"]


def test_several_right_answers_make_boxes_and_say_so() -> None:
    shown = html(":::quiz id=a\nQui ?\n\n- [x] a\n- [x] b\n- [ ] c\n:::\n")
    assert shown.count('type="checkbox" name="q-a"') == 3
    assert "Plusieurs réponses" in shown


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("Qui ?", "pas de réponses"),
        ("Qui ?\n\n- a\n- b", "pas de réponses"),
        ("Qui ?\n\n- [x] a\n- b", "pas de réponses"),
        ("Qui ?\n\n- [ ] a\n- [ ] b", "pas de bonne réponse"),
        ("", "pas de réponses"),
    ],
)
def test_a_broken_quiz_is_text_under_a_notice(inside: str, reason: str) -> None:
    page = renderer.render(f":::quiz id=a\n{inside}\n:::\n", kind="page", lang="fr")
    assert reason in page.html
    assert "fieldset" not in page.html
    assert page.outline.quizzes == ()
    assert page.outline.text.startswith(inside[:5])


def test_a_quiz_without_id_takes_that_of_its_question() -> None:
    assert renderer.outline(":::quiz\nQui paie ?\n\n- [x] a\n:::\n").quizzes == ("qui-paie",)


def test_two_quizzes_never_share_an_id() -> None:
    one = ":::quiz id=a\nx ?\n\n- [x] y\n:::\n\n"
    page = renderer.render(one * 3, kind="page", lang="fr")
    assert page.outline.quizzes == ("a", "a--2", "a--3")
    assert findall(r'data-quiz="([^"]+)"', page.html) == list(page.outline.quizzes)


def test_a_quiz_keeps_all_that_surrounds_its_answers() -> None:
    shown = html(
        ":::quiz id=a\nQui ?\n\n> un extrait\n\n- [x] y\n\n  ```\n  code\n  ```\n\nAprès.\n:::\n"
    )
    assert "un extrait" in shown
    assert "code" in shown
    assert "Après." in shown


def test_a_quiz_may_stand_in_a_field() -> None:
    one, other = renderer.render_field(QUIZ), renderer.render_field(QUIZ + "\nAutre.")
    names = set(findall(r'name="([^"]+)"', one)), set(findall(r'name="([^"]+)"', other))
    assert 'data-quiz="licence-1"' in one
    assert not names[0] & names[1]
