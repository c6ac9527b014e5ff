"""One version of a page file, as the tables want it: the few facts of it, and its content."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from app.domain.dates import DateTold, dates_of
from app.domain.errors import InvalidPage, TooLarge
from app.domain.facets import coordinates, facet_values
from app.domain.geo import Point, on_sphere
from app.domain.page import STATUSES, Page, Redirect, parse_file
from app.domain.page_path import BlobId, PagePath, is_page_id
from app.domain.rows import PageState
from app.ports import PageStore

CONTENTS_KEPT = 2000
# Lists by year of opening put those that do not say at the end.
NO_YEAR = "~"
_LINE = re.compile(r"(status|licence):[ \t]*[\"']?([A-Za-z0-9.-]{1,64})[\"']?[ \t]*\r?")


@dataclass(frozen=True, slots=True)
class Version:
    """Small, so that a batch can hold all of its own. `thread` is `` for a broken file: that of
    whatever stood there before."""

    state: PageState
    thread: str
    id: str
    title: str
    lang: str
    status: str
    licence: str
    size_bytes: int
    target_id: str


@dataclass(frozen=True, slots=True)
class Content:
    version: Version
    text: str
    body: str
    summary: str
    front: Mapping[str, Any]
    facets: Mapping[str, tuple[str, ...]]
    opened: str
    turnover_eur: float | None
    dates: tuple[DateTold, ...] = ()
    placed: tuple[float, float, float] | None = None


def read_content(path: PagePath, data: bytes) -> Content:
    """What the file says; a file that cannot be read gives a broken version, never an error."""
    try:
        read = parse_file(path, data)
    except (InvalidPage, TooLarge):
        return _broken(path, data)
    return _redirect(read, data) if isinstance(read, Redirect) else _page(read, data)


def _page(page: Page, data: bytes) -> Content:
    version = Version(
        PageState.live, page.id if is_page_id(page.id) else str(page.path), page.id, page.title,
        page.lang, page.status, page.licence, len(data), "",
    )  # fmt: skip
    facets = facet_values(page)
    return Content(
        version, page.text, page.body, page.summary, page.front, facets,
        _opened(page.front.get("opened"), facets), _amount(page.front.get("turnover_eur")),
        dates_of(page), _placed(page),
    )  # fmt: skip


def _placed(page: Page) -> tuple[float, float, float] | None:
    where = coordinates(page)
    return on_sphere(Point(*where)) if where else None


def _opened(value: Any, facets: Mapping[str, tuple[str, ...]]) -> str:
    return str(value)[:10] if "opened" in facets else NO_YEAR


def _amount(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None


def _redirect(redirect: Redirect, data: bytes) -> Content:
    version = Version(
        PageState.redirect, redirect.target_id, "", redirect.path.slug, "", "published", "",
        len(data), redirect.target_id,
    )  # fmt: skip
    return Content(version, data.decode(), "", "", {}, {}, NO_YEAR, None)


def _broken(path: PagePath, data: bytes) -> Content:
    text = data.decode(errors="replace")
    said = dict(_LINE.fullmatch(line).groups() for line in _head(text) if _LINE.fullmatch(line))
    # Nobody may see by accident what its writer may have meant as a draft.
    status = said.get("status", "draft")
    version = Version(
        PageState.broken, "", "", path.slug, "", status if status in STATUSES else "draft",
        said.get("licence", ""), len(data), "",
    )  # fmt: skip
    facets = {"kind": (path.kind,), "status": (version.status,)}
    return Content(version, text, "", "", {}, facets, NO_YEAR, None)


def _head(text: str) -> list[str]:
    return text[:20_000].split("\n")[:400]


class Versions(Protocol):
    def version(self, path: PagePath, blob: BlobId) -> Version | None:
        """None where the page that stands there is not shown."""

    def content(self, path: PagePath, blob: BlobId) -> Content: ...


class VersionReader:
    """The versions that a batch names, each parsed once as long as the batch is not huge."""

    def __init__(self, store: PageStore) -> None:
        self._store = store
        self._versions: dict[tuple[PagePath, BlobId], Version] = {}
        self._contents: dict[tuple[PagePath, BlobId], Content] = {}

    def version(self, path: PagePath, blob: BlobId) -> Version:
        known = self._versions.get((path, blob))
        return known if known is not None else self.content(path, blob).version

    def content(self, path: PagePath, blob: BlobId) -> Content:
        key = (path, blob)
        if (kept := self._contents.get(key)) is not None:
            return kept
        content = read_content(path, self._store.read_blob(blob))
        while len(self._contents) >= CONTENTS_KEPT:
            del self._contents[next(iter(self._contents))]
        self._contents[key] = content
        self._versions[key] = content.version
        return content
