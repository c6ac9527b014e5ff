"""A book written file by file: no page is held once it is written."""

from pathlib import Path

from app.domain.kit import Kit
from app.theme.books import (
    FOLDER,
    Around,
    Book,
    Drawer,
    Entry,
    Picture,
    Sheet,
    body,
    cover_svg,
    front,
    picture_bytes,
    read_book,
)
from app.theme.books.pictures import CORE
from app.theme.theme import Theme
from plugins.export_epub.archive import EpubArchive
from plugins.export_epub.package import Package, file_of

OWN = Path(__file__).parent
HOME = "EPUB"
ANSWERS = "reponses.xhtml"
NAV = Sheet("sommaire", "", "", "toc", level=0)


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
        self._sheet(front(self.drawer, self._around))
        self.package.add(NAV, "nav")
        for sheet in body(self.drawer, self._around):
            self._sheet(sheet)
        self.package.pictures = [one for one in self._pictures.values() if one]
        self._file("toc.ncx", self.package.ncx(), "application/x-dtbncx+xml")
        self.archive.add(f"{HOME}/{file_of(NAV)}", self.package.nav())
        self.archive.add(f"{HOME}/livre.opf", self.package.opf())

    def _cover(self) -> None:
        alt = self.say("Couverture : {title}").format(title=self.book.title)
        self._file("couverture.svg", cover_svg(self.book, self.drawer), "image/svg+xml",
                   properties="cover-image")  # fmt: skip
        html = self.package.theme.render("epub/cover.xml", alt, lang=self.drawer.lang)
        self._sheet(Sheet("couverture", alt, self.drawer.lang, "cover", html, level=0))

    def _sheet(self, sheet: Sheet) -> None:
        self.package.add(sheet)
        self.archive.add(f"{HOME}/{file_of(sheet)}", self.package.framed(sheet))

    def _file(self, name: str, data: bytes | str, kind: str, *, properties: str = "") -> None:
        self.package.add_file(name, kind, properties)
        self.archive.add(f"{HOME}/{name}", data)

    def _around(self, entry: Entry | None) -> Around:
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
