"""Rows of the tables as the domain's values, and back."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from app.domain.outline import Outline, RenderedPage, outline_of
from app.domain.page_path import BlobId, PagePath, RevisionId, is_page_id
from app.domain.rows import PageRow, PageState, RevisionRow
from app.engines.sql.database import from_micros
from app.engines.sql.origins import name_in

PAGE_COLUMNS = (
    "p.kind, p.slug, p.state, p.id, p.revision, p.blob, p.title, p.lang, p.status, p.licence,"
    " p.open, p.summary, p.text, p.front, p.updated_at, p.updated_by, p.created_at, p.versions,"
    " p.target_id, p.origin"
)
# What stands beside a page in a row begins here.
PAGE_WIDTH = 20
# In the order of `PageStamp`.
STAMP_COLUMNS = "p.kind, p.slug, p.origin, p.id, p.blob, p.title, p.lang, p.licence, p.versions"
STAMP_WIDTH = 9
REVISION_COLUMNS = (
    "r.kind, r.slug, r.thread, r.revision, r.blob, r.author, r.author_address, r.at, r.note,"
    " r.minor, r.size_bytes, r.title, r.status, r.licence, r.event"
)


def page_row(row: Sequence[Any]) -> PageRow:
    (kind, slug, state, page_id, revision, blob, title, lang, status, licence, open_, summary,
     text, front, updated_at, updated_by, created_at, versions, target_id,
     origin) = row[:PAGE_WIDTH]  # fmt: skip
    return PageRow(
        path=PagePath(kind, slug), state=PageState(state), id=page_id,
        revision=RevisionId(revision), blob=BlobId(blob), title=title, lang=lang, status=status,
        licence=licence, open=bool(open_), summary=summary, text=text, front=json.loads(front),
        updated_at=from_micros(updated_at), updated_by=updated_by,
        created_at=from_micros(created_at), versions=versions, target_id=target_id, origin=origin,
    )  # fmt: skip


def revision_row(row: Sequence[Any]) -> RevisionRow:
    (kind, slug, thread, revision, blob, author, address, at, note, minor, size, title, status,
     licence, event) = row[:15]  # fmt: skip
    name = name_in(thread)
    return RevisionRow(
        path=PagePath(kind, slug), page_id=name if is_page_id(name) else "",
        revision=RevisionId(revision), blob=BlobId(blob) if blob else None, author=author,
        author_address=address, at=from_micros(at), note=note, minor=bool(minor), size_bytes=size,
        title=title, status=status, licence=licence, event=event,
    )  # fmt: skip


def outline_json(outline: Outline) -> str:
    return json.dumps(asdict(outline), ensure_ascii=False, separators=(",", ":"))


def rendered_page(html: str, outline: str) -> RenderedPage:
    return RenderedPage(html, outline_of(json.loads(outline)))
