"""The engines that are measured, each over an index of the first content."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

from app.domain.finding.synonyms import Groups, read_groups
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


@cache
def synonyms() -> Groups:
    return read_groups((CONTENT / "vocabularies" / "synonyms.yaml").read_bytes())


@contextmanager
def whoosh(folder: Path) -> Iterator[Search]:
    engine = WhooshSearch(folder, MarkdownRenderer(), synonyms=synonyms)
    log = content()
    engine.apply(log.entries, log)
    yield engine
    engine.close()


# An engine is a function that opens it in an empty folder, with the first content in its index.
ENGINES: dict[str, Callable[[Path], AbstractContextManager[Search]]] = {"whoosh": whoosh}
