"""The Tantivy engine, where its library is installed."""

from importlib.util import find_spec

from app.hooks import hookimpl
from app.ports import SearchEngine


@hookimpl
def register_search_engines() -> list[SearchEngine]:
    """Nothing where the library is missing: the wiki then stays with the engine that it has."""
    if find_spec("tantivy") is None:
        return []
    from plugins.search_tantivy.engine import TantivyIndex

    return [SearchEngine("tantivy", TantivyIndex)]
