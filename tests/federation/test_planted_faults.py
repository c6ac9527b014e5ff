"""The state machine finds what it is for: each fault, planted on purpose, breaks an invariant."""

import itertools

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from app.actions import outcome, review
from federation.open_repo import derivation, judging, message
from federation.service import Service
from tests.federation import test_machine, world

# Enough to find it; a fault that is found ends the search.
SEARCH = settings(
    test_machine.LONG, max_examples=80, stateful_step_count=25, report_multiple_bugs=False
)

pytestmark = pytest.mark.long


def licence_filter_off(patch):
    patch.setattr(judging.Judge, "allows", lambda _self, licence: licence is not None)


def drafts_let_out(patch):
    patch.setattr(judging, "LEAVING", ("draft", "published", "archived"))


def retractions_forgotten(patch):
    patch.setattr(derivation, "_retracted", lambda _data: frozenset())


def clock_in_the_derivation(patch):
    ticks, plain = itertools.count(), message.text
    patch.setattr(message, "text", lambda *said: plain(*said) + f"\n{next(ticks)}\n".encode())


def no_recovery(patch):
    """A server that starts and looks neither at what it had begun nor at what it has to read."""

    def open_only(node):
        node.opened = world.open_instance(
            world.Settings(data=node.data, federation_reserve_bytes=0),
            wire=world.DirectWire(node.world, node.name),
        )

    patch.setattr(world.Node, "open", open_only)
    patch.setattr(Service, "heal", lambda _self: None)


def proof_not_looked_for(patch):
    """Whoever accepts does not ask the log whether it was done already."""
    for module in (review, outcome):
        patch.setattr(module, "entry_of", lambda _wiki, _proposal: None)
    patch.setattr(outcome, "repair", lambda _wiki: 0)
    patch.setattr("federation.service.repair", lambda _wiki: 0)


FAULTS = {
    licence_filter_off: "I[123]",
    drafts_let_out: "I[123]",
    retractions_forgotten: "I[123]",
    clock_in_the_derivation: "I2",
    no_recovery: "I[1-9]",
    proof_not_looked_for: "I[56]",
}


@pytest.mark.parametrize(
    ("plant", "named"), FAULTS.items(), ids=lambda f: getattr(f, "__name__", f)
)
def test_a_planted_fault_is_found(monkeypatch, plant, named):
    plant(monkeypatch)
    with pytest.raises(AssertionError, match=named) as found:
        run_state_machine_as_test(test_machine.Networks, settings=SEARCH)
    print(f"{plant.__name__}: found, {str(found.value).splitlines()[0][:100]}")
