"""All documents of a kit, whoever writes them: its pages, its own screens, what these load."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.kit import Kit, KitPage
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
from app.theme.offline.assets import with_font
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
from app.theme.offline.rewriting import Medium
from app.theme.offline.screens import AboutView, IndexView, MapView, SearchView, Way
from app.theme.parts import Link

FACTS = f"{ASSETS}/kit.js"


@dataclass(frozen=True, slots=True)
class Document:
    """A finished HTML file of the kit. `page` is None for a screen of the kit's own."""

    file: str
    title: str
    html: str
    page: KitPage | None = None


class KitSite:
    """What is held of the pages is a line each; they are drawn one after the other.

    `medium` writes the medium at an address of the web and gives its file. `scripts` are those of
    the kit that this form can run; `searches` says that it brings a search of its own, where the
    reader has none.
    """

    def __init__(
        self, kit: Kit, medium: Medium, *, scripts: Sequence[str] = SCRIPTS, searches: bool = True
    ) -> None:
        self.kit, self.searches = kit, searches
        self.theme = offline_theme(kit.themes)
        self.entries = [entry_of(row, kit.kinds) for row in kit.rows()]
        self.addresses = KitAddresses(
            kit.home, kit.kinds, frozenset(one.url for one in self.entries),
            values_of(self.entries),
            {built: name for name, built in self.theme.files.manifest.items()}, searches,
        )  # fmt: skip
        self.scripts = tuple(one for one in scripts if asset(self.theme, one) is not None)
        counts = Counter(one.kind for one in self.entries)
        self.facts = facts_of(kit, counts, self.scripts, searches=searches)
        rewriter = rewriter_of(self.theme, self.addresses, medium, kit.choice.lang)
        self.drawer = Drawer(self.theme, self.facts, rewriter)
        self.contents = Contents(kit, self.addresses, self.drawer.say, self.entries)

    def pages(self) -> Iterator[Document]:
        for page in self.kit.pages():
            file = self.addresses.page(page.url)
            yield Document(file, page.row.title, self.drawer.page(page, file), page)

    def screens(self) -> Iterator[Document]:
        for screen in self._screens():
            html = self.drawer.screen(
                screen.template, screen.view, screen.file, title=screen.title,
                section=screen.section,
            )  # fmt: skip
            yield Document(screen.file, screen.title or self.facts.name, html)

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """Files that documents load, with their bytes."""
        font = asset(self.theme, FONT) or b""
        for name in (*STYLES, *self.scripts, *OTHERS):
            data = asset(self.theme, name)
            if data is not None:
                yield f"{ASSETS}/{name}", with_font(data, font) if name in STYLES else data
        said = {"name": self.facts.name, "home": self.facts.home, "at": self.kit.at.isoformat(),
                "revision": self.kit.revision, "count": self.facts.count,
                "pictures": self.facts.pictures, "lang": self.facts.lang}  # fmt: skip
        yield FACTS, f"window.maillageKit = {json.dumps(said, ensure_ascii=False)};\n".encode()

    def _screens(self) -> Iterator[Screen]:
        for one in self.contents.lists():
            yield from self.contents.screens_of(one)
        yield from self.contents.value_screens()
        yield Screen(INDEX, "offline_index.html", "", self._index())
        if self.searches:
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
        label = self.drawer.say("Carte de France : {count} pages de la liste y ont un point.")
        placed = [one for one in self.entries if one.kind == "place" and one.point]
        drawing = map_of(placed, label=label.format(count=len(placed)), ours=self.kit.site.region)
        return MapView(drawing, self.contents.value_links("region"))

    def _first(self, kind: str) -> tuple[Link, ...]:
        held = sorted((one for one in self.entries if one.kind == kind), key=lambda one: one.key)
        return tuple(Link(one.title, one.url, one.place) for one in held[:3])
