"""Deltas laid over the copies that they were made for give the bytes of a full export."""

import json
import random
import sqlite3
from datetime import timedelta
from pathlib import Path
from shutil import rmtree

import pytest

from app.actions.catch_up import catch_up
from app.actions.delete_page import delete_page
from app.actions.lay_over import lay_over
from app.actions.make_kit import make_kit, write_kit
from app.actions.move_page import move_page
from app.actions.rights import console_reader
from app.domain.kit import KitChoice
from app.domain.page_path import PagePath
from app.domain.revision import Change, Signature
from app.domain.rows import PageState
from app.domain.selection import Selection
from app.main import Instance
from app.theme.offline.searching import ShardWriter
from tests.actions.kits import new_wiki, page, picture, write
from tests.offline.test_static import faults, files_of, written

CLOSED = "CC-BY-NC-ND-4.0"
LISTS = (
    ":::list kind={kind}\n:::",
    "> :::list kind={kind} -region=bretagne\n> :::",
    ":::list theme=gouvernance view=table\n:::",
    ":::List kind={kind} order=recent size=3\n:::",
    ":::list kind={kind} q=four\n:::",
    ":::list kind=page view=table\n:::",
)
KINDS = ("place", "method", "mini_cool", "organisation", "page")
WORDS = ("four", "repas", "compost", "atelier", "veille", "chantier", "école", "réseau", "jardin")


@pytest.fixture
def one(tmp_path: Path):
    opened = new_wiki(tmp_path / "data")
    yield opened
    opened.close()


def revision(one: Instance) -> str:
    return str(one.wiki.index.bookmark())


def changed(one: Instance, out: Path, since: str, query: str = "") -> Path:
    kit = make_kit(one.wiki, one.draw, Selection.parse(query), KitChoice(), since=since)
    write_kit(one.exporters["static"], kit, out)
    return out


class Hand:
    """Somebody who changes a wiki at random, the same way for the same number."""

    def __init__(self, one: Instance, number: int) -> None:
        self.one, self.rnd, self.saves = one, random.Random(number), 0
        self.pictures = [str(picture(one, side=side).name) for side in (410, 420)]

    def change(self) -> None:
        acts = (self.write, self.write, self.edit, self.edit, self.delete, self.move)
        self.rnd.choice(acts)()

    def paths(self) -> list[PagePath]:
        rows, _ = self.one.wiki.index.select(Selection(), after=None, size=500)
        return sorted(row.path for row in rows)

    def write(self) -> None:
        kind, word = self.rnd.choice(KINDS), self.rnd.choice(WORDS)
        slug = f"{word}-{self.rnd.randrange(30)}".replace("é", "e")
        path = PagePath(kind, slug)
        row = self.one.wiki.index.page(path)
        if row is None or row.state in (PageState.deleted, PageState.live):
            self.save(path)

    def edit(self) -> None:
        if paths := self.paths():
            self.save(self.rnd.choice(paths))

    def save(self, path: PagePath) -> None:
        """As it would come in through git: any licence, at once."""
        one, rnd = self.one, self.rnd
        row = one.wiki.index.page(path)
        live = row if row is not None and row.state is PageState.live else None
        keys = {"kind": path.kind, "id": live.id if live else one.wiki.clock.page_id()}
        keys["title"] = f"{rnd.choice(WORDS).capitalize()} {rnd.randrange(12)}"
        if live and rnd.random() < 0.5:
            keys |= {key: json.dumps(said) for key, said in live.front.items()}
        elif path.kind == "place":
            where = f"[{43 + rnd.randrange(6) / 2}, {1 + rnd.randrange(6) / 2}]"
            keys |= {"coordinates": where, "territory": f"{{region: {rnd.choice(REGIONS)}}}"}
        if rnd.random() < 0.3:
            keys["themes"] = f"[{rnd.choice(THEMES)}]"
        keys |= {"licence": CLOSED if rnd.random() < 0.15 else "CC-BY-SA-4.0", "lang": "fr"}
        front = "".join(f"{key}: {said}\n" for key, said in keys.items())
        text = f"---\n{front}---\n{self.body()}\n".encode()
        # Somebody whose name changes on the way: each page bears the last one of its own versions.
        self.saves += 1
        name = "Ana" if self.saves % 3 else "Anne"
        signed = Signature(name, "01KDVDNCXR0000000000000001@alpha.example")
        change = Change({path.file: text}, {}, signed, one.wiki.clock.now(), "Écrire")
        one.wiki.store.commit(change)
        catch_up(one.wiki)

    def body(self) -> str:
        rnd = self.rnd
        said = [f"Voir [[{rnd.choice(WORDS).capitalize()} {rnd.randrange(12)}]]."]
        if paths := self.paths():
            path = rnd.choice(paths)
            kind = self.one.wiki.kinds[path.kind]
            said += [f"Et [[{path}]].", f"Ou [par là](/{kind.prefix}/{path.slug})."]
        if rnd.random() < 0.2:
            said.append(rnd.choice(LISTS).format(kind=rnd.choice(KINDS)))
        if rnd.random() < 0.3:
            said.append(f"![Un carré](/media/{rnd.choice(self.pictures)})")
        return "\n\n".join(rnd.sample(said, len(said)))

    def delete(self) -> None:
        if paths := self.paths():
            path, by = self.rnd.choice(paths), console_reader(self.one.wiki)
            row = self.one.wiki.index.page(path)
            assert row is not None
            delete_page(self.one.wiki, path, base=row.revision, by=by)

    def move(self) -> None:
        if paths := self.paths():
            path, by = self.rnd.choice(paths), console_reader(self.one.wiki)
            row = self.one.wiki.index.page(path)
            slug = f"{path.slug.split('-')[0]}-{self.rnd.randrange(30, 60)}"
            assert row is not None
            there = self.one.wiki.index.page(PagePath(path.kind, slug))
            if there is None or there.state is PageState.deleted:
                move_page(self.one.wiki, path, slug, base=row.revision, by=by)


REGIONS = ("occitanie", "bretagne")
THEMES = ("modele-economique", "gouvernance")


@pytest.mark.parametrize(
    ("number", "query"),
    [(1, ""), (36, ""), (3, "kind=place kind=method"), (4, "region=occitanie"),
     *(pytest.param(n, "", marks=pytest.mark.long) for n in (2, *range(5, 36)))],
)  # fmt: skip
def test_deltas_one_after_the_other_give_the_full_export(one, tmp_path, number, query):
    hand = Hand(one, number)
    for _ in range(14):
        hand.change()
    copy, old_copy = written(one, tmp_path / "copy", query), tmp_path / "old"
    written(one, old_copy, query)
    first = base = revision(one)
    for turn in range(3):
        for _ in range(4):
            hand.change()
        delta = changed(one, tmp_path / f"delta-{turn}", base, query)
        lay_over(copy, delta)
        full = written(one, tmp_path / f"full-{turn}", query)
        assert differences(copy, full) == []
        base = revision(one)
    assert faults(full) == []
    if not query:
        # All of it came from pages and words kept for older ones, but for what changed.
        rmtree(tmp_path / "data" / "cache" / "drawn")
        assert differences(written(one, tmp_path / "anew"), full) == []
    # One that begins earlier fits a newer copy too, and one leap gives what the steps gave.
    leap = changed(one, tmp_path / "leap", first, query)
    lay_over(old_copy, leap)
    lay_over(copy, leap)
    assert differences(old_copy, full) == []
    assert differences(copy, full) == []


def differences(folder: Path, other: Path) -> list[str]:
    one, two = files_of(folder), files_of(other)
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def test_a_page_that_changed_has_no_other_indexed_again(one, tmp_path, monkeypatch):
    hand = Hand(one, 5)
    for _ in range(9):
        hand.write()
    copy, base = written(one, tmp_path / "copy"), revision(one)
    hand.edit()
    monkeypatch.setattr(ShardWriter, "write", None)
    lay_over(copy, changed(one, tmp_path / "delta", base))
    monkeypatch.undo()
    assert differences(copy, written(one, tmp_path / "full")) == []


def test_words_that_were_damaged_are_counted_again(one, tmp_path):
    hand = Hand(one, 6)
    for _ in range(9):
        hand.write()
    copy, base = written(one, tmp_path / "copy"), revision(one)
    hand.edit()
    with sqlite3.connect(tmp_path / "data" / "cache" / "drawn" / "words-fr.sqlite") as kept:
        kept.execute("UPDATE drawn SET data = substr(data, 1, length(data) - 2) || x'0000'")
    lay_over(copy, changed(one, tmp_path / "delta", base))
    assert differences(copy, written(one, tmp_path / "full")) == []


def test_a_table_says_the_day_of_pages_of_which_words_alone_changed(one, tmp_path):
    write(one, "page/table", page("Table", ":::list kind=page view=table\n:::"))
    write(one, "page/four", page("Four", "Il chauffe."))
    copy, base = written(one, tmp_path / "copy"), revision(one)
    row = one.wiki.index.page(PagePath("page", "four"))
    assert row is not None
    later = one.wiki.clock.now() + timedelta(days=40)
    text = row.text.replace("chauffe", "refroidit").encode()
    by = Signature("Ana", "01KDVDNCXR0000000000000001@alpha.example")
    one.wiki.store.commit(Change({row.path.file: text}, {}, by, later, "Corriger"))
    catch_up(one.wiki)
    lay_over(copy, changed(one, tmp_path / "delta", base))
    # Nothing is taken from pages that were drawn before.
    rmtree(tmp_path / "data" / "cache" / "drawn")
    assert differences(copy, written(one, tmp_path / "full")) == []
