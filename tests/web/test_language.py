"""The language of the interface follows the reader's choice."""

import pytest


def test_a_reader_chooses_english_and_goes_back_where_they_were(alpha):
    client = alpha.stranger()
    answer = client.get("/-/langue?code=en&vers=/lieux")
    client.cookies.update(answer.cookies)

    assert answer.headers["location"] == "/lieux"
    assert '<html lang="en"' in client.get("/").text
    assert '<html lang="fr"' in alpha.client.get("/").text


@pytest.mark.parametrize("vers", ["//evil.example", "/\\evil.example", "https://evil.example", ""])
def test_the_way_back_is_never_another_site(shared_alpha, vers):
    answer = shared_alpha.client.get("/-/langue", params={"code": "../../x", "vers": vers})

    assert answer.headers["location"] == "/"
    assert "set-cookie" not in answer.headers


def test_the_blank_before_a_colon_is_for_french_alone(alpha):
    client = alpha.signed_in()
    french = client.get("/lieux/cafe-plum/edit").text
    client.cookies.set("maillage-langue", "en")

    assert "<title>Modifier\u00a0: Café PLUM" in french
    assert "<title>Edit: Café PLUM" in client.get("/lieux/cafe-plum/edit").text
