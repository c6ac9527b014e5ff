"""Who may only propose is told so by every tool of a page, and offered none that would refuse."""

import pytest

from app.actions.writing import protect, set_policy
from app.domain.people import Role
from app.domain.writing import Policy
from tests.web.filling import CAFE, Form, open_form, send
from tests.web.test_proposing import PAGE

URL = CAFE.removesuffix("/edit")


@pytest.fixture
def reviewed(alpha):
    send(alpha.signed_in(Role.steward), open_form(alpha.signed_in(Role.steward)))
    alpha.save("place/cafe-plum", alpha.wiki.index.page(PAGE).text + "\nEncore.\n")
    set_policy(alpha.wiki, Policy.proposals, newcomer_versions=0, by=alpha.reader())
    return alpha


@pytest.fixture
def writer(reviewed):
    return reviewed.signed_in(Role.contributor)


def act(alpha, client, tool, **said):
    return client.post(f"{URL}/{tool}", data={"csrf": alpha.csrf(client), **said})


def oldest(alpha):
    rows, _ = alpha.wiki.index.history(PAGE, after=None, size=50)
    return str(rows[-1].revision)


@pytest.mark.parametrize("tool", ["verify", "move", "restore"])
def test_a_tool_refuses_with_a_sentence(reviewed, writer, tool):
    head = reviewed.wiki.store.head()
    answer = act(reviewed, writer, tool, slug="ailleurs", revision=oldest(reviewed))

    assert answer.status_code == 403
    assert "Ici, on relit avant de publier. Demandez à un relecteur" in answer.text
    assert reviewed.wiki.store.head() == head


def test_the_reason_of_a_move_is_not_lost_where_it_is_refused(alpha):
    client = alpha.signed_in(Role.contributor)
    form = Form(client.get(f"{URL}/move").text, f"{URL}/move")
    protect(alpha.wiki, PAGE, Role.steward, "texte voté", by=alpha.reader())
    answer = client.post(f"{URL}/move", data=form.data(slug="ailleurs", note="Plus juste"))

    assert answer.status_code == 403
    assert "texte voté" in answer.text
    assert 'value="Plus juste"' in answer.text


def test_tools_that_would_refuse_are_not_offered(reviewed, writer):
    page, versions = writer.get(URL).text, writer.get(f"{URL}/history").text
    differ = writer.get(f"{URL}/diff").text

    for tool in ("move", "verify", "restore"):
        assert f"{URL}/{tool}" not in page + versions + differ
    assert "Proposer un changement" in page


def test_a_reviewer_is_offered_no_tool_of_a_page_that_stewards_protect(alpha):
    protect(alpha.wiki, PAGE, Role.steward, "texte voté", by=alpha.reader())
    reviewer = alpha.signed_in(Role.reviewer)
    page, written = reviewer.get(URL).text, reviewer.get(CAFE).text
    answer = act(alpha, reviewer, "delete", note="En trop")

    for tool in ("delete", "reunir", "move"):
        assert f'{URL}/{tool}"' not in page + written
    assert reviewer.get(f"{URL}/delete").status_code == 403
    assert answer.status_code == 403
    assert "texte voté" in answer.text
    assert "En trop" in answer.text


def test_a_program_is_told_by_name(alpha):
    protect(alpha.wiki, PAGE, Role.steward, "texte voté", by=alpha.reader())
    answer = alpha.client.post(
        "/api/v1/pages/place/cafe-plum/move", json={"slug": "ailleurs", "base": oldest(alpha)},
        headers=alpha.token(Role.contributor),
    )  # fmt: skip

    assert (answer.status_code, answer.json()["error"]) == (403, "ask_first")
