"""Several real wikis on loopback that federate: commands, public routes and nothing else."""

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests import loopback
from tests.e2e.servers import Server, maillage, served

PASSWORD = "un long mot de passe"
# No visit comes by itself: tests ask for each one.
ENVIRONMENT = {"MAILLAGE_FEDERATION_ALLOW": "127.0.0.0/8", "MAILLAGE_FEDERATION_EVERY_S": "86400"}
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')
WITHIN_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Friend:
    """One instance. `api` and `browser` are signed in as its steward (or as `who`)."""

    name: str
    data: Path
    port: int
    server: Server | None = None
    tokens: dict[str, str] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=lambda: dict(ENVIRONMENT))

    @property
    def id(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.id}"

    def run(self, *arguments: str, ok: bool = True, stdin: str = "") -> str:
        done = maillage(*arguments, data=self.data, stdin=stdin, env=self.env)
        assert (done.returncode == 0) is ok, (arguments, done.stdout, done.stderr)
        return done.stdout

    def make(self, *, region: str = "") -> None:
        self.run("init", "--name", self.name, "--region", region, "--base-url", self.url, "--empty")
        for who, role in (("steward", "steward"), ("contributor", "contributor")):
            email = f"{who}@{self.name.lower()}.example"
            self.run("user", "add", email, "--name", f"{who.title()} {self.name}", "--role", role,
                     "--password-stdin", stdin=PASSWORD + "\n")  # fmt: skip
            self.tokens[who] = self.run("token", "create", email, "--scope", "write").strip()

    def api(self, method: str, path: str, body: object = None, *, who: str = "steward") -> Any:
        """The whole answer, whatever its status."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        return loopback.request(
            method, f"{self.url}/api/v1{path}", json=body, headers=headers, timeout=60
        )

    def get(self, path: str) -> Any:
        answer = self.api("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def save(self, path: str, text: str, *, base: str | None = None, who: str = "steward") -> Any:
        answer = self.api("PUT", f"/pages/{path}", {"text": text, "base": base}, who=who)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def text(self, path: str) -> tuple[str, str]:
        """The page's text and revision."""
        page = self.get(f"/pages/{path}")
        return page["text"], page["revision"]

    def change(self, path: str, old: str, new: str) -> Any:
        text, revision = self.text(path)
        assert old in text
        return self.save(path, text.replace(old, new), base=revision)

    def link(self, other: "Friend") -> None:
        said = json.loads(other.run("peer", "show", "self", "--json"))
        self.run("peer", "add", other.url, "--fingerprint", said["fingerprint"])

    def pull(self, other: "Friend", *, ok: bool = True) -> Any:
        return json.loads(self.run("peer", "pull", other.id, "--json", ok=ok))

    def mirrored(self, other: "Friend", path: str) -> Any:
        return self.get(f"/peers/{other.id}/pages/{path}")

    @contextmanager
    def browser(self, who: str = "steward") -> Iterator[httpx.Client]:
        """A client with the cookie of that person, as a browser without scripts would have it."""
        with loopback.Client(base_url=self.url, follow_redirects=True, timeout=60) as client:
            email = f"{who}@{self.name.lower()}.example"
            answer = client.post("/-/connexion", data={"email": email, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            yield client

    def state_of(self, proposal: str) -> str:
        return str(self.get(f"/proposals/{proposal}")["state"])


def csrf_of(html: str) -> str:
    found = _CSRF.search(html)
    assert found, html[:2000]
    return found[1]


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for what happens by itself; fails after a minute."""
    end = time.monotonic() + WITHIN_S
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.1)


@contextmanager
def friends(folder: Path, *names: str) -> Iterator[list[Friend]]:
    """Wikis of those names, made, served, and linked with each other."""
    found = [Friend(name, folder / name, free_port()) for name in names]
    with ExitStack() as stack:
        for friend in found:
            friend.make()
            friend.server = stack.enter_context(
                served(friend.data, port=friend.port, env=friend.env)
            )
        for ours in found:
            for theirs in found:
                if ours is not theirs:
                    ours.link(theirs)
        yield found
