"""A Kiwix file, as real readers read it."""

import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from libzim.reader import Archive
from playwright.sync_api import Browser, expect

from app.actions.make_kit import make_kit, write_kit
from app.actions.move_page import move_page
from app.actions.rights import console_reader
from app.domain.errors import Refused
from app.domain.kit import KitChoice, Pictures
from app.domain.page_path import PagePath
from app.domain.selection import Selection
from app.main import Instance, open_instance
from app.settings import Settings
from plugins.export_zim import beside, entries, plugin
from plugins.export_zim.words import Words, found_by
from tests.actions.kits import new_wiki, page, picture, write
from tests.offline.zim import Kiwix, kiwix, zimcheck

CLOSED = "CC-BY-NC-ND-4.0"
LONG = ("Un titre qui n’en finit pas de dire ce qu’il dit, " * 5)[:200].strip()
ARABIC = "فضاء مشترك في المدينة"
QUIZ = ":::quiz id=tri\nQue met-on ?\n\n- [x] Des épluchures\n  > Bravo.\n- [ ] Du verre\n:::"
HOSTILE = "<script>alert(1)</script> & \"x\" 'y' ]]> %00 ../../etc"


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory):
    opened = new_wiki(tmp_path_factory.mktemp("zim") / "data")
    shown = f"![Un four](/media/{picture(opened).name})"
    closed = f"![Un dessin](/media/{picture(opened, licence=CLOSED, side=900).name})"
    energy = (
        f"L’énergie du soleil.\n\n{shown}\n\n{closed}\n\nVoir [[Repas partagé]] et [[Absente]]."
    )
    write(opened, "method/four-solaire", page("Four solaire", energy, themes="[numerique]"))
    write(opened, "method/repas", page("Repas partagé", "Dans chaque tiers-lieu, des énergies."))
    where = "{region: occitanie, city: Lautrec, department: '81'}"
    plum = page("Café Plùm", "Un café.", territory=where, coordinates="[43.706, 2.138]")
    write(opened, "place/cafe-plum", plum)
    write(opened, "page/long", page(LONG, "Long."))
    write(opened, "page/arabe", page(f'"{ARABIC}"', "نص", lang="ar"))
    write(opened, "page/hostile", page("'" + HOSTILE.replace("'", "''") + "'", HOSTILE))
    write(opened, "method/ferme", page("Méthode fermée", licence=CLOSED))
    write(opened, "method/cuiseur", page("Cuiseur", "Un autre."))
    write(opened, "mini_cool/trier", page(
        "Apprendre à trier", QUIZ, objective="Trier", evaluation="[{type: self, text: Seul}]",
        sequence="[{title: Lire, medium: text, text: Lire.}]",
    ))  # fmt: skip
    for old, new in (("cuiseur", "four"), ("four", "marmite"), ("marmite", "four")):
        move(opened, PagePath("method", old), new)
    yield opened
    opened.close()


def move(one: Instance, old: PagePath, slug: str) -> None:
    base = one.wiki.index.page(old).revision
    move_page(one.wiki, old, slug, base=base, by=console_reader(one.wiki))


def written(one: Instance, out: Path, query: str = "", **choice) -> Path:
    kit = make_kit(one.wiki, one.draw, Selection.parse(query), KitChoice(**choice))
    write_kit(one.exporters["zim"], kit, out)
    return out


@pytest.fixture(scope="module")
def whole(one, tmp_path_factory) -> Path:
    return written(one, tmp_path_factory.mktemp("out") / "alpha.zim")


@pytest.fixture(scope="module")
def read(whole):
    with kiwix(whole) as served:
        yield served


def html_of(archive: Archive, path: str) -> str:
    return bytes(archive.get_entry_by_path(path).get_item().content).decode()


@pytest.mark.needs("zimcheck")
def test_zimcheck_finds_nothing_to_say(whole):
    assert zimcheck(whole) == ""


@pytest.mark.long
@pytest.mark.needs("zimcheck")
def test_zimcheck_finds_nothing_to_say_of_the_first_content(tmp_path):
    data, named = tmp_path / "data", ["--name", "Alpha", "--base-url", "http://alpha.example"]
    command = [sys.executable, "-m", "app.cli", "init", *named, "--starter", "content"]
    subprocess.run([*command, "--data", str(data)], check=True, capture_output=True)
    opened = open_instance(Settings(data=data))
    try:
        assert zimcheck(written(opened, tmp_path / "alpha.zim")) == ""
    finally:
        opened.close()


def test_the_file_says_what_it_is(whole):
    archive = Archive(whole)
    said = {name: archive.get_metadata(name).decode("utf-8", "replace")
            for name in archive.metadata_keys}  # fmt: skip
    assert said["Title"] == "Alpha"
    assert len(said["Description"]) <= 80
    assert (said["Language"], said["Flavour"]) == ("fra,ara", "light")
    assert said["Name"] == "alpha-example-80_fr_tout"
    assert said["Source"] == "http://alpha.example"
    assert said["License"] == "CC-BY-SA-4.0"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", said["Date"])
    assert "text/html=" in said["Counter"]
    assert (archive.main_entry.get_item().path, archive.has_fulltext_index) == ("index.html", True)
    icon = bytes(archive.get_illustration_item(48).content)
    assert icon.startswith(b"\x89PNG")
    assert icon[16:24] == (48).to_bytes(4) * 2


@pytest.mark.needs("kiwix-serve")
@pytest.mark.parametrize(
    ("words", "file"),
    [
        ("énergie", "methodes/fo/four-solaire.html"),
        ("energie", "methodes/fo/four-solaire.html"),
        ("énergies", "methodes/fo/four-solaire.html"),
        ("tiers-lieu", "methodes/re/repas.html"),
        ("tiers-lieux", "methodes/re/repas.html"),
        ("lautrec", "lieux/ca/cafe-plum.html"),
        ("plum", "lieux/ca/cafe-plum.html"),
        ("numérique", "methodes/fo/four-solaire.html"),
    ],
)
def test_kiwix_finds_words_with_and_without_accents(read: Kiwix, words, file):
    assert file in read.found(words)


def test_a_page_is_found_by_each_of_its_words_once():
    found = found_by("L’énergie, l'ÉNERGIE d’un tiers-lieu : R&D, 2,5 kg, C++.", "Énergie")
    assert found == {
        "l": 2, "énergie": 5, "d": 1, "un": 1, "tiers-lieu": 1, "r&d": 1, "2,5": 1, "kg": 1,
        "c++": 1,
    }  # fmt: skip
    said = Words.of("", found_by("Énergie d’un tiers-lieu, فضاءٌ هندسيّ हिन्दी 共有空間"), 9).content
    assert {"energie", "énergie", "un", "tiers", "lieu", "lieus", "lieux"} <= {*said.split()}
    assert {"हिन्दी", "共有空間", "فضاء", "فضاءٌ"} <= {*said.split()}


def test_words_are_handed_about_as_often_as_they_count():
    words = Words.of("Four à pain", {"four": 1, "pain": 2, "de": 60, "feu": 4, "pré": 99}, 70)
    assert (words.title, words.length) == ("Four a pain", 70)
    assert words.content.split() == ["four", "de"]
    assert words.keywords.split() == [
        *["four", "a", "pain"] * 2, "pain", *["feu"] * 2, *["pre", "pré"] * 3,
    ]  # fmt: skip
    assert Words.of("x", {"x": 3}, 1).content
    assert Words.of("", {}, 0).content == ""


@pytest.mark.needs("kiwix-serve")
def test_what_stayed_is_found_nowhere_and_told_where_it_is(read: Kiwix):
    assert read.found("fermée") == []
    assert read.page("methodes/fe/ferme.html").status_code == 404
    about = read.page("a-propos/index.html").text
    assert "Méthode fermée" in about
    assert "http://alpha.example/methodes/ferme" in about


@pytest.mark.needs("kiwix-serve")
def test_kiwix_suggests_titles_as_they_are_typed(read: Kiwix):
    assert read.suggested("cafe pl") == ["Café Plùm"]
    assert read.suggested("four") == ["Four solaire"]


@pytest.mark.needs("kiwix-serve")
def test_a_page_opens_with_its_picture_and_its_links(read: Kiwix):
    html = read.page("methodes/fo/four-solaire.html").text
    (picture_file,) = re.findall(r'<img src="\.\./\.\./(media/[^"]+)"', html)
    got = read.page(picture_file)
    assert (got.headers["content-type"], got.content[8:12]) == ("image/webp", b"WEBP")
    assert "Image non emportée : Un dessin" in html
    assert 'href="../../methodes/re/repas.html"' in html
    style = re.search(r'href="\.\./\.\./(maillage/[^"]+\.css)"', html)[1]
    assert read.page(style).headers["content-type"].startswith("text/css")
    assert "Four solaire" in read.page("").text


@pytest.mark.browser
@pytest.mark.needs("kiwix-serve")
def test_a_quiz_answers_and_is_kept_in_kiwix(browser: Browser, read: Kiwix):
    context = browser.new_context()
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{read.url}/{read.book}/minicools/tr/trier.html")
    expect(page.get_by_text("Bravo.")).to_be_hidden()
    page.get_by_label("Des épluchures").check()
    expect(page.get_by_text("Bravo.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Des épluchures")).to_be_checked()
    context.close()
    assert wrong == []


def test_every_link_leads_to_an_entry_or_to_the_web(whole):
    archive = Archive(whole)
    pages = [n for n in range(archive.all_entry_count) if _html(archive, n)]
    assert len(pages) > 10
    for number in pages:
        entry = archive._get_entry_by_id(number)
        for said in re.findall(r'(?:href|src|action)="([^"#?]+)', html_of(archive, entry.path)):
            if not said.startswith(("https:", "http:", "data:", "mailto:")):
                at = entry.path.count("/") - said.count("../")
                assert at >= 0
                folder = entry.path.split("/")[:at] if said.startswith("../") else []
                if not said.startswith("../"):
                    folder = entry.path.split("/")[:-1]
                target = "/".join([*folder, said.replace("../", "")])
                assert archive.has_entry_by_path(target), (entry.path, said)


def _html(archive: Archive, number: int) -> bool:
    entry = archive._get_entry_by_id(number)
    return not entry.is_redirect and entry.get_item().mimetype == "text/html"


def test_old_addresses_lead_to_the_page_of_now(whole):
    archive = Archive(whole)
    for old in ("cu/cuiseur", "ma/marmite"):
        entry = archive.get_entry_by_path(f"methodes/{old}.html")
        assert entry.is_redirect
        assert entry.get_redirect_entry().path == "methodes/fo/four.html"
    assert not archive.get_entry_by_path("methodes/fo/four.html").is_redirect


def test_titles_of_any_sort_are_entries_like_others(whole):
    archive = Archive(whole)
    assert archive.get_entry_by_path("pages/lo/long.html").title == LONG
    assert archive.get_entry_by_path("pages/ar/arabe.html").title == ARABIC
    assert archive.get_entry_by_path("pages/ho/hostile.html").title == HOSTILE
    html = html_of(archive, "pages/ho/hostile.html")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_no_search_box_stands_where_the_reader_has_its_own(whole):
    archive = Archive(whole)
    assert "<form" not in html_of(archive, "index.html")
    assert not archive.has_entry_by_path("recherche/index.html")


def test_the_same_pages_give_the_same_bytes(one, whole, tmp_path):
    again = written(one, tmp_path / "again.zim")
    assert again.read_bytes() == whole.read_bytes()
    assert Archive(again).check()
    other = written(one, tmp_path / "other.zim", "kind=method")
    assert Archive(other).uuid != Archive(whole).uuid


@pytest.mark.parametrize("kilobytes", [8, 200])
def test_a_disk_that_takes_no_more_leaves_nothing(one, tmp_path, monkeypatch, kilobytes):
    """The library then says nothing clear, or nothing at all and for ever."""
    monkeypatch.setattr(beside, "PATIENCE_S", 2.0)
    folder = tmp_path / "kits"
    with files_no_longer_than(kilobytes << 10), pytest.raises(Refused, match="rien n’est écrit"):
        written(one, folder / "alpha.zim")
    assert list(folder.iterdir()) == []


def test_a_disk_is_found_full_before_the_library_finds_it(whole, tmp_path, monkeypatch):
    nothing = shutil.disk_usage(tmp_path)._replace(free=1 << 20)
    monkeypatch.setattr(entries, "disk_usage", lambda _: nothing)
    draft = entries.ZimDraft(tmp_path / "x.zim", entries.About("x", "fra", b"", {}))
    with pytest.raises(OSError, match="No space left"):
        draft.add([])


@contextmanager
def files_no_longer_than(count: int) -> Iterator[None]:
    """Bytes, for this process and those it begins: the system refuses what goes further."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_pictures_may_stay(one, tmp_path):
    archive = Archive(written(one, tmp_path / "none.zim", pictures=Pictures.none))
    assert "Image non emportée : Un four" in html_of(archive, "methodes/fo/four-solaire.html")
    assert archive.get_metadata("Flavour") == b"nopic"
    assert "image/webp" not in archive.get_metadata("Counter").decode()


def test_an_empty_choice_is_refused_and_leaves_nothing(one, tmp_path):
    with pytest.raises(Refused, match="aucune page"):
        written(one, tmp_path / "none.zim", "kind=portal")
    assert list(tmp_path.iterdir()) == []


def test_without_the_library_the_format_says_what_it_lacks(monkeypatch):
    monkeypatch.setitem(sys.modules, "libzim", None)
    (lacking,) = plugin.register_exporters()
    assert lacking.write_kit is None
    with pytest.raises(Refused, match="maillage\\[zim\\]"):
        lacking.write([], [], Path("x.zim"))
