"""Repositories made to hurt: refused with a sentence, and the mirror stays as it was."""

import os
from collections.abc import Callable
from hashlib import sha1

import pytest

from app.domain.network import PullOutcome
from federation.validate import Bounds, Hazard
from federation.validate.objects import parse_tree
from federation.visit import PullSettings
from tests.federation.hostile import BLOB, ORIGIN, PNG, TREE, Owner, bomb, medium, page, page_file
from tests.federation.visits import Alpha, alpha

MILL, OVEN = page_file("moulin"), page_file("four")


@pytest.fixture
def one(tmp_path):
    made = alpha(tmp_path)
    made.owner.save({MILL: page(1)})
    assert made.pull().outcome is PullOutcome.updated
    yield made
    made.mirrors.close()


def refused(one: Alpha, why: str, **head: object) -> None:
    """The visit is refused for that reason, the mirror is as it was, and later goes on."""
    before = one.mirrors.kept(ORIGIN)
    report = one.pull(one.source(**({"seq": 2} | head)))
    assert (report.outcome, report.alarm) == (PullOutcome.refused, False), report.reason
    assert why in report.reason
    assert one.mirrors.kept(ORIGIN) == before
    assert one.tip == str(before.mirror.tip)
    assert one.at_rest
    assert report.quarantined == ()


def in_folder(path: str, *entries: tuple[bytes, bytes, bytes]) -> Callable[[Owner], None]:
    """Plants entries beside what is in that folder of the tree."""

    def plant(owner: Owner) -> None:
        owner.commit(owner.tree(grown(owner, path.split("/") if path else [], list(entries))))

    return plant


def grown(owner, parts, entries, under=""):
    here = {f[len(under) :]: d for f, d in owner.files.items() if f.startswith(under)}
    there = owner.entries(here)
    if not parts:
        return there + entries
    first, rest = parts[0], parts[1:]
    inner = grown(owner, rest, entries, f"{under}{first}/")
    return [e for e in there if e[1] != first.encode()] + [
        (TREE, first.encode(), owner.tree(inner))
    ]


def blob(data: bytes = b"x") -> bytes:
    """The name of a blob that `hazards` writes first."""
    return sha1(f"blob {len(data)}\0".encode() + data, usedforsecurity=False).digest()


def entry(name: bytes, mode: bytes = BLOB) -> tuple[bytes, bytes, bytes]:
    return mode, name, blob()


HAZARDS = {
    "symlink": (in_folder("pages/place/mo", entry(b"moulin-2.md", b"120000")), "mode 120000"),
    "gitlink": (in_folder("pages/place/mo", (b"160000", b"moulin-2.md", b"\1" * 20)), "160000"),
    "executable": (in_folder("pages/place/mo", entry(b"moulin-2.md", b"100755")), "100755"),
    "group-writable": (in_folder("pages/place/mo", entry(b"moulin-2.md", b"100664")), "100664"),
    "attributes": (in_folder("", entry(b".gitattributes")), "commence par"),
    "modules": (in_folder("", entry(b".gitmodules")), "commence par"),
    "git folder": (in_folder("", entry(b".git")), "commence par"),
    "git folder in capitals": (in_folder("", entry(b".GIT")), "commence par"),
    "git in eight and three": (in_folder("", entry(b"git~1")), "contient « ~ »"),
    "option": (in_folder("pages/place/mo", entry(b"--upload-pack=x.md")), "commence par « - »"),
    "parent": (in_folder("pages/place/mo", entry(b"..")), "commence par"),
    "backslash": (in_folder("pages/place/mo", entry(b"..\\..\\x.md")), "n’est pas sûr"),
    "slash": (in_folder("pages/place/mo", entry(b"a/b.md")), "contient « / »"),
    "stream": (in_folder("pages/place/mo", entry(b"moulin.md::$DATA")), "contient « : »"),
    "case": (in_folder("pages/place/mo", entry(b"Moulin.md")), "ne font qu’un"),
    "wide letters": (in_folder("pages/place/mo", entry("ｍoulin.md".encode())), "ne font qu’un"),
    "decomposed": (in_folder("pages/place/mo", entry("e\u0301.md".encode())), "NFC"),
    "device": (in_folder("pages/place/mo", entry(b"CON.md")), "appareil"),
    "trailing dot": (in_folder("pages/place/mo", entry(b"moulin.md.")), "point ou une espace"),
    "trailing space": (in_folder("pages/place/mo", entry(b"moulin.md ")), "point ou une espace"),
    "newline": (in_folder("pages/place/mo", entry(b"mou\nlin.md")), "invisible"),
    "escape": (in_folder("pages/place/mo", entry(b"mou\x1b[2Jlin.md")), "invisible"),
    "bidi": (in_folder("pages/place/mo", entry("mou\u202elin.md".encode())), "invisible"),
    "not UTF-8": (in_folder("pages/place/mo", entry(b"mou\xfflin.md")), "UTF-8"),
    "elsewhere": (in_folder("", entry(b"index.html")), "aucun fichier connu"),
    "wrong folder": (in_folder("pages/place/mo", entry(b"four.md")), "aucun fichier connu"),
    "program": (in_folder("media", entry(b"x.svg")), "aucun fichier connu"),
}


@pytest.mark.parametrize("name", HAZARDS)
def test_a_hazard_of_the_tree_refuses_the_visit_and_is_named(one, name):
    plant, why = HAZARDS[name]
    one.owner.put("blob", b"x")
    plant(one.owner)
    refused(one, why)


@pytest.mark.parametrize("name", ["symlink", "attributes", "case", "newline"])
def test_a_hazard_that_a_later_commit_takes_away_again_is_refused_too(one, name):
    plant, why = HAZARDS[name]
    one.owner.put("blob", b"x")
    plant(one.owner)
    one.owner.save({OVEN: page(2)})
    refused(one, why)


@pytest.mark.parametrize("name", ["symlink", "backslash", "not UTF-8"])
def test_a_hazard_in_a_first_visit_leaves_no_mirror(tmp_path, name):
    made = alpha(tmp_path)
    made.owner.put("blob", b"x")
    made.owner.save({MILL: page(1)})
    HAZARDS[name][0](made.owner)
    assert made.pull().outcome is PullOutcome.refused
    assert made.mirrors.all() == ()
    assert not made.mirrors.repository(ORIGIN).exists()


def test_two_entries_of_one_name_are_refused(one):
    first, second = (one.owner.put("blob", page(1, body)) for body in ("Du pain.", "Du vent."))
    leaf = one.owner.tree([(BLOB, b"moulin.md", first), (BLOB, b"moulin.md", second)], raw=True)
    one.owner.commit(one.owner.tree(one.owner.nested("pages/place", [(TREE, b"mo", leaf)])))
    refused(one, "deux fois le même nom")


def test_a_file_and_a_folder_of_one_name_are_refused(one):
    leaf = one.owner.tree([(BLOB, b"x.md", one.owner.put("blob", b"x"))])
    both = [(BLOB, b"mo", one.owner.put("blob", b"x")), (TREE, b"mo", leaf)]
    one.owner.commit(
        one.owner.tree(one.owner.nested("pages", [(TREE, b"place", one.owner.tree(both))]))
    )
    refused(one, "deux fois le même nom")


def test_a_tree_out_of_order_is_refused(one):
    names = (b"moulin.md", b"moa.md")
    leaf = one.owner.tree([(BLOB, n, one.owner.put("blob", b"x")) for n in names], raw=True)
    one.owner.commit(one.owner.tree(one.owner.nested("pages/place", [(TREE, b"mo", leaf)])))
    refused(one, "pas rangé")


def test_a_padded_mode_is_refused(one):
    leaf = one.owner.tree([(BLOB, b"moulin.md", one.owner.put("blob", page(1)))])
    inner = one.owner.tree([(b"040000", b"mo", leaf)], raw=True)
    one.owner.commit(one.owner.tree(one.owner.nested("pages", [(TREE, b"place", inner)])))
    refused(one, "mode 040000")


def test_an_empty_folder_is_refused(one):
    empty = one.owner.tree([])
    one.owner.commit(one.owner.tree(grown(one.owner, [], [(TREE, b"media", empty)])))
    refused(one, "est vide")


def test_a_folder_that_is_not_of_the_layout_is_refused_before_what_it_holds(one):
    leaf = one.owner.tree([(b"120000", b"x", one.owner.put("blob", b"x"))])
    one.owner.commit(one.owner.tree(grown(one.owner, [], [(TREE, b"docs", leaf)])))
    refused(one, "« docs » n’est à la place d’aucun fichier connu")


@pytest.mark.parametrize(
    "rest", [b"x", b"100644 a", b"100644 a\0short", b"+00644 b\0" + b"\1" * 20]
)
def test_every_byte_of_a_tree_is_understood(rest):
    with pytest.raises(Hazard, match="pas lisible"):
        parse_tree(b"100644 a.md\0" + b"\1" * 20 + rest, Bounds())


def test_bytes_that_are_no_tree_are_refused(one):
    one.owner.commit(one.owner.put("tree", b"100644 a.md\0" + b"\1" * 20 + b"rest"))
    report = one.pull(one.source(seq=2))
    assert report.outcome is PullOutcome.refused


def test_a_deep_tree_is_refused_before_it_is_walked(one):
    entries = [entry(b"x.md")]
    one.owner.put("blob", b"x")
    for _ in range(3_000):
        entries = [(TREE, b"place", one.owner.tree(entries))]
    one.owner.commit(one.owner.tree([(TREE, b"pages", one.owner.tree(entries))]))
    report = one.pull(one.source(seq=2))
    assert report.outcome is PullOutcome.refused
    assert one.tip != one.owner.tip


def test_a_merge_is_refused(one):
    base = one.owner.tip
    side = one.owner.commit(one.owner.tree(one.owner.entries()), parents=[base], message=b"side\n")
    one.owner.commit(one.owner.tree(one.owner.entries()), parents=[base, side])
    refused(one, "une seule ligne")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"message": b"x" * 70_000}, "message"),
        ({"message": b"\xff\n"}, "message"),
        ({"message": b"a\0b\n"}, "message"),
        ({"at": "99999999999 +0000"}, "date"),
        ({"at": "1700000000 +9900"}, "de qui elle est"),
        ({"author": "A\u202eB <a@beta.example>"}, "auteurs"),
        ({"author": f"{'A' * 300} <a@beta.example>"}, "auteurs"),
        ({"author": "Aïcha"}, "de qui elle est"),
        ({"extra": "encoding ISO-8859-1\n"}, "pas écrite comme il faut"),
        ({"extra": "mergetag object\n"}, "pas écrite comme il faut"),
    ],
)
def test_a_commit_that_is_not_as_open_commits_are_is_refused(one, how, why):
    one.owner.save({OVEN: page(2)}, **how)
    refused(one, why)


def test_a_commit_of_megabytes_is_refused(one):
    one.owner.save({OVEN: page(2)}, message=b"x" * 3_000_000)
    refused(one, "trop grand")


@pytest.mark.parametrize("undone", [False, True])
def test_a_page_too_large_is_refused_in_any_version(one, undone):
    one.owner.save({OVEN: page(2, "x" * 1_100_000)})
    if undone:
        one.owner.save({OVEN: page(2)})
    refused(one, "trop grand")


def test_a_medium_too_large_is_refused(one):
    one.owner.save(medium(PNG + b"\0" * 5_300_000))
    refused(one, "trop grand")


@pytest.mark.parametrize("undone", [False, True])
def test_a_medium_that_is_not_what_its_name_says_is_refused(one, undone):
    picture = medium(PNG)
    file = next(iter(picture))
    one.owner.save(picture | {file: PNG + b"other"})
    if undone:
        one.owner.save({file: PNG})
    refused(one, "que son nom promet")


def test_a_medium_of_another_type_is_refused(one):
    one.owner.save(medium(b"<html><script>"))
    refused(one, "de son type")


def test_one_id_on_two_pages_is_refused(one):
    one.owner.save({OVEN: page(1)})
    refused(one, "même identifiant")


def test_one_id_on_two_pages_is_seen_though_one_came_long_ago(one):
    one.owner.save({OVEN: page(2)})
    assert one.pull(one.source(seq=2)).outcome is PullOutcome.updated
    one.owner.save({page_file("gare"): page(3)})
    assert one.pull(one.source(seq=3)).outcome is PullOutcome.updated
    one.owner.save({page_file("halle"): page(2)})
    refused(one, "même identifiant", seq=4)


def test_a_bad_page_never_freezes_the_mirror(one):
    bad = {page_file("gare"): b"\xff\0", page_file("halle"): page(9, licence="CC-BY-ND-4.0")}
    one.owner.save({OVEN: page(2)} | bad)
    report = one.pull(one.source(seq=2))
    assert report.outcome is PullOutcome.updated
    assert {each.file for each in report.quarantined} == set(bad)
    assert one.mirrors.kept(ORIGIN).mirror.quarantined == set(bad)
    assert one.tip == one.owner.tip


def test_a_flood_of_branches_and_tags_brings_the_one_that_is_asked(one):
    one.owner.save({OVEN: page(2)})
    names = "".join(f"{one.owner.tip} refs/{kind}/x{n}\n" for kind in ("tags", "heads")
                    for n in range(3_000))  # fmt: skip
    (one.owner.folder / "packed-refs").write_text(f"# pack-refs with: peeled fully-peeled\n{names}")
    assert one.pull(one.source(seq=2)).outcome is PullOutcome.updated
    repository = one.mirrors.repository(ORIGIN)
    refs = [f for f in repository.glob("refs/**/*") if f.is_file()]
    assert [f.relative_to(repository).as_posix() for f in refs] == ["refs/heads/open"]
    assert not (repository / "packed-refs").exists()


@pytest.mark.parametrize("name", ["commits", "trees", "changes", "tree_entries", "new_bytes"])
def test_more_than_can_be_checked_is_refused(one, name):
    for number in range(2, 6):
        one.owner.save({page_file(f"four-{number}"): page(number)})
    bounds = Bounds(**{name: 2})
    one.puller._settings = PullSettings(reserve_bytes=0, bounds=bounds)
    report = one.pull(one.source(seq=2))
    assert report.outcome is PullOutcome.refused
    assert one.tip != one.owner.tip


def test_a_small_pack_that_hides_a_huge_blob_is_refused(one, tmp_path):
    source = one.source(seq=2)
    source.bundle_file = bomb(one.owner, tmp_path / "bomb.bundle", size_bytes=1_500_000_000)
    assert source.bundle_file.stat().st_size < 100_000
    source.said["tip"] = one.owner.tip
    report = one.pull(source)
    assert report.outcome is PullOutcome.refused
    assert one.tip != one.owner.tip
    assert one.at_rest


def test_a_huge_blob_that_git_takes_is_not_read(one, tmp_path):
    source = one.source(seq=2)
    source.bundle_file = bomb(one.owner, tmp_path / "bomb.bundle", size_bytes=100_000_000)
    report = one.pull(source)
    assert report.outcome is PullOutcome.refused
    assert "trop grand" in report.reason


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "no bundle"])
def test_a_damaged_bundle_is_refused(one, tmp_path, harm):
    one.owner.save({OVEN: page(2)})
    file = tmp_path / "open.bundle"
    one.owner.bundle(file)
    data = bytearray(file.read_bytes())
    if harm == "flipped":
        data[-60] ^= 0x40
    cut = {"cut": data[: len(data) * 2 // 3], "flipped": data, "empty": b""}
    file.write_bytes(cut.get(harm, os.urandom(2_000)))
    source = one.source(seq=2)
    source.bundle_file = file
    report = one.pull(source)
    assert report.outcome is PullOutcome.refused
    assert "git ne peut pas la lire" in report.reason
    assert one.tip != one.owner.tip
    assert one.at_rest


def test_a_sound_bundle_is_as_good_as_a_fetch(one, tmp_path):
    one.owner.save({OVEN: page(2)})
    source = one.source(seq=2)
    source.bundle_file = tmp_path / "open.bundle"
    one.owner.bundle(source.bundle_file)
    assert one.pull(source).outcome is PullOutcome.updated
    assert one.tip == one.owner.tip


def test_a_history_that_is_cut_short_is_refused(one):
    one.owner.save({OVEN: page(2)})
    source = one.source(epoch=2)

    def shorten():
        (next(one.folder.glob(".staging/*/repo.git")) / "shallow").write_text(f"{one.owner.tip}\n")

    source.before_fetch = shorten
    report = one.pull(source)
    assert report.outcome is PullOutcome.refused
    assert one.tip != one.owner.tip
