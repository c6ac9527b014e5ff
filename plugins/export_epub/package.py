"""What an EPUB says of itself: its files, their order, its contents, how accessible it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.theme.books import Book, Picture, direction
from app.theme.books.tree import only_signs
from app.theme.theme import Theme

XHTML = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Document:
    """A text of the book. `kind` is its epub:type; `level` its depth in the contents, 0 where they
    do not name it; `css` the class of its kind of page."""

    key: str
    title: str
    lang: str
    kind: str
    level: int = 1
    css: str = ""

    @property
    def file(self) -> str:
        return f"{self.key}.xhtml"

    @property
    def dir(self) -> str:
        return direction(self.lang)


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
    documents: list[Document] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def add(self, document: Document, properties: str = "") -> None:
        self.documents.append(document)
        self.files.append(File(f"t-{document.key}", document.file, XHTML, properties))

    def add_file(self, name: str, kind: str, properties: str = "") -> None:
        key = "f-" + "".join(sign if sign.isalnum() else "-" for sign in name)
        self.files.append(File(key, name, kind, properties))

    def framed(self, document: Document, body: str) -> str:
        """A whole XHTML file."""
        return self._render("document", document=document, body=body)

    def nav(self) -> str:
        return self._render("nav", tree=list(self.contents()))

    def ncx(self) -> str:
        return self._render("ncx", tree=list(self.contents()))

    def opf(self) -> str:
        at = self.book.kit.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        return self._render(
            "package", files=self.files, documents=self.documents, features=self.features,
            modified=at, direction=direction(self.lang),
            pictured=bool(self.pictures), still=not any(p.moves for p in self.pictures),
        )  # fmt: skip

    def contents(self) -> Iterator[tuple[Document, list[Document]]]:
        """Each part with its pages."""
        at = 0
        named = [document for document in self.documents if document.level]
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
        if any(document.key == "index" for document in self.documents):
            yield "index"
        if all(picture.alt for picture in self.pictures):
            yield "alternativeText"

    def _render(self, name: str, **values: object) -> str:
        made = self.theme.render(f"epub/{name}.xml", self.book, lang=self.lang, **values)
        return only_signs(made)
