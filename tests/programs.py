"""Programs of the machine that only some tests need: a browser, readers and checkers of formats.

Where one is missing its tests say so and are left out. Not in continuous integration: there
nothing is left out, and a machine that lacks one fails.
"""

import os
import shutil

import pytest

# By what a test asks for: the programs that do, the first one there; and its package in Debian.
PROGRAMS = {
    "browser": (("chromium-headless-shell", "chromium"), "chromium-headless-shell"),
    "java": (("java",), "default-jre-headless"),
    "zimcheck": (("zimcheck",), "zim-tools"),
    "kiwix-serve": (("kiwix-serve",), "kiwix-tools"),
    "mkfs.vfat": (("mkfs.vfat",), "dosfstools"),
    "mcopy": (("mcopy",), "mtools"),
    "msgfmt": (("msgfmt",), "gettext"),
}


def found(name: str) -> str | None:
    """Where the program is."""
    return next(filter(None, map(shutil.which, PROGRAMS[name][0])), None)


def leave_out_what_has_no_program(items: list[pytest.Item]) -> None:
    """`browser` is a mark of its own; of the others a test says `needs("java")`."""
    for name in PROGRAMS:
        if found(name) is None:
            _leave_out(name, [one for one in items if name in _needed(one)])


def _needed(item: pytest.Item) -> set[str]:
    named = {mark.args[0] for mark in item.iter_markers("needs")}
    return named | ({"browser"} if item.get_closest_marker("browser") else set())


def _leave_out(name: str, items: list[pytest.Item]) -> None:
    said = f"{name} is not on this machine (on Debian: apt-get install {PROGRAMS[name][1]})"
    if items and os.environ.get("CI"):
        raise pytest.UsageError(f"{said}: {len(items)} tests could not run")
    for item in items:
        item.add_marker(pytest.mark.skip(reason=said))
