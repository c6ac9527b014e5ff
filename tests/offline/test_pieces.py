"""Lists in pieces: all entries are in one, and what changed in them is told from the changes."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from app.theme.offline.lists import Piece, pieces_of
from app.theme.offline.pieces import changes_of

FULL = 4
KEYS = st.sets(st.text("abc", min_size=1, max_size=4), max_size=30)


@dataclass(frozen=True)
class One:
    key: str
    said: str = ""


def drawn(pieces: list[Piece[One]]) -> dict[str, object]:
    """What is written of each piece: its entries, and what stands beside it."""
    names = [piece.begins for piece in pieces]
    return {
        piece.begins: (piece.entries, names[max(0, at - 1) : at], names[at + 1 : at + 2])
        for at, piece in enumerate(pieces)
    }


def entries(keys: set[str], said: str = "") -> list[One]:
    return [One(f"{key}~{key}", said) for key in keys]


@given(KEYS)
def test_every_entry_is_in_the_one_piece_that_it_begins_like(keys):
    pieces = pieces_of(entries(keys), full=FULL)
    held = [one for piece in pieces for one in piece.entries]
    assert held == sorted(entries(keys), key=lambda one: one.key)
    assert all(len(piece.entries) <= FULL for piece in pieces)
    assert all(one.key.startswith(piece.begins) for piece in pieces for one in piece.entries)
    assert len({piece.name for piece in pieces}) == len(pieces)


@given(KEYS, KEYS, KEYS)
def test_no_piece_that_differs_is_missed(kept, gone, come):
    """Also where an entry changed and its key did not."""
    changed = {key for key in kept if key < "b"}
    old = [*entries(kept | gone)]
    new = [*entries(kept - changed - gone), *entries(changed | come, "new")]
    new = list({one.key: one for one in new}.values())
    touched = [f"{key}~{key}" for key in gone | come | changed]
    before, after = drawn(pieces_of(old, full=FULL)), drawn(pieces_of(new, full=FULL))
    found = changes_of(pieces_of(new, full=FULL), touched, full=FULL)
    assert {name for name, said in after.items() if before.get(name) != said} <= found.written
    assert before.keys() - after.keys() - {""} <= found.gone
    assert not found.gone & after.keys()


def test_what_is_far_from_a_change_is_left():
    keys = {f"{a}{b}{c}" for a in "abc" for b in "abc" for c in "abc"}
    pieces = pieces_of(entries(keys), full=FULL)
    found = changes_of(pieces, ["aaa~aaa"], full=FULL)
    assert len(pieces) == 9
    assert found.written == {"aa", "ab"} or found.written == {"aa"}
