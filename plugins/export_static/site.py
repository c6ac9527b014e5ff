"""The site on a disk: each document and each medium is a file, and the search reads scripts."""

from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from hashlib import blake2b
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from app.domain.delta import IDENTITY, CopyIdentity
from app.domain.kit import Kit, KitPage
from app.domain.rows import PageStamp, stamp_of
from app.theme.offline.contents import Screen
from app.theme.offline.media import KitMedia
from app.theme.offline.placing import Places
from app.theme.offline.search_changes import Asked, SearchChanges
from app.theme.offline.searching import SearchData, Told, WriteEach, one_by_one
from app.theme.offline.sharing import Layout, Sheet, sheet_of
from app.theme.offline.site import Document, KitSite
from app.theme.offline.survey import Line
from plugins.export_static.drawing import draw, hands, put

DATA = "donnees"
# Goes up whenever the same pages would be written otherwise.
FORM = 1
# So many pages are indexed in the time that one takes to be drawn and laid out.
_INDEXED = 4


class StaticSite:
    """A kit being written into `folder`, one page at a time.

    `partial`: only what changed is drawn, and of the search the `drawers` that say something of
    it.
    """

    def __init__(self, kit: Kit, folder: Path) -> None:
        self.kit, self.folder = kit, folder
        self.partial = kit.since is not None and not kit.since.whole
        self.search = SearchData(folder / DATA, kit)
        self.drawers = _touched_drawers(kit, self.search.places)
        self.changes = SearchChanges(self.search, kit, self.drawers) if self.drawers else None
        self.media: dict[str, str | None] = {}
        self.site = KitSite(kit, self.media.get, told=self._told)

    def write(self) -> None:
        """All of it."""
        for file, data in self.site.assets():
            self.put(file, data)
        self.pages(self.kit.pages(), self.site.screens(), count=self.kit.count)
        self.documents(self.site.moved())
        self.end()

    def pages(
        self, pages: Iterable[KitPage], screens: Iterable[Screen] = (), *, count: int
    ) -> None:
        """Media, pages, screens of the site's own, and the search that finds pages."""
        self._write_media()
        site = self.site
        layout = Layout.of(site, self.media)
        sheets = chain(map(self._sheet, pages), screens)
        worth = max(count, self.changes.pages // _INDEXED if self.changes else 0)
        with hands(layout, self.folder, site.drawer, pages=worth) as others:
            if others is None:
                draw(site.drawer, self.folder, sheets)
                self._finish_search()
            else:
                # Of an older copy, the words are counted already.
                self.search.spill = self.search.spill if self.partial else others.spill
                others.draw(sheets)
                self._finish_search(each=others.write_shards)

    def _finish_search(self, each: WriteEach = one_by_one) -> None:
        if self.changes:
            self.changes.finish(each=each)
        else:
            self.search.finish(None if not self.partial else frozenset(), each=each)

    def _sheet(self, page: KitPage) -> Sheet:
        file = self.site.addresses.page(page.url)
        if not self.partial:
            stamp = stamp_of(page.row)
            self.search.add(stamp, file, lambda: (page.row, page.text, page.headings))
        return sheet_of(page, file)

    def _write_media(self) -> None:
        """What pages name of media, before any is drawn: they are told where each stands."""
        media = KitMedia(self.kit, lambda file, data, _: self.put(file, data), self._needs)
        self.media |= {url: media.file(url) for url in self.site.survey.media}

    def documents(self, documents: Iterable[Document]) -> None:
        for one in documents:
            self.put(one.file, one.html.encode())

    def end(self) -> None:
        """What the copy is, once all of it is there."""
        self.put(IDENTITY, self.identity.to_json().encode())

    @cached_property
    def identity(self) -> CopyIdentity:
        kit = self.kit
        return CopyIdentity(
            kit.revision, kit.query, str(kit.choice.pictures), kit.choice.lang, made_by(kit)
        )

    def put(self, file: str, content: bytes) -> None:
        put(self.folder, file, content)

    def _told(self, stamp: PageStamp, line: Line, file: str) -> None:
        """For the map, and for the search where the page itself is not drawn."""
        self.search.place(stamp, line.spot, file)
        if self.changes:
            self.changes.add(Asked(stamp, file, partial(self._read, stamp)))

    def _read(self, stamp: PageStamp) -> Told | None:
        row = self.kit.row(stamp)
        return (row, *self.kit.told(row)) if row is not None else None

    def _needs(self, url: str) -> bool:
        """An older copy has the media of the pages that are as they were."""
        since = self.kit.since
        if since is None or since.whole:
            return True
        sha256 = url.rpartition("/")[2].partition(".")[0]
        return url not in self.site.survey.unchanged_media or sha256 in since.media


def _touched_drawers(kit: Kit, places: Places) -> frozenset[int] | None:
    """Of the search, those that say something of a page that changed; None where all is written."""
    since = kit.since
    if since is None or since.whole:
        return None
    if any(one != places for one in former_places(kit)):
        return places.drawers
    return frozenset(places.drawer(name) for name in since.changed)


def former_places(kit: Kit) -> Iterator[Places]:
    """How the search of the older copy may have been cut."""
    changed = len(kit.since.changed) if kit.since else 0
    yield Places.of(max(0, kit.count - changed))
    yield Places.of(kit.count + changed)


def made_by(kit: Kit) -> str:
    """Another one whenever the look or the software would write the same pages otherwise."""
    seen = blake2b(digest_size=10)
    said = (FORM, version("maillage"), kit.home, kit.site.name, kit.site.region, sorted(kit.kinds))
    seen.update(repr(said).encode())
    for file in _files_of_look(kit.themes):
        seen.update(file.name.encode())
        seen.update(file.read_bytes())
    return seen.hexdigest()


def _files_of_look(themes: Iterable[Path]) -> Iterator[Path]:
    places = ("offline/templates", "templates", "static", "locale")
    for folder in themes:
        for place in places:
            yield from sorted(one for one in (folder / place).rglob("*") if one.is_file())
