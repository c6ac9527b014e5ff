"""Pages drawn by several processes: one asks the wiki for them, others lay them out.

What a page shows comes from the wiki and takes about as long as its layout, its addresses and the
index of its words, for which no wiki is needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from app.domain.kit import Compiled, KitPage
from app.domain.packed import opened
from app.theme.offline.addresses import KitAddresses
from app.theme.offline.contents import Screen
from app.theme.offline.drawing import Drawer, KitFacts, offline_theme, rewriter_of
from app.theme.offline.site import KitSite

# What is laid out together.
BATCH = 24


class Sheet(NamedTuple):
    """A page to lay out: see `KitPage`. `file` is where it stands in the kit."""

    file: str
    template: str
    drawn: Any
    url: str


@dataclass(frozen=True, slots=True)
class Layout:
    """All that laying a page out takes, as another process can be handed it. `media` are the files
    of media by address."""

    themes: tuple[Path, ...]
    compiled: Compiled | None
    facts: KitFacts
    addresses: KitAddresses
    media: Mapping[str, str | None]

    @classmethod
    def of(cls, site: KitSite, media: Mapping[str, str | None]) -> "Layout":
        kit = site.kit
        return cls(kit.themes, kit.compiled, site.facts, site.addresses, media)

    def drawer(self) -> Drawer:
        theme = offline_theme(self.themes, self.compiled)
        rewriter = rewriter_of(theme, self.addresses, self.media.get, self.facts.lang)
        return Drawer(theme, self.facts, rewriter)


def sheet_of(page: KitPage, file: str) -> Sheet:
    return Sheet(file, page.template, page.drawn, page.url)


def lay_out(drawer: Drawer, sheet: Sheet | Screen) -> bytes:
    """The finished document."""
    if isinstance(sheet, Screen):
        return drawer.shown(sheet).encode()
    return drawer.sheet(sheet.template, opened(sheet.drawn), sheet.url, sheet.file).encode()
