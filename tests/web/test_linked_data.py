"""Pages as JSON-LD: sound schema.org, for everybody, and never a way out of its script element."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld

from app.actions.retract import close_page
from app.domain.page_path import PagePath
from app.domain.selection import Selection
from app.theme.theme import DEFAULT_FOLDER
from app.web.reading.known import every_row
from app.web.reading.sharing import INKS
from tests.web.conftest import Alpha, serve_alpha
from tests.web.pages import text
from tests.web.vocabulary import faults

CONTENT = Path(__file__).parents[2] / "content" / "pages"
PREFIXES = {"place": "lieux", "method": "methodes", "mini_cool": "minicools",
            "organisation": "organisations", "portal": "portails", "page": "pages"}  # fmt: skip
# What schema.org answers to those who ask for its context, as far as these documents need it.
VOCABULARY = {"@context": {"@vocab": "https://schema.org/"}}
_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def real_pages(each: int = 6) -> dict[str, str]:
    """The longest and the shortest pages of each kind that a new wiki starts with."""
    found = {}
    for kind in PREFIXES:
        files = sorted((CONTENT / kind).glob("*.md"), key=lambda f: (f.stat().st_size, f.name))
        for file in {*files[:each], *files[-each:]}:
            found[f"{kind}/{file.stem}"] = file.read_text(encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alpha]:
    for alpha in serve_alpha(tmp_path_factory.mktemp("linked") / "alpha"):
        there = {str(row.path) for row in every_row(alpha.wiki, Selection())}
        alpha.bring_in({path: said for path, said in real_pages().items() if path not in there})
        yield alpha


def linked(alpha: Alpha, url: str) -> dict[str, Any]:
    answer = alpha.client.get(url)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/ld+json")
    return answer.json()


def nodes(document: dict[str, Any]) -> list[dict[str, Any]]:
    return document.get("@graph", [document])


def in_page(alpha: Alpha, url: str) -> dict[str, Any]:
    [block] = _BLOCK.findall(alpha.client.get(url).text)
    return json.loads(block)


@pytest.mark.parametrize("kind", PREFIXES)
def test_real_pages_of_each_kind_are_sound_schema_org(wiki: Alpha, kind: str) -> None:
    prefix = PREFIXES[kind]
    document = linked(wiki, f"/{prefix}.jsonld")
    assert len(document["@graph"]) > len([p for p in real_pages() if p.startswith(f"{kind}/")])
    assert not [fault for node in document["@graph"] for fault in faults(node)]
    paths = [path.split("/")[1] for path in real_pages() if path.startswith(f"{kind}/")]
    for slug in paths[:3]:
        document = linked(wiki, f"/{prefix}/{slug}.jsonld")
        assert not [fault for node in nodes(document) for fault in faults(node)]
        assert in_page(wiki, f"/{prefix}/{slug}") == document


def test_the_vocabulary_is_told_apart_from_what_it_is_not() -> None:
    assert faults({"@type": "Place", "foundingDate": "2010"})
    assert faults({"@type": "HowTo", "totalTime": {"@type": "Place"}})
    assert faults({"@type": "Lieu"})
    assert faults({"@type": "WebPage", "license": "CC BY-SA"})
    assert not faults({"@type": "LocalBusiness", "foundingDate": "2010"})


def test_a_stock_processor_reads_every_statement(wiki: Alpha) -> None:
    document = linked(wiki, "/lieux.jsonld")

    def shipped(url: str, options: object) -> dict[str, Any]:
        assert url == "https://schema.org"
        return {"contextUrl": None, "documentUrl": url, "document": VOCABULARY}

    options = {"documentLoader": shipped}
    assert len(jsonld.expand(document, options)) == len(document["@graph"])
    triples = jsonld.to_rdf(document, options)["@default"]
    told = {t["subject"]["value"] for t in triples if t["subject"]["type"] == "IRI"}
    assert "http://alpha.test/lieux/cafe-plum#lieu" in told


def test_a_place_that_sells_is_a_business_with_its_hours(wiki: Alpha) -> None:
    page, place = nodes(linked(wiki, "/lieux/cafe-plum.jsonld"))
    assert page["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert page["mainEntity"] == {"@id": place["@id"]}
    assert (place["@type"], place["foundingDate"]) == ("LocalBusiness", "2010")
    assert place["geo"]["latitude"] == 43.706
    [hours] = place["openingHoursSpecification"]
    assert (hours["opens"], hours["closes"], len(hours["dayOfWeek"])) == ("10:00", "23:00", 5)


def test_a_place_of_which_no_trade_is_known_is_a_place(alpha: Alpha) -> None:
    seasonal = text("place", "Cour", "opened: 2014\nopening_hours: Mo 09:00-12:00; été")
    alpha.bring_in({"place/cour": seasonal})
    _, place = nodes(linked(alpha, "/lieux/cour.jsonld"))
    assert place["@type"] == "LocalBusiness"
    assert "openingHoursSpecification" not in place
    alpha.bring_in({"place/friche": text("place", "Friche", "opened: 2014")})
    _, place = nodes(linked(alpha, "/lieux/friche.jsonld"))
    assert (place["@type"], "foundingDate" in place) == ("Place", False)
    assert place["additionalProperty"][0]["value"] == "2014"


def test_a_method_is_told_step_by_step_without_its_markdown(alpha: Alpha) -> None:
    front = (
        "duration_min: 90\ncost_eur: 0\nmaterials: [{name: Feutres, quantity: 4}]\n"
        "steps:\n  - {title: Poser, duration_min: 30,"
        " text: 'Voir **[[place/cafe-plum|le café]]**.'}"
    )
    alpha.bring_in({"method/tour": text("method", "Tour", front)})
    method = linked(alpha, "/methodes/tour.jsonld")
    assert (method["@type"], method["totalTime"]) == ("HowTo", "PT1H30M")
    assert method["estimatedCost"]["value"] == 0
    [step] = method["step"]
    assert (step["text"], step["timeRequired"]) == ("Voir le café.", "PT30M")


def test_no_text_of_a_page_closes_the_block(alpha: Alpha) -> None:
    hostile = "</script><script>alert(1)</script><!-- & ]]>"
    front = f"summary: '{hostile}'\nsteps: [{{title: '{hostile}', text: '{hostile}'}}]"
    alpha.bring_in({"method/piege": text("method", hostile, front)})
    html = alpha.client.get("/methodes/piege").text
    [block] = _BLOCK.findall(html)
    assert not set(block) & set("<>&\u2028\u2029")
    assert json.loads(block)["name"] == hostile
    assert "alert(1)</script" not in html.replace(block, "")
    assert linked(alpha, "/methodes/piege.jsonld")["name"] == hostile


def test_a_draft_and_an_old_version_tell_nothing(alpha: Alpha) -> None:
    alpha.save("page/brouillon", text("page", "Brouillon", status="draft"))
    assert alpha.client.get("/pages/brouillon.jsonld").status_code == 404
    writer = alpha.signed_in()
    assert writer.get("/pages/brouillon.jsonld").status_code == 404
    assert "ld+json" not in writer.get("/pages/brouillon").text
    first = alpha.save("page/note", text("page", "Note")).revision
    alpha.save("page/note", text("page", "Note", body="Plus."))
    assert "ld+json" not in alpha.client.get(f"/pages/note?revision={first}").text


def test_a_selection_leaves_closed_and_withdrawn_pages_out(alpha: Alpha) -> None:
    closed = text("place", "Fermé").replace("CC-BY-SA-4.0", "CC-BY-NC-4.0")
    alpha.bring_in({"place/ferme": closed})
    close_page(alpha.wiki, PagePath("place", "les-ateliers"), "à leur demande", by=alpha.reader())
    names = {node["name"] for node in linked(alpha, "/lieux.jsonld?department=81")["@graph"]}
    assert "Café PLUM" in names
    assert not names & {"Fermé", "Les Ateliers"}
    assert linked(alpha, "/lieux/ferme.jsonld")["@graph"][0]["name"] == "Fermé"


def test_what_moved_leads_on_and_what_is_unknown_is_told(alpha: Alpha) -> None:
    assert alpha.client.get("/lieux/jamais.jsonld").json()["error"] == "page_not_found"
    assert alpha.client.get("/rien.jsonld").status_code == 404
    assert alpha.client.get("/lieux.jsonld", params={"region": "x" * 300}).status_code == 422
    assert alpha.client.get("/lieux.jsonld", params={"inconnu": "1"}).status_code == 200


def test_the_head_names_the_other_forms_and_the_other_languages(alpha: Alpha) -> None:
    first = alpha.save("page/charte", text("page", "Charte"))
    english = text("page", "Charter", f"translation_of: {{id: {first.id}}}")
    alpha.save("page/charter", english.replace("lang: fr", "lang: en"))
    for url in ("/pages/charte", "/pages/charter"):
        html = alpha.client.get(url).text
        for lang, there in (("fr", "charte"), ("en", "charter")):
            assert f'hreflang="{lang}" href="http://alpha.test/pages/{there}"' in html
        assert f'type="application/ld+json" href="{url}.jsonld"' in html
        assert 'type="application/atom+xml" href="/pages.atom"' in html
    assert in_page(alpha, "/pages/charter")["translationOfWork"]["inLanguage"] == "fr"


def test_a_page_leads_its_readers_to_its_other_languages(alpha: Alpha) -> None:
    first = alpha.save("page/charte", text("page", "Charte"))
    for slug, lang in (("charter", "en"), ("carta", "oc")):
        body = text("page", slug, f"translation_of: {{id: {first.id}}}")
        alpha.save(f"page/{slug}", body.replace("lang: fr", f"lang: {lang}"))
    leads = {
        slug: set(
            re.findall(
                r'<a href="(/pages/\w+)" hreflang="(\w+)"', alpha.client.get(f"/pages/{slug}").text
            )
        )
        for slug in ("charte", "charter", "carta")
    }
    fr, en, oc = ("/pages/charte", "fr"), ("/pages/charter", "en"), ("/pages/carta", "oc")
    assert leads == {"charte": {en, oc}, "charter": {fr, oc}, "carta": {fr, en}}


def test_where_a_page_is_shared_a_picture_stands_for_it(alpha: Alpha) -> None:
    html = alpha.client.get("/lieux/cafe-plum").text
    assert '<meta property="og:type" content="article">' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html
    [url] = re.findall(r'<meta property="og:image" content="http://alpha.test([^"]+)">', html)
    drawn = alpha.client.get(url)
    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/png")
    again = alpha.client.get(url, headers={"If-None-Match": drawn.headers["etag"]})
    assert again.status_code == 304
    alpha.save("page/brouillon", text("page", "Brouillon", status="draft"))
    assert alpha.signed_in().get("/pages/brouillon/vignette.png").status_code == 404
    assert "og:image" not in alpha.signed_in().get("/pages/brouillon").text


def test_kinds_have_on_pictures_the_colours_that_they_have_on_screens() -> None:
    tokens = (DEFAULT_FOLDER / "assets" / "css" / "tokens.css").read_text(encoding="utf-8")
    assert not [ink for ink in INKS.values() if ink not in tokens]
