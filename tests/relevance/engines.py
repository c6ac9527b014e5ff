"""The engines that are measured, each over an index of the first content."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from app.domain.yaml_text import load_mapping
from app.engines.markdown import MarkdownRenderer
from app.engines.search_whoosh import WhooshSearch
from app.ports import Search
from tests.engines.search_corpus import Log

CONTENT = Path(__file__).parent.parent.parent / "content"


def content() -> Log:
    """The first content, as one commit."""
    log = Log()
    log.save({f"{f.parent.name}/{f.stem}": f.read_bytes() for f in CONTENT.glob("pages/*/*.md")})
    return log


def synonyms() -> list[list[str]]:
    text = (CONTENT / "vocabularies" / "synonyms.yaml").read_text("utf-8")
    groups: list[list[str]] = load_mapping(text).values["groups"]
    return groups


@contextmanager
def whoosh(folder: Path) -> Iterator[Search]:
    engine = WhooshSearch(folder, MarkdownRenderer(), synonyms=synonyms())
    log = content()
    engine.apply(log.entries, log)
    yield engine
    engine.close()


# An engine is a function that opens it in an empty folder, with the first content in its index.
ENGINES: dict[str, Callable[[Path], AbstractContextManager[Search]]] = {"whoosh": whoosh}
