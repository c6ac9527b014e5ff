"""Titles that begin, or have a word that begins, with what is being typed."""

from collections.abc import Iterator

from tantivy import Occur, Order, Query

from app.domain.page_path import PagePath
from app.domain.search import Suggestion
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.document import BEGINNING, WHOLE_BEGINNING, spaced
from plugins.search_tantivy.snapshot import Address, Facts, Snapshot, term

_WORDS_LIMIT, _LENGTH_LIMIT = 8, 200
# Titles of the same length are put in order afterwards.
_MORE = 3


def suggest(held: Snapshot, text: str, *, size: int) -> list[Suggestion]:
    """Every word typed begins a word of the title.

    Ours come before friends', then titles that begin so, then short ones.
    """
    typed = spaced(text[:_LENGTH_LIMIT])
    words = typed.split()[:_WORDS_LIMIT]
    if not words or size < 1:
        return []
    found: list[Suggestion] = []
    for query in _queries(words, typed):
        for said in _best(held, query, typed, words, size * _MORE):
            one = Suggestion(PagePath.parse(said.path), said.title, said.origin)
            if one not in found:
                found.append(one)
        if len(found) >= size:
            break
    return found[:size]


def _queries(words: list[str], typed: str) -> Iterator[Query]:
    each = [(Occur.Must, term(at.TYPED, word[:BEGINNING])) for word in words]
    whole = "^" + typed[1:].replace(" ", "_")[:WHOLE_BEGINNING]
    begins = (Occur.Must, term(at.TYPED, whole))
    ours = term(at.ORIGIN, at.OURS)
    for whose in (Occur.Must, Occur.MustNot):
        for wanted in ([*each, begins], each):
            yield Query.boolean_query([*wanted, (whose, ours)])


def _best(held: Snapshot, query: Query, typed: str, words: list[str], limit: int) -> list[Facts]:
    found = held.searcher.search(
        query, limit, count=False, order_by_field=at.SHORTNESS, order=Order.Asc
    )
    addresses: list[tuple[int, Address]] = list(found.hits)
    read = [(shortness, spaced(said.title), said) for shortness, said in _facts(held, addresses)]
    # Beginnings are indexed up to some length: the rest is compared here.
    fit = [one for one in read if all(f" {word}" in one[1] for word in words)]
    fit.sort(key=lambda one: (not one[1].startswith(typed), *one[:2], one[2].path, one[2].origin))
    return [said for _shortness, _title, said in fit]


def _facts(held: Snapshot, found: list[tuple[int, Address]]) -> Iterator[tuple[int, Facts]]:
    for shortness, address in found:
        yield shortness, held.facts(address)
