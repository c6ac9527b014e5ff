"""A wiki just made from the starter content: made once for all test processes, then copied."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from tests.e2e.servers import maillage

NAME, BASE_URL = "Réseau d’essai", "http://127.0.0.1:8000"


def starter_wiki(factory: pytest.TempPathFactory, data: Path) -> None:
    """Put a wiki named NAME at BASE_URL, which nobody has opened, in `data`.

    Copies share one identity: no test may make two of them friends.
    """
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    made = shared / "starter-content"
    with (shared / "starter-content.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make(made)
    shutil.copytree(made, data)


def _make(made: Path) -> None:
    """Whole or not at all."""
    making = made.with_name("starter-content.making")
    shutil.rmtree(making, ignore_errors=True)
    done = maillage("init", "--name", NAME, "--base-url", BASE_URL, data=making)
    assert done.returncode == 0, done.stderr
    making.rename(made)
