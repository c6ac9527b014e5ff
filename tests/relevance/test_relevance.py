"""A facilitator's questions to the first content find the pages they are about."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.search import SearchQuery
from app.domain.yaml_text import load_mapping
from app.engines.markdown import MarkdownRenderer
from app.engines.search_whoosh import WhooshSearch
from tests.engines.search_corpus import Log

CONTENT = Path(__file__).parent.parent.parent / "content"
QUERIES = load_mapping((Path(__file__).parent / "queries.yaml").read_text("utf-8")).values
NEAR_THE_TOP = 3


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshSearch]:
    synonyms = (CONTENT / "vocabularies" / "synonyms.yaml").read_text("utf-8")
    engine = WhooshSearch(
        tmp_path_factory.mktemp("relevance"),
        MarkdownRenderer(),
        synonyms=load_mapping(synonyms).values["groups"],
    )
    log = Log()
    log.save({f"{f.parent.name}/{f.stem}": f.read_bytes() for f in CONTENT.glob("pages/*/*.md")})
    engine.apply(log.entries, log)
    yield engine
    engine.close()


@pytest.mark.parametrize("asked", QUERIES)
def test_the_page_that_is_meant_is_near_the_top(search: WhooshSearch, asked: str) -> None:
    text, first, _ = asked.partition(" !")
    hits = [str(hit.path) for hit in search.find(SearchQuery(text)).hits]
    seen = hits[: 1 if first else NEAR_THE_TOP]
    assert set(seen) & set(QUERIES[asked]), hits[:10]
