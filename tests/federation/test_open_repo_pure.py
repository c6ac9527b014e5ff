"""The open repository is a function of main alone, whatever way it is read."""

import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.page_path import PagePath
from federation.git import Git
from federation.open_repo import OpenRepository
from federation.open_repo.derivation import taken_back
from federation.open_repo.judging import open_files
from tests.federation.open_wiki import (
    ADA,
    BOB,
    EVE,
    NC,
    OPEN,
    Wiki,
    derive,
    git,
    medium,
    narrowed,
    page,
    path,
)

PICTURES = (b"picture one", b"picture two")
NUMBERS = st.integers(1, 3)
SAVE = st.tuples(
    st.just("save"),
    NUMBERS,
    st.sampled_from([OPEN, "CC0-1.0", NC]),
    st.sampled_from(["published", "draft", "archived"]),
    st.sampled_from([ADA, BOB, EVE]),
    st.sampled_from(["", "du texte", *(f"![]({medium(data)})" for data in PICTURES)]),
)
ACT = st.one_of(
    SAVE,
    SAVE,
    st.tuples(st.just("delete"), NUMBERS),
    st.tuples(st.just("move"), NUMBERS),
    st.tuples(st.just("picture"), st.sampled_from(PICTURES), st.sampled_from([OPEN, NC])),
    st.tuples(st.just("policy"), st.sampled_from([None, narrowed("CC0-1.0"), b"licences: [\n"])),
    st.tuples(st.just("withdraw"), st.sets(NUMBERS), st.sets(NUMBERS)),
    st.tuples(st.just("erase"), st.sets(st.sampled_from([ADA, BOB, EVE]), max_size=2)),
)


def act(wiki, what, *how):
    if what == "save":
        number, licence, status, author, body = how
        wiki.save(number, body, author, licence=licence, status=status)
    elif what == "delete":
        wiki.commit({path(how[0]).file: None})
    elif what == "move":
        moved = PagePath("place", f"ailleurs-{how[0]}")
        if (wiki.store.read(path(how[0]).file) or b"").startswith(b"---\nkind"):
            wiki.move(how[0], moved.slug)
        else:
            wiki.commit({moved.file: None, path(how[0]).file: page(how[0], "de retour")})
    elif what == "picture":
        wiki.add_medium(*how)
    elif what == "policy":
        wiki.policy(how[0])
    elif what == "withdraw":
        wiki.withdraw(closed=sorted(how[0]), retracted=sorted(how[1]))
    else:
        wiki.erase(*sorted(how[0], key=str))


def once_open(wiki):
    """Every blob that was saved as open in some commit of main and was never taken back."""
    head = wiki.store.head()
    hidden = taken_back(wiki.store, head).pages
    seen = set()
    for entry in wiki.store.log():
        files = dict(wiki.store.files(entry.revision))
        chosen = open_files(files, wiki.store.read_blob, hidden=hidden)
        seen |= {str(blob) for blob in chosen.values()}
    return seen


def blobs(one):
    lister = "--batch-check=%(objecttype) %(objectname)"
    lines = git(one, "cat-file", "--batch-all-objects", lister).splitlines()
    return {name for kind, name in map(str.split, lines) if kind == "blob"}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(ACT, st.booleans()), min_size=1, max_size=14))
def test_reading_commit_by_commit_in_batches_or_from_scratch_gives_the_same(acts):
    with tempfile.TemporaryDirectory() as scratch:
        wiki = Wiki(Path(scratch))
        other = OpenRepository(Path(scratch) / "other/open.git", clock=wiki.clock)
        seen = (0, 0)
        for how, pause in acts:
            act(wiki, *how)
            wiki.derive()
            if pause:
                derive(other, wiki.store)
            if state := wiki.open.state():
                assert (state.epoch, state.seq) >= seen
                seen = (state.epoch, state.seq)
        tip = wiki.derive()
        assert derive(other, wiki.store) == tip
        assert wiki.open.check(wiki.store) == []
        assert str(wiki.open.verify_from_scratch(wiki.store) or "") == tip
        assert blobs(wiki.open) <= once_open(wiki)
        if tip:
            assert Git(wiki.open.folder).succeeds("fsck", "--full", "--strict")
        other.close()
        wiki.close()


def test_no_open_commit_is_empty_and_none_tells_when_it_was_derived(tmp_path):
    wiki = Wiki(tmp_path)
    for number in range(3):
        wiki.save(number)
        wiki.save(number, "secret", status="draft")
        wiki.save(number + 5, licence=NC)
    first = wiki.derive()
    trees = git(wiki.open, "log", "--format=%T", "open").split()
    assert all(one != other for one, other in pairwise(trees))
    wiki.clock.at = wiki.clock.at.replace(year=2030)
    wiki.open.reset()
    assert wiki.derive() == first
    wiki.close()
