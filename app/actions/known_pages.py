"""Which page a row of a list is about: by its number, its Siret, its addresses; never by guessing.

Pages of one title in two towns are two pages.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.actions.wiki import Wiki
from app.domain.errors import InvalidPage, Problem
from app.domain.exchange import Facts
from app.domain.links import slugify
from app.domain.page_path import SLUG_LIMIT, PagePath, is_page_id
from app.domain.provenance import leaf
from app.domain.rows import PageRow, PageState
from app.domain.selection import Selection
from app.domain.towns import fold

PAGE_SIZE = 500
_KEYS = ("siret", "osm_id")
SEVERAL = "plusieurs pages ont ce numéro ({key} {value}) : {pages}. Réunissez-les d’abord."
OTHER_KIND = "cet identifiant est celui d’une autre page."
NO_ADDRESS = "ce nom ne donne aucune adresse de page."
_TRIES = 50


class KnownPages:
    """The pages of the wiki, and those that the list has made so far."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self._named: dict[str, dict[tuple[str, str], dict[PagePath, None]]] = {}
        self._made: dict[PagePath, Mapping[str, Any]] = {}

    def path_of(self, facts: Facts) -> PagePath:
        """The page that the row is about, there already or to be made.

        Raises InvalidPage where it could be several, or none that may bear that name; InvalidPath.
        """
        return self._by_id(facts) or self._by_numbers(facts) or self._by_name(facts)

    def made(self, path: PagePath, front: Mapping[str, Any]) -> None:
        """A page that the list makes, for the rows that follow."""
        self._made[path] = front
        if path.kind in self._named:
            for name in _names(front):
                self._named[path.kind].setdefault(name, {})[path] = None

    def _by_id(self, facts: Facts) -> PagePath | None:
        said = (facts.own.get("id", ""), facts.own.get("source_id", ""))
        for page_id in filter(is_page_id, said):
            row = self._wiki.index.page_by_id(page_id)
            if row is None or row.state is not PageState.live:
                continue
            if row.path.kind != facts.kind:
                raise InvalidPage([Problem("", OTHER_KIND)])
            return row.path
        return None

    def _by_numbers(self, facts: Facts) -> PagePath | None:
        for names in _wanted(facts):
            paths = {path: None for name in names for path in self._paths(facts.kind, name)}
            found = [path for path in paths if not _numbered_otherwise(self._front(path), facts)]
            if len(found) == 1:
                return found[0]
            if found and names[0][0] != "siret":
                key, value = names[0]
                pages = ", ".join(str(path) for path in found[:5])
                told = {"key": key, "value": value, "pages": pages}
                raise InvalidPage([Problem("", SEVERAL, told)])
            if found:
                # A town's libraries share its number: the name then says which.
                return next((path for path in found if path.slug == slugify(facts.title)), None)
        return None

    def _front(self, path: PagePath) -> Mapping[str, Any]:
        row = self._wiki.index.page(path)
        return self._made.get(path) or (row.front if row is not None else {})

    def _paths(self, kind: str, name: tuple[str, str]) -> dict[PagePath, None]:
        if kind not in self._named:
            self._named[kind] = found = {}
            for row in self._rows(kind):
                for one in _names(row.front):
                    found.setdefault(one, {})[row.path] = None
            for path, front in self._made.items():
                for one in _names(front) if path.kind == kind else ():
                    found.setdefault(one, {})[path] = None
        return self._named[kind].get(name, {})

    def _rows(self, kind: str) -> Iterator[PageRow]:
        selection = Selection({"kind": (kind,)}, include_hidden=True)
        cursor: str | None = None
        while True:
            rows, cursor = self._wiki.index.select(selection, after=cursor, size=PAGE_SIZE)
            yield from rows
            if cursor is None:
                return

    def _by_name(self, facts: Facts) -> PagePath:
        """The address that the row gives, else that of its title; with its town where a page of
        the same title is elsewhere."""
        if given := facts.own.get("slug", ""):
            return PagePath(facts.kind, given)
        slug = slugify(facts.title)
        if not slug:
            raise InvalidPage([Problem("title", NO_ADDRESS)])
        city = slugify(str(facts.values.get("territory.city", "")))
        endings = ["", *([f"-{city}"] if city else []), *(f"-{n}" for n in range(2, _TRIES))]
        for ending in endings:
            path = PagePath(facts.kind, slug[: SLUG_LIMIT - len(ending)].strip("-") + ending)
            if self._may_be(path, facts):
                return path
        raise InvalidPage([Problem("title", NO_ADDRESS)])

    def _may_be(self, path: PagePath, facts: Facts) -> bool:
        """True where nobody stands at that address, or a page that nothing tells apart."""
        front = self._made.get(path)
        if front is None:
            row = self._wiki.index.page(path)
            if row is None or row.state is PageState.deleted:
                return True
            if row.state is not PageState.live:
                return False
            front = row.front
        return _alike(front, facts)


def _alike(front: Mapping[str, Any], facts: Facts) -> bool:
    """False where one of what names a place is said by both, and differs."""
    for key in ("siret", "osm_id", "territory.insee", "territory.department"):
        ours, theirs = leaf(front, key), facts.values.get(key)
        if ours and theirs and ours != theirs:
            return False
    ours, theirs = leaf(front, "territory.city"), facts.values.get("territory.city")
    if ours and theirs and fold(str(ours)) != fold(str(theirs)):
        return False
    return not _numbered_otherwise(front, facts)


def _numbered_otherwise(front: Mapping[str, Any], facts: Facts) -> bool:
    """True where the same list gives the page another number than the row's."""
    number = facts.own.get("source_id", "")
    title = facts.source.title if facts.source else ""
    numbers = {one for of, one in _source_ids(front) if of == title}
    return bool(number) and bool(numbers) and number not in numbers


def _wanted(facts: Facts) -> Iterator[list[tuple[str, str]]]:
    """The names that the row gives its page, the surest first."""
    if facts.source is not None and (number := facts.own.get("source_id", "")):
        yield [(facts.source.title, number)]
    for key in _KEYS:
        if value := facts.values.get(key):
            yield [(key, str(value))]
    if old := facts.values.get("redirects_from"):
        yield [("redirects_from", str(one)) for one in old]


def _names(front: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in _KEYS:
        if isinstance(value := front.get(key), str):
            yield key, value
    old = front.get("redirects_from")
    for one in old if isinstance(old, list) else ():
        yield "redirects_from", str(one)
    yield from _source_ids(front)


def _source_ids(front: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(title, number) of each source that numbers the page."""
    said = front.get("source")
    for one in said if isinstance(said, list) else [said]:
        if isinstance(one, Mapping) and isinstance(one.get("id"), str):
            yield str(one.get("title", "")), one["id"]
