"""Every feed is sound Atom, whatever pages say."""

from collections.abc import Iterator

import pytest
from lxml import etree

from tests.web.conftest import Alpha, serve_alpha
from tests.web.feeds import feed_faults
from tests.web.pages import text

FEEDS = ("/feed.atom", "/lieux.atom", "/methodes.atom?stub=yes", "/pages.atom", "/minicools.atom",
         "/organisations.atom", "/portails.atom", "/lieux.atom?region=bretagne&region=occitanie",
         "/pages.atom?tag=%3Cx%3E%26%22", "/recherche.atom", "/recherche.atom?q=Weiß&lang=de",
         "/recherche.atom?q=%3Cb%3E", "/-/emporter/kits.atom")  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alpha]:
    """A wiki whose pages have titles and summaries that no feed would like."""
    for alpha in serve_alpha(tmp_path_factory.mktemp("feeds") / "alpha"):
        alpha.bring_in({
            "page/signes": text("page", r"<b>A</b> & ]]> \u0007\uFFFE é"),
            "page/resume": text("page", "Résumé", r'summary: "</summary><x>&nbsp;\u0000"'),
            "page/blanc": text("page", r"\u2028"),
            "page/autre": text("page", "Weiß").replace("lang: fr", "lang: de"),
            "page/casse": "rien",
        })  # fmt: skip
        yield alpha


@pytest.mark.parametrize("url", FEEDS)
def test_every_feed_is_sound(hostile: Alpha, url: str) -> None:
    answer = hostile.client.get(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert feed_faults(answer.content) == []


def test_a_validator_finds_what_is_wrong() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:a.test,2026:x</id><title>x</title>'
        "<updated>2026-01-01T00:00:00Z</updated><author><name>x</name></author>"
        '<link rel="self" href="http://a.test/x"/><link rel="alternate" href="http://a.test/"/>'
        "</feed>"
    )
    assert feed_faults(feed.encode()) == []
    for old, new in (("T00:00:00Z", ""), ("tag:a.test,2026:", "/"), ("<name>x</name>", ""),
                     ("<title>x</title>", "<title/>"), ("http://a.test/x", "/x")):  # fmt: skip
        assert feed_faults(feed.replace(old, new).encode())
    with pytest.raises(etree.XMLSyntaxError):
        feed_faults(feed.replace("x</title>", "&nbsp;</title>").encode())
