"""A book written file by file: no page is held once it is written."""

from pathlib import Path

from app.domain.kit import Kit
from app.theme.books import (
    FOLDER,
    Around,
    Book,
    Drawer,
    Entry,
    Sheet,
    Shown,
    body,
    cover_svg,
    front,
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
    theme = Theme([OWN, FOLDER, *kit.themes], compiled=kit.compiled)
    book = read_book(kit, lambda text: theme.say(text, lang=kit.choice.lang))
    with EpubArchive(out, kit.at) as archive:
        _Writer(book, theme, archive).write()


class _Writer:
    def __init__(self, book: Book, theme: Theme, archive: EpubArchive) -> None:
        self.book, self.archive = book, archive
        self.drawer = Drawer(book, theme)
        self.package = Package(book, theme, self.drawer.lang)
        self.say = self.drawer.say
        self.pictures = Shown(self.drawer, self._put)

    def write(self) -> None:
        self.archive.add("META-INF/container.xml", (OWN / "container.xml").read_bytes())
        self._file("livre.css", (OWN / "livre.css").read_bytes(), "text/css")
        self._cover()
        self._sheet(front(self.drawer, self._around))
        self.package.add(NAV, "nav")
        for sheet in body(self.drawer, self._around):
            self._sheet(sheet)
        self.package.pictures = self.pictures.all
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
            entry.key if entry else "", self.say, self._link, self.pictures.picture,
            url=entry.url if entry else "", answers=ANSWERS,
        )  # fmt: skip

    def _link(self, href: str) -> str:
        entry = self.drawer.inside(href)
        return f"{entry.key}.xhtml" if entry else self.drawer.web_link(href)

    def _put(self, name: str, ending: str, data: bytes) -> str:
        file = f"images/{name}"
        self._file(file, data, CORE[ending])
        return file
