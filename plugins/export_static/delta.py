"""What changed of a site, as files to lay over the older copy; the rest is never drawn."""

from collections.abc import Collection, Iterable
from pathlib import Path

from app.domain.delta import FITS, GONE, LAID, READ_ME, Delta, gone_text
from app.domain.kit import Kit, Since
from app.domain.media import names_in
from app.domain.rows import stamp_of
from app.theme.offline.addresses import INDEX
from app.theme.offline.contents import PageList, Screen, entry_of
from app.theme.offline.lists import Entry, Keyed, Piece, piece_name, pieces_of
from app.theme.offline.media import files_of
from app.theme.offline.own_screens import MEDIA_CREDITS, PAGE_CREDITS, medium_key
from app.theme.offline.pieces import changes_of
from app.theme.offline.placing import Places, shards_of
from app.theme.offline.screens import ReadMeView
from app.theme.offline.survey import media_of
from plugins.export_static.site import DATA, StaticSite, former_places


def write_delta(kit: Kit, folder: Path) -> None:
    """`a-poser/` as the older copy's folder, and what a person and a command need beside it."""
    since = kit.since
    assert since is not None
    site = StaticSite(kit, folder / LAID)
    delta = _Delta(site, since)
    if since.whole:
        site.write()
    else:
        delta.write()
    laid = _laid(folder / LAID)
    gone = delta.gone - laid
    (folder / GONE).write_text(gone_text(gone), encoding="utf-8", newline="\n")
    fits = Delta(site.identity, since.bases, since.whole)
    (folder / FITS).write_text(fits.to_json(), encoding="utf-8", newline="\n")
    view = ReadMeView(len(laid), len(gone), since.whole)
    said = site.site.drawer.alone("offline_delta.html", view)
    (folder / READ_ME).write_text(said, encoding="utf-8", newline="\n")


def _laid(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


class _Delta:
    """`gone` are files that may have been in the older copy and are not in this one."""

    def __init__(self, static: StaticSite, since: Since) -> None:
        self.static, self.site, self.since = static, static.site, since
        self.gone: set[str] = set()
        before = [entry_of(row, self.site.kit.kinds) for row in since.before]
        self.before = before
        self.after = [one for one in self.site.entries if one.reference in since.changed]

    def write(self) -> None:
        static, drawn = self.static, {one.reference: one for one in self.site.survey.drawn or ()}
        rows = (row for one in drawn.values() if (row := static.kit.row(one)) is not None)
        static.pages(map(static.kit.shown, rows), count=len(drawn))
        urls = frozenset(one.url for one in self.site.entries if one.reference in drawn)
        static.documents(self.site.moved(urls))
        self._pages_gone()
        self._lists()
        self._credits()
        self._media_gone()
        self._shards_gone()
        static.documents(self.site.summaries())
        static.put(*self.site.said())
        static.end()

    def _pages_gone(self) -> None:
        live = self.site.addresses.pages
        for row, entry in zip(self.since.before, self.before, strict=True):
            urls = (entry.url, *self.site.kit.old_urls(stamp_of(row)))
            self.gone |= {self.site.addresses.page(url) for url in urls if url not in live}

    def _lists(self) -> None:
        """Of each list that a page came to, left, or stands in otherwise: the pieces it was in and
        is in, and the screen that leads to them."""
        lists = {one.file: one for one in self.site.contents.lists()}
        keys: dict[str, set[str]] = {}
        for entry in self._faces():
            for file in self.site.contents.files_of(entry):
                keys.setdefault(file, set()).add(entry.key)
        for file, changed in sorted(keys.items()):
            if file in lists:
                self._list(lists[file], changed)
            else:
                self.gone.add(file)
                self._gone_pieces(file.removesuffix(INDEX), [], changed)

    def _faces(self) -> Iterable[Entry]:
        """Lines of lists that may be others. A page that a choice holds may have come to it by its
        words alone."""
        both = (*self.before, *self.after)
        if self.site.kit.query:
            return both
        return [one for one in both if one.reference in self.since.faces]

    def _list(self, one: PageList, keys: set[str]) -> None:
        pieces = pieces_of(one.entries)
        written = self._gone_pieces(one.folder, pieces, keys)
        self._draw(self.site.contents.screens_of(one, written))

    def _gone_pieces(
        self, folder: str, pieces: list[Piece[Keyed]], keys: Iterable[str]
    ) -> set[str]:
        found = changes_of(pieces, keys)
        self.gone |= {folder + piece_name(begins) for begins in found.gone}
        return found.written

    def _credits(self) -> None:
        screens = self.site.own
        keys = {one.key for one in (*self.before, *self.after)}
        written = self._gone_pieces(PAGE_CREDITS.removesuffix(INDEX), screens.pages, keys)
        self._draw(screens.page_credits(written))
        shown = {medium_key(url) for url in self._media()}
        written = self._gone_pieces(MEDIA_CREDITS.removesuffix(INDEX), screens.pictures, shown)
        self._draw(screens.media_credits(written))
        if not screens.pictures:
            self.gone.add(MEDIA_CREDITS)

    def _draw(self, screens: Iterable[Screen]) -> None:
        self.static.documents(map(self.site.draw, screens))

    def _media(self) -> set[str]:
        """Addresses of media that may have come, gone, or be told otherwise."""
        kit, found = self.site.kit, set[str]()
        for row in self.since.before:
            found.update(media_of(kit, names_in(row.text)))
        changed = self.since.media
        for url in self.site.survey.media:
            name = url.rpartition("/")[2]
            if name.partition(".")[0] in changed or url not in self.site.survey.unchanged_media:
                found.add(url)
        return found

    def _media_gone(self) -> None:
        kit = self.site.kit
        kept = {
            url.rpartition("/")[2].partition(".")[0]
            for url in self.site.survey.media if kit.medium(url) is not None
        }  # fmt: skip
        named = {name.partition(".")[0] for row in self.since.before for name in names_in(row.text)}
        for sha256 in (named | self.since.media) - kept:
            self.gone.update(files_of(sha256))

    def _shards_gone(self) -> None:
        """Drawers that may be empty now, and all scripts of a search that was cut otherwise."""
        now, drawers = self.static.search.places, self.static.drawers
        for places in {*former_places(self.site.kit)} - {now}:
            self.gone.update(_files_of(places, places.drawers))
        self.gone.update(_files_of(now, now.drawers if drawers is None else drawers))


def _files_of(places: Places, drawers: Collection[int]) -> Iterable[str]:
    """Of these drawers, and of their shards."""
    for number in shards_of(drawers):
        name = places.name_of_shard(number)
        yield from (f"{DATA}/tete-{name}.js", f"{DATA}/texte-{name}.js")
    for drawer in drawers:
        at = places.name_of_drawer(drawer)
        yield from (f"{DATA}/extrait-{at}.js", f"{DATA}/source-{at}.js")
