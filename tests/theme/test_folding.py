"""What is said once when a template is compiled is what it says each time."""

from pathlib import Path

import pytest
from markupsafe import Markup

from app.theme import Theme

TEMPLATE = """{{ _("Aller au contenu") }}|{{ say("Aller au contenu") }}|{{ icon("place") }}
{{ asset("look.css") }}|{% set word = _("Chercher") %}{{ word }}|{{ _("100 %% & plus") }}
{{ _("%(n)s pages", n=view.n) }}|{{ _(view.said) }}|{{ view.said }}|{{ icon(view.mark) }}
{% macro one(text=_("Chercher")) %}<b>{{ text }}</b>{% endmacro %}{{ one() }}{{ one("<") }}
"""
VIEW = {"n": 3, "said": "Chercher <tout>", "mark": "method"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "essai.html").write_text(TEMPLATE)
    return tmp_path


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_same_is_drawn_in_each_language(folder, lang):
    plain, folded = Theme([folder]), Theme([folder], folds=True)
    drawn = folded.render("essai.html", VIEW, lang=lang)
    assert drawn == plain.render("essai.html", VIEW, lang=lang)
    assert ("Aller au contenu" in drawn) == (lang == "fr")
    assert "100 % &amp; plus" not in drawn
    assert "<b>&lt;</b>" in drawn


def test_what_differs_from_one_page_to_the_next_is_not_said_once(folder):
    theme = Theme([folder], folds=True)
    theme.render("essai.html", VIEW, lang="fr")
    assert "12 pages" in theme.render("essai.html", VIEW | {"n": 12}, lang="fr")


def test_values_are_shown_as_jinja_shows_them(folder):
    (folder / "templates" / "texte.html").write_text("{{ view.said }}{{ lang }}")
    (folder / "templates" / "parts.html").write_text(
        "{% macro one(text) %}<b>{{ text }}</b>{% endmacro %}"
    )
    (folder / "templates" / "valeurs.html").write_text(
        """{% import "parts.html" as parts %}{{ parts.one(view.said) }}{% include "texte.html" %}
        {% macro around(n) %}<p>{{ caller(n) }}</p>{% endmacro %}{% set kept %}{{ view.said }}
        {% endset %}{{ kept }}{{ kept|upper }}{% block within %}{% for one in view.all %}{{ one }}
        {% call(n) around(one) %}{{ n }}{{ view.said }}{% endcall %}{% endfor %}{% endblock %}"""
    )
    view = {"said": "<\"a\" & 'b'>", "all": [1, None, "&", Markup("<i>"), 2.5, True]}
    drawn = Theme([folder], folds=True).render("valeurs.html", view, lang="fr")
    assert drawn == Theme([folder]).render("valeurs.html", view, lang="fr")
    assert "<i>" in drawn
    assert "&amp;lt;" not in drawn
