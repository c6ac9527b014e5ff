"""A part of a text is cut out and put back without a byte of the rest changing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.sections import sections, with_section
from app.engines.markdown import MarkdownRenderer

RENDERER = MarkdownRenderer()
BODY = """\
Avant tout.

## Accueil

On entre.

### Horaires

Du lundi au jeudi.

> ## Un titre cité

```
## Un titre dans du code
```

Économie
--------

On compte.

:::note
## Un titre dans une note
:::

## Accueil

Encore.
"""


def parts(body):
    return sections(body, RENDERER.outline(body).headings)


def test_a_part_is_its_heading_and_all_under_it():
    found = parts(BODY)
    assert [(one.title, one.anchor, one.level) for one in found] == [
        ("Accueil", "s-accueil", 2),
        ("Horaires", "s-horaires", 3),
        ("Économie", "s-economie", 2),
        ("Accueil", "s-accueil--2", 2),
    ]
    assert found[0].of(BODY).startswith("## Accueil\n\nOn entre.\n\n### Horaires")
    assert found[0].of(BODY).endswith("du code\n```")
    assert found[2].of(BODY).startswith("Économie\n--------")
    assert found[3].of(BODY) == "## Accueil\n\nEncore."


def test_a_part_put_back_changes_nothing_else():
    part = parts(BODY)[1]
    made = with_section(BODY, part, "### Horaires\n\nTous les jours.\n\n\n")
    assert made == BODY.replace(part.of(BODY), "### Horaires\n\nTous les jours.")


def test_a_part_as_it_was_changes_nothing():
    for part in parts(BODY):
        assert with_section(BODY, part, part.of(BODY)) == BODY


def test_a_part_emptied_goes_with_its_heading():
    made = with_section(BODY, parts(BODY)[3], "\n ")
    assert made == BODY[: BODY.rindex("## Accueil")]


@pytest.mark.parametrize("body", ["", "Sans titre.\n", "\n\n"])
def test_a_text_without_headings_has_no_parts(body):
    assert parts(body) == ()


LINES = st.sampled_from(
    ["## A", "# B", "### C", "Mots.", "", "> ## D", "- x", "```", ":::note", ":::", "Titre\n---"]
)


@given(st.lists(LINES, max_size=14).map("\n".join), st.integers(0, 13))
def test_whatever_the_text_the_rest_of_it_stays(body, at):
    found = parts(body)
    if not found:
        return
    part = found[at % len(found)]
    assert with_section(body, part, part.of(body)) == body
    made = with_section(body, part, "## Neuf\n\nNeuf.")
    assert made.startswith(body[: part.start])
    assert made.endswith(body[part.end :])
