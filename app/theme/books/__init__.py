"""What every book of a selection is made of: its order, its pages without what only a screen can
do, the templates that draw them. Who writes one (an EPUB, a PDF) is a plugin."""

from pathlib import Path

from app.theme.books.binding import Around, Bound, Picture, bind
from app.theme.books.book import Book, Entry, Part, direction, empty, read_book
from app.theme.books.drawing import Drawer, Drawn
from app.theme.books.pictures import picture_bytes
from app.theme.books.quizzes import Answer, Question

FOLDER = Path(__file__).parent

__all__ = [
    "FOLDER", "Answer", "Around", "Book", "Bound", "Drawer", "Drawn", "Entry", "Part", "Picture",
    "Question", "bind", "direction", "empty", "picture_bytes", "read_book",
]  # fmt: skip
