"""Find pages: by words, by facts, by figures. Drafts are in none of the answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.actions.wiki import Wiki
from app.domain.errors import InvalidQuery, RevisionNotFound
from app.domain.links import LinkTarget
from app.domain.page_path import RevisionId
from app.domain.phrase import Phrase
from app.domain.rows import PageRow
from app.domain.search import (
    PAGE_LIMIT,
    SIZE_LIMIT,
    TEXT_LIMIT,
    SearchHit,
    SearchPage,
    SearchQuery,
    Suggestion,
)
from app.domain.selection import Figures, Order, Selection

FOUND_LIMIT = 20_000


def search_pages(wiki: Wiki, query: SearchQuery) -> tuple[SearchPage, int]:
    """The hits, and how many entries of the log the index has still to read.

    Raises InvalidQuery beyond the limits of page and size; longer texts are cut.
    """
    if not (1 <= query.page <= PAGE_LIMIT and 1 <= query.size <= SIZE_LIMIT):
        raise InvalidQuery(
            reason=Phrase(
                "la page va de 1 à {pages}, avec {size} résultats au plus.",
                pages=PAGE_LIMIT,
                size=SIZE_LIMIT,
            )
        )
    if query.order is Order.distance and query.selection.near is None:
        raise InvalidQuery(reason="pour trier par distance, dites d’abord près de quel endroit.")
    text = "".join(c if c.isprintable() else " " for c in query.text)[:TEXT_LIMIT]
    selection = query.selection.but(include_hidden=False)
    found = wiki.search.find(replace(query, text=text, selection=selection))
    return found, _behind(wiki, found.revision)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a person. `corrected` is the question that was answered in the place of
    theirs, `` where it was theirs."""

    page: SearchPage
    behind: int
    corrected: str = ""


def search_kindly(wiki: Wiki, query: SearchQuery) -> Found:
    """As `search_pages`; where a word stands nowhere, the last one may be the beginning of another
    before it is taken for a slip."""
    page, behind = search_pages(wiki, query)
    if query.text and not query.typing and (page.meant or not page.total):
        begun, behind_then = search_pages(wiki, replace(query, typing=True))
        if begun.total and not begun.meant:
            return Found(begun, behind_then)
    return Found(page, behind, page.meant if page.total else "")


def search_exactly(wiki: Wiki, query: SearchQuery) -> Found:
    """Every word as it is written: none is corrected."""
    words = query.text.replace('"', " ").split()
    return Found(*search_pages(wiki, replace(query, text=" ".join(f'"{one}"' for one in words))))


def _behind(wiki: Wiki, revision: str | None) -> int:
    head = wiki.store.head()
    if revision is not None and head is not None and revision == head.value:
        return 0
    try:
        return wiki.store.count_after(RevisionId(revision) if revision else None)
    except RevisionNotFound:
        return wiki.store.count_after(None)


def rows_of(wiki: Wiki, hits: Sequence[SearchHit]) -> list[PageRow | None]:
    """The page of each hit as it stands: one question for each network."""
    found: dict[str, dict[LinkTarget, PageRow]] = {}
    for origin in {origin_of_hit(hit) for hit in hits}:
        targets = {_target(hit) for hit in hits if origin_of_hit(hit) == origin}
        found[origin] = wiki.index.titles(targets, origin=origin)
    rows = [found[origin_of_hit(hit)].get(_target(hit)) for hit in hits]
    # A friend's page that is gone since must not lead to one of ours of the same name.
    return [
        row if row is not None and row.origin == origin_of_hit(hit) else None
        for hit, row in zip(hits, rows, strict=True)
    ]


def origin_of_hit(hit: SearchHit) -> str:
    """The friend that a found page comes from, `` where it is ours."""
    return "" if hit.origin == "self" else hit.origin


def _target(hit: SearchHit) -> LinkTarget:
    return LinkTarget(kind=hit.path.kind, slug=hit.path.slug)


def suggest(wiki: Wiki, text: str, *, size: int = 8) -> list[Suggestion]:
    return wiki.search.suggest(text[:TEXT_LIMIT], size=min(size, 20))


def settled(wiki: Wiki, selection: Selection) -> Selection:
    """The selection with its words looked for: what was found is `among`, best first.

    All else is left to the index, so that a facet can be counted without its own filter. Of words
    that more than 20 000 pages have, the best 20 000 are looked at.
    """
    if not selection.words:
        return selection
    kinds = {"kind": selection.where["kind"]} if selection.where.get("kind") else {}
    query = SearchQuery(selection.words, Selection(kinds))
    found = tuple(wiki.search.every(query, limit=FOUND_LIMIT))
    return selection.but(words="", among=found)


def list_pages(
    wiki: Wiki, selection: Selection, *, after: str | None = None, size: int = 50
) -> tuple[list[PageRow], str | None]:
    """Pages of the selection and the next cursor. Raises InvalidQuery."""
    if not 1 <= size <= 500:
        raise InvalidQuery(reason="la taille va de 1 à 500.")
    selection = settled(wiki, selection.but(include_hidden=False))
    return wiki.index.select(selection, after=after, size=size)


def figures(wiki: Wiki, selection: Selection, by: str | None) -> Figures:
    """Counts and amounts over the selection. Raises InvalidQuery on an unknown `by`."""
    return wiki.index.figures(settled(wiki, selection.but(include_hidden=False)), by)
