"""What was read of texts already, for whoever derives something else from them."""

from collections.abc import Sequence

from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.readings import Left, Told
from app.engines.sql.database import Database, from_micros

_TOLD = (
    "SELECT p.blob, p.front, h.outline FROM pages p JOIN html h ON h.blob = p.blob"
    " AND h.version = ? WHERE p.blob IN ({}) AND p.state = 'live'"
)
# In one statement, so that rows and bookmark are of the same moment.
_STANDING = (
    "SELECT m.value, p.kind, p.slug, p.blob, p.updated_at FROM meta m LEFT JOIN pages p"
    " ON p.origin = '' AND p.visible = 1 AND p.state = 'live' WHERE m.key = 'bookmark' ORDER BY p.n"
)


class Readings:
    _database: Database
    _renderer_version: str

    def told(self, blobs: Sequence[BlobId]) -> dict[BlobId, Told]:
        """Of those texts that are pages of ours or of friends, and were rendered."""
        marks = ", ".join("?" * len(blobs))
        values = (self._renderer_version, *(blob.value for blob in blobs))
        rows = self._database.rows(_TOLD.format(marks), values)
        return {BlobId(blob): Told(front, outline) for blob, front, outline in rows}

    def standing(self) -> tuple[RevisionId, list[Left]] | None:
        """How far the log was read, and our pages that are no drafts there; None: not at all."""
        rows = self._database.rows(_STANDING)
        if not rows:
            return None
        left = [
            Left(PagePath(kind, slug), BlobId(blob), from_micros(at))
            for _, kind, slug, blob, at in rows
            if blob is not None
        ]
        return RevisionId(rows[0][0]), left
