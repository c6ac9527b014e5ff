"""The search data of a kit: MiniSearch takes it as its own, and a change touches few scripts."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.actions.make_kit import make_kit
from app.domain.finding import french
from app.domain.kit import Kit, KitChoice, KitPage
from app.domain.rows import PageRow, stamp_of
from app.domain.selection import Selection
from app.main import Instance
from app.theme.offline.entries import spot_of
from app.theme.offline.searching import SearchData
from tests.actions.kits import new_wiki, page, write
from tests.theme.offline.node import ran

HOSTILE = "</script><script>alert(1)</script><!-- ' \\\\ \u2028 \u2029 -->"
# What the scripts of a folder hand over, by name.
READ = """
import { readdirSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
const said = {};
const lines = {};
globalThis.maillage = (name, json, more) => {
  said[name] = JSON.parse(json);
  lines[name] = (more ?? '').split('\\n').filter(Boolean);
};
// The whole serialized form, of its head and its lines.
const whole = (head, name) => ({ ...head, index: lines[name].map((line) => {
  const at = line.indexOf(' ');
  return [line.slice(0, at), JSON.parse(line.slice(at))];
}) });
for (const file of readdirSync(given).sort()) {
  runInThisContext(readFileSync(`${given}/${file}`, 'utf8'));
}
"""
SAME = (
    READ
    + """
import MiniSearch from 'minisearch';
import { French } from 'OURS/french.js';
const french = new French(said.cles.rules);
const fields = ['title', 'labels', 'summary', 'headings', 'text'];
const options = {
  fields, idField: 'id', tokenize: (text) => french.terms(text), processTerm: (term) => term,
};
const theirs = MiniSearch.loadJSON(JSON.stringify(whole(said['texte-0'], 'texte-0')), options);
const ours = new MiniSearch(options);
const { rows, index } = said['tete-0'];
const drawers = Object.keys(said).filter((name) => name.startsWith('extrait-'));
const texts = Object.assign({}, ...drawers.map((name) => said[name]));
for (const [id, [ref, , title, summary]] of rows.entries()) {
  ours.add({ id, title, summary, labels: '', headings: 'Le tri', text: texts[ref] });
}
const asked = { prefix: true, fields: ['title', 'summary', 'headings', 'text'] };
const find = (one) => one.search('compost tiers lieux ateliers', asked);
const shortOptions = { ...options, fields: fields.slice(0, 3) };
const short = MiniSearch.loadJSON(JSON.stringify(whole(index, 'tete-0')), shortOptions);
answer({
  loaded: find(theirs), made: find(ours), refs: rows.map(([ref]) => ref),
  labels: theirs.search('occitanie', { fields: ['labels'] }).map(({ id }) => id),
  short: short.search('compast', { fuzzy: 0.2, prefix: true }).map(({ id }) => id),
});
"""
)

# Our own counting, beside the library's of the same tree of queries.
SCORES = (
    READ
    + """
import MiniSearch from 'minisearch';
import { scored } from 'OURS/scoring.js';
import { Shard } from 'OURS/shard.js';
const boost = { title: 8, labels: 3, summary: 3, headings: 2, text: 1 };
const weights = { prefix: 0.2, fuzzy: 0.45 };
const same = (term) => term;
const exactly = (term) => ({ queries: [term], prefix: false });
const going = (term, fields) => ({ queries: [term], prefix: true, ...(fields && { fields }) });
const of = (combineWith, ...queries) => ({ combineWith, queries });
const trees = [
  exactly('compost'), going('compo'), going('c', ['title']), exactly('nowhere'), going('atelier'),
  of('OR', exactly('atelier'), of('OR', exactly('compost'), going('compost'))),
  of('AND', of('OR', exactly('tierslieu'), of('AND', exactly('tier'), exactly('lieu'))),
    going('a')),
  of('AND', going('c'), exactly('atelier')),
  of('OR', going('l'), going('t', ['title']), going('l')),
];
const answers = [];
for (const [name, head] of [['texte-0', said['texte-0']], ['tete-0', said['tete-0'].index]]) {
  const fields = Object.keys(head.fieldIds);
  const mini = MiniSearch.loadJS(whole(head, name), { fields, idField: 'id' });
  const shard = new Shard(head, lines[name].join('\\n'));
  const count = head.documentCount;
  // The same shard twice: a page's number says which of them it is of.
  const indexes = [{ shard, first: 0 }, { shard: null, first: count }, { shard, first: count }];
  const shards = { indexes, size: 2 * count, step: async () => {} };
  for (const tree of trees) {
    const options = { fields, boost, weights, tokenize: (term) => [term], processTerm: same };
    const hits = mini.search(tree, options).sort((a, b) => a.id - b.id);
    const theirs = [0, count].flatMap((first) => hits.map(({ id, score }) => [first + id, score]));
    const { pages, scores } = await scored(tree, { ...shards, stale: () => false });
    answers.push([theirs, pages.map((page) => [page, scores[page]])]);
  }
  answers.push([null, await scored(trees[0], { ...shards, stale: () => true })]);
}
answer(answers);
"""
)


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    opened = new_wiki(tmp_path_factory.mktemp("wiki") / "data")
    write(opened, "method/compost", page(
        "Compost partagé", "Un bac. Trois ateliers au tiers-lieu.",
        summary="Composter à plusieurs, sans odeur", themes="[communaute]",
        steps="[{title: Remplir, text: 'Voir [[place/plum|le **café**]] : du compost !'}]",
    ))  # fmt: skip
    write(opened, "place/plum", page(
        "Café Plum", "Des compostages et des ateliers.",
        territory="{region: occitanie, city: Lautrec}", coordinates="[43.7056, 2.1389]",
    ))  # fmt: skip
    write(opened, "page/hostile", page(f'"{HOSTILE}"', f"Texte {HOSTILE}"))
    yield opened
    opened.close()


def kit_of(one: Instance) -> Kit:
    return make_kit(one.wiki, one.draw, Selection(), KitChoice())


def told(page: KitPage) -> tuple[PageRow, str, list[str]]:
    return page.row, page.text, ["Le tri"]


def written(kit: Kit, folder: Path, only: frozenset[int] | None = None) -> dict[str, bytes]:
    data = SearchData(folder, kit)
    for shown in reversed(list(kit.pages())):
        stamp, file = stamp_of(shown.row), f"{shown.url[1:]}.html"
        data.add(stamp, file, partial(told, shown))
        data.place(stamp, spot_of(shown.row), file)
    data.finish(only)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def read(folder: Path) -> dict[str, Any]:
    return ran(f"{READ} answer(said);", str(folder))


def test_minisearch_finds_in_the_data_what_it_finds_in_its_own(one, tmp_path):
    written(kit_of(one), tmp_path / "donnees")
    said = ran(SAME, str(tmp_path / "donnees"))
    hits = lambda found: [(hit["id"], sorted(hit["terms"])) for hit in found]  # noqa: E731
    assert hits(said["loaded"]) == hits(said["made"])
    assert len(said["loaded"]) == 2
    for loaded, made in zip(said["loaded"], said["made"], strict=True):
        assert loaded["score"] == pytest.approx(made["score"])
    assert [said["refs"][number] for number in said["labels"]] == ["place/plum"]
    assert [said["refs"][number] for number in said["short"]] == ["method/compost"]


def test_pages_are_found_and_weighed_as_minisearch_does(one, tmp_path):
    written(kit_of(one), tmp_path / "donnees")
    answers = ran(SCORES, str(tmp_path / "donnees"))
    assert sum(bool(theirs) for theirs, _ in answers) >= 10
    for theirs, ours in answers:
        assert ours == theirs or [page for page, _ in ours] == [page for page, _ in theirs]
        assert ours is None or [n for _, n in ours] == pytest.approx([n for _, n in theirs])


def test_the_catalogue_holds_what_is_shown_and_facets_in_words(one, tmp_path):
    written(kit_of(one), tmp_path / "donnees")
    said = read(tmp_path / "donnees")
    head = said["tete-0"]
    by_ref = {row[0]: row for row in head["rows"]}
    assert [row[0] for row in head["rows"]] == ["page/hostile", "place/plum", "method/compost"]
    _, url, title, summary, place, *facets = by_ref["place/plum"]
    assert (url, title, summary, place) == ("lieux/plum.html", "Café Plum", "", "Lautrec")
    kinds, regions = head["values"]["kind"], head["values"]["region"]
    assert (kinds[facets[0][0]], regions[facets[1][0]]) == (
        ["place", "Lieu"], ["occitanie", "Occitanie"],
    )  # fmt: skip
    assert head["values"]["origin"] == [["self", "Notre réseau"]]
    assert said["points"] == [[43.7056, 2.1389, "Café Plum", "lieux/plum.html", "Lautrec", 0]]
    assert said["cles"]["kit"]["host"] == "alpha.example:80"
    assert said["cles"]["rules"] == french.rules()


def test_words_of_the_card_are_found_and_the_source_travels_whole(one, tmp_path):
    kit = kit_of(one)
    written(kit, tmp_path / "donnees")
    said = read(tmp_path / "donnees")
    texts = {ref: text for n, held in said.items() if n[:4] == "extr" for ref, text in held.items()}
    assert "Voir le café : du compost !\n" in texts["method/compost"]
    assert texts["method/compost"].endswith("Un bac. Trois ateliers au tiers-lieu.")
    sources = {ref: s for n, held in said.items() if n[:4] == "sour" for ref, s in held.items()}
    row = next(row for row in kit.rows() if row.path.slug == "plum")
    source = sources["place/plum"]
    assert (source["text"], source["base"], source["id"]) == (row.text, str(row.blob), row.id)


def test_hostile_words_are_data_and_nothing_else(one, tmp_path):
    files = written(kit_of(one), tmp_path / "donnees")
    told = b"".join(files.values())
    assert b"</script" not in told
    assert b"<!--" not in told
    assert "\u2028".encode() not in told
    assert b"\\u2028" in told
    title = read(tmp_path / "donnees")["tete-0"]["rows"][0][2]
    assert title.startswith("</script><script>alert(1)</script><!-- ' \\")


def test_the_same_pages_give_the_same_bytes_and_no_spool_stays(one, tmp_path):
    kit = kit_of(one)
    first = written(kit, tmp_path / "a")
    assert written(kit, tmp_path / "b") == first
    assert ".spool" not in first


def test_a_change_touches_the_scripts_of_its_page_alone(one, tmp_path):
    before = written(kit_of(one), tmp_path / "a")
    write(one, "place/plum", page(
        "Café Plum", "Autre chose.", territory="{region: occitanie, city: Lautrec}",
        coordinates="[43.7056, 2.1389]",
    ))  # fmt: skip
    kit = kit_of(one)
    after = written(kit, tmp_path / "b")
    places = SearchData(tmp_path / "c", kit).places
    drawer = places.name_of_drawer(places.drawer("place/plum"))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "cles.js", "texte-0.js", f"extrait-{drawer}.js", f"source-{drawer}.js",
    }  # fmt: skip
    only = written(kit, tmp_path / "d", frozenset())
    assert set(only) == {"cles.js", "points.js"}
