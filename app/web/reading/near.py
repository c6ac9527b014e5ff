"""What a reader may have been looking for, when there is nothing at an address."""

from app.actions.find_pages import origin_of_hit, search_pages, suggest
from app.actions.wiki import Wiki
from app.domain.search import SearchPage, SearchQuery
from app.theme.parts import Link
from app.web.reading.context import Reading
from app.web.reading.queries import address

NEAR = 6


def near_pages(reading: Reading, words: str) -> tuple[Link, ...]:
    """Pages that those words, or words like them, lead to."""
    wiki = reading.wiki
    found = _found(wiki, words)
    titles = {(hit.path, origin_of_hit(hit)): hit.title for hit in found.hits}
    for word in (words, *found.near):
        if len(titles) < NEAR:
            titles |= {(s.path, ""): s.title for s in suggest(wiki, word, size=NEAR)}
    if not titles and found.near:
        titles = {(h.path, origin_of_hit(h)): h.title for h in _found(wiki, found.near[0]).hits}
    return tuple(
        Link(title, reading.url(path, origin), _kind(reading, path.kind), path.kind,
             borrowed=bool(origin))
        for (path, origin), title in list(titles.items())[:NEAR]
    )  # fmt: skip


def near_words(near: tuple[str, ...]) -> tuple[Link, ...]:
    return tuple(Link(word, address("/recherche", q=word)) for word in near)


def _found(wiki: Wiki, words: str) -> SearchPage:
    found, _ = search_pages(wiki, SearchQuery(words, size=NEAR))
    return found


def _kind(reading: Reading, kind: str) -> str:
    known = reading.wiki.kinds.get(kind)
    return reading.say(known.label) if known else ""
