"""What of each shown page the lists of care need, as rows; and what tells of pages that changed."""

from collections.abc import Sequence
from typing import Any

from app.domain.care_facts import figures_on, listings_of, urls_of, verified_on
from app.domain.likeness import Traits, traits_of
from app.domain.page import Page
from app.domain.page_path import PagePath
from app.domain.translation import translated_by
from app.engines.sql.origins import OURS, name_in, thread_of
from app.engines.sql.tables import CareRecord, ListingRecord, OutwardRecord, table
from app.engines.sql.versions import Content

CARE, OUTWARD, LISTINGS = table(CareRecord), table(OutwardRecord), table(ListingRecord)
TRAITS = (
    "SELECT p.n, p.changed, p.visible, p.kind, p.slug, p.title, p.id, p.origin, p.lang, c.city,"
    " c.lat, c.lon, c.siret, c.osm_id, c.host, c.derived, c.sketch"
    " FROM pages p LEFT JOIN care c ON c.page = p.n WHERE p.changed > ?"
)


class CareRows:
    """Rows of a batch, table by table."""

    def __init__(self) -> None:
        self.care: list[dict[str, Any]] = []
        self.outward: list[dict[str, Any]] = []
        self.listings: list[dict[str, Any]] = []

    def take(self, number: int, path: PagePath, content: Content, *, visible: int) -> None:
        """A page that lists show; nothing is kept of another."""
        if not visible:
            return
        page = Page(path, content.text, content.front, content.body)
        self.care.append(_care(number, page, visible))
        if visible == OURS:
            urls = urls_of(content.text)
            self.outward += [{"page": number, "url": url} for url in urls]
            self.listings += [
                {"page": number, "position": at, "selects": one.selects, "size": one.size}
                for at, one in enumerate(listings_of(page))
            ]

    def by_table(self) -> list[tuple[Any, list[dict[str, Any]]]]:
        return [(CARE, self.care), (OUTWARD, self.outward), (LISTINGS, self.listings)]


def _care(number: int, page: Page, visible: int) -> dict[str, Any]:
    traits = traits_of(page)
    # What a friend's page names is named from there.
    original = translated_by(page.front) if visible == OURS else None
    lat, lon = traits.point or (None, None)
    return {
        "page": number, "visible": visible, "verified_on": verified_on(page.front),
        "figures_on": figures_on(page.front), "city": traits.city, "lat": lat, "lon": lon,
        "siret": traits.siret, "osm_id": traits.osm_id, "host": traits.host,
        "derived": traits.derived, "sketch": " ".join(f"{mark:x}" for mark in traits.sketch),
        "translates": thread_of(original.origin, original.id) if original else "",
        "follows": str(original.revision or "") if original else "",
    }  # fmt: skip


def traits_row(row: Sequence[Any]) -> tuple[int, int, Traits | None]:
    """The page's number, when it changed, and its traits where it is shown."""
    (n, changed, visible, kind, slug, title, page_id, origin, lang, city, lat, lon, siret, osm_id,
     host, derived, sketch) = row  # fmt: skip
    if not visible or city is None:
        return n, changed, None
    return n, changed, Traits(
        path=PagePath(kind, slug), title=title, id=name_in(page_id), origin=origin, lang=lang[:2],
        city=city, point=None if lat is None else (lat, lon), siret=siret, osm_id=osm_id,
        host=host, derived=derived, sketch=tuple(int(mark, 16) for mark in sketch.split()),
    )  # fmt: skip
