"""The tables as a batch finds them, and as it leaves them."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, tuple_

from app.domain.batches import batched
from app.domain.kinds import KINDS
from app.domain.links import WIKI_LINK, LinkTarget, fold, named_in
from app.domain.page_path import BlobId, PagePath, is_page_id, is_slug
from app.domain.rows import PageState
from app.domain.visibility import listed
from app.engines.sql.batch import Standing
from app.engines.sql.care_rows import CARE, LISTINGS, OUTWARD, CareRows
from app.engines.sql.database import to_micros
from app.engines.sql.media import USES, uses_of
from app.engines.sql.origins import OURS, THEIRS, revisions_of, thread_of
from app.engines.sql.tables import (
    CommitRecord,
    DateRecord,
    FacetRecord,
    LinkRecord,
    MetaRecord,
    MirrorRecord,
    PageRecord,
    RevisionRecord,
    table,
)
from app.engines.sql.versions import Content, Version, Versions

PAGES, REVISIONS, COMMITS = table(PageRecord), table(RevisionRecord), table(CommitRecord)
FACETS, LINKS, META = table(FacetRecord), table(LinkRecord), table(MetaRecord)
MIRRORS, DATES = table(MirrorRecord), table(DateRecord)
# What goes away with a page.
OF_PAGE = tuple(one.c.page for one in (FACETS, LINKS, USES, CARE, OUTWARD, LISTINGS, DATES))
CHUNK = 400
Lets = Callable[[str, str, str], bool]
_ADDRESS = re.compile(r"\]\(<?/([a-z]+)/([a-z0-9-]{1,120})(?=[)>#?\s])")


def get_meta(connection: Connection, key: str) -> str | None:
    return connection.execute(select(META.c.value).where(META.c.key == key)).scalar()


def set_meta(connection: Connection, key: str, value: str | None) -> None:
    connection.execute(delete(META).where(META.c.key == key))
    if value is not None:
        connection.execute(insert(META), {"key": key, "value": value})


def already_taken(connection: Connection, revisions: Iterable[str]) -> set[str]:
    column = COMMITS.c.revision
    return {
        revision
        for chunk in batched(revisions, CHUNK)
        for (revision,) in connection.execute(select(column).where(column.in_(chunk)))
    }


def next_number(connection: Connection, column: Any) -> int:
    return int(connection.execute(select(func.max(column))).scalar() or 0) + 1


def standings(
    connection: Connection, paths: Iterable[PagePath], threads: Iterable[str], *, origin: str = ""
) -> list[Standing]:
    """What the tables hold at those addresses of `origin`, and wherever those threads are."""
    wanted = select(
        PAGES.c.kind, PAGES.c.slug, PAGES.c.n, PAGES.c.state, PAGES.c.thread, PAGES.c.blob,
        PAGES.c.title, PAGES.c.status, PAGES.c.licence,
    )  # fmt: skip
    address = tuple_(PAGES.c.kind, PAGES.c.slug)
    rows: set[Any] = set()
    for chunk in batched(paths, CHUNK):
        named = address.in_([(path.kind, path.slug) for path in chunk])
        here = wanted.where(named, PAGES.c.origin == origin)
        rows.update(map(tuple, connection.execute(here)))
    for names in batched(threads, CHUNK):
        rows.update(map(tuple, connection.execute(wanted.where(PAGES.c.thread.in_(names)))))
    return [
        Standing(PagePath(kind, slug), n, PageState(state), thread, BlobId(blob), *rest)
        for kind, slug, n, state, thread, blob, *rest in sorted(rows)
    ]


def known_threads(connection: Connection, threads: Iterable[str], *, origin: str = "") -> set[str]:
    column = revisions_of(origin).c.thread
    return {
        thread
        for chunk in batched(threads, CHUNK)
        for (thread,) in connection.execute(select(column).distinct().where(column.in_(chunk)))
    }


def begin_epoch(connection: Connection) -> None:
    set_meta(connection, "epoch", token_hex(8))


def insert_all(connection: Connection, into: Any, records: Sequence[Mapping[str, Any]]) -> None:
    if records:
        connection.execute(insert(into), list(records))


class PageWriter:
    """Writes the rows of every address that a batch touched, with its facets and links.

    `lets` says of a page's status, licence and id whether it may leave.
    """

    def __init__(
        self,
        connection: Connection,
        reader: Versions,
        links: Mapping[BlobId, Sequence[LinkTarget]],
        lets: Lets,
        *,
        origin: str = "",
    ) -> None:
        self._connection = connection
        self._reader = reader
        self._links = links
        self._lets = lets
        self._origin = origin
        self._changed = next_number(connection, PAGES.c.changed)
        self._next_page = next_number(connection, PAGES.c.n)

    def write(self, touched: Iterable[Standing]) -> None:
        for chunk in batched(touched, CHUNK):
            self._forget([standing.n for standing in chunk if standing.n is not None])
            lives = self._lives({standing.thread for standing in chunk})
            pages, facets, links, uses, dates, care = [], [], [], [], [], CareRows()
            whose = THEIRS if self._origin else OURS
            for standing in chunk:
                if standing.blob is None or standing.state is None:
                    begin_epoch(self._connection)
                    continue
                content = self._reader.content(standing.path, standing.blob)
                page = self._page(standing, content, lives)
                pages.append(page)
                if standing.holds_a_page:
                    facets += _facets(page["n"], content, whose)
                    dates += _dates(page["n"], content, whose)
                    links += self._link_rows(page["n"], standing.blob, content)
                    uses += [] if self._origin else uses_of(page["n"], content.text)
                    care.take(page["n"], standing.path, content, visible=page["visible"])
            insert_all(self._connection, PAGES, pages)
            insert_all(self._connection, FACETS, facets)
            insert_all(self._connection, LINKS, links)
            insert_all(self._connection, USES, uses)
            insert_all(self._connection, DATES, dates)
            for into, rows_of_it in care.by_table():
                insert_all(self._connection, into, rows_of_it)

    def _forget(self, numbers: list[int]) -> None:
        if not numbers:
            return
        rows = [{"old": n} for n in numbers]
        for column in (PAGES.c.n, *OF_PAGE):
            statement = delete(column.table).where(column == bindparam("old"))
            self._connection.execute(statement, rows)

    def _lives(self, threads: Iterable[str]) -> dict[str, tuple[int, int]]:
        """For each thread, how many versions it has and when the first was written."""
        revisions = revisions_of(self._origin)
        column, at = revisions.c.thread, revisions.c.at
        return {
            thread: (count, first)
            for chunk in batched(threads, CHUNK)
            for thread, count, first in self._connection.execute(
                select(column, func.count(), func.min(at)).where(column.in_(chunk)).group_by(column)
            )
        }

    def _page(
        self, standing: Standing, content: Content, lives: Mapping[str, tuple[int, int]]
    ) -> dict[str, Any]:
        entry, version = standing.last, content.version
        assert entry is not None
        assert standing.blob is not None
        updated_at = to_micros(entry.at)
        versions, created_at = lives.get(standing.thread, (1, updated_at))
        if standing.state is PageState.redirect:
            versions, created_at = 1, updated_at
        visible = standing.state is PageState.live and listed(version.status)
        x, y, z = content.placed or (None, None, None)
        theirs = THEIRS if self._origin else OURS
        page_id = _page_id(standing, version)
        return {
            "n": self._number(standing), "origin": self._origin,
            "kind": standing.path.kind, "slug": standing.path.slug,
            "state": str(standing.state), "visible": theirs if visible else 0,
            "open": visible and self._lets(version.status, version.licence, page_id),
            "id": page_id,
            "thread": standing.thread, "target_id": version.target_id,
            "revision": entry.revision.value, "blob": standing.blob.value,
            "title": version.title, "title_fold": fold(version.title)[:300],
            "derived": "" if self._origin else _derived(content.front),
            "lang": version.lang, "status": version.status, "licence": version.licence,
            "opened": content.opened, "turnover_eur": content.turnover_eur,
            "x": x, "y": y, "z": z,
            "updated_at": updated_at, "updated_by": entry.author.name, "created_at": created_at,
            "versions": versions, "changed": self._changed, "summary": content.summary,
            "front": json.dumps(content.front, ensure_ascii=False), "text": content.text,
        }  # fmt: skip

    def _link_rows(self, page: int, blob: BlobId, content: Content) -> list[dict[str, Any]]:
        """Of a friend's page only what names a network: the rest is between its own pages."""
        card = named_in(content.front)
        if not self._origin:
            body = (*self._links.get(blob, ()), *_addressed(content.body))
            return _links(page, [*(("", one) for one in body), *card])
        body = [("", LinkTarget.parse(m[1])) for m in WIKI_LINK.finditer(content.body)]
        return _links(page, [(field, one) for field, one in (*body, *card) if one.host])

    def _number(self, standing: Standing) -> int:
        if standing.n is not None:
            return standing.n
        self._next_page += 1
        return self._next_page - 1


def _page_id(standing: Standing, version: Version) -> str:
    """A broken file keeps the id of the page that it was."""
    if version.state is PageState.redirect:
        return ""
    return standing.thread if is_page_id(standing.thread) else version.id


def _derived(front: Mapping[str, Any]) -> str:
    """Which friend's page it says that it began from."""
    said = front.get("derived_from")
    named = [said.get(key) for key in ("instance", "id")] if isinstance(said, Mapping) else []
    return thread_of(*named) if named and all(isinstance(one, str) for one in named) else ""


def _facets(page: int, content: Content, visible: int) -> list[dict[str, Any]]:
    return [
        {"visible": visible, "name": name, "value": value, "page": page}
        for name, values in content.facets.items()
        for value in values
    ]


def _dates(page: int, content: Content, visible: int) -> list[dict[str, Any]]:
    return [
        {"visible": visible, "day": told.day, "page": page, "position": position,
         "what": told.what, "words": told.words}
        for position, told in enumerate(content.dates)
    ]  # fmt: skip


def _addressed(body: str) -> list[LinkTarget]:
    """Pages of ours that Markdown links of the text lead to."""
    kinds = {kind.prefix: kind.name for kind in KINDS.values()}
    found = [(kinds.get(m[1], ""), m[2]) for m in _ADDRESS.finditer(body)]
    return [LinkTarget(kind=kind, slug=slug) for kind, slug in found if kind and is_slug(slug)]


def _links(page: int, named: Sequence[tuple[str, LinkTarget]]) -> list[dict[str, Any]]:
    return [
        {"page": page, "position": position, "title": target.title, "kind": target.kind,
         "slug": target.slug, "host": target.host, "field": field}
        for position, (field, target) in enumerate(named)
    ]  # fmt: skip
