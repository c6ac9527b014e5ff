"""What writes each form."""

from collections.abc import Callable, Mapping

from app.domain.kit import Kit
from plugins.export_pdf.cards import write_cards
from plugins.export_pdf.pages import write_booklet, write_pages
from plugins.export_pdf.poster import write_posters

WRITERS: Mapping[str, Callable[[Kit], bytes]] = {
    "page": write_pages, "booklet": write_booklet, "poster": write_posters, "cards": write_cards,
}  # fmt: skip
