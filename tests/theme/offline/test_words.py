"""Python and the kit's script read the same words in the same texts."""

import json
from pathlib import Path
from random import Random

from app.domain.finding import french
from app.domain.finding.digests import counts
from app.theme.offline.placing import Places, hashed
from tests.bench import prose
from tests.theme.offline.node import ran
from tests.visual.growing import grown

TABLE = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
READS = """
import { French } from 'OURS/french.js';
const french = new French(given.rules);
answer(given.texts.map((text) => french.terms(text)));
"""


def by_script(texts: list[str]) -> list[list[str]]:
    return ran(READS, {"rules": french.rules(), "texts": texts})


def by_python(text: str) -> list[str]:
    return [token.term for token in french.tokens(text, "fr")]


def test_both_read_the_words_of_the_table():
    assert [by_python(text) for text, _ in TABLE] == [terms for _, terms in TABLE]
    assert by_script([text for text, _ in TABLE]) == [terms for _, terms in TABLE]


def test_both_read_alike_what_chance_wrote():
    texts = [*grown(120), *(prose.body(Random(seed), ["place/x"]) for seed in range(40))]
    assert by_script(texts) == [by_python(text) for text in texts]


def test_counting_terms_is_reading_them():
    for text in grown(60):
        terms = by_python(text)
        assert counts(text, "fr") == {term: terms.count(term) for term in terms}


def test_both_find_a_page_in_the_same_drawer():
    refs = ["place/cafe-plum", "friend.example:8001/method/compost", "page/é日本"]
    program = """
import { drawerOf, hashed, shardNames } from 'OURS/hash.js';
answer([given.map(hashed), given.map((ref) => drawerOf(ref, 6)), shardNames(5), shardNames(0)]);
"""
    places = Places(6)
    drawers = [places.name_of_drawer(places.drawer(ref)) for ref in refs]
    hashes, theirs, names, one = ran(program, refs)
    assert (hashes, theirs) == ([hashed(ref) for ref in refs], drawers)
    assert names == [Places(5).name_of_shard(number) for number in range(32)]
    assert one == ["0"]


def test_shards_hold_256_pages_in_the_mean_at_most():
    assert [Places.of(n).shards for n in (0, 1, 256, 257, 512, 513, 10_000)] == [
        1, 1, 1, 2, 2, 4, 64,
    ]  # fmt: skip
    sizes = [0] * 64
    for number in range(10_000):
        sizes[Places(6).shard(f"place/lieu-{number}")] += 1
    assert min(sizes) > 100
    assert max(sizes) < 220
