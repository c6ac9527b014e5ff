"""A page about to be shown: as it stands now, or as one of its versions said it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.actions.read_page import Version, html_of, render_text
from app.actions.wiki import Wiki
from app.domain.outline import RenderedPage
from app.domain.page_path import PagePath
from app.domain.rows import PageRow
from app.web.reading.front import Front
from app.web.views import OldVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`old` is filled for a version that is no longer the page's; `versions` is then 0 where the
    page itself is gone. `origin` is the friend that the page comes from, `` for ours."""

    path: PagePath
    id: str
    title: str
    lang: str
    status: str
    licence: str
    summary: str
    front: Front
    values: Mapping[str, Any]
    rendered: RenderedPage
    revision: str
    updated_at: datetime
    versions: int
    old: OldVersion | None = None
    origin: str = ""


def shown_now(wiki: Wiki, row: PageRow) -> Shown:
    return Shown(
        path=row.path, id=row.id, title=row.title, lang=row.lang, status=row.status,
        licence=row.licence, summary=row.summary, front=Front(row.front), values=row.front,
        rendered=html_of(wiki, row), revision=str(row.revision), updated_at=row.updated_at,
        versions=row.versions, origin=row.origin,
    )  # fmt: skip


def shown_then(wiki: Wiki, version: Version, now: PageRow | None, old: OldVersion) -> Shown:
    page = version.page
    return Shown(
        path=page.path, id=page.id, title=page.title, lang=page.lang, status=page.status,
        licence=page.licence, summary=page.summary, front=Front(page.front), values=page.front,
        rendered=render_text(wiki, page.path, page.text), revision=str(version.row.revision),
        updated_at=version.row.at, versions=now.versions if now else 0, old=old,
    )  # fmt: skip
