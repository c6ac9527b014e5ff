"""Random lives of two or three networks, on real repositories: I1 to I9 hold at every rest.

`make test` runs a short profile, `make test-long` a long one.
"""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app import failpoint
from app.actions.adopt import adopt_page
from app.actions.delete_page import delete_page
from app.actions.drift import take_newer
from app.actions.propose import Propose, propose, withdraw
from app.actions.retract import close_page, retract_page
from app.actions.review import accept, decline
from app.actions.save_page import SavePage, save_page
from app.domain.errors import EditConflict, WikiError
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.proposal import ProposalState, Way
from tests.federation import invariants
from tests.federation.world import Crash, Node, World

NAMES = ("alpha", "beta")
SLUGS = ("atelier", "cafe", "jardin")
WORDS = ("Ouvrir.", "Accueillir.", "Réparer.", "Partager.", "Compter.")
# Most pages are open: that is where most can go wrong.
seldom = st.sampled_from((False, False, False, True))
FRONT = "---\nkind: method\ntitle: {title}\nlang: fr\nlicence: {licence}\nstatus: {status}\n---\n"
nodes, slugs, words = st.sampled_from(NAMES), st.sampled_from(SLUGS), st.sampled_from(WORDS)
SHORT = settings(
    max_examples=6, stateful_step_count=14, deadline=None, print_blob=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)  # fmt: skip
LONG = settings(SHORT, max_examples=100, stateful_step_count=30)


class Networks(RuleBasedStateMachine):
    """Each rule is something that a person, a server or a power cut does."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="networks-"))
        self.world = World(self.folder)
        self.edits = 0

    @initialize()
    def begin(self) -> None:
        """Each has open pages, one that is not, and a copy of the other's."""
        self.world.add(*NAMES)
        self.world.link_all()
        for name in NAMES:
            for slug in SLUGS[:2]:
                self.write(name, slug, WORDS[0], False, False)
            self.write(name, SLUGS[2], WORDS[0], name == "beta", name == "alpha")
        for name in NAMES:
            self.pull(name)

    def node(self, name: str) -> Node:
        return self.world.nodes[name]

    def other(self, name: str) -> Node:
        return next(node for node in self.world.nodes.values() if node.name != name)

    # Pages

    @rule(name=nodes, slug=slugs, word=words, draft=seldom, closed=seldom)
    def write(self, name: str, slug: str, word: str, draft: bool, closed: bool) -> None:
        node, path = self.node(name), PagePath("method", slug)
        if node.text(str(path)) is None:
            licence = "CC-BY-NC-4.0" if closed else "CC-BY-SA-4.0"
            status = "draft" if draft else "published"
            front = FRONT.format(title=slug.title(), licence=licence, status=status)
            self._save(node, path, f"{front}{word}\n\nChez {name}.\n")

    @rule(name=nodes, slug=slugs, word=words)
    def edit(self, name: str, slug: str, word: str) -> None:
        """A new passage at the end, or the first one written anew."""
        self.edits += 1
        old, new = (WORDS[0], word) if word == WORDS[1] else ("", f"\n{word} {self.edits}\n")
        self._change(
            self.node(name), slug, lambda t: t.replace(old, new) if old and old in t else t + new
        )

    @rule(name=nodes, slug=slugs)
    def publish(self, name: str, slug: str) -> None:
        self._change(
            self.node(name), slug, lambda text: text.replace("status: draft", "status: published")
        )

    @rule(name=nodes, slug=slugs)
    def free(self, name: str, slug: str) -> None:
        self._change(self.node(name), slug, lambda t: t.replace("CC-BY-NC-4.0", "CC-BY-SA-4.0"))

    @rule(name=nodes, slug=slugs, how=st.sampled_from((close_page, retract_page)))
    def take_back(self, name: str, slug: str, how: Callable[..., object]) -> None:
        node = self.node(name)
        self._try(lambda: how(node.wiki, PagePath("method", slug), "Par erreur.", by=node.reader()))

    @rule(name=nodes, slug=slugs)
    def delete(self, name: str, slug: str) -> None:
        node, path = self.node(name), PagePath("method", slug)
        row = node.wiki.index.page(path)
        if row is not None:
            self._try(lambda: delete_page(node.wiki, path, base=row.revision, by=node.reader()))

    # Between networks

    @rule(name=nodes)
    def pull(self, name: str) -> None:
        event(f"pull {self.node(name).pull(self.other(name))}")

    @rule(name=nodes)
    def deliver(self, name: str) -> None:
        self.node(name).service.deliver()

    @rule(name=nodes, slug=slugs)
    def adopt(self, name: str, slug: str) -> None:
        node, other = self.node(name), self.other(name)
        path = PagePath("method", slug)
        self._try(
            lambda: adopt_page(
                node.wiki, str(other.id), path, slug=f"{slug}-repris", by=node.reader()
            )
        )

    @rule(name=nodes, slug=slugs)
    def take(self, name: str, slug: str) -> None:
        node, path = self.node(name), PagePath("method", f"{slug}-repris")
        row = node.wiki.index.page(path)
        if row is not None:
            self._try(
                lambda: take_newer(node.wiki, path, base=row.revision, settle={}, by=node.reader())
            )

    @rule(name=nodes, slug=slugs, word=words)
    def offer(self, name: str, slug: str, word: str) -> None:
        node, other = self.node(name), self.other(name)
        row = node.wiki.index.page(PagePath("method", slug), origin=str(other.id))
        if row is not None:
            self.edits += 1
            text = f"{row.text}\n{word} {self.edits}\n"
            said = Propose(str(other.id), row.path, text, "Un mot")
            self._try(lambda: propose(node.wiki, said, by=node.reader(Role.contributor)))

    @rule(name=nodes, yes=st.booleans(), first=st.booleans())
    def review(self, name: str, yes: bool, first: bool) -> None:
        node = self.node(name)
        waiting = self._waiting(node)
        if waiting:
            self._decide(node, waiting[0 if first else -1].id, yes=yes)

    @rule(name=nodes)
    def withdraw(self, name: str) -> None:
        node = self.node(name)
        mine = node.wiki.proposals.all(
            way=Way.outgoing, states=(ProposalState.queued, ProposalState.delivered)
        )
        if mine:
            self._try(lambda: withdraw(node.wiki, mine[0].id, by=node.reader()))

    @rule(name=nodes)
    def rotate_the_key(self, name: str) -> None:
        self.node(name).service.rotate_key()

    # What goes wrong

    @rule()
    def cut_the_line(self) -> None:
        self.world.cut = {frozenset(NAMES)}

    @precondition(lambda self: self.world.cut)
    @rule()
    def mend_the_line(self) -> None:
        self.world.cut = set()

    @rule(name=nodes)
    def restart(self, name: str) -> None:
        self.node(name).restart()

    @rule(name=nodes, slug=slugs, word=words, point=st.sampled_from(failpoint.NAMES))
    def crash(self, name: str, slug: str, word: str, point: str) -> None:
        """Something stops in the middle, at whichever instance reaches the point; then all of them
        start again."""

        def stop() -> None:
            raise Crash(point)

        act = self._towards(point, name, slug, word)
        failpoint.armed[point] = stop
        try:
            act()
        except Crash:
            event(f"crash at {point}")
            failpoint.armed.clear()
            for node in self.world.nodes.values():
                node.restart()
        finally:
            failpoint.armed.clear()

    def _towards(self, point: str, name: str, slug: str, word: str) -> Callable[[], object]:
        """What reaches the point, with all before it done."""
        other = self.other(name).name
        what = point.partition(".")[0]
        if what == "pull":
            self.edit(other, slug, word)
            return lambda: self.pull(name)
        if what in ("deliver", "receive", "accept"):
            self.pull(name)
            self.offer(name, slug, word)
        if what == "accept":
            self.deliver(name)
            return lambda: self.review(other, True, True)
        if what in ("deliver", "receive"):
            return lambda: self.deliver(name)
        if point.endswith("-swap"):
            return lambda: self.take_back(name, slug, retract_page)
        return lambda: self.edit(name, slug, word)

    # What must hold

    @invariant()
    def all_holds_at_rest(self) -> None:
        for node in self.world.nodes.values():
            invariants.hold_at_rest(node)

    def teardown(self) -> None:
        try:
            if self.world.nodes:
                self._come_to_rest()
        finally:
            self.world.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _come_to_rest(self) -> None:
        """The line holds, everybody restarts, decides, delivers and visits: then all is the same
        everywhere."""
        self.world.cut = set()
        for node in self.world.nodes.values():
            node.restart()
        for _ in range(4):
            for node in self.world.nodes.values():
                node.service.deliver()
                for one in self._waiting(node):
                    self._decide(node, one.id, yes=True)
        for node in self.world.nodes.values():
            node.service.deliver()
        for name in NAMES:
            self.pull(name)
        self.all_holds_at_rest()
        invariants.i4_mirrors_stand_at_the_signed_tip(self.world)
        invariants.i6_both_sides_see_the_same_end(self.world)

    # Hands

    def _save(self, node: Node, path: PagePath, text: str) -> None:
        row = node.wiki.index.page(path)
        base = row.revision if row is not None and row.state == "live" else None

        def save() -> None:
            saved = save_page(node.wiki, SavePage(path, text, base), by=node.reader())
            node.saved.append(str(saved.revision))

        self._try(save)

    def _change(self, node: Node, slug: str, change: Callable[[str], str]) -> None:
        path = PagePath("method", slug)
        if (text := node.text(str(path))) is not None:
            self._save(node, path, change(text))

    def _waiting(self, node: Node) -> list:
        return node.wiki.proposals.all(way=Way.incoming, states=(ProposalState.delivered,))

    def _decide(self, node: Node, number: object, *, yes: bool) -> None:
        try:
            if yes:
                accept(node.wiki, number, text=None, settle={}, note="", by=node.reader())
                event("accepted")
            else:
                decline(node.wiki, number, "Pas ici.", by=node.reader())
                event("declined")
        except EditConflict:
            event("in conflict")
            self._try(lambda: decline(node.wiki, number, "En conflit.", by=node.reader()))
        except WikiError as error:
            event(f"not decided: {error.name}")

    def _try(self, act: Callable[[], object]) -> None:
        """A refusal in words is an answer; what it left behind is looked at next."""
        with suppress(WikiError):
            act()


def test_the_invariants_hold_through_any_short_life():
    run_state_machine_as_test(Networks, settings=SHORT)


@pytest.mark.long
@pytest.mark.parametrize("part", range(2))
def test_the_invariants_hold_through_hundreds_of_lives(part):
    run_state_machine_as_test(Networks, settings=LONG)
