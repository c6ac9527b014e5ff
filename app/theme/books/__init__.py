"""What every book of a selection is made of: its order, its pages without what only a screen can
do, the templates that draw them. Who writes one (an EPUB, a PDF) is a plugin."""

from pathlib import Path

from app.theme.books.binding import Around, Picture
from app.theme.books.book import Book, Entry, direction, read_book
from app.theme.books.cover import ON_PAPER, cover_svg
from app.theme.books.drawing import Drawer
from app.theme.books.lighter import light_xml
from app.theme.books.pictures import Shown
from app.theme.books.sheets import Sheet, body, front
from app.theme.books.tree import xml_of

FOLDER = Path(__file__).parent

__all__ = [
    "FOLDER", "ON_PAPER", "Around", "Book", "Drawer", "Entry", "Picture", "Sheet", "Shown", "body",
    "cover_svg", "direction", "front", "light_xml", "read_book", "xml_of",
]  # fmt: skip
