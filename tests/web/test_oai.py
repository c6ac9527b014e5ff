"""Libraries gather what is shared, by their own protocol and with a stock client."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from lxml import etree
from sickle import Sickle
from sickle.oaiexceptions import IdDoesNotExist, NoRecordsMatch

from app.actions.delete_page import delete_page
from app.actions.retract import retract_page
from app.domain.cursors import write_cursor
from app.domain.harvest import Harvest
from app.domain.page_path import PagePath
from app.domain.selection import Selection
from app.web.oai import answering
from app.web.reading.known import every_row
from tests.federation.http_serving import serving
from tests.web.conftest import Alpha, serve_alpha
from tests.web.pages import text

CONTENT = Path(__file__).parents[2] / "content" / "pages"
GRAMMAR = etree.RelaxNG(file=str(Path(__file__).parent / "grammars" / "oai_pmh.rng"))
OAI = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}
RECORDS = "verb=ListRecords&metadataPrefix=oai_dc"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alpha]:
    """All the pages that a new wiki starts with, two that are gone, and two that never left."""
    for alpha in serve_alpha(tmp_path_factory.mktemp("library") / "alpha"):
        there = {str(row.path) for row in every_row(alpha.wiki, Selection())}
        files = {f"{f.parent.name}/{f.stem}": f for f in sorted(CONTENT.glob("*/*.md"))}
        alpha.bring_in(
            {p: f.read_text(encoding="utf-8") for p, f in files.items() if p not in there}
        )
        for slug in ("ephemere", "otee"):
            alpha.save(f"page/{slug}", text("page", slug.title()))
        row = alpha.wiki.index.page(PagePath("page", "ephemere"))
        assert row is not None
        delete_page(alpha.wiki, row.path, base=row.revision, by=alpha.reader())
        retract_page(alpha.wiki, PagePath("page", "otee"), "à leur demande", by=alpha.reader())
        alpha.save("page/brouillon", text("page", "Brouillon", status="draft"))
        private = text("page", "Prive").replace("CC-BY-SA-4.0", "CC-BY-NC-4.0")
        alpha.bring_in({"page/prive": private})
        yield alpha


def told(alpha: Alpha, query: str, *, post: bool = False) -> Any:
    """The answer, which has the form that the protocol asks for, whatever was asked."""
    form = {"content-type": "application/x-www-form-urlencoded"}
    asked = alpha.client.post("/oai", content=query, headers=form)
    answer = asked if post else alpha.client.get(f"/oai?{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    tree = etree.fromstring(answer.content)
    GRAMMAR.assertValid(tree)
    return tree


def texts(tree: Any, path: str) -> list[str]:
    return tree.xpath(f"{path}/text()", namespaces=OAI)


def answers(alpha: Alpha, query: str) -> Iterator[Any]:
    """All that a list says, an answer after the other."""
    yield (tree := told(alpha, query))
    while token := texts(tree, "//o:resumptionToken"):
        tree = told(alpha, urlencode({"verb": "ListRecords", "resumptionToken": token[0]}))
        yield tree


def code(tree: Any) -> str:
    [code] = tree.xpath("o:error/@code", namespaces=OAI)
    return code


def test_a_stock_client_harvests_every_page_that_is_shared(library: Alpha) -> None:
    with serving(library.app) as url:
        client = Sickle(f"{url}/oai", timeout=20)
        records = list(client.ListRecords(metadataPrefix="oai_dc"))
        headers = list(Sickle(f"{url}/oai", http_method="POST", timeout=20).ListIdentifiers(
            metadataPrefix="oai_dc"))  # fmt: skip
        assert client.Identify().deletedRecord == "persistent"
        assert {one.setSpec for one in client.ListSets()} == set(library.wiki.kinds)
        one = client.GetRecord(identifier=records[0].header.identifier, metadataPrefix="oai_dc")
        assert one.metadata == records[0].metadata
        with pytest.raises(NoRecordsMatch):
            client.ListRecords(metadataPrefix="oai_dc", set="rien")
        with pytest.raises(IdDoesNotExist):
            client.GetRecord(identifier="oai:alpha.test:rien", metadataPrefix="oai_dc")
    shared = library.wiki.index.count(Selection(open_only=True))
    alive = [record for record in records if not record.header.deleted]
    assert len(alive) == shared > 4 * answering.RECORDS_AT_ONCE
    urls = {record.metadata["identifier"][0] for record in alive}
    assert len(urls) == shared
    assert "http://alpha.test/lieux/cafe-plum" in urls
    assert len(records) == len(alive) + 2
    assert [h.identifier for h in headers] == [r.header.identifier for r in records]


def test_each_answer_on_the_way_has_the_form_of_the_protocol(library: Alpha) -> None:
    tree, seen = told(library, RECORDS), 0
    while True:
        [token] = tree.xpath("//o:resumptionToken", namespaces=OAI)
        assert int(token.get("cursor")) == seen
        seen += len(tree.xpath("//o:record", namespaces=OAI))
        assert int(token.get("completeListSize")) == library.wiki.index.count_shared(Harvest())
        if not token.text:
            break
        tree = told(library, urlencode({"verb": "ListRecords", "resumptionToken": token.text}))
    assert seen == library.wiki.index.count_shared(Harvest())


def test_what_is_gone_is_told_without_a_word_of_it(library: Alpha) -> None:
    trees = list(answers(library, RECORDS + "&set=page"))
    status = "//o:record[o:header/@status='deleted']"
    gone = [record for tree in trees for record in tree.xpath(status, namespaces=OAI)]
    titles = {title for tree in trees for title in texts(tree, "//dc:title")}
    assert len(gone) == 2
    assert not [child for record in gone for child in record.findall("o:metadata", OAI)]
    assert not {"Otee", "Ephemere", "Brouillon", "Prive"} & titles


def test_harvests_from_a_day_or_a_second_until_another(alpha: Alpha) -> None:
    [first] = texts(told(alpha, "verb=Identify"), "//o:earliestDatestamp")
    everything = len(texts(told(alpha, RECORDS), "//o:identifier"))
    day = first[:10]
    for bounds in (f"from={first}", f"from={day}", f"from={day}&until=9999-12-31"):
        assert len(texts(told(alpha, f"{RECORDS}&{bounds}"), "//o:identifier")) == everything
    for bounds in ("until=2001-01-01", "from=9999-12-31", "from=2001-01-01&until=2001-01-01"):
        assert code(told(alpha, f"{RECORDS}&{bounds}")) == "noRecordsMatch"


def test_a_post_asks_the_same(alpha: Alpha) -> None:
    got, posted = told(alpha, RECORDS), told(alpha, RECORDS, post=True)
    assert texts(got, "//o:identifier") == texts(posted, "//o:identifier")
    assert code(told(alpha, "verb=Identify&" + "x" * 100_000, post=True)) == "badArgument"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "badVerb"),
        ("verb=", "badVerb"),
        ("verb=Steal", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=place", "badArgument"),
        ("verb=Identify&x=%00%1b", "badArgument"),
        ("verb=Identify&x=%ff%fe", "badArgument"),
        ("verb=ListSets&set=place", "badArgument"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        (f"{RECORDS}&metadataPrefix=oai_dc", "badArgument"),
        (f"{RECORDS}&size=1000000", "badArgument"),
        (f"{RECORDS}&set=", "badArgument"),
        (f"{RECORDS}&set=place:vide", "noRecordsMatch"),
        (f"{RECORDS}&set=a%20b", "badArgument"),
        (f"{RECORDS}&from=", "badArgument"),
        (f"{RECORDS}&from=2026-02-30", "badArgument"),
        (f"{RECORDS}&from=0000-01-01", "badArgument"),
        (f"{RECORDS}&from=2026-01", "badArgument"),
        (f"{RECORDS}&from=2026-01-01T25:00:00Z", "badArgument"),
        (f"{RECORDS}&from=2026-01-01T10:00:00", "badArgument"),
        (f"{RECORDS}&from=%D9%A2026-01-01", "badArgument"),
        (f"{RECORDS}&from=2026-01-01&until=2026-01-02T00:00:00Z", "badArgument"),
        (f"{RECORDS}&from=2026-01-02&until=2026-01-01", "badArgument"),
        (f"{RECORDS}&until=0001-01-01", "noRecordsMatch"),
        (f"{RECORDS}&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=" + "A" * 1999, "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=%C3%A9", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:beta.test:x", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:alpha.test:", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=x&identifier=oai:alpha.test:x", "cannotDisseminateFormat"),
        ("verb=ListMetadataFormats&identifier=%22%3E%3Cx", "idDoesNotExist"),
        ("verb=Identify&" + "x" * 2001 + "=1", "badArgument"),
        ("verb=Identify&x=" + "x" * 2001, "badArgument"),
        ("verb=Identify&" + "&".join(f"a{n}=1" for n in range(50)), "badArgument"),
        ("verb=Identify;verb=x", "badVerb"),
    ],
)  # fmt: skip
def test_bad_requests_get_the_error_of_the_protocol(
    shared_alpha: Alpha, query: str, expected: str
) -> None:
    tree = told(shared_alpha, query)
    assert code(tree) == expected
    attributes = tree.find("o:request", OAI).attrib
    assert bool(attributes) == (expected not in ("badVerb", "badArgument"))


def test_a_token_that_was_altered_or_is_of_another_wiki_is_refused(library: Alpha) -> None:
    [token] = texts(told(library, RECORDS), "//o:resumptionToken")
    good = write_cursor("oai alpha.test:80", ("ListRecords", "", "", "", "x", 0, 1))
    spoilt = [token[:-1], token[1:], token + "A", token.swapcase(), token[:20] + token[24:], good,
              write_cursor("oai beta.test", ("ListRecords", "", "", "", "x", 0, 1)),
              write_cursor("oai alpha.test:80", ("ListRecords", "", "hier", "", "x", 0, 1)),
              write_cursor("shared", (0, "x")), write_cursor("oai alpha.test:80", ("ListRecords",)),
              *(write_cursor("oai alpha.test:80", ("ListRecords", "", day, "", inner, 0, 1))
                for day, inner in (("2026-01-01T00:00:00", write_cursor("shared", (0, ""))),
                                   ("", write_cursor("shared", (2**70, "x"))),
                                   ("", write_cursor("shared", (0, "\ud800"))),
                                   ("", write_cursor("shared", (2**62, "x")))))]  # fmt: skip
    for one in spoilt:
        tree = told(library, f"verb=ListRecords&resumptionToken={quote(one)}")
        assert code(tree) == "badResumptionToken"
    tree = told(library, f"verb=ListIdentifiers&resumptionToken={quote(token)}")
    assert code(tree) == "badResumptionToken"


def test_signs_that_xml_cannot_hold_are_left_out(alpha: Alpha) -> None:
    alpha.bring_in({"page/signes": text("page", r"A & B <c> ]]> \u0007\uFFFE é")})
    assert "A & B <c> ]]>  é" in texts(told(alpha, RECORDS), "//dc:title")
