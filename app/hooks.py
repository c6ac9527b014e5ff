"""What a plugin may add. Four hooks; each returns a list; the core uses them too."""

import pluggy

from app.domain.exchange import Exporter, Importer
from app.domain.kinds import PageKind
from app.ports import SearchEngine

PROJECT = "maillage"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def register_page_kinds() -> list[PageKind]:
    """Kinds of page beside the six: a name, a schema, a place on the web, words for people."""


@hookspec
def register_importers() -> list[Importer]:
    """Ways in. Each yields drafts; it never writes."""


@hookspec
def register_exporters() -> list[Exporter]:
    """Ways out. Each turns pages into files; it never reads the store."""


@hookspec
def register_search_engines() -> list[SearchEngine]:
    """Ways to keep and find words. `MAILLAGE_SEARCH` names the one that answers."""
