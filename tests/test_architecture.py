"""Which room may import which, and which library belongs to whom.

Change these tables only with a decision record in docs/decisions/.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tools.house import statements

ROOT = Path(__file__).parent.parent
OURS = ("app", "federation", "plugins", "themes")

# room -> the rooms of ours that it may import (its own is always allowed). The longest name that
# fits a module is its room, so app.engines.sql.records is in app.engines.sql.
MAY_IMPORT: dict[str, set[str]] = {
    "app.domain": set(),
    "app.settings": set(),
    "app.failpoint": set(),
    "app.theme": {"app.domain"},
    "app.ports": {"app.domain"},
    "app.hooks": {"app.domain", "app.ports"},
    "app.actions": {"app.domain", "app.failpoint", "app.ports"},
    "app.web": {"app.domain", "app.ports", "app.actions", "app.theme"},
    "app.cli": {"app.domain", "app.ports", "app.actions", "app.settings", "app.main"},
    "app.main": {"app", "federation", "plugins"},
    "federation": {"app.domain", "app.failpoint", "app.ports", "app.actions"},
    "plugins": {"app.domain", "app.ports", "app.hooks", "app.theme"},
    # Each engine is a room of its own, so that none leans on another.
    "app.engines": set(),
}
ENGINE_MAY_IMPORT = {"app.domain", "app.ports"}
# Engines that are several files: every module whose name begins so is one room.
ENGINE_FAMILIES = ("git_store", "markdown", "search_whoosh", "sql")

# library -> the modules that may import it; a trailing * takes every name that begins so.
OWNED: dict[str, set[str]] = {
    "argon2": {"app.engines.passwords"},
    "cryptography": {"federation.keys"},
    "babel": {"app.theme*"},
    "fastapi": {"app.web*", "app.main", "federation.routes*", "federation.serve_git*"},
    "git": {"app.engines.git_store*"},
    "httpx": {"federation.http*"},
    "itsdangerous": {"app.web*"},
    "jinja2": {"app.theme*"},
    "libzim": {"plugins.export_zim*"},
    "linkify_it": {"app.engines.markdown*"},
    "lxml": {"app.theme.books*"},
    "markdown_it": {"app.engines.markdown*"},
    "markupsafe": {"app.theme*", "app.web.views*"},
    "mdit_py_plugins": {"app.engines.markdown*"},
    "multipart": {"app.web*"},
    "nh3": {"app.engines.markdown*"},
    "PIL": {"app.engines.images"},
    "pluggy": {"app.hooks", "app.main", "plugins*"},
    "pydantic": {"app.domain*", "app.settings", "app.web*", "federation.documents*"},
    "pydantic_core": {"app.domain.kinds*"},
    "pydantic_settings": {"app.settings"},
    "cssselect2": {"plugins.export_pdf*"},
    "pydyf": {"plugins.export_pdf*"},
    "rapidfuzz": {"app.domain.finding.spelling", "app.engines.likeness"},
    "resvg_py": {"plugins.export_zim*"},
    "rich": {"app.cli*"},
    "segno": {"app.theme*", "app.web*"},
    "sqlalchemy": {"app.engines.sql*", "federation.records*"},
    "sqlmodel": {"app.engines.sql*", "federation.records*"},
    "starlette": {"app.web*", "app.main", "federation.routes*", "federation.serve_git*"},
    "typer": {"app.cli*"},
    "uvicorn": {"app.cli*", "app.main"},
    "weasyprint": {"plugins.export_pdf*"},
    "whoosh": {"app.engines.search_whoosh*"},
    "yaml": {"app.domain.yaml_text"},
    "zstandard": {"plugins.export_zim*"},
}


BY_NAME = ("import_module", "__import__")


def inside(module: str, room: str) -> bool:
    return module == room or module.startswith(room + ".")


def owns(pattern: str, module: str) -> bool:
    if pattern.endswith("*"):
        return module.startswith(pattern[:-1])
    return inside(module, pattern)


def room_of(module: str) -> str | None:
    """The room a module is in: the longest name in the table that it is inside of."""
    if inside(module, "app.engines") and module != "app.engines":
        engine = module.split(".")[2]
        family = next((name for name in ENGINE_FAMILIES if engine.startswith(name)), engine)
        return f"app.engines.{family}"
    fitting = [room for room in MAY_IMPORT if inside(module, room)]
    return max(fitting, key=len, default=None)


def allowed_rooms(room: str) -> set[str]:
    if inside(room, "app.engines"):
        return ENGINE_MAY_IMPORT | {room}
    return MAY_IMPORT[room] | {room}


def is_part_of_plugin(module: str, imported: str) -> bool:
    """A plugin is a room of its own: plugins.x may not lean on plugins.y."""
    return module.split(".")[:2] == imported.split(".")[:2]


@dataclass(frozen=True, slots=True)
class Module:
    """What a file says of imports; `by_name`: it names what imports by name."""

    imports: frozenset[str]
    by_name: bool


@cache
def modules() -> dict[str, Module]:
    found = {}
    for top in OURS:
        for file in sorted((ROOT / top).rglob("*.py")):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            text = file.read_text(encoding="utf-8")
            tree = ast.parse(text, str(file))
            # Few files hold such a word: only they are gone through to their last expression.
            by_name = any(word in text for word in BY_NAME) and imports_by_name(tree)
            found[name] = Module(frozenset(imported_by(tree)), by_name)
    return found


def imports_by_name(tree: ast.Module) -> bool:
    return any(
        (getattr(node, "attr", "") or getattr(node, "id", "")) in BY_NAME
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
    )


@cache
def is_module(name: str) -> bool:
    return (ROOT / name.replace(".", "/")).is_dir() or (
        ROOT / (name.replace(".", "/") + ".py")
    ).is_file()


def imported_by(tree: ast.Module) -> Iterator[str]:
    """Full names of what a module imports; `from app import web` gives app.web."""
    for node in statements(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield "<relative>"
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if is_module(full) else node.module


def arrows() -> list[tuple[str, str]]:
    return sorted((name, seen) for name, module in modules().items() for seen in module.imports)


def fault_of(module: str, imported: str) -> str | None:
    """A sentence about an import that breaks a rule, or None."""
    if imported == "<relative>":
        return f"{module}: write the full path of the import"
    library = imported.split(".")[0]
    if library in sys.stdlib_module_names:
        return None
    if library not in OURS:
        return library_fault(module, library)
    room = room_of(module)
    if room == "plugins" and inside(imported, "plugins"):
        return None if is_part_of_plugin(module, imported) else f"{module} leans on {imported}"
    if room is None or room_of(imported) == room:
        return None
    if any(inside(imported, allowed) for allowed in allowed_rooms(room)):
        return None
    return f"{module} may not import {imported}"


def library_fault(module: str, library: str) -> str | None:
    if inside(module, "plugins") and library not in OWNED:
        return None
    if library not in OWNED:
        return f"{module} imports {library}, which no room owns: say who does in this table"
    if any(owns(pattern, module) for pattern in OWNED[library]):
        return None
    return f"{module} may not touch {library}: it belongs to {', '.join(sorted(OWNED[library]))}"


def test_imports_go_one_way() -> None:
    faults = [fault for arrow in arrows() if (fault := fault_of(*arrow))]
    assert not faults, "\n".join(faults)


def test_every_module_is_in_a_room() -> None:
    packages = {"app", "themes", "themes.default"}
    homeless = [name for name in modules() if name not in packages and room_of(name) is None]
    assert not homeless, f"in no room (a new room is a decision): {', '.join(homeless)}"


def test_only_those_who_join_modules_import_by_name() -> None:
    """An import by name would slip past the table. Screens are found in their own folder."""
    may = {"app.hooks", "app.main", "app.web.screens"}
    sinners = [name for name, one in modules().items() if one.by_name and name not in may]
    assert not sinners, ", ".join(sinners)


def test_main_is_imported_only_by_the_command_line() -> None:
    importers = {name for name, seen in arrows() if inside(seen, "app.main")}
    assert all(inside(name, "app.cli") or name == "app.main" for name in importers), importers


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("app.domain.page", "app.ports"),
        ("app.domain.page", "yaml"),
        ("app.actions.save_page", "app.engines.git_store"),
        ("app.actions.save_page", "app.web.forms"),
        ("app.engines.markdown", "app.engines.images"),
        ("app.engines.markdown", "app.actions.catch_up"),
        ("app.engines.markdown", "sqlmodel"),
        ("app.web.pages", "app.engines.sql.projection"),
        ("app.web.pages", "federation.trust"),
        ("app.web.pages", "git"),
        ("app.cli.init", "app.engines.git_store"),
        ("federation.pull", "app.theme"),
        ("federation.pull", "app.web.views"),
        ("federation.pull", "httpx"),
        ("plugins.import_csv.plugin", "app.actions.save_page"),
        ("plugins.import_csv.plugin", "plugins.export_zim.plugin"),
        ("app.web.pages", "requests"),
        ("app.web.pages", "<relative>"),
    ],
)
def test_a_forbidden_arrow_is_named(module: str, imported: str) -> None:
    assert fault_of(module, imported)


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("app.domain.yaml_text", "yaml"),
        ("app.engines.sql.records", "app.engines.sql.tables"),
        ("app.engines.git_store_files", "git"),
        ("app.engines.git_store", "app.engines.git_store_files"),
        ("app.main", "app.engines.git_store"),
        ("federation.pull", "app.failpoint"),
        ("plugins.export_zim.plugin", "libzim"),
        ("plugins.export_zim.plugin", "plugins.export_zim.pages"),
    ],
)
def test_an_allowed_arrow_passes(module: str, imported: str) -> None:
    assert fault_of(module, imported) is None
