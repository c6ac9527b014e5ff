"""Templates of pages in a real wiki: read at the head, kept by stewards, no page of anybody's."""

import subprocess

import pytest

from app.actions.catch_up import rebuild
from app.actions.check import check
from app.actions.people import add_person
from app.actions.rights import wiki_signature
from app.actions.start_instance import start_instance
from app.actions.templates import (
    delete_template,
    guides_left,
    restore_templates,
    save_template,
    template_text,
    templates,
)
from app.domain.errors import InvalidPage, NotAllowed, NotSignedIn, PageNotFound, Stale
from app.domain.people import STRANGER, Reader, Role
from app.domain.revision import Change
from app.domain.selection import Selection
from app.domain.site import Site
from app.main import create_instance, open_instance, starter_lists, starter_templates
from app.settings import Settings

GOOD = "---\ntemplate: {title: Essai, kind: method, order: 1}\nform: tool\n---\n\n## Début\n"
NAME = "network/templates/essai.md"


@pytest.fixture
def data(tmp_path):
    return tmp_path / "alpha"


@pytest.fixture
def wiki(data):
    create_instance(data, Site("Alpha", "occitanie", "http://alpha.test"))
    opened = open_instance(Settings(data=data))
    start_instance(opened.wiki, lists=starter_lists() | starter_templates(), pages=())
    yield opened.wiki
    opened.close()


def someone(wiki, role):
    return Reader(
        add_person(wiki, email=f"{role}@alpha.test", name="Ana", role=role, password=None, by=None)
    )


def bring(wiki, files):
    author, now = wiki_signature(wiki), wiki.clock.now()
    wiki.store.commit(Change(files, {}, author, now, "Reçu"))


def test_templates_are_offered_in_order_and_by_kind(wiki):
    found = templates(wiki)

    assert found.unusable == ()
    assert found.of_kind("method")[0].name == "fiche-technique"
    assert {one.kind for one in found.of_kind("place")} == {"place"}
    assert found.named("fiche-lieu", kind="method") is None


def test_one_that_cannot_be_read_is_left_out_and_the_others_stay(wiki):
    before = templates(wiki).usable
    bring(wiki, {"network/templates/casse.md": b"---\ntemplate: [\n---\n",
                 "network/templates/binaire.md": b"\xff\x00", "network/templates/LISEZ.md": b"x",
                 "network/templates/plus-bas/x.md": b"x"})  # fmt: skip
    found = templates(wiki)

    assert found.usable == before
    assert [one.name for one in found.unusable] == ["binaire", "casse"]


def test_a_template_is_no_page_and_never_leaves_the_instance(wiki, data):
    assert check(wiki) == []
    assert rebuild(wiki)
    assert wiki.index.count(Selection(include_hidden=True)) == 0
    listed = subprocess.run(
        ["git", "-C", data / "open.git", "ls-tree", "-r", "--name-only", "HEAD"],
        capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    assert "templates" not in listed


def test_a_steward_keeps_changes_and_removes_a_template(wiki):
    steward = someone(wiki, Role.steward)
    save_template(wiki, "essai", GOOD, base="", by=steward)
    text, base = template_text(wiki, "essai")
    save_template(wiki, "essai", text.replace("Essai", "Essais"), base=base, by=steward)

    assert templates(wiki).usable[0].title == "Essais"
    with pytest.raises(Stale):
        delete_template(wiki, "essai", base=base, by=steward)
    delete_template(wiki, "essai", base=template_text(wiki, "essai")[1], by=steward)
    with pytest.raises(PageNotFound):
        template_text(wiki, "essai")


@pytest.mark.parametrize("base", ["", "0" * 40, "rien"])
def test_nobody_writes_over_what_another_steward_kept(wiki, base):
    steward = someone(wiki, Role.steward)
    save_template(wiki, "essai", GOOD, base="", by=steward)

    with pytest.raises(Stale):
        save_template(wiki, "essai", GOOD + "Autre.\n", base=base, by=steward)
    assert template_text(wiki, "essai")[0] == GOOD


def test_the_same_template_sent_twice_is_kept_once(wiki):
    steward = someone(wiki, Role.steward)
    save_template(wiki, "essai", GOOD, base="", by=steward)
    head = wiki.store.head()
    save_template(wiki, "essai", GOOD.replace("\n", "\r\n"), base="", by=steward)

    assert wiki.store.head() == head


def test_what_cannot_be_read_is_not_kept(wiki):
    steward = someone(wiki, Role.steward)
    for name, text in (("essai", "rien"), ("../essai", GOOD), ("essai", GOOD + "\x00")):
        with pytest.raises(InvalidPage):
            save_template(wiki, name, text, base="", by=steward)
    assert wiki.store.blob_of(NAME) is None


def test_only_a_steward_keeps_templates(wiki):
    with pytest.raises(NotAllowed):
        save_template(wiki, "essai", GOOD, base="", by=someone(wiki, Role.reviewer))
    with pytest.raises(NotSignedIn):
        delete_template(wiki, "fiche-lieu", base="", by=STRANGER)


def test_original_templates_come_back_without_touching_those_changed_here(wiki):
    steward = someone(wiki, Role.steward)
    text, base = template_text(wiki, "fiche-lieu")
    save_template(wiki, "fiche-lieu", text + "\nÀ nous.\n", base=base, by=steward)
    delete_template(wiki, "visite", base=template_text(wiki, "visite")[1], by=steward)

    assert restore_templates(wiki, starter_templates(), every=False) == ["visite"]
    assert template_text(wiki, "fiche-lieu")[0].endswith("À nous.\n")
    assert restore_templates(wiki, starter_templates(), every=True) == ["fiche-lieu"]
    assert template_text(wiki, "fiche-lieu")[0] == text


def test_guidance_that_nobody_touched_goes_and_the_rest_is_told(wiki):
    body = templates(wiki).named("mini-cool", kind="mini_cool").body
    text, left = guides_left(wiki, body)

    assert ":::note" not in text
    assert len(left) == 5
    assert guides_left(wiki, "Rien de tel.") == ("Rien de tel.", [])
