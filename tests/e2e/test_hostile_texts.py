"""Hostile texts through every door, in a real browser: nothing runs, with our policy or without."""

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from app.actions.catch_up import catch_up
from app.domain.kinds import KINDS
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.revision import Change, Signature
from app.main import open_instance
from app.settings import Settings
from tests import loopback
from tests.e2e.filled import Filled, form_of
from tests.e2e.hostile import (
    ADDRESSES,
    BREAK_OUTS,
    EVERY,
    TAGS,
    WRITABLE,
    hostile_pages,
    in_parts,
    markdown,
)
from tests.e2e.peopled import peopled
from tests.e2e.servers import served
from tests.e2e.watching import watched
from tests.web.pages import CAFE
from tests.web.showing import shown_ago

pytestmark = pytest.mark.browser
EVIL_NAME = "\"><img src=x onerror=pwned()><script>pwned()</script>{{7*7}}' onmouseover=pwned() x='"
NOTE = " ".join(BREAK_OUTS[:6]) + " <script>pwned()</script>"
EVIL_BYLINE = "Ana' onmouseover='pwned()' x=\""
CAFE_URL = "/lieux/cafe-plum"
JOINED = " ".join((*BREAK_OUTS[:8], *TAGS[:3], *TAGS[9:12], *ADDRESSES[:2]))
PARAMETERS = (
    "/recherche?q={p}",
    "/recherche?q=mechante&tag={p}&page={p}",
    "/recherche?-tag={p}&near={p}&sans=tag={p}&order={p}&within={p}",
    "/-/recherche?q=tag:{p}+{p}&near={p}",
    "/recherche.atom?q={p}&tag={p}",
    "/lieux?tag={p}&view={p}",
    "/lieux?{p}={p}",
    "/carte?region={p}",
    "/changements?page={p}",
    "/-/connexion?vers={p}",
    "/-/langue?code={p}&vers={p}",
    "/-/premiere-personne?lien={p}",
    "/lieux/{p}",
    "/{p}/{p}",
    "/pages/nouvelle/edit?titre={p}&modele={p}",
    "/lieux/cafe-plum/diff?old={p}&new={p}",
    "/lieux/cafe-plum?revision={p}",
    "/lieux/cafe-plum/history?page={p}",
    "/-/ecrire?titre={p}&modele={p}",
    "/-/media?q={p}&nom={p}",
    "/-/media/{p}",
    "/media/{p}",
    "/-/propositions?etat={p}",
    "/-/propositions/{p}",
    "/-/proposer?de={p}&page={p}",
    "/-/reprendre?de={p}&page={p}",
    "/-/derive?page={p}",
    "/-/retirer?page={p}",
    "/-/reseaux/{p}",
    "/-/reseaux/ajouter?adresse={p}",
    "/reseau/{p}/lieux/{p}",
    "/-/suggest?q={p}",
    "/-/communes?q={p}",
    "/api/v1/search?q={p}",
    "/api/v1/pages/place/{p}",
    "/-/legal?{p}",
    "/lieux.atom?tag={p}",
)
SCREENS = (
    "/",
    "/lieux",
    "/lieux?view=table",
    "/lieux?view=map",
    "/lieux?view=cards",
    "/methodes",
    "/minicools",
    "/organisations",
    "/portails",
    "/pages",
    "/carte",
    "/changements",
    "/recherche?q=pwned",
    "/-/chiffres",
    "/-/personnes",
    "/-/intendance",
    "/-/compte",
    "/-/media",
    "/-/ecrire",
    "/-/propositions",
    "/-/emporter",
    "/feed.atom",
    "/lieux.atom",
    "/lieux.json",
    "/lieux.geojson",
    "/sitemap.xml",
    "/-/suggest?q=%22",
    "/api/v1/changes",
    "/api/docs",
)
OF_A_PAGE = (
    "",
    "/edit",
    "/edit?mode=source",
    "/history",
    "/diff",
    "/blame",
    "/liens",
    "/raw",
    ".json",
    "/move",
    "/delete",
    "/relier",
)


@pytest.fixture(scope="module")
def wiki(tmp_path_factory):
    """(address, session of a hostile steward, hostile pages, when a form was shown): everything in
    it is meant to harm."""
    data = tmp_path_factory.mktemp("hostile") / "data"
    sessions = peopled(data, pages={"place/cafe-plum": CAFE}, people={"Mallory": Role.steward})
    pages = hostile_pages()
    seen = _bring_in(data, pages)
    # The door refuses such a name; a restored or tampered record could still hold it.
    with closing(sqlite3.connect(data / "records.sqlite")) as records, records:
        records.execute("UPDATE people SET name = ?", (EVIL_NAME,))
    with served(data) as server:
        secret = sessions["Mallory"][0]
        _send_media(server.url, secret)
        yield server.url, secret, pages, seen


def _bring_in(data: Path, pages: dict[PagePath, str]) -> str:
    """As git alone would: checked by nobody, signed by a hostile name. The signed moment at which a
    form of this wiki was shown, for who does not wait."""
    opened = open_instance(Settings(data=data))
    try:
        files = {path.file: text.encode() for path, text in pages.items()}
        author = Signature(
            "Eve \" onmouseover=pwned() '", "01KDVDNCXR0000000000000001@alpha.example"
        )
        now = opened.wiki.clock.now()
        opened.wiki.store.commit(Change(files, dict.fromkeys(files), author, now, NOTE))
        again = {
            name: data + b"\n<img src=x onerror=pwned()> encore.\n" for name, data in files.items()
        }
        blobs = {name: opened.wiki.store.blob_of(name) for name in files}
        opened.wiki.store.commit(Change(again, blobs, author, now, NOTE))
        catch_up(opened.wiki)
        return shown_ago(opened.wiki)
    finally:
        opened.close()


def _send_media(url: str, secret: str) -> None:
    with loopback.Client(base_url=url, cookies={"maillage": secret}, timeout=60) as client:
        for number, some in enumerate(in_parts((*TAGS, *BREAK_OUTS), 8)):
            form = form_of(client.get("/-/media").text, "/-/media")
            form.values |= {
                name: [" ".join(some)[:400]]
                for name in form.values
                if name in ("alt", "title", "authors", "source")
            }
            out = io.BytesIO()
            Image.new("RGB", (8 + number, 8), "teal").save(out, "PNG")
            name = f"{some[0]}.png"
            sent = client.post(
                "/-/media", data=form.values, files={"file": (name, out.getvalue(), "image/png")}
            )
            assert sent.status_code < 500, sent.text[:500]


# Without the policy more could run: with it, the same is looked at in the long profile.
@pytest.fixture(
    params=[pytest.param(False, id="our policy", marks=pytest.mark.long),
            pytest.param(True, id="no policy")]
)  # fmt: skip
def watch(request, browser, wiki):
    url, secret, *_ = wiki
    with watched(browser, url, secret=secret, bypass_csp=request.param) as watch:
        yield watch
    assert watch.ran == []
    assert watch.seen > 0


def test_whoever_watches_sees_what_runs_and_what_is_asked_elsewhere(watch):
    page = watch.page()
    watch.show(page, '<img src="http://elsewhere.example/x.png"><img src=x onerror=pwned()>')
    told = "\n".join(watch.ran)
    watch.ran.clear()
    for seen in ("asked http://elsewhere.example/x.png", "pwned() at", "img[onerror]"):
        assert seen in told


def test_no_page_runs_what_it_says(watch, wiki):
    page = watch.page()
    shown = 0
    for path in wiki[2]:
        shown += watch.visit(page, f"/{KINDS[path.kind].prefix}/{path.slug}") == 200
    assert shown == len(wiki[2])


def test_no_other_screen_or_format_runs_what_pages_say(watch):
    page = watch.page()
    pages = ("/lieux/mechant-1", "/methodes/mechant-2")
    for address in (*SCREENS, *(f"{one}{end}" for one in pages for end in OF_A_PAGE)):
        assert watch.visit(page, address) < 500, address


def test_no_screen_runs_what_its_address_says(watch):
    page = watch.page()
    for address in PARAMETERS:
        for said in (JOINED, ADDRESSES[0]):
            assert watch.visit(page, address.replace("{p}", quote(said, safe=""))) < 500, address


def test_no_preview_or_form_that_comes_back_runs_what_was_typed(watch):
    page = watch.page()
    page.goto(f"{watch.home}/pages/essai/edit")
    csrf = page.locator("[name=csrf]").first.input_value()
    for some in in_parts(EVERY, 6):
        typed = {
            "csrf": csrf,
            "kind": "page",
            "base": "",
            "do": "preview",
            "body": markdown(some),
            "note": JOINED,
            "title": JOINED,
            "summary": JOINED,
            "tags": JOINED,
            "slug": JOINED,
            "lang": JOINED,
        }
        for address, how in (
            ("/-/preview", "preview"),
            ("/pages/essai/edit", "preview"),
            ("/pages/essai/edit", "save"),
        ):
            answer = watch.context.request.post(f"{watch.home}{address}", form=typed | {"do": how})
            assert answer.status < 500
            watch.show(page, answer.text())


def test_no_proposal_answer_or_crossing_of_texts_runs_what_was_typed(watch, wiki):
    page = watch.page()
    for some in in_parts(WRITABLE[: len(TAGS) + len(BREAK_OUTS)], 3):
        with loopback.Client(base_url=watch.home, timeout=60) as stranger:
            sent = _offered(stranger, "\n\n".join(some), wiki[3])
        assert sent.status_code == 303, sent.text
        follows = sent.headers["location"]
        assert watch.visit(page, follows) == 200
        watch.visit(page, "/-/propositions")
        review = page.locator("a[href^='/-/propositions/']", has_text="PLUM").first
        address = review.get_attribute("href")
        assert watch.visit(page, address) == 200
        form = form_of(page.content(), address)
        form.values |= {"do": ["decline"], "reason": [JOINED]}
        assert watch.context.request.post(watch.home + address, form=_flat(form)).status < 400
        assert watch.visit(page, address) == 200
        assert watch.visit(page, follows) == 200
    with loopback.Client(base_url=watch.home, cookies={"maillage": wiki[1]}, timeout=60) as steward:
        first, second = (form_of(steward.get(f"{CAFE_URL}/edit").text, f"{CAFE_URL}/edit")
                         for _ in range(2))  # fmt: skip
        for form, words in (
            (first, f"{uuid4()} {WRITABLE[0]}"),
            (second, WRITABLE[-1] + WRITABLE[1]),
        ):
            form.values |= {"do": ["save"], "summary": [words[:200]], "body": [words]}
            answer = steward.post(f"{CAFE_URL}/edit", data=form.values)
        assert answer.status_code == 409, answer.text
        watch.show(page, answer.text)


def _offered(stranger: httpx.Client, body: str, seen: str) -> httpx.Response:
    form = form_of(stranger.get(f"{CAFE_URL}/edit").text, f"{CAFE_URL}/edit")
    form.values |= {"do": ["save"], "vu": [seen], "body": [body], "note": [NOTE[:200]]}
    form.values |= {"byline": [EVIL_BYLINE]}
    return stranger.post(f"{CAFE_URL}/edit", data=form.values)


def _flat(form: Filled) -> dict[str, str]:
    return {name: texts[0] for name, texts in form.values.items() if texts}


def test_neither_way_of_writing_runs_what_is_typed_pasted_or_opened(watch):
    page = watch.page()
    page.goto(f"{watch.home}/pages/essai/edit")
    body = page.locator("textarea[data-body]")
    writer = page.locator("[data-writer]")
    writer.scroll_into_view_if_needed()
    page.wait_for_selector("[data-writer][data-mode=visual]")
    for some in in_parts(EVERY, 3):
        _paste(page, ".ProseMirror", "\n".join(some), html="<p>x</p>".join(some))
        _paste(page, ".ProseMirror", markdown(some[:12]), html="")
        watch.look(page)
    page.locator("[data-mode=source]").click()
    page.wait_for_selector("[data-writer][data-mode=source]")
    for some in in_parts(EVERY, 3):
        body.fill(markdown(some[:30]))
        watch.look(page)


def test_visual_mode_opens_hostile_texts_and_runs_none(watch):
    page = watch.page()
    opened = 0
    for text in (
        "[x](javascript:pwned())",
        "![x](data:image/svg+xml,<svg onload=pwned()>)",
        "<img src=x onerror=pwned()>",
        "Un <b onmouseover=pwned()>mot</b>.",
        '[[<img src=x onerror=pwned()>|"><script>pwned()</script>]]',
        ':::info title="<img src=x onerror=pwned()>"\nx\n:::',
        '[x](/y "<img src=x onerror=pwned()>")',
    ):
        page.goto(f"{watch.home}/pages/autre/edit")
        page.locator("textarea[data-body]").evaluate("(one, text) => { one.value = text }", text)
        page.locator("[data-writer]").scroll_into_view_if_needed()
        page.wait_for_selector("[data-writer][data-mode]:not([data-mode=''])")
        opened += page.locator("[data-writer]").get_attribute("data-mode") == "visual"
        watch.look(page)
    assert opened >= 3


def _paste(page, where: str, text: str, *, html: str) -> None:
    page.locator(where).evaluate(
        """(one, {text, html}) => {
          one.focus();
          const taken = new DataTransfer();
          taken.setData('text/plain', text);
          if (html) taken.setData('text/html', html);
          const told = {clipboardData: taken, bubbles: true, cancelable: true};
          one.dispatchEvent(new ClipboardEvent('paste', told));
        }""",
        {"text": text, "html": html},
    )


def test_no_cell_of_a_table_for_spreadsheets_is_a_formula(wiki):
    cells = 0
    for address in (
        "/lieux.csv",
        "/methodes.csv",
        "/minicools.csv",
        "/organisations.csv",
        "/portails.csv",
    ):
        answer = loopback.get(f"{wiki[0]}{address}", timeout=60)
        assert answer.status_code == 200
        assert answer.headers["x-content-type-options"] == "nosniff"
        for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))):
            for cell in row:
                cells += 1
                assert not cell.lstrip(" \t\r\n\u00a0").startswith(("=", "@", "+", "\uff1d")), (
                    address,
                    cell,
                )
                assert not cell.startswith("-") or cell.lstrip("-").replace(".", "").isdigit(), cell
    assert cells > 100


@pytest.mark.parametrize("end", ["/raw", ".json", "/edit?mode=source"])
def test_what_is_no_screen_is_never_taken_for_one(wiki, end):
    answer = loopback.get(f"{wiki[0]}/pages/texte-0{end}", timeout=60)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "x-evil" not in answer.headers
    assert end.startswith("/edit") or "html" not in answer.headers["content-type"]
