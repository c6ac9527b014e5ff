"""Addresses of the web become files that every system takes, and no two become the same."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.kinds import KINDS
from app.theme.offline.addresses import KitAddresses, root_from
from app.theme.offline.names import LONGEST, page_file, safe_name

HOME = "https://wiki.example"
RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
SLUGS = st.from_regex(r"[a-z0-9]+(?:-[a-z0-9]+)*", fullmatch=True).map(lambda s: s[:120].strip("-"))
HOSTS = st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,80}[a-z0-9])?(:[1-9][0-9]{0,3})?", fullmatch=True)
TEXTS = st.one_of(st.text(max_size=130), SLUGS, HOSTS, st.sampled_from(
    ["con", "CON", "nul", "com1", "aux.x", "lpt9", "a.", ".a", "-", "", "é", "e\u0301", "_"]
))  # fmt: skip


def addresses(*pages: str, lists: frozenset[tuple[str, str]] = frozenset()) -> KitAddresses:
    return KitAddresses(HOME, KINDS, frozenset(pages), lists)


@given(TEXTS)
def test_a_name_is_one_that_every_system_takes(text):
    name = safe_name(text, ".html")
    assert re.fullmatch(r"[a-z0-9._-]+", name)
    assert not RESERVED.match(name)
    assert name[0] not in ".-"
    assert len(name) <= LONGEST + 5
    bare = safe_name(text)
    assert bare[-1] not in ". "
    assert not RESERVED.match(bare)


@given(st.lists(TEXTS, unique=True, max_size=40))
def test_different_texts_have_names_that_differ_by_more_than_case(texts):
    names = {safe_name(text).casefold() for text in texts}
    assert len(names) == len(texts)


@given(st.lists(st.tuples(HOSTS, SLUGS), unique=True, max_size=30))
def test_pages_of_several_networks_have_files_of_their_own(found):
    kit = addresses()
    files = {kit.page(f"/reseau/{host}/lieux/{slug}").casefold() for host, slug in found}
    files |= {kit.page(f"/lieux/{slug}").casefold() for _, slug in found}
    assert len(files) == len(found) + len({slug for _, slug in found})
    assert all(":" not in file and len(file) < 200 for file in files)


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("/", "index.html"),
        ("/lieux/cafe-plum#venir", "lieux/ca/cafe-plum.html#venir"),
        ("/reseau/127.0.0.1:8001/lieux/x", "reseau/127.0.0.1_3a8001/lieux/x_/x.html"),
        (f"{HOME}/lieux/cafe-plum", "lieux/ca/cafe-plum.html"),
        ("/lieux", "lieux/index.html"),
        ("/lieux?view=map&order=recent", "lieux/index.html"),
        ("/lieux?region=occitanie", "listes/regions/occitanie/index.html"),
        ("/recherche?theme=numerique", "listes/themes/numerique/index.html"),
        ("/recherche?theme=unheard", "recherche/index.html?theme=unheard"),
        ("/methodes?tag=a+b", "recherche/index.html?kind=method&tag=a+b"),
        ("/carte", "carte/index.html"),
        ("/-/static/look.css", "maillage/look.css"),
        ("kit:a-propos/index.html#credits", "a-propos/index.html#credits"),
    ],
)
def test_an_address_leads_to_a_file_of_the_kit(url, file):
    kit = addresses(
        "/lieux/cafe-plum", "/reseau/127.0.0.1:8001/lieux/x",
        lists=frozenset({("region", "occitanie"), ("theme", "numerique")}),
    )  # fmt: skip
    target = kit.target(url)
    assert target is not None
    assert target.seen_from("../") == f"../{file}"


@pytest.mark.parametrize(
    ("url", "web"),
    [
        ("/lieux/absent", f"{HOME}/lieux/absent"),
        ("/lieux/cafe-plum/edit", f"{HOME}/lieux/cafe-plum/edit"),
        ("/-/reseaux/x", f"{HOME}/-/reseaux/x"),
        ("web:/lieux/cafe-plum", f"{HOME}/lieux/cafe-plum"),
        ("https://elsewhere.example/a", "https://elsewhere.example/a"),
        (f"{HOME}.other.example/", f"{HOME}.other.example/"),
    ],
)
def test_what_the_kit_has_not_leads_to_the_web(url, web):
    target = addresses("/lieux/cafe-plum").target(url)
    assert target is not None
    assert (target.file, target.seen_from("../")) == ("", web)


@pytest.mark.parametrize("url", ["#here", "mailto:x", "data:text/plain,x", "", "x.html"])
def test_what_leads_nowhere_else_is_left(url):
    assert addresses().target(url) is None


def test_a_kind_whose_place_is_one_of_the_kit_s_own_stands_beside_it():
    assert addresses().page("/listes/courses") == "_listes/co/courses.html"
    assert page_file("lieux", "con") == "lieux/co/__con.html"


def test_a_root_is_as_far_up_as_the_file_is_down():
    assert (root_from("index.html"), root_from("lieux/ca/x.html")) == ("", "../../")
