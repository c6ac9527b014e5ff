"""Documentation cannot drift: what can be set, run, asked, hooked or refused is named in docs/.

In each page of reference, the first cell of a table's row holds the name in backquotes. Both ways
are checked: nothing that exists is missing, nothing that is told has gone.
"""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from starlette.routing import BaseRoute, Mount

from app import cli, hooks
from app.domain import errors
from app.domain.site import Site
from app.main import create_app, create_instance
from app.settings import PREFIX, Settings
from app.web.errors import status_of

DOCS = Path(__file__).parent.parent / "docs"
ROW = re.compile(r"^\| `([^`]+)`", re.MULTILINE)

SITE = Site(name="Alpha", region="", base_url="https://alpha.example")


def told(*pages: str) -> set[str]:
    """The names in the first cells of the tables of some pages."""
    return {name for page in pages for name in ROW.findall(text_of(page))}


def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def drift(there: set[str], written: set[str]) -> str:
    missing, gone = sorted(there - written), sorted(written - there)
    return "\n".join(
        [*(f"not documented: {name}" for name in missing), *(f"gone: {name}" for name in gone)]
    )


def test_every_setting_is_documented() -> None:
    there = {PREFIX + name.upper() for name in Settings.model_fields}
    assert not drift(there, told("settings.md"))


def test_every_default_is_the_documented_one() -> None:
    rows = dict(re.findall(r"^\| `(MAILLAGE_\w+)` \| `([^`]*)` \|", text_of("settings.md"), re.M))
    fields = Settings.model_fields.items()
    assert rows == {PREFIX + name.upper(): str(field.default) for name, field in fields}


def commands(command: object, name: str = "maillage") -> Iterator[str]:
    """Full names of the commands of a group, and of the groups in it."""
    within = getattr(command, "commands", None)
    if within is None:
        yield name
    for word, inner in (within or {}).items():
        yield from commands(inner, f"{name} {word}")


def test_every_command_is_documented() -> None:
    there = set(commands(typer.main.get_command(cli.app)))
    assert not drift(there, {" ".join(words(name)) for name in told("commands.md")})


def words(usage: str) -> list[str]:
    """`maillage user add EMAIL --role R` without its arguments and options."""
    return [word for word in usage.split() if re.fullmatch(r"[a-z][a-z-]*", word)]


def routes(found: list[BaseRoute]) -> Iterator[str]:
    """`GET /{kind}/{slug}` for every route."""
    for route in found:
        if isinstance(route, Mount):
            yield f"GET {route.path}"
        else:
            path = bare(getattr(route, "path", ""))
            methods = set(getattr(route, "methods", None) or ()) - {"HEAD", "OPTIONS"}
            yield from (f"{method} {path}" for method in sorted(methods))


def bare(path: str) -> str:
    """`/{kind}/{slug:path}` as `/{kind}/{slug}`."""
    return re.sub(r"\{(\w+):\w+\}", r"{\1}", path)


def test_every_route_is_documented(tmp_path: Path) -> None:
    create_instance(tmp_path, SITE)
    there = set(routes(create_app(Settings(data=tmp_path)).routes))
    assert not drift(there, told("routes.md", "api.md"))


def test_every_hook_is_documented() -> None:
    there = {
        name
        for name, found in inspect.getmembers(hooks, inspect.isfunction)
        if hasattr(found, f"{hooks.PROJECT}_spec")
    }
    assert there
    assert not drift(there, told("hooks.md"))


def error_classes() -> list[type[errors.WikiError]]:
    found = inspect.getmembers(errors, inspect.isclass)
    return [one for _, one in found if issubclass(one, errors.WikiError)]


def test_every_error_is_documented_with_its_class_and_status() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (\d{3}) \|", text_of("errors.md"), re.M)
    there = {(one.name, one.__name__, str(status_of(one))) for one in error_classes()}
    assert set(rows) == there


@pytest.mark.parametrize("page", sorted(p.relative_to(DOCS) for p in DOCS.rglob("*.md")), ids=str)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text_of(str(page)))
    near = [link for link in links if "://" not in link]
    lost = [link for link in near if not ((DOCS / page).parent / link).exists()]
    assert not lost, lost
