"""What an EPUB says of itself: its files, their order, its contents, how accessible it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from app.theme.books import Book, Picture, Sheet, direction
from app.theme.books.tree import only_signs
from app.theme.theme import Theme

XHTML = "application/xhtml+xml"


def file_of(sheet: Sheet) -> str:
    return f"{sheet.key}.xhtml"


@dataclass(frozen=True, slots=True)
class File:
    """`key` is an XML id; `properties` those of the manifest."""

    key: str
    name: str
    kind: str
    properties: str = ""


@dataclass
class Package:
    """Grows as the book is written."""

    book: Book
    theme: Theme
    lang: str
    sheets: list[Sheet] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def add(self, sheet: Sheet, properties: str = "") -> None:
        # What it holds is in its file: only its name is still wanted.
        self.sheets.append(replace(sheet, html="", page=None))
        self.files.append(File(f"t-{sheet.key}", file_of(sheet), XHTML, properties))

    def add_file(self, name: str, kind: str, properties: str = "") -> None:
        key = "f-" + "".join(sign if sign.isalnum() else "-" for sign in name)
        self.files.append(File(key, name, kind, properties))

    def framed(self, sheet: Sheet) -> str:
        """A whole XHTML file."""
        return self._render("document", sheet=sheet)

    def nav(self) -> str:
        return self._render("nav", tree=list(self.contents()))

    def ncx(self) -> str:
        return self._render("ncx", tree=list(self.contents()))

    def opf(self) -> str:
        at = self.book.kit.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        return self._render(
            "package", files=self.files, sheets=self.sheets, features=self.features,
            modified=at, direction=direction(self.lang),
            pictured=bool(self.pictures), still=not any(p.moves for p in self.pictures),
        )  # fmt: skip

    def contents(self) -> Iterator[tuple[Sheet, list[Sheet]]]:
        """Each part with its pages."""
        at = 0
        named = [sheet for sheet in self.sheets if sheet.level]
        while at < len(named):
            top, below = named[at], []
            at += 1
            while at < len(named) and named[at].level > top.level:
                below.append(named[at])
                at += 1
            yield top, below

    @property
    def features(self) -> Iterable[str]:
        """What is true of the book, in the words of schema.org."""
        yield from ("tableOfContents", "readingOrder", "structuralNavigation")
        yield "displayTransformability"
        if any(sheet.key == "index" for sheet in self.sheets):
            yield "index"
        if all(picture.alt for picture in self.pictures):
            yield "alternativeText"

    def _render(self, name: str, **values: object) -> str:
        made = self.theme.render(f"epub/{name}.xml", self.book, lang=self.lang, **values)
        return only_signs(made)
