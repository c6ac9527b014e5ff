"""No screen is left out: every address that answers with one is read in the made-up language."""

from app.domain.people import Role
from tests.web.test_english import English, english

__all__ = ["english"]
PAGE = {"prefix": "lieux", "slug": "cafe-plum"}
# Pages and lists of pages themselves, told one by one in test_english; and what leads elsewhere.
OTHERS = ("/{prefix}", "/-/integre/{prefix}")
# What these show is the page's own words and values, cut to pieces.
OF_PAGES = ("/blame", "/liens")


def addresses(english: English) -> list[str]:
    """Every GET of ours whose parts are those of a page."""
    found = set()
    for route in english.alpha.app.routes:
        path, methods = getattr(route, "path", ""), getattr(route, "methods", None) or ()
        if "GET" in methods and path not in OTHERS and path.startswith(("/-/", "/{prefix}/{s")):
            found.add(path)
    return sorted(
        p.format(**PAGE) for p in found if set_of(p) <= set(PAGE) and not p.endswith(OF_PAGES)
    )


def set_of(path: str) -> set[str]:
    return {part.split("}")[0].split(":")[0] for part in path.split("{")[1:]}


def test_every_screen_has_its_words(english: English) -> None:
    urls = addresses(english)
    assert len(urls) > 40
    missing = {}
    for role in (None, Role.steward):
        client = english.client(role)
        for url in urls:
            answer = client.get(url)
            assert answer.status_code < 500, url
            if answer.headers.get("content-type", "").startswith("text/html"):
                found = english.missing(answer.text, "Exemple", "Exempleville", "code", "m²")
                if found:
                    missing[url, role] = found
    assert missing == {}
