"""A selection of pages as one JSON-LD document, written as it is read."""

from collections.abc import Iterable, Iterator

from app.domain.rows import PageRow
from app.web.linked.graph import CONTEXT, dumped, graph_of
from app.web.linked.linking import Linking, Node
from app.web.linked.work import website

# Some tens of kilobytes: a line of a document sent one by one would cost more than it holds.
PAGES_AT_ONCE = 50


def listed(linking: Linking, rows: Iterable[PageRow], head: Node) -> Iterator[str]:
    """`head`, then all that is said of each page, in one `@graph`."""
    first = {**head, "isPartOf": website(linking)}
    yield f'{{"@context":"{CONTEXT}","@graph":[{dumped(first)}'
    waiting: list[str] = []
    for row in rows:
        waiting += [f",\n{dumped(node)}" for node in graph_of(linking, row)]
        if len(waiting) >= PAGES_AT_ONCE:
            yield "".join(waiting)
            waiting.clear()
    yield "".join([*waiting, "]}\n"])


def list_head(url: str, name: str, total: int) -> Node:
    """The list itself, as the page of a collection."""
    return {
        "@type": "CollectionPage", "@id": url, "url": url, "name": name,
        "mainEntity": {"@type": "ItemList", "numberOfItems": total},
    }  # fmt: skip
