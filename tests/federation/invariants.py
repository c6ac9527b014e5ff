"""I1 to I9 of the protocol, asked of whole instances. Each raises AssertionError with its name."""

import subprocess
from collections import Counter
from collections.abc import Iterator

from app.domain.page_path import BlobId, PagePath
from app.domain.proposal import ProposalState, Way
from app.domain.retraction import RETRACTIONS_FILE, read_retractions
from tests.federation.world import Node, World, judged_open, open_in


def hold_at_rest(node: Node) -> None:
    """What must be so whenever nothing is under way at that instance."""
    i5_accepted_proposals_stand_once(node)
    i7_seq_never_falls(node)
    seen = (node.wiki.store.head(), node.service._open.state())
    if seen == node.looked_at:
        return
    i1_open_files_are_the_filter_of_main(node)
    i2_open_is_derived_again_to_the_same_id(node)
    i3_nothing_in_the_store_was_never_open(node)
    i9_no_acknowledged_save_is_lost(node)
    node.looked_at = seen


def i1_open_files_are_the_filter_of_main(node: Node) -> None:
    state = node.service._open.state()
    assert state is not None, "I1: nothing is derived"
    assert state.main == node.wiki.store.head(), "I1: open is behind main"
    listed = _git(node, "ls-tree", "-r", "-z", "refs/heads/open") if state.tip else b""
    shown = {}
    for line in filter(None, listed.decode().split("\0")):
        facts, file = line.split("\t")
        blob = facts.split()[2]
        if PagePath.from_file(file) and _is_page(node.wiki.store.read_blob(BlobId(blob))):
            shown[file] = blob
    tree = dict(node.wiki.store.files())
    due = {file: str(blob) for file, blob in open_in(node.wiki, tree).items()}
    assert shown == due, "I1"


def i2_open_is_derived_again_to_the_same_id(node: Node) -> None:
    state = node.service._open.state()
    assert state is not None
    again = node.service._open.verify_from_scratch(node.wiki.store)
    assert state.tip == again, "I2"


def i3_nothing_in_the_store_was_never_open(node: Node) -> None:
    """Pages in the whole object store, loose or packed, reachable or not."""
    lawful = {str(b) for files in judged_open(node.wiki) for b in files.values()}
    lawful -= _retracted(node)
    for blob, data in _blobs(node):
        if _is_page(data):
            assert blob in lawful, f"I3: {data!r}"


def _blobs(node: Node) -> Iterator[tuple[str, bytes]]:
    """Every blob that stock git finds there."""
    said = _git(node, "cat-file", "--batch-all-objects", "--batch")
    place = 0
    while place < len(said):
        end = said.index(b"\n", place)
        name, kind, size = said[place:end].decode().split()
        place = end + 1 + int(size) + 1
        if kind == "blob":
            yield name, said[end + 1 : place - 1]


def _retracted(node: Node) -> set[str]:
    """Every content that a page taken back ever had."""
    store = node.wiki.store
    ids = set(read_retractions(store.read(RETRACTIONS_FILE)).retracted)
    found = set()
    for entry in store.log():
        for change in entry.changes:
            if change.page and change.after is not None:
                text = store.read_blob(change.after).decode()
                if any(f"id: {page_id}\n" in text for page_id in ids):
                    found.add(str(change.after))
    return found


def i4_mirrors_stand_at_the_signed_tip(world: World) -> None:
    for ours in world.nodes.values():
        tips = {str(m.origin): m.tip for m in ours.wiki.mirrors.all()}
        for theirs in world.nodes.values():
            if ours is theirs:
                continue
            state = theirs.service._open.state()
            assert state is not None
            assert tips.get(str(theirs.id)) == state.tip, f"I4: {ours.name} of {theirs.name}"


def i5_accepted_proposals_stand_once(node: Node) -> None:
    said = Counter(
        value
        for entry in node.wiki.store.log()
        for key, value in entry.trailers
        if key == "Proposal"
    )
    for one in node.wiki.proposals.all(way=Way.incoming):
        due = 1 if one.state is ProposalState.accepted else 0
        assert said[str(one.id)] == due, f"I5: {one.state} stands {said[str(one.id)]} times"


def i6_both_sides_see_the_same_end(world: World) -> None:
    for node in world.nodes.values():
        for one in node.wiki.proposals.all(way=Way.outgoing):
            assert one.state.ended, f"I6: {one.state} has no end"
            owner = next(n for n in world.nodes.values() if n.id == one.peer)
            theirs = [p for p in owner.wiki.proposals.all(way=Way.incoming) if p.id == one.id]
            assert all(p.state is one.state for p in theirs), f"I6: {one.state} and {theirs}"
            never_sent = (ProposalState.withdrawn, ProposalState.stale, ProposalState.declined)
            assert theirs or one.state in never_sent, (
                f"I6: {one.state}, and its owner knows nothing"
            )


def i7_seq_never_falls(node: Node) -> None:
    state = node.service._open.state()
    assert state is not None
    now = (state.epoch, state.seq)
    assert not node.heads or now >= node.heads[-1], f"I7: {node.heads[-1]} then {now}"
    node.heads.append(now)


def i9_no_acknowledged_save_is_lost(node: Node) -> None:
    there = {str(entry.revision) for entry in node.wiki.store.log()}
    assert set(node.saved) <= there, "I9"


def _git(node: Node, *arguments: str) -> bytes:
    """Stock git, on the open repository as anybody would look into it."""
    command = ["git", "-C", str(node.data / "open.git"), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _is_page(data: bytes) -> bool:
    """A page of its own, not a redirect nor a list of the network."""
    return data.startswith(b"---\n") and b"\nredirect:" not in data
