"""The whole wiki as one file: what is shared, whole, and no more."""

import gzip
import io
import json
import re
import tarfile
from pathlib import Path

from pyld import jsonld

from app.actions.dump import lines_exporter
from app.actions.export_pages import export_pages
from app.actions.media import MediumWords, add_medium
from app.actions.retract import close_page
from app.domain.exchange import Draft, MediumDraft
from app.domain.page_path import PagePath
from app.domain.selection import Selection
from plugins.import_markdown.plugin import read
from tests.engines.pictures import encoded, halves
from tests.web.conftest import Alpha
from tests.web.pages import text

LINES, ARCHIVE = "/-/donnees/pages.jsonl.gz", "/-/donnees/pages.tar.gz"


def lines(alpha: Alpha) -> dict[str, dict]:
    """By kind/slug."""
    answer = alpha.client.get(LINES)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/gzip")
    said = gzip.decompress(answer.content).decode().splitlines()
    return {f"{one['kind']}/{one['slug']}": one for one in map(json.loads, said)}


def members(alpha: Alpha) -> dict[str, bytes]:
    answer = alpha.client.get(ARCHIVE)
    with tarfile.open(fileobj=io.BytesIO(answer.content), mode="r:gz") as archive:
        return {one.name: archive.extractfile(one).read() for one in archive.getmembers()}


def test_the_lines_are_every_shared_page_whole_as_the_api_lists_it(alpha: Alpha) -> None:
    alpha.save("page/brouillon", text("page", "Brouillon", status="draft"))
    close_page(alpha.wiki, PagePath("place", "les-ateliers"), "à voir", by=alpha.reader())
    found = lines(alpha)
    assert len(found) == alpha.wiki.index.count(Selection(open_only=True))
    assert not found.keys() & {"page/brouillon", "place/les-ateliers"}
    listed = {one["id"]: one for one in alpha.client.get("/lieux.json").json()["items"]}
    cafe = found["place/cafe-plum"]
    row = alpha.wiki.index.page(PagePath("place", "cafe-plum"))
    assert (cafe["text"], cafe["url"]) == (row.text, "http://alpha.test/lieux/cafe-plum")
    same = listed[cafe["id"]].keys() - {"url", "source"}
    assert {key: cafe[key] for key in same} == {key: listed[cafe["id"]][key] for key in same}


def test_a_dump_is_asked_for_again_only_when_something_changed(alpha: Alpha) -> None:
    first = alpha.client.get(LINES)
    known = {"if-none-match": first.headers["etag"]}
    again = alpha.client.get(LINES, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    alpha.save("page/neuve", text("page", "Neuve"))
    fresh = alpha.client.get(LINES, headers=known)
    assert (fresh.status_code, "page/neuve" in lines(alpha)) == (200, True)
    assert fresh.headers["etag"] != first.headers["etag"]
    assert "content-encoding" not in fresh.headers


def test_a_download_that_was_cut_goes_on_where_it_was(alpha: Alpha) -> None:
    whole = alpha.client.get(LINES)
    asked = {"range": "bytes=100-", "if-range": whole.headers["etag"]}
    rest = alpha.client.get(LINES, headers=asked)
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    other = alpha.client.get(LINES, headers=asked | {"if-range": '"autre"'})
    assert (other.status_code, other.content) == (200, whole.content)


def test_the_archive_holds_what_an_import_reads_back(alpha: Alpha, tmp_path: Path) -> None:
    by, wiki = alpha.reader(), alpha.wiki
    shown = add_medium(wiki, encoded("png", halves()), MediumWords("Vue", "La cour"), by=by)
    closed = MediumWords("Plan", "Le plan", licence="CC-BY-NC-4.0")
    kept = add_medium(wiki, encoded("png", halves(20, 10)), closed, by=by)
    lone = add_medium(wiki, encoded("png", halves(10, 10)), MediumWords("Seule", "Rien"), by=by)
    body = "".join(f"![](/media/{one.name})\n\n" for one in (shown, kept))
    alpha.save("page/images", text("page", "Images", body=body))
    alpha.save("page/brouillon", text("page", "Brouillon", body=f"![](/media/{lone.name})",
                                      status="draft"))  # fmt: skip
    found = members(alpha)
    assert {name for name in found if name.startswith("media/")} == {
        shown.name.file, shown.name.sidecar,
    }  # fmt: skip
    assert "Images (page/images) : CC-BY-SA-4.0" in found["ATTRIBUTION.md"].decode()
    for name, data in found.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    drafts = list(read(tmp_path))
    assert all(isinstance(one, Draft | MediumDraft) for one in drafts)
    pages = {str(one.path): one.text for one in drafts if isinstance(one, Draft)}
    assert pages == {name: one["text"] for name, one in lines(alpha).items()}


def test_the_command_writes_the_same_lines_for_a_selection(alpha: Alpha, tmp_path: Path) -> None:
    out = tmp_path / "lieux.jsonl"
    selection = Selection({"kind": ("place",)})
    count = export_pages(alpha.wiki, lines_exporter(alpha.wiki), selection, out)
    written = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    whole = lines(alpha)
    assert count == len(written) > 0
    assert all(one == whole[f"place/{one['slug']}"] for one in written)


def test_the_page_of_ways_tells_machines_each_address_and_all_of_them_answer(
    shared_alpha: Alpha,
) -> None:
    html = shared_alpha.client.get("/-/emporter").text
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    [data_set] = jsonld.expand(json.loads(block))
    dcat = "http://www.w3.org/ns/dcat#"
    assert data_set["@type"] == [f"{dcat}Dataset"]
    told = [one[f"{dcat}accessURL"][0]["@id"] for one in data_set[f"{dcat}distribution"]]
    files = {url.removeprefix("http://alpha.test") for url in told}
    assert {LINES, ARCHIVE, "/oai", "/git/open.git", "/lieux.csv"} < files
    doors = {"/api/v1": "/pages", "/git/open.git": "/info/refs?service=git-upload-pack"}
    for url in files:
        assert shared_alpha.client.get(url + doors.get(url, "")).status_code == 200, url
    assert "git clone http://alpha.test/git/open.git" in html
    shown = set(re.findall(r'href="(/[^"#]*)', html))
    assert {LINES, ARCHIVE, "/oai?verb=Identify", "/feed.atom", "/api/docs"} <= shown
    assert {"/lieux.ics", "/methodes.ics"} <= shown
