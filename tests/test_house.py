"""What keeps the house tidy: bounds on length, and nothing in git that does not belong there."""

import json
import re

from tools import house

# Forbidden words are put together here, so that this file is not found by its own search.
REGISTRIES = "|".join(
    re.escape(".".join(parts))
    for parts in [
        ("py" + "pi", "org"),
        ("python" + "hosted", "org"),
        ("npm" + "js", "org"),
        ("npm" + "js", "com"),
        ("deb", "debian", "org"),
        ("registry", "yarnpkg", "com"),
        ("docker", "io"),
        ("ghcr", "io"),
    ]
)
MACHINE_PATHS = (
    r"(?<![\w.~-])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "tm" + "p", "ho" + "me"]) + r")/"
)
LEFT_UNDONE = (
    r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", r"raise\s+NotImplemented" + "Error"]) + r")\b"
)
E_MAIL = r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}\b"
# Names set aside for examples: nobody's mail arrives there.
EXAMPLE = re.compile(r"@(?:.*\.)?(?:example(?:\.(?:org|com|net))?|test|invalid|localhost)$")
LOCKS = frozenset({"requirements.lock", "package-lock.json"})


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    assert not house.long_files()


def test_no_function_is_past_sixty_lines() -> None:
    assert not [str(one) for one in house.functions(longer_than=house.LONGEST_FUNCTION_LINES)]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert not house.matches(re.compile(REGISTRIES))


def test_no_file_names_a_path_of_one_machine() -> None:
    assert not house.matches(re.compile(MACHINE_PATHS))


def test_no_file_holds_the_mail_address_of_a_person() -> None:
    found = house.matches(re.compile(E_MAIL, re.IGNORECASE), skip=LOCKS)
    assert not [line for line in found if not EXAMPLE.search(line)]


def test_nothing_is_left_for_later() -> None:
    assert not house.matches(re.compile(LEFT_UNDONE))


def test_locks_hold_hashes_and_no_address() -> None:
    python_lock = (house.ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in python_lock
    assert "--hash=sha256:" in python_lock
    node_lock = json.loads((house.ROOT / "package-lock.json").read_text(encoding="utf-8"))
    installed = [entry for name, entry in node_lock["packages"].items() if name]
    assert installed
    assert all("resolved" not in entry for entry in installed)
    assert all("integrity" in entry for entry in installed)


def test_nothing_built_is_in_git() -> None:
    names = [path.relative_to(house.ROOT).as_posix() for path in house.tracked_files()]
    assert not [
        name for name in names if re.match(r"(?:themes/[^/]+/static|node_modules|\.venv)/", name)
    ]
