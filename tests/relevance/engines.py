"""The engines that are measured, each over an index of the first content."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache, partial
from pathlib import Path

from app.domain.finding.synonyms import Groups, read_groups
from app.engines.markdown import MarkdownRenderer
from app.ports import Search
from tests.engines import search_engines
from tests.engines.search_corpus import Log
from tests.engines.search_engines import Make

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
def opened(make: Make, folder: Path) -> Iterator[Search]:
    """That engine in an empty folder, with the first content in its index."""
    engine = make(folder, MarkdownRenderer(), synonyms=synonyms)
    log = content()
    engine.apply(log.entries, log)
    yield engine
    engine.close()


ENGINES: dict[str, Callable[[Path], AbstractContextManager[Search]]] = {
    name: partial(opened, make) for name, make in search_engines.ENGINES.items()
}
