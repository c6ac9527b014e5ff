"""A shard that is patched is the shard that all its pages would make."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from app.theme.offline.entries import FIELDS, sort_key
from app.theme.offline.indexing import counted
from app.theme.offline.patching import HeldShard, Patch
from app.theme.offline.searching import held_page, shard_of

WORDS = st.lists(st.sampled_from(["four", "repas", "tiers-lieu", "l’été", "12", "a", "1"]))
# By number of page, its words; pages of one title stand in the order of their reference.
PAGES = st.dictionaries(st.integers(0, 14), st.tuples(WORDS, WORDS), max_size=12)
Said = dict[int, tuple[list[str], list[str]]]


def pages_of(said: Said) -> dict[str, Any]:
    found = {}
    for number, (title, text) in said.items():
        entry = {
            "ref": f"page/p{number}", "url": f"pages/p{number}.html", "title": " ".join(title),
            "summary": "", "place": "", "facets": {}, "labels": "Page", "headings": "",
            "text": " ".join(text), "source": {"base": f"{title} {text}", "text": ""},
        }  # fmt: skip
        found[str(entry["ref"])] = entry, counted(entry, FIELDS)  # type: ignore[arg-type]
    return found


def shard(pages: dict[str, Any]) -> HeldShard:
    return shard_of(sorted(pages.values(), key=lambda one: sort_key(one[0])))


@given(PAGES, PAGES)
@example({}, {1: (["four"], ["repas", "repas"])})
@example({n: (["a"], ["four"] * n) for n in range(12)}, {n: (["a"], ["four"]) for n in (3, 11)})
def test_a_patched_shard_is_the_one_that_its_pages_make(before, after):
    old, new = pages_of(before), pages_of(after)
    other = {ref for ref in old.keys() | new.keys() if old.get(ref) != new.get(ref)}
    gone = {ref: old[ref][1] for ref in other & old.keys()}
    fresh = [(held_page(*new[ref]), new[ref][1]) for ref in sorted(other & new.keys())]
    assert Patch(gone, fresh).over(shard(old)) == shard(new)
