"""Coming in, going out, and who may."""

from tests.web.conftest import PASSWORD


def sign_in(client, email="contributor@alpha.test", password=PASSWORD, then=""):
    return client.post("/-/connexion", data={"email": email, "password": password, "then": then})


def test_a_person_signs_in_and_is_known(alpha):
    client = alpha.stranger()
    answer = sign_in(client)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    assert client.get("/lieux/cafe-plum/edit").status_code == 200
