"""Two networks, one of which is killed at each named point: nothing that was said is lost, nothing
is done twice, and both come to the same end."""

import base64
import json
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import pytest

from app.actions.check import check
from app.domain.network import InstanceId, PullOutcome
from app.domain.page_path import PagePath
from app.domain.proposal import ProposalId
from app.domain.rows import PageRow
from app.failpoint import NAMES, VARIABLE
from app.main import Instance, instance
from app.settings import Settings
from tests import loopback
from tests.e2e.forms import fields_of
from tests.e2e.friends import free_port
from tests.e2e.quick import Quick, stopped
from tests.web.pages import text

KILLED = -signal.SIGKILL
COMMITTED = ("save.after-commit", "derive.before-objects", "derive.after-ref")


@dataclass
class Pair:
    """Alpha owns pages and is served; beta holds a copy of them and offers changes."""

    alpha: Quick
    beta: Quick
    saved: dict[str, str]

    def write(self, path: str, body: str = "Ouvrir.") -> str:
        """A page of alpha's whose saving was acknowledged."""
        self.alpha.save(path, page(path, body))
        self.saved[path] = self.alpha.text(path)[0]
        return path

    def offer(self, path: str, **env: str) -> int:
        """Beta's proposal for that page, delivered if nothing stops it; how the command ended."""
        with opened(self.beta) as beta:
            row = beta.wiki.index.page(PagePath.parse(path), origin=self.alpha.id)
        file = self.beta.data.parent / "offered.md"
        file.write_text(row.text.replace("Ouvrir.", "Ouvrir tôt."), "utf-8")
        arguments = ("propose", path, "--to", self.alpha.id, "--text", str(file))
        return self.beta.command(*arguments, **env).status

    def number(self, path: str) -> str:
        """The newest proposal of beta's for that page."""
        with opened(self.beta) as beta:
            return next(str(p.id) for p in beta.wiki.proposals.all() if str(p.path) == path)


def page(path: str, body: str = "Ouvrir.") -> str:
    return text("method", path.partition("/")[2], "", body)


@contextmanager
def opened(friend: Quick) -> Iterator[Instance]:
    settings = Settings(data=friend.data, federation_allow="127.0.0.0/8")
    with instance(settings) as found:
        yield found


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    alpha, beta = (Quick(name, folder / name, free_port()) for name in ("Alpha", "Beta"))
    with stopped(alpha, beta):
        for friend in (alpha, beta):
            friend.make()
            friend.serve()
        alpha.link(beta)
        beta.link(alpha)
        beta.stop()  # none of its commands has to share its work with a server
        yield Pair(alpha, beta, {})


def killed_saving(pair: Pair, name: str) -> None:
    path = f"method/{slug(name)}"
    with armed(pair.alpha, name), pytest.raises(httpx.TransportError):
        pair.alpha.api("PUT", f"/pages/{path}", {"text": page(path), "base": None})
    there = pair.alpha.api("GET", f"/pages/{path}").status_code
    assert there == (200 if name in COMMITTED else 404)
    if there == 200:
        pair.saved[path] = pair.alpha.text(path)[0]
        assert "Ouvrir." in pair.saved[path]
    else:
        pair.write(path)  # as its author does who had no answer


def killed_retracting(pair: Pair, name: str) -> None:
    path = pair.write(f"method/{slug(name)}")
    pair.beta.pull(pair.alpha)
    before = head(pair.alpha)
    gone = pair.alpha.get(f"/pages/{path}")["id"]
    with armed(pair.alpha, name), pair.alpha.browser() as client:
        form = fields_of(client.get(f"/-/retirer?page={path}").text, "/-/retirer")
        said = form | {"page": path, "do": "retract", "reason": "Par erreur."}
        with pytest.raises(httpx.TransportError):
            client.post("/-/retirer", data=said)
    del pair.saved[path]
    assert head(pair.alpha)["epoch"] > before["epoch"]
    assert gone in head(pair.alpha)["retracted"]


def killed_rebuilding(pair: Pair, name: str) -> None:
    before = head(pair.alpha)
    pair.alpha.stop()
    assert pair.alpha.command("rebuild", **{VARIABLE: name}).status == KILLED
    pair.alpha.serve()
    after = head(pair.alpha)
    assert (after["epoch"], after["tip"]) == (before["epoch"], before["tip"])
    assert after["seq"] >= before["seq"]


def killed_pulling(pair: Pair, name: str) -> None:
    path = pair.write(f"method/{slug(name)}")
    pull = ("peer", "pull", pair.alpha.id)
    assert pair.beta.command(*pull, **{VARIABLE: name}).status == KILLED
    assert mirrored(pair, path) in (None, pair.saved[path])


def killed_receiving(pair: Pair, name: str) -> None:
    path = pair.write(f"method/{slug(name)}")
    pair.beta.pull(pair.alpha)
    with armed(pair.alpha, name):
        assert pair.offer(path) == 0
        assert state(pair.beta, pair.number(path)) == "queued"
    deliver(pair.beta)
    pair.alpha.run("proposals", "accept", pair.number(path))
    deliver(pair.beta)
    accepted(pair, path)


def killed_accepting(pair: Pair, name: str) -> None:
    path = pair.write(f"method/{slug(name)}")
    pair.beta.pull(pair.alpha)
    assert pair.offer(path) == 0
    number = pair.number(path)
    accept = ("proposals", "accept", number)
    assert pair.alpha.command(*accept, **{VARIABLE: name}).status == KILLED
    again = pair.alpha.command(*accept).status
    assert again == (1 if name == "accept.after-record" else 0)
    deliver(pair.beta)
    accepted(pair, path)


def killed_delivering(pair: Pair, name: str) -> None:
    path = pair.write(f"method/{slug(name)}")
    pair.beta.pull(pair.alpha)
    assert pair.offer(path, **{VARIABLE: name}) == KILLED
    deliver(pair.beta)
    pair.alpha.run("proposals", "accept", pair.number(path))
    deliver(pair.beta)
    accepted(pair, path)


HOW: dict[str, Callable[[Pair, str], None]] = {
    "save.before-commit": killed_saving,
    "save.after-commit": killed_saving,
    "derive.before-objects": killed_saving,
    "derive.after-ref": killed_saving,
    "derive.before-swap": killed_retracting,
    "derive.after-swap": killed_rebuilding,
    "pull.after-head": killed_pulling,
    "pull.after-fetch": killed_pulling,
    "pull.after-validate": killed_pulling,
    "pull.after-promote": killed_pulling,
    "pull.after-mark": killed_pulling,
    "pull.before-index": killed_pulling,
    "receive.after-record": killed_receiving,
    "accept.before-commit": killed_accepting,
    "accept.after-commit": killed_accepting,
    "accept.after-record": killed_accepting,
    "deliver.before-send": killed_delivering,
    "deliver.after-send": killed_delivering,
    "deliver.after-record": killed_delivering,
}


@pytest.mark.parametrize("name", NAMES)
def test_both_networks_come_to_the_same_end_after_a_kill_at(pair, name):
    HOW[name](pair, name)
    with opened(pair.alpha) as alpha, opened(pair.beta) as beta:
        report = beta.federation.pull(InstanceId(pair.alpha.id))
        assert report.outcome in (PullOutcome.updated, PullOutcome.unchanged)
        for path, said in pair.saved.items():
            assert page_of(alpha, path).text == said
        is_sound(alpha)
        is_sound(beta)
        same_pages(pair, beta)
        same_proposals(pair, alpha, beta)


def test_after_a_restart_nothing_that_was_cut_off_is_left(pair):
    for path, said in pair.saved.items():
        assert pair.alpha.text(path)[0] == said
    pair.alpha.stop()
    for friend in (pair.alpha, pair.beta):
        friend.serve()
        with opened(friend) as one:
            one.federation.heal()
        left = [*friend.data.glob("peers/.staging/*"), *friend.data.glob("**/*.git.*/HEAD"),
                *friend.data.glob("**/*.git/**/*.lock")]  # fmt: skip
        assert left == []
        assert friend.command("check").status == 0


@contextmanager
def armed(friend: Quick, name: str) -> Iterator[None]:
    """Its server as one that is killed at that point in the block, and started again after it."""
    friend.stop()
    friend.serve(**{VARIABLE: name})
    try:
        yield
        assert friend.died() == KILLED
    finally:
        friend.stop()
        friend.serve()


def slug(name: str) -> str:
    return name.replace(".", "-")


def head(friend: Quick) -> dict:
    """What it signed last."""
    sealed = loopback.get(f"{friend.url}/federation/v1/head", timeout=60).json()
    return json.loads(base64.b64decode(sealed["payload"]))


def state(friend: Quick, number: str) -> str:
    with opened(friend) as one:
        return one.wiki.proposals.get(ProposalId(number)).state


def deliver(friend: Quick) -> None:
    """A round of its own deliveries, as its server does now and then."""
    with opened(friend) as one:
        one.federation.deliver()


def page_of(one: Instance, path: str, *, origin: str = "") -> PageRow | None:
    """Its own page of that name, or what it shows of a friend's."""
    return one.wiki.index.page(PagePath.parse(path), origin=origin)


def mirrored(pair: Pair, path: str) -> str | None:
    """Alpha's page as beta shows it."""
    with opened(pair.beta) as beta:
        row = page_of(beta, path, origin=pair.alpha.id)
        return row.text if row else None


def accepted(pair: Pair, path: str) -> None:
    number = pair.number(path)
    assert state(pair.beta, number) == "accepted"
    pair.saved[path] = pair.alpha.text(path)[0]
    assert "Ouvrir tôt." in pair.saved[path]


def is_sound(one: Instance) -> None:
    """`check` finds nothing, and what is open is what main alone gives."""
    assert check(one.wiki) == []
    open_repo = one.wiki.projections[-1]
    assert open_repo.state().main == one.wiki.store.head()
    assert open_repo.state().tip == open_repo.verify_from_scratch(one.wiki.store)


def same_pages(pair: Pair, beta: Instance) -> None:
    """Beta holds what alpha signed, and shows what alpha says."""
    (mirror,) = beta.wiki.mirrors.all()
    signed = head(pair.alpha)
    assert (str(mirror.tip), mirror.epoch, mirror.seq) == (
        signed["tip"], signed["epoch"], signed["seq"],
    )  # fmt: skip
    rows = {path: page_of(beta, path, origin=pair.alpha.id) for path in pair.saved}
    assert {path: row and row.text for path, row in rows.items()} == pair.saved
    assert beta.wiki.index.origins() == {pair.alpha.id: len(pair.saved)}


def same_proposals(pair: Pair, alpha: Instance, beta: Instance) -> None:
    """Each stands the same at both, and in main exactly once if it was accepted."""
    theirs = {one.id: one.state for one in alpha.wiki.proposals.all()}
    assert theirs == {one.id: one.state for one in beta.wiki.proposals.all()}
    log = ("git", "-C", str(pair.alpha.data / "pages.git"), "log", "--format=%B", "main")
    said = subprocess.run(log, capture_output=True, text=True, check=True).stdout
    assert sorted(re.findall("^Proposal: (.*)$", said, re.M)) == sorted(map(str, theirs))
