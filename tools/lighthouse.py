"""Lighthouse over a wiki made from `content/`: `python -m tools.lighthouse`.

Lighthouse is no part of the project: it is asked of npm once, into a folder of its own (`--folder`,
by default one beside the system's temporary files), and run on the ways in, a discussion, a place,
a method, a mini-COOL and the form of a page as someone who is signed in sees it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.instance import maillage
from tests.bench.server import free_port, running

VERSION = "13.5.0"
ROOT = Path(__file__).parents[1]
BAR = 95
PASSWORD = "un long mot de passe"
EMAIL = "ada@alpha.example"
SCREENS = {
    "home": "/",
    "search": "/recherche",
    "directory": "/lieux",
    "discussion": "/lieux/cafe-plum/discussion",
    "sign-in": "/-/connexion",
    "place": "/lieux/cafe-plum",
    "method": "/methodes/methode-des-scenarios",
    "mini-COOL": "/minicools/la-regle-51-29-20",
    "edit": "/lieux/cafe-plum/edit",
}
SIGNED_IN = ("edit",)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


@dataclass(frozen=True, slots=True)
class Report:
    """Scores out of 100, and what keeps each from being whole."""

    name: str
    scores: dict[str, int]
    failing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return all(score >= BAR for score in self.scores.values())


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.lighthouse", description=__doc__)
    parser.add_argument("screen", nargs="*", choices=[*SCREENS, []], help="which; all if none")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "lighthouse")
    parser.add_argument("--form-factor", choices=("mobile", "desktop"), default="mobile")
    chosen = parser.parse_args()
    program = _installed(chosen.folder)
    reports = []
    with tempfile.TemporaryDirectory() as scratch, _served(Path(scratch)) as (url, cookie):
        for name in chosen.screen or SCREENS:
            report = _look(program, name, url, cookie=cookie, factor=chosen.form_factor)
            _say(report)
            reports.append(report)
    return 0 if all(report.holds for report in reports) else 1


def _installed(folder: Path) -> Path:
    program = folder / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund"]
        subprocess.run([*npm, "--ignore-scripts", f"lighthouse@{VERSION}"], check=True)
    return program


@contextmanager
def _served(scratch: Path) -> Iterator[tuple[str, str]]:
    """The starter content behind one worker: its address, and the cookie of a contributor."""
    data, port = scratch / "data", free_port()
    url = f"http://127.0.0.1:{port}"
    maillage("init", "--name", "Mesure", "--region", "", "--base-url", url, "--starter",
             str(ROOT / "content"), folder=data)  # fmt: skip
    cookie = _session(data)
    command = [sys.executable, "-m", "app.cli", "serve", "--data", str(data), "--port", str(port)]
    if not (ROOT / "app" / "cli" / "__main__.py").exists():
        command[1:3] = ["-c", "from app.cli import main; main()"]
    log = scratch / "server.log"
    with running(command, port=port, ready="/readyz", log=log) as server:
        yield server.url, cookie


def _session(data: Path) -> str:
    """Someone who has written before, so that their form is the plain one."""
    from app.actions.people import add_person
    from app.domain.people import Role
    from app.main import open_instance
    from app.settings import Settings

    opened = open_instance(Settings(data=data))
    try:
        person = add_person(opened.wiki, email=EMAIL, name="Ada", role=Role.reviewer,
                            password=PASSWORD, by=None)  # fmt: skip
        return opened.wiki.people.open_session(person.id, now=opened.wiki.clock.now())
    finally:
        opened.close()


def _look(program: Path, name: str, url: str, *, cookie: str, factor: str) -> Report:
    headers = {"Cookie": f"maillage={cookie}"} if name in SIGNED_IN else {}
    chromium = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
    command = [
        str(program), f"{url}{SCREENS[name]}", "--quiet", "--output=json", "--output-path=stdout",
        "--chrome-flags=--headless=new --no-sandbox", f"--extra-headers={json.dumps(headers)}",
    ]  # fmt: skip
    if factor == "desktop":
        command.append("--preset=desktop")
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "CHROME_PATH": chromium},
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"lighthouse, {name}: {done.stderr.strip()[-2000:]}")
    return _read(name, json.loads(done.stdout))


def _read(name: str, said: dict[str, Any]) -> Report:
    scores, failing = {}, []
    for category in CATEGORIES:
        one = said["categories"][category]
        scores[category] = round(100 * (one["score"] or 0))
        failing += [_told(category, ref, said["audits"][ref["id"]]) for ref in one["auditRefs"]]
    return Report(name, scores, tuple(line for line in failing if line))


def _told(category: str, ref: dict[str, Any], audit: dict[str, Any]) -> str:
    """What is not whole and weighs something; empty for the rest."""
    if audit["score"] is None or audit["score"] >= 0.9 or not ref["weight"]:
        return ""
    shown = audit.get("displayValue", "")
    items = audit.get("details", {}).get("items", [])[:3]
    nodes = [one["node"]["snippet"][:120] for one in items if "node" in one]
    return f"{category}: {audit['id']} {audit['score']:.2f} {shown} {' '.join(nodes)}".rstrip()


def _say(report: Report) -> None:
    scores = "  ".join(f"{name} {score}" for name, score in report.scores.items())
    print(f"{report.name:<10} {scores}  {'holds' if report.holds else 'FALLS SHORT'}", flush=True)
    for line in report.failing:
        print(f"           {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
