"""A theme that is wrong: readers see the default one, the steward is told."""

from pathlib import Path

from app.theme import Theme
from app.web.frame import LANG_COOKIE
from tests.web.conftest import Alpha


def test_a_broken_template_is_told_to_the_steward_and_never_a_500(
    alpha: Alpha, tmp_path: Path
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "place.html").write_text("\n{% if %}", "utf-8")
    sound = alpha.client.get("/lieux/cafe-plum").text
    alpha.app.state.theme = Theme([tmp_path])
    steward = alpha.signed_in()
    assert "Le thème a un défaut" not in steward.get("/-/intendance").text
    reader = alpha.stranger()
    reader.cookies.set("autre", "x")
    answer = reader.get("/lieux/cafe-plum?region=x")

    assert answer.status_code == 200
    assert "Café PLUM" in answer.text
    assert len(answer.text) >= len(sound) - 200
    told = steward.get("/-/intendance").text
    assert "Le thème a un défaut" in told
    assert "templates/place.html, ligne 2" in told


def test_a_language_that_is_a_path_is_no_language(alpha: Alpha) -> None:
    for code in ("../../../etc/passwd", "..", "en/../../x", "%2e%2e%2f", "xx"):
        answer = alpha.stranger().get("/-/langue", params={"code": code, "vers": "/lieux"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/lieux")
        assert "set-cookie" not in answer.headers
        client = alpha.stranger()
        client.cookies.set(LANG_COOKIE, code)
        assert '<html lang="fr">' in client.get("/lieux").text
        shown = alpha.stranger().get("/-/integre/lieux", params={"lang": code})
        assert shown.status_code == 200
        assert '<html lang="fr"' in shown.text
