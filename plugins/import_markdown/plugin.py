"""Way in: a folder of page files, wherever in it they stand.

A file's kind is its `kind` key, its slug the file's name. Media are taken from `media/`, each with
the sidecar beside it, and come before the pages, which may name them `media/plan.svg`. Links that
leave the folder are not followed.
"""

from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import WikiError
from app.domain.exchange import ATTRIBUTION, Draft, Found, Importer, MediumDraft, Unreadable
from app.domain.front_matter import parse, split
from app.domain.media import SIZE_LIMIT_BYTES
from app.domain.page import SIZE_LIMIT_BYTES as PAGE_LIMIT_BYTES
from app.domain.page import clean_text
from app.domain.page_path import PagePath
from app.hooks import hookimpl

# Notes about the folder itself, not pages of the wiki.
_NOT_PAGES = {ATTRIBUTION, "README.md", "LICENCE.md", "LICENSE.md"}
_NETWORK = "network"


def read(source: Path) -> Iterator[Found]:
    """What the folder (or the one file) holds: media, then pages, each in order of name."""
    root = source.resolve()
    files = [root] if root.is_file() else sorted(root.rglob("*"))
    there = [file for file in files if _is_taken(file, root)]
    yield from (_medium(file, root) for file in there if _is_medium(file))
    yield from (_page(file, root) for file in there if _is_page(file))


def _is_taken(file: Path, root: Path) -> bool:
    return file.is_file() and not file.is_symlink() and not _hidden(file, root)


def _is_page(file: Path) -> bool:
    return file.suffix == ".md" and file.name not in _NOT_PAGES


def _is_medium(file: Path) -> bool:
    return "media" in file.parts and file.suffix not in (".yaml", ".md")


def _hidden(file: Path, root: Path) -> bool:
    """What is no page: hidden files, and the network's own (its lists, its templates)."""
    parts = file.relative_to(root).parts
    return parts[:1] == (_NETWORK,) or any(part.startswith(".") for part in parts)


def _page(file: Path, root: Path) -> Found:
    name = str(file.relative_to(root)) if file != root else file.name
    try:
        if file.stat().st_size > 2 * PAGE_LIMIT_BYTES:
            return Unreadable(name, "La page dépasse 256 Kio.")
        text = clean_text(file.read_bytes())
        kind = parse(split(text)[0]).values.get("kind")
        return Draft(PagePath(str(kind), file.stem), text)
    except WikiError as error:
        return Unreadable(name, str(error))
    except OSError:
        return Unreadable(name, "Ce fichier ne se laisse pas lire.")


def _medium(file: Path, root: Path) -> Found:
    sidecar = file.with_suffix(".yaml")
    try:
        if file.stat().st_size > SIZE_LIMIT_BYTES:
            return Unreadable(str(file.relative_to(root)), "Le fichier dépasse 5 Mio.")
        words = sidecar.read_bytes() if sidecar.is_file() else b""
        return MediumDraft(file.read_bytes(), words, file=f"media/{file.name}")
    except OSError:
        return Unreadable(str(file.relative_to(root)), "Ce fichier ne se laisse pas lire.")


@hookimpl
def register_importers() -> list[Importer]:
    return [Importer("markdown", read)]
