"""Three regional instances that federate, on this machine: `make demo`.

Everything goes through the commands and routes that anyone has. Each instance starts with the
places and organisations of its region and a third of the methods and learning units; then they
link with each other, a contributor of one improves a page of another, its reviewer accepts, and
the change travels back. The three are left running until the command is stopped.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

HOUSE = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "app.cli"]
PASSWORD = "tiers-lieux en réseau"
ANSWER_WITHIN_S = 120
_KEY = re.compile(r"^(?P<key>kind|stub|title): *(?P<value>.+)$", re.M)
_REGION = re.compile(r"^\s+region: *(?P<value>[a-z-]+)$", re.M)
REGIONS = (
    ("nouvelle-aquitaine", "Lieux de Nouvelle-Aquitaine"),
    ("occitanie", "Lieux d’Occitanie"),
    ("hauts-de-france", "Lieux des Hauts-de-France"),
)
ADDED = """
## Essayé ailleurs

Ajouté pour la démonstration, depuis un autre réseau : commencer par un tour de table laisse la
parole aux plus discrets.
"""


@dataclass
class Wiki:
    """One instance of the demonstration. `number` is its place among the three."""

    number: int
    region: str
    name: str
    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / self.region

    @property
    def id(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.id}"

    def run(self, *arguments: str, stdin: str = "") -> str:
        """What the command prints. Stops the demonstration where it fails."""
        done = subprocess.run(
            [*COMMAND, *arguments, "--data", str(self.data)], input=stdin, text=True,
            capture_output=True, cwd=HOUSE, env=environment(), check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"maillage {' '.join(arguments)} : {done.stderr.strip()}")
        return done.stdout

    def call(self, path: str, body: object = None, *, who: str = "steward") -> Any:
        """What the API answers to that person."""
        request = urllib.request.Request(
            f"{self.url}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.tokens[who]}", "Content-Type": "application/json",
            },
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{path} : {error.read().decode()}") from error


def environment() -> dict[str, str]:
    return {
        **os.environ,
        "MAILLAGE_FEDERATION_ALLOW": "127.0.0.0/8",
        "MAILLAGE_FEDERATION_EVERY_S": "30",
        "MAILLAGE_LOG_LEVEL": "warning",
    }


def cut(wiki: Wiki) -> Path:
    """The starter pages of one region: its places and organisations, a third of the methods."""
    folder = wiki.folder / f"{wiki.region}.content"
    shutil.copytree(HOUSE / "content" / "pages", folder / "pages", ignore=_left_out(wiki))
    return folder


def _left_out(wiki: Wiki) -> Any:
    def choose(folder: str, names: list[str]) -> list[str]:
        files = sorted(name for name in names if name.endswith(".md"))
        return [
            name
            for place, name in enumerate(files)
            if not _belongs(wiki, place, (Path(folder) / name).read_text())
        ]

    return choose


def _belongs(wiki: Wiki, place: int, text: str) -> bool:
    said = {match["key"]: match["value"] for match in _KEY.finditer(text)}
    if said["kind"] in ("page", "portal"):
        return True
    if said["kind"] in ("place", "organisation"):
        region = _REGION.search(text)
        return region is not None and region["value"] == wiki.region
    return place % 3 == wiki.number and said.get("stub") != "true"


def make(wiki: Wiki) -> None:
    starter = cut(wiki)
    wiki.run("init", "--name", wiki.name, "--region", wiki.region, "--base-url", wiki.url,
             "--starter", str(starter))  # fmt: skip
    for who, role in (("steward", "steward"), ("contributor", "contributor")):
        email = f"{who}@{wiki.region}.example"
        name = "Camille, intendance" if who == "steward" else "Sacha, contribution"
        wiki.run("user", "add", email, "--name", name, "--role", role, "--password-stdin",
                 stdin=PASSWORD + "\n")  # fmt: skip
        wiki.tokens[who] = wiki.run("token", "create", email, "--scope", "write").strip()


def start(wiki: Wiki) -> None:
    wiki.process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(wiki.port), "--data", str(wiki.data)],
        cwd=HOUSE, env=environment(), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _until(lambda: _answers(f"{wiki.url}/healthz"), f"{wiki.name} ne démarre pas.")


def link(wikis: list[Wiki]) -> None:
    """Each with each, by the fingerprint that the other one reads out."""
    for ours in wikis:
        for theirs in wikis:
            if ours is not theirs:
                said = json.loads(theirs.run("peer", "show", "self", "--json"))
                ours.run("peer", "add", theirs.url, "--fingerprint", said["fingerprint"])


def improve(owner: Wiki, friend: Wiki) -> str:
    """A contributor of `friend` improves a method of `owner`; the path of the page."""
    page = owner.call("/api/v1/pages?kind=method&size=1")["items"][0]
    path = f"{page['kind']}/{page['slug']}"
    text = friend.call(f"/api/v1/peers/{quote(owner.id)}/pages/{path}")["text"]
    body = {"kind": page["kind"], "slug": page["slug"], "to": owner.id,
            "text": text.rstrip() + "\n" + ADDED, "note": "Ajouter un essai"}  # fmt: skip
    sent = friend.call("/api/v1/proposals", body, who="contributor")
    number = sent["id"]
    _until(lambda: _state(owner, number) == "delivered", "la proposition n’arrive pas.")
    owner.call(f"/api/v1/proposals/{number}/accept", {})
    _until(lambda: _state(friend, number) == "accepted", "la réponse ne revient pas.")
    friend.run("peer", "pull", owner.id)
    return path


def _state(wiki: Wiki, number: str) -> str:
    found = wiki.call("/api/v1/proposals")["items"]
    return next((each["state"] for each in found if each["id"] == number), "")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _until(true: Any, otherwise: str) -> None:
    end = time.monotonic() + ANSWER_WITHIN_S
    while not true():
        if time.monotonic() > end:
            raise SystemExit(otherwise)
        time.sleep(0.3)


def tell(wikis: list[Wiki], owner: Wiki, friend: Wiki, path: str) -> None:
    slug = path.split("/")[1]
    print("\nTrois réseaux fédérés :")
    for wiki in wikis:
        print(f"  {wiki.name:24} {wiki.url}   réseaux amis : {wiki.url}/-/reseaux")
    print(
        f"\nSe connecter : steward@<région>.example ou contributor@<région>.example, « {PASSWORD} »"
    )
    print(f"La page améliorée chez elle : {owner.url}/methodes/{slug}")
    print(f"Sa copie chez les amis :      {friend.url}/reseau/{owner.id}/methodes/{slug}")
    print(f"Les propositions :            {owner.url}/-/propositions")
    print("\nCtrl-C arrête tout.", flush=True)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo").resolve()
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 8001
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"« {folder} » n’est pas vide : effacez-le, ou make demo DEMO=ailleurs")
    folder.mkdir(parents=True, exist_ok=True)
    # Stopped by whatever means, it takes its servers with it.
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, signal.default_int_handler)
    wikis = [
        Wiki(number, region, name, first + number, folder)
        for number, (region, name) in enumerate(REGIONS)
    ]
    try:
        for wiki in wikis:
            print(f"{wiki.name} : {wiki.url}", flush=True)
            make(wiki)
            start(wiki)
        print("Relier les trois, recevoir les pages…", flush=True)
        link(wikis)
        for wiki in wikis:
            wiki.run("peer", "pull", "--all")
        path = improve(wikis[0], wikis[1])
        tell(wikis, wikis[0], wikis[1], path)
        for wiki in wikis:
            assert wiki.process is not None
            wiki.process.wait()
    except KeyboardInterrupt:
        print()
    finally:
        for wiki in wikis:
            if wiki.process is not None:
                wiki.process.terminate()


if __name__ == "__main__":
    main()
