"""The theme's templates, compiled once for all processes of the tests: each would take seconds of
its own for them, and each wiki that it serves most of one."""

import atexit
import fcntl
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from app.theme import Theme

_SHARED = "COMPILED_TEMPLATES"


def share_templates() -> None:
    """Let every process that this one starts use the same; nothing where one of ours did it."""
    if _SHARED not in os.environ:
        os.environ[_SHARED] = _own_folder()


def with_templates(data: Path) -> None:
    """Put what a server of the default theme would compile into the folder of an instance."""
    into = data / "cache"
    into.mkdir(exist_ok=True)
    there = set(os.listdir(into))
    folder = _compiled()
    for name in os.listdir(folder):
        if name not in there:
            os.link(f"{folder}/{name}", f"{into}/{name}")


def quick_theme(*folders: Path) -> Theme:
    """The default theme, under `folders` if any: what one process compiled, the others take."""
    drawn = _shared() / "drawn"
    drawn.mkdir(exist_ok=True)
    return Theme(folders, cache_folder=drawn)


@cache
def _shared() -> Path:
    return Path(os.environ.get(_SHARED) or _own_folder())


def _own_folder() -> str:
    folder = tempfile.mkdtemp(prefix="compiled-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _compiled() -> Path:
    """Whoever comes first compiles, and the others wait."""
    shared = _shared()
    done = shared / "templates"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            making = shared / "making"
            making.mkdir()
            environment = Theme(cache_folder=making).environment("fr")
            for name in environment.list_templates(extensions=["html", "xml", "txt", "svg"]):
                environment.get_template(name)
            making.rename(done)
    return done
