"""Find pages: by words, by facts, by figures. Drafts are in none of the answers."""

from app.actions.wiki import Wiki
from app.domain.errors import InvalidQuery, RevisionNotFound
from app.domain.page_path import RevisionId
from app.domain.phrase import Phrase
from app.domain.rows import PageRow
from app.domain.search import (
    PAGE_LIMIT,
    SIZE_LIMIT,
    TEXT_LIMIT,
    SearchPage,
    SearchQuery,
    Suggestion,
)
from app.domain.selection import Figures, Selection

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
    text = "".join(c if c.isprintable() else " " for c in query.text)[:TEXT_LIMIT]
    selection = query.selection.but(include_hidden=False)
    found = wiki.search.find(SearchQuery(text, selection, query.page, query.size))
    return found, _behind(wiki, found.revision)


def _behind(wiki: Wiki, revision: str | None) -> int:
    head = wiki.store.head()
    if revision is not None and head is not None and revision == head.value:
        return 0
    try:
        return wiki.store.count_after(RevisionId(revision) if revision else None)
    except RevisionNotFound:
        return wiki.store.count_after(None)


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
