"""The site: every page, the lists that lead to them, what it is made of."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from app.domain.kit import Kit
from app.theme.offline.addresses import (
    ABOUT,
    ASSETS,
    INDEX,
    KIT,
    LETTERS,
    MAP,
    REGIONS,
    SEARCH,
    THEMES,
    KitAddresses,
)
from app.theme.offline.contents import Contents, Screen, entry_of, values_of
from app.theme.offline.drawing import (
    FONT,
    OTHERS,
    SCRIPTS,
    STYLES,
    Drawer,
    asset,
    facts_of,
    offline_theme,
    rewriter_of,
)
from app.theme.offline.maps import map_of
from app.theme.parts import Link
from plugins.export_static.assets import with_font
from plugins.export_static.media import MediaFolder
from plugins.export_static.views import AboutView, IndexView, MapView, SearchView, Way

FACTS = f"{ASSETS}/kit.js"


def write_site(kit: Kit, folder: Path) -> None:
    """One page at a time; what is held of the others is a line each."""
    _Site(kit, folder).write()


class _Site:
    def __init__(self, kit: Kit, folder: Path) -> None:
        self.kit, self.folder = kit, folder
        self.theme = offline_theme(kit.themes)
        self.entries = [entry_of(row, kit.kinds) for row in kit.rows()]
        self.addresses = KitAddresses(
            kit.home, kit.kinds, frozenset(one.url for one in self.entries),
            values_of(self.entries),
            {built: name for name, built in self.theme.files.manifest.items()},
        )  # fmt: skip
        self.media = MediaFolder(kit, folder)
        lang = kit.choice.lang
        scripts = [name for name in SCRIPTS if asset(self.theme, name) is not None]
        self.facts = facts_of(kit, Counter(one.kind for one in self.entries), scripts)
        rewriter = rewriter_of(self.theme, self.addresses, self.media.file, lang)
        self.drawer = Drawer(self.theme, self.facts, rewriter)
        self.contents = Contents(kit, self.addresses, self.drawer.say, self.entries)

    def write(self) -> None:
        self._assets()
        for page in self.kit.pages():
            file = self.addresses.page(page.url)
            self._put(file, self.drawer.page(page, file))
        for screen in self._screens():
            html = self.drawer.screen(
                screen.template, screen.view, screen.file, title=screen.title,
                section=screen.section,
            )  # fmt: skip
            self._put(screen.file, html)

    def _screens(self) -> Iterator[Screen]:
        for one in self.contents.lists():
            yield from self.contents.screens_of(one)
        yield from self.contents.value_screens()
        yield Screen(INDEX, "offline_index.html", "", self._index())
        yield Screen(SEARCH, "offline_search.html", self.drawer.say("Recherche"),
                     SearchView(self._lists()))  # fmt: skip
        yield Screen(MAP, "offline_map.html", self.drawer.say("Carte"), self._map())
        about = self.drawer.say("À propos de cette copie")
        yield Screen(ABOUT, "offline_about.html", about, AboutView(left_out=self.kit.left_out))

    def _index(self) -> IndexView:
        ways = tuple(
            Way(kind.name, self.contents.plural(kind), f"/{kind.prefix}",
                self.facts.counts[kind.name], self._first(kind.name))
            for kind in self.facts.kinds
        )  # fmt: skip
        licences = Counter(one.licence for one in self.entries)
        return IndexView(
            ways=ways, lists=self._lists(),
            licences=tuple((self.kit.label("licence", name), count)
                           for name, count in licences.most_common()),
        )  # fmt: skip

    def _lists(self) -> tuple[Link, ...]:
        lists = (("Toutes les pages, de A à Z", LETTERS), ("Par région", REGIONS),
                 ("Par thème", THEMES), ("Carte", MAP))  # fmt: skip
        return tuple(Link(self.drawer.say(words), KIT + file) for words, file in lists)

    def _map(self) -> MapView:
        label = self.drawer.say("Carte de France : {count} pages de la liste y ont un point.")
        placed = [one for one in self.entries if one.kind == "place" and one.point]
        drawing = map_of(placed, label=label.format(count=len(placed)), ours=self.kit.site.region)
        return MapView(drawing, self.contents.value_links("region"))

    def _first(self, kind: str) -> tuple[Link, ...]:
        held = sorted((one for one in self.entries if one.kind == kind), key=lambda one: one.key)
        return tuple(Link(one.title, one.url, one.place) for one in held[:3])

    def _assets(self) -> None:
        for name in (*STYLES, *SCRIPTS, *OTHERS):
            data = asset(self.theme, name)
            if data is not None:
                font = asset(self.theme, FONT) or b""
                self._put(f"{ASSETS}/{name}", with_font(data, font) if name in STYLES else data)
        said = {"name": self.facts.name, "home": self.facts.home, "at": self.kit.at.isoformat(),
                "revision": self.kit.revision, "count": self.facts.count,
                "pictures": self.facts.pictures, "lang": self.facts.lang}  # fmt: skip
        self._put(FACTS, f"window.maillageKit = {json.dumps(said, ensure_ascii=False)};\n")

    def _put(self, file: str, content: str | bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
