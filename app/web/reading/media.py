"""A medium as screens show it."""

from app.actions.media import pages_showing
from app.domain.media import MediumRow, markdown_of, variant_widths
from app.domain.rows import PageRow
from app.theme.parts import Link
from app.web.addresses import medium_url
from app.web.reading.context import Reading
from app.web.reading.pictures import copy_url
from app.web.views.media import Medium

LIBRARY = "/-/media"
USES_SHOWN = 3


def medium_view(reading: Reading, row: MediumRow, *, uses: int = USES_SHOWN) -> Medium:
    """With at most that many of the pages that show it."""
    words, pages = row.words, pages_showing(reading.wiki, row.name, reader=reading.reader)
    licence = reading.licence(words.licence) if words.licence else None
    return Medium(
        url=medium_url(row.name), page_url=f"{LIBRARY}/{row.name}", title=words.title,
        alt=words.alt, decorative=words.decorative, markdown=markdown_of(row.name, words),
        copies=", ".join(f"{copy_url(row, w)} {w}w" for w in variant_widths(row.name, row.width)),
        kind=row.name.kind, ext=row.name.ext.upper(), picture=row.picture,
        licence=licence.label if licence else "", licence_url=licence.url if licence else "",
        authors=words.authors, source=words.source,
        source_url=words.source if words.source.startswith(("https://", "http://")) else "",
        size_bytes=row.size_bytes, width=row.width or None, height=row.height or None,
        used_in=tuple(_page(reading, page) for page in pages[:uses]),
        used_more=max(0, len(pages) - uses),
    )  # fmt: skip


def _page(reading: Reading, page: PageRow) -> Link:
    draft = reading.say("brouillon") if page.status == "draft" else ""
    return Link(page.title, reading.url(page.path), draft)
