"""What is let in, by name and by content; and what is only set aside."""

import ast
from pathlib import Path

import pytest

import federation
from app.domain.licence import DEFAULT_POLICY, Licence, LicencePolicy
from app.domain.page_path import RevisionId
from app.domain.phrase import Phrase
from app.domain.rules import Rules
from app.theme import Theme
from federation.validate import Hazard, KnownFiles, check_tree_entry, validate
from tests.drawings import GOOD, HOSTILE
from tests.federation.hostile import PNG, Owner, medium, page, page_file, page_id

MILL, OVEN = page_file("moulin"), page_file("four")


@pytest.fixture
def owner(tmp_path):
    return Owner(tmp_path / "owner.git")


def checked(owner, known, *, old=None, rules=None, **how):
    return validate(
        owner.git, old=RevisionId(old) if old else None, new=RevisionId(owner.tip),
        known=known, rules=rules or Rules(), **how,
    )  # fmt: skip


def reasons(found):
    return {one.file: str(one.reason) for one in found.quarantined}


@pytest.mark.parametrize(
    ("mode", "path"),
    [
        ("100644", "pages/place/mo/moulin.md"),
        ("100644", "pages/some_kind/aa/a.md"),
        ("100644", f"media/ab/ab{'0' * 62}.webp"),
        ("100644", f"media/ab/ab{'0' * 62}.yaml"),
        ("100644", "network/licences.yaml"),
        ("100644", "network/vocabularies/themes.yaml"),
        ("40000", "pages"),
        ("40000", "pages/place/mo"),
        ("40000", "media/ab"),
        ("40000", "network/vocabularies"),
    ],
)
def test_the_known_layout_is_let_in(mode, path):
    assert check_tree_entry(mode.encode(), path.encode()) is None


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (".git", "commence par « . »"),
        ("pages/.gitattributes", "commence par « . »"),
        ("pages/place/mo/-f.md", "commence par « - »"),
        ("pages/place/mo/moulin.md.", "finit par un point"),
        ("pages/place/mo/moulin.md ", "finit par un point ou une espace"),
        ("pages/place/co/con.md", "appareil"),
        ("pages/place/co/CON.md", "appareil"),
        ("pages/place/co/com1 .md", "appareil"),
        ("pages/place/co/com¹.md", "appareil"),
        ("GIT~1", "contient « ~ »"),
        ("pages\\place", "contient « \\ »"),
        ("pages/place/mo/a:b.md", "contient « : »"),
        ("pages/place/mo/a*.md", "contient « * »"),
        ("pages/place/mo/a?.md", "contient « ? »"),
        ('pages/place/mo/a".md', 'contient « " »'),
        ("pages/place/mo/a<.md", "contient « < »"),
        ("pages/place/mo/a|.md", "contient « | »"),
        ("pages/place/mo/mou\nlin.md", "signe invisible"),
        ("pages/place/mo/mou\u202elin.md", "signe invisible"),
        ("pages/place/mo/mou\u200blin.md", "signe invisible"),
        ("pages/place/mo/mou\ufefflin.md", "signe invisible"),
        ("pages/place/mo/mou\u3164lin.md", "signe invisible"),
        ("pages/place/ca/cafe\u0301.md", "NFC"),
        ("a/b/c/d/e/f/g/h/i", "trop de dossiers"),
        ("pages/" + "a" * 240, "trop long"),
        ("pages//moulin.md", "partie vide"),
        ("pages/..", "commence par « . »"),
        ("LISEZMOI.md", "aucun fichier connu"),
        ("pages/place/xx/moulin.md", "aucun fichier connu"),
        ("pages/place/mo/Moulin.md", "aucun fichier connu"),
        ("pages/place/mo/moulin.txt", "aucun fichier connu"),
        ("pages/place/ca/café.md", "aucun fichier connu"),
        (f"media/ff/ab{'0' * 62}.png", "aucun fichier connu"),
        (f"media/ab/ab{'0' * 62}.html", "aucun fichier connu"),
        ("network/retractions.yaml", "aucun fichier connu"),
        ("network/vocabularies/Themes.yaml", "aucun fichier connu"),
    ],
)
def test_a_name_that_may_hurt_somewhere_is_refused(path, why):
    assert why in check_tree_entry(b"100644", path.encode())


def test_a_name_that_is_no_text_is_refused():
    assert "UTF-8" in check_tree_entry(b"100644", b"pages/place/mo/mou\xff.md")


@pytest.mark.parametrize("mode", ["100755", "120000", "160000", "100664", "040000", "0100644"])
def test_any_mode_but_the_two_is_refused(mode):
    assert "fichier ordinaire" in check_tree_entry(mode.encode(), b"pages/place/mo/moulin.md")


@pytest.mark.parametrize("path", ["pages/place/mo/moulin.md", "page", "media/zz", "pages/place/m"])
def test_a_folder_is_only_where_one_belongs(path):
    assert check_tree_entry(b"40000", path.encode())


@pytest.mark.parametrize(
    ("data", "why", "readable"),
    [
        (b"Du pain.", "en-tête", True),
        (b"---\ntitle: [\n---\n", "lisible", True),
        (b"---\ntitle: \xff\n---\n", "UTF-8", False),
        (page(1, "a\0b"), "signe invisible", False),
        (page(1, "x" * 300_000), "trop longue", True),
        (page(1, id=""), "identifiant", True),
        (page(1, id="moulin"), "identifiant", True),
        (page(1, licence=""), "sa licence", False),
        (page(1, licence="GPL-7.0"), "n’est pas connue", True),
        (page(1, licence="CC-BY-NC-4.0"), "n’est pas ouverte", False),
        (page(1, status="draft"), "brouillon", False),
    ],
)
def test_a_page_that_cannot_be_read_or_shown_is_set_aside_alone(owner, data, why, readable):
    owner.save({MILL: data, OVEN: page(2)})
    with KnownFiles(None) as known:
        found = checked(owner, known)
    (aside,) = found.quarantined
    assert (aside.file, aside.readable) == (MILL, readable)
    assert str(aside.path) == "place/moulin"
    assert why in aside.reason
    assert isinstance(aside.reason, Phrase)


def test_a_page_of_an_unknown_kind_is_set_aside(owner):
    file = page_file("lune", "planet")
    owner.save({file: page(1, kind="planet")})
    with KnownFiles(None) as known:
        assert reasons(checked(owner, known)) == {
            file: "le genre « planet » n’est pas connu ici."
        }  # fmt: skip


def test_a_page_that_is_put_right_comes_back(owner):
    old = owner.save({MILL: b"broken", OVEN: page(2)})
    with KnownFiles(None) as known:
        assert reasons(checked(owner, known))
        owner.save({MILL: page(1)})
        assert not reasons(checked(owner, known, old=old))
        old = owner.save({MILL: b"broken again"})
        owner.save({MILL: None})
        assert not reasons(checked(owner, known, old=old))


def test_what_was_set_aside_stays_so_on_later_visits(owner):
    old = owner.save({MILL: b"broken"})
    with KnownFiles(None) as known:
        checked(owner, known)
        owner.save({OVEN: page(2)})
        assert list(reasons(checked(owner, known, old=old))) == [MILL]


def test_other_rules_judge_what_is_there_already_again(owner):
    old = owner.save({MILL: page(1, licence="GPL-7.0")})
    wider = Licence("GPL-7.0", "GPL 7", "", True, "")
    policy = LicencePolicy({**DEFAULT_POLICY.licences, wider.id: wider}, DEFAULT_POLICY.flows)
    with KnownFiles(None) as known:
        before = checked(owner, known)
        after = checked(owner, known, old=old, rules=Rules(licences=policy))
    assert reasons(before)
    assert not reasons(after)
    assert before.judged != after.judged
    assert (after.received, after.versions) == (0, 0)


def test_the_same_judgement_has_the_same_name(owner):
    old = owner.save({MILL: page(1)})
    with KnownFiles(None) as known:
        first = checked(owner, known)
        owner.save({OVEN: page(2)})
        assert checked(owner, known, old=old).judged == first.judged


def test_a_page_that_its_network_took_back_is_set_aside(owner):
    owner.save({MILL: page(1), OVEN: page(2)})
    with KnownFiles(None) as known:
        found = checked(owner, known, withdrawn=[page_id(2), page_id(9), page_id(2)])
    assert reasons(found) == {OVEN: "son réseau l’a retirée."}


def test_a_picture_is_shown_where_its_licence_is_open(owner):
    picture = medium(PNG)
    file, sidecar = picture
    old = owner.save(picture)
    with KnownFiles(None) as known:
        assert not reasons(checked(owner, known))
        tip = owner.save({sidecar: b"licence: CC-BY-NC-4.0\n"})
        assert list(reasons(checked(owner, known, old=old))) == [file]
        owner.save({sidecar: None})
        assert list(reasons(checked(owner, known, old=tip))) == [file]


def test_a_sidecar_may_travel_alone(owner):
    _, sidecar = medium(PNG)
    owner.save({sidecar: b"licence: CC-BY-NC-4.0\n"})
    with KnownFiles(None) as known:
        assert not reasons(checked(owner, known))


def test_a_sidecar_that_cannot_be_read_is_set_aside_with_its_picture(owner):
    picture = medium(PNG)
    file, sidecar = picture
    owner.save(picture | {sidecar: b"licence: ["})
    with KnownFiles(None) as known:
        assert sorted(reasons(checked(owner, known))) == sorted([file, sidecar])


@pytest.mark.parametrize(
    ("ext", "data"),
    [
        ("jpg", b"\xff\xd8\xff\xe0"),
        ("gif", b"GIF89a"),
        ("webp", b"RIFF0000WEBP"),
        ("avif", b"0000ftypavif"),
        ("pdf", b"%PDF-1.7"),
        ("odt", b"PK\3\4" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text"),
        ("gpx", b'<?xml version="1.0"?>\n<gpx>'),
        ("mp3", b"ID3"),
        ("ogg", b"OggS"),
        ("svg", GOOD),
    ],
)
def test_each_type_of_medium_is_known_by_its_content(owner, ext, data):
    owner.save(medium(data, ext))
    with KnownFiles(None) as known:
        assert not reasons(checked(owner, known))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_drawing_of_a_friend_passes_the_same_door_as_ours(owner, name):
    owner.save(medium(HOSTILE[name][0], "svg"))
    with KnownFiles(None) as known, pytest.raises(Hazard, match="pas de son type"):
        checked(owner, known)


def test_only_what_changed_is_told(owner):
    old = owner.save({MILL: page(1), OVEN: page(2)})
    with KnownFiles(None) as known:
        first = checked(owner, known)
        owner.save({MILL: page(1, "Du vent.")})
        second = checked(owner, known, old=old)
    assert (first.received, second.received) == (2, 1)
    assert second.pages == (("place/moulin", "Page 1"),)


def test_a_page_that_came_and_went_between_two_visits_is_nothing(owner):
    old = owner.save({MILL: page(1)})
    with KnownFiles(None) as known:
        checked(owner, known)
        owner.save({OVEN: page(2)})
        owner.save({OVEN: None})
        found = checked(owner, known, old=old)
    assert (found.received, found.removed, found.versions) == (0, 0, 2)


def test_two_pages_may_exchange_their_places(owner):
    old = owner.save({MILL: page(1), OVEN: page(2)})
    with KnownFiles(None) as known:
        checked(owner, known)
        owner.save({MILL: page(2), OVEN: page(1)})
        assert checked(owner, known, old=old).received == 2


def test_an_id_that_was_freed_may_be_taken_again(owner):
    old = owner.save({MILL: page(1)})
    with KnownFiles(None) as known:
        checked(owner, known)
        owner.save({MILL: None, OVEN: page(1)})
        found = checked(owner, known, old=old)
    assert (found.received, found.removed) == (1, 0)


def test_a_commit_whose_parent_is_not_there_is_refused(owner):
    owner.commit(owner.tree([]), parents=["1" * 40])
    (owner.folder / "shallow").write_text(f"{owner.tip}\n")
    with KnownFiles(None) as known, pytest.raises(Hazard, match="manque un objet"):
        checked(owner, known)


def test_a_line_that_git_was_made_to_see_otherwise_is_refused(owner):
    first = owner.save({MILL: page(1)})
    owner.save({MILL: page(2)})
    owner.save({OVEN: page(3)})
    (owner.folder / "info").mkdir(exist_ok=True)
    (owner.folder / "info/grafts").write_text(f"{owner.tip} {first}\n")
    with KnownFiles(None) as known, pytest.raises(Hazard, match="manque un objet"):
        checked(owner, known)


def test_an_empty_tip_is_sound(owner):
    owner.save({})
    with KnownFiles(None) as known:
        assert checked(owner, known).received == 0


def test_every_reason_is_said_in_english():
    """The words of this room are looked for where its modules fill them."""
    room = Path(federation.__file__).parent
    files = [*room.glob("validate/*.py"), *(room / f"{n}.py" for n in ("pull", "visit", "staging"))]
    said = {
        call.args[0].value
        for file in (*files, room / "sources.py")
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Phrase"
        if isinstance(call.args[0], ast.Constant)
    }
    assert len(said) > 30
    theme = Theme()
    assert [text for text in sorted(said) if theme.phrase(text, lang="en") == text] == []
