"""A book written file by file: no page is held once it is written."""

from pathlib import Path

from app.domain.kit import Kit
from app.theme.books import (
    FOLDER,
    Around,
    Book,
    Drawer,
    Entry,
    Part,
    Picture,
    picture_bytes,
    read_book,
)
from app.theme.books.pictures import CORE
from app.theme.kinds import look_of
from app.theme.theme import Theme
from plugins.export_epub.archive import EpubArchive
from plugins.export_epub.cover import cover_svg
from plugins.export_epub.package import Document, Package

OWN = Path(__file__).parent
HOME = "EPUB"
ANSWERS = "reponses.xhtml"
NAV = Document("sommaire", "", "", kind="toc", level=0)


def write_book(kit: Kit, out: Path) -> None:
    theme = Theme([OWN, FOLDER, *kit.themes])
    book = read_book(kit, lambda text: theme.say(text, lang=kit.choice.lang))
    with EpubArchive(out, kit.at) as archive:
        _Writer(book, theme, archive).write()


class _Writer:
    def __init__(self, book: Book, theme: Theme, archive: EpubArchive) -> None:
        self.book, self.archive = book, archive
        self.drawer = Drawer(book, theme)
        self.package = Package(book, theme, self.drawer.lang)
        self.say = self.drawer.say
        self._pictures: dict[str, Picture | None] = {}

    def write(self) -> None:
        self.archive.add("META-INF/container.xml", (OWN / "container.xml").read_bytes())
        self._file("livre.css", (OWN / "livre.css").read_bytes(), "text/css")
        self._cover()
        self._leaf("titre", "title", self.book.title, kind="titlepage")
        self.package.add(NAV, "nav")
        self._pages()
        self._end()
        self.package.pictures = [one for one in self._pictures.values() if one]
        self._file("toc.ncx", self.package.ncx(), "application/x-dtbncx+xml")
        self.archive.add(f"{HOME}/{NAV.file}", self.package.nav())
        self.archive.add(f"{HOME}/livre.opf", self.package.opf())

    def _cover(self) -> None:
        alt = self.say("Couverture : {title}").format(title=self.book.title)
        self._file("couverture.svg", cover_svg(self.book, self.drawer), "image/svg+xml",
                   properties="cover-image")  # fmt: skip
        body = self.package.theme.render("epub/cover.xml", alt, lang=self.drawer.lang)
        cover = Document("couverture", alt, self.drawer.lang, kind="cover", level=0)
        self._document(cover, body)

    def _pages(self) -> None:
        parts = {part.kind: part for part in self.book.parts}
        for entry, page in self.book.pages():
            if entry.kind in parts:
                self._part(parts.pop(entry.kind))
            drawn = self.drawer.page(entry, page, self._around(entry))
            css = look_of(entry.kind).css
            document = Document(
                entry.key, entry.title, entry.lang, kind="chapter", level=2, css=css
            )
            self._document(document, drawn.bound.html)

    def _part(self, part: Part) -> None:
        self._leaf(part.key, "part", self.say(look_of(part.kind).many), kind="part", part=part)

    def _end(self) -> None:
        say, drawer = self.say, self.drawer
        if drawer.questions:
            title = say("Réponses aux questions")
            self._leaf("reponses", "answers", title, kind="answers", questions=drawer.questions)
        if drawer.authors:
            title = say("Qui a écrit ces pages")
            self._leaf("auteurs", "authors", title, kind="contributors", authors=drawer.by_author)
        if self.book.regions or self.book.themes:
            self._leaf("index", "index", say("Index"), kind="index")
        if self.book.kit.left_out:
            self._leaf(
                "restees", "left_out", say("Ce qui n’est pas dans ce livre"), kind="appendix"
            )

    def _leaf(self, key: str, name: str, title: str, *, kind: str, **values: object) -> None:
        """A part of the book that is no page of the wiki."""
        body = self.drawer.part(name, self._around(), **values)
        self._document(Document(key, title, self.drawer.lang, kind=kind), body)

    def _document(self, document: Document, body: str) -> None:
        self.package.add(document)
        self.archive.add(f"{HOME}/{document.file}", self.package.framed(document, body))

    def _file(self, name: str, data: bytes | str, kind: str, *, properties: str = "") -> None:
        self.package.add_file(name, kind, properties)
        self.archive.add(f"{HOME}/{name}", data)

    def _around(self, entry: Entry | None = None) -> Around:
        return Around(
            entry.key if entry else "", self.say, self._link, self._picture,
            url=entry.url if entry else "", answers=ANSWERS,
        )  # fmt: skip

    def _link(self, href: str) -> str:
        entry = self.drawer.inside(href)
        return f"{entry.key}.xhtml" if entry else self.drawer.web_link(href)

    def _picture(self, url: str, alt: str) -> Picture | None:
        if url not in self._pictures:
            self._pictures[url] = self._kept(url, alt)
        return self._pictures[url]

    def _kept(self, url: str, alt: str) -> Picture | None:
        """The picture, written into the book: once, however many pages show it."""
        medium = self.book.kit.medium(url)
        found = picture_bytes(medium, self.book.kit.choice.pictures) if medium else None
        if medium is None or found is None:
            return None
        ending, data = found
        name = f"images/{medium.name.sha256}.{ending}"
        if not any(file.name == name for file in self.package.files):
            self._file(name, data, CORE[ending])
        return self.drawer.picture(medium, name, alt)
