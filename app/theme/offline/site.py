"""All documents of a kit, whoever writes them: its pages, its own screens, what these load."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.kit import Kit, KitPage
from app.domain.rows import PageStamp
from app.theme.offline.addresses import ASSETS, KitAddresses, root_from
from app.theme.offline.assets import with_font
from app.theme.offline.contents import Contents, Screen, values_of
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
    style,
)
from app.theme.offline.own_screens import KitScreens
from app.theme.offline.rewriting import Medium
from app.theme.offline.screens import MovedView
from app.theme.offline.survey import Line, survey
from app.theme.parts import Link

FACTS = f"{ASSETS}/kit.js"


@dataclass(frozen=True, slots=True)
class Document:
    """A finished HTML file of the kit. `page` is None for a screen of the kit's own."""

    file: str
    title: str
    html: str
    page: KitPage | None = None


def _no_one(_stamp: PageStamp, _line: Line, _file: str) -> None:
    """Nobody is told."""


class KitSite:
    """What is held of the pages is a line each; they are drawn one after the other.

    `medium` writes the medium at an address of the web and gives its file. `scripts` are those of
    the kit that this form can run; `searches` says that it brings a search of its own, where the
    reader has none. `told` is called with each page, its line and its file, before any is drawn.
    """

    def __init__(
        self, kit: Kit, medium: Medium, *, scripts: Sequence[str] = SCRIPTS, searches: bool = True,
        told: Callable[[PageStamp, Line, str], None] = _no_one,
    ) -> None:  # fmt: skip
        self.kit, self.medium = kit, medium
        self.theme = offline_theme(kit.themes, kit.compiled)
        plain = {built: name for name, built in self.theme.files.manifest.items()}
        files = KitAddresses(kit.home, kit.kinds)
        self.survey = survey(kit, lambda stamp, line: told(stamp, line, files.page(line.entry.url)))
        self.entries = self.survey.entries
        self.addresses = KitAddresses(
            kit.home, kit.kinds, self.survey.urls, values_of(self.entries), plain, searches
        )
        self.scripts = tuple(one for one in scripts if asset(self.theme, one) is not None)
        self.facts = facts_of(kit, self.scripts, searches=searches)
        rewriter = rewriter_of(self.theme, self.addresses, medium, kit.choice.lang)
        self.drawer = Drawer(self.theme, self.facts, rewriter)
        self.contents = Contents(
            kit, self.addresses, self.drawer.say, self.entries, self.facts.main
        )
        self.own = KitScreens(kit, self.contents, self.facts, medium, self.survey.media)

    def pages(self, pages: Iterable[KitPage] | None = None) -> Iterator[Document]:
        """All of them, or those that are given."""
        for page in self.kit.pages() if pages is None else pages:
            file = self.addresses.page(page.url)
            yield Document(file, page.row.title, self.drawer.page(page, file), page)

    def moved(self, only: frozenset[str] | None = None) -> Iterator[Document]:
        """What stands at old addresses, with the way to the page; those of the pages at the
        addresses in `only`, where it is given."""
        titles = {one.url: one.title for one in self.entries} if self.survey.old_urls else {}
        for old, url in self.survey.old_urls.items():
            if only is None or url in only:
                file = self.addresses.page(old)
                there = root_from(file) + self.addresses.page(url)
                view = MovedView(Link(titles[url], url), there)
                yield self.draw(Screen(file, "offline_moved.html", titles[url], view))

    def screens(self) -> Iterator[Screen]:
        """All of them, for `draw` or whoever else draws them: lists take as long as pages."""
        for one in self.contents.lists():
            yield from self.contents.screens_of(one)
        yield from self.own.page_credits()
        yield from self.own.media_credits()
        yield from self._summaries()

    def summaries(self) -> Iterator[Document]:
        """The screens that count all pages, or say of when the kit is."""
        return map(self.draw, self._summaries())

    def _summaries(self) -> Iterator[Screen]:
        yield from self.contents.value_screens()
        yield from self.own.all()

    def draw(self, screen: Screen) -> Document:
        return Document(screen.file, self.title_of(screen), self.drawer.shown(screen))

    def title_of(self, screen: Screen) -> str:
        return screen.title or self.facts.name

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """Files that documents load, with their bytes."""
        font = asset(self.theme, FONT) or b""
        for name in STYLES:
            if (css := style(self.theme, name)) is not None:
                yield f"{ASSETS}/{name}", with_font(css, font)
        for name in (*self.scripts, *OTHERS):
            if (data := asset(self.theme, name)) is not None:
                yield f"{ASSETS}/{name}", data
        yield self.said()

    def said(self) -> tuple[str, bytes]:
        """What scripts are told of the kit."""
        said = {"name": self.facts.name, "home": self.facts.home, "at": self.kit.at.isoformat(),
                "revision": self.kit.revision, "count": self.facts.count,
                "pictures": self.facts.pictures, "lang": self.facts.lang}  # fmt: skip
        return FACTS, f"window.maillageKit = {json.dumps(said, ensure_ascii=False)};\n".encode()
