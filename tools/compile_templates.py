"""Compiles every template of themes and plugins: a slip is found before a reader finds it."""

import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateError

from app.theme import Theme
from app.theme.books import FOLDER as BOOKS
from app.theme.theme import OURS

ROOT = Path(__file__).parent.parent


def themes() -> Iterator[Theme]:
    """Each theme over the default one, with the templates of every plugin; the same for books."""
    plugins = sorted((ROOT / "plugins").glob("*/templates"))
    for folder in sorted((ROOT / "themes").iterdir()):
        if (folder / "templates").is_dir():
            yield Theme([folder], template_folders=plugins)
            yield Theme([BOOKS, folder], template_folders=plugins)
        if (folder / "offline" / "templates").is_dir():
            yield Theme([folder / "offline", folder], template_folders=plugins)


def faults(theme: Theme, read: set[str]) -> Iterator[str]:
    """What is wrong in the theme's templates, but for files `read` before, which it adds to: a
    file compiles or not, whichever themes lie over each other."""
    environment = theme.environment("fr")
    for name in environment.list_templates(extensions=["html", "xml", "txt", "svg"]):
        if name.startswith(f"{OURS}/"):
            continue
        try:
            source, file, _ = environment.loader.get_source(environment, name)
            if file not in read:
                environment.compile(source, name, file)
                read.add(file)
        except TemplateError as error:
            yield f"{name}:{getattr(error, 'lineno', '?')}: {error.message}"


def main() -> int:
    read: set[str] = set()
    found = [fault for theme in themes() for fault in faults(theme, read)]
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
