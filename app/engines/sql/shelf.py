"""Rendered HTML, kept by blob and renderer version.

It is a cache and nothing more: a row is right whenever it exists, so it is written ahead of the
transaction that moves the bookmark, which then stays short.
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, insert

from app.domain.batches import batched
from app.domain.links import LinkTarget
from app.domain.outline import RenderedPage
from app.domain.page_path import BlobId, PagePath
from app.engines.sql.codec import outline_json, rendered_page
from app.engines.sql.database import Database
from app.engines.sql.tables import HtmlRecord, PageRecord, table
from app.engines.sql.versions import Content
from app.ports import Renderer

CHUNK = 200
_log = logging.getLogger(__name__)


class Shelf:
    def __init__(self, database: Database, renderer: Renderer) -> None:
        self._database = database
        self._renderer = renderer

    def keep(
        self, pages: Iterable[tuple[PagePath, BlobId, Content]]
    ) -> dict[BlobId, tuple[LinkTarget, ...]]:
        """Renders what is not kept yet; the wiki links of every page, by blob."""
        links: dict[BlobId, tuple[LinkTarget, ...]] = {}
        for chunk in batched(pages, CHUNK):
            fresh: dict[BlobId, dict[str, Any]] = {}
            for path, blob, content in chunk:
                if blob in links:
                    continue
                rendered = self.get(blob)
                if rendered is None and (rendered := self._render(path, content)) is not None:
                    fresh[blob] = self._record(blob, rendered)
                links[blob] = rendered.outline.links if rendered is not None else ()
            if fresh:
                self._write(list(fresh.values()))
        return links

    def get(self, blob: BlobId) -> RenderedPage | None:
        row = self._database.row(
            "SELECT html, outline FROM html WHERE blob = ? AND version = ?",
            (blob.value, self._renderer.version),
        )
        return rendered_page(*row) if row else None

    def drop_other_versions(self) -> None:
        version = self._renderer.version
        if self._database.row("SELECT 1 FROM html WHERE version <> ? LIMIT 1", (version,)):
            html = table(HtmlRecord)
            with self._database.writing() as connection:
                connection.execute(delete(html).where(html.c.version != version))

    def _render(self, path: PagePath, content: Content) -> RenderedPage | None:
        try:
            return self._renderer.render(content.body, kind=path.kind, lang=content.version.lang)
        except Exception:
            # One text that no renderer can read must not hold back every page after it: the page
            # stands without kept HTML, and whoever shows it meets the error alone.
            _log.exception("could not render %s", path)
            return None

    def _record(self, blob: BlobId, rendered: RenderedPage) -> dict[str, Any]:
        return {
            "blob": blob.value,
            "version": self._renderer.version,
            "html": rendered.html,
            "outline": outline_json(rendered.outline),
        }

    def _write(self, records: Sequence[dict[str, Any]]) -> None:
        with self._database.writing() as connection:
            connection.execute(insert(table(HtmlRecord)).prefix_with("OR IGNORE"), records)


def drop_unused(connection: Connection, blobs: Iterable[str]) -> None:
    """Forget the HTML of those blobs that no live page holds any more."""
    gone = [{"old": blob} for blob in blobs]
    if not gone:
        return
    html, pages = table(HtmlRecord), table(PageRecord)
    held = exists().where(pages.c.blob == html.c.blob, pages.c.state == "live")
    connection.execute(delete(html).where(html.c.blob == bindparam("old"), ~held), gone)
