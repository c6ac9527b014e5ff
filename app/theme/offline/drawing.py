"""Pages and lists of a kit as whole documents, drawn with the theme's offline templates."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.domain.kit import Compiled, Kit, KitPage
from app.domain.selection import Selection
from app.theme.frame import Frame
from app.theme.offline.addresses import KitAddresses, root_from
from app.theme.offline.contents import Screen
from app.theme.offline.rewriting import Medium, Rewriter, Symbols, Words
from app.theme.theme import DEFAULT_FOLDER, Theme

# Scripts and styles that every kit carries, by their plain names; those that are built.
STYLES = ("look.css", "selections.css", "figures.css", "map.css", "offline.css")
SCRIPTS = ("offline.js", "offlinesearch.js", "offlinemap.js", "offlinewrite.js")
OTHERS = ("favicon.svg",)
FONT = "text.woff2"
OVER = "theme.css"
MAIN = ("place", "method", "mini_cool")


@dataclass(frozen=True, slots=True)
class KitFacts:
    """What the templates are told of a kit. `words` say the selection, `` where it is everything;
    `pictures` is light, full or none. `main` are the kinds that every screen leads to,
    `scripts` the built ones that are there; `searches`: the kit has a search of its own, and no
    reader's. No page shows what differs from one kit to the next."""

    name: str
    home: str
    words: str
    query: str
    at: datetime
    revision: str
    count: int
    pictures: str
    lang: str
    main: tuple[str, ...] = MAIN
    scripts: frozenset[str] = frozenset()
    searches: bool = True

    @property
    def host(self) -> str:
        """The address on the web as people write it."""
        return self.home.partition("://")[2]


def facts_of(kit: Kit, scripts: Iterable[str] = (), *, searches: bool = True) -> KitFacts:
    """Nothing of it is of one page alone: it would change the others."""
    chosen = Selection.parse(kit.query)
    asked, barred = chosen.where.get("kind"), chosen.barred.get("kind", ())
    return KitFacts(
        name=kit.site.name, home=kit.home, words=kit.words, query=kit.query, at=kit.at,
        revision=kit.revision, count=kit.count, pictures=str(kit.choice.pictures),
        lang=kit.choice.lang,
        main=tuple(one for one in MAIN if (not asked or one in asked) and one not in barred),
        scripts=frozenset(scripts), searches=searches,
    )  # fmt: skip


@lru_cache(maxsize=4)
def offline_theme(folders: tuple[Path, ...], compiled: Compiled | None = None) -> Theme:
    """The theme, behind what it says of kits and what ours does: a masthead that a theme made for
    a server would lead nowhere in a kit."""
    of_kits = [folder / "offline" for folder in (*folders, DEFAULT_FOLDER)]
    ours = [one for one in (*of_kits, *folders) if one.is_dir()]
    return Theme(ours, folds=True, compiled=compiled)


class Drawer:
    """Draws whole documents; `rewriter` makes their addresses those of the kit."""

    def __init__(self, theme: Theme, facts: KitFacts, rewriter: Rewriter) -> None:
        self.theme, self.facts, self.rewriter = theme, facts, rewriter

    def page(self, page: KitPage, file: str) -> str:
        """A page of the wiki, without what only a server can do."""
        return self.sheet(page.template, page.view, page.url, file)

    def sheet(self, template: str, seen: Any, url: str, file: str) -> str:
        """The same from the parts that it takes."""
        head = seen.head
        view = replace(seen, head=replace(
            head, right="none", versions=0, may_verify=False, protected="", stale_links=0,
            licence_asked=False, proposals=0, stale=False,
        ))  # fmt: skip
        return self._document(
            template, view, file, title=head.title, description=head.summary,
            section=head.kind, canonical=self.facts.home + url,
        )  # fmt: skip

    def shown(self, screen: Screen) -> str:
        """A screen of the kit's own."""
        return self._document(
            screen.template, screen.view, screen.file, title=screen.title, section=screen.section
        )

    def alone(self, template: str, view: Any) -> str:
        """A document that stands beside the kit and takes nothing from it."""
        return self.theme.render(template, view, lang=self.facts.lang, kit=self.facts)

    def say(self, text: str) -> str:
        return self.theme.say(text, lang=self.facts.lang)

    def _document(self, template: str, view: Any, file: str, **said: str) -> str:
        root = root_from(file)
        frame = Frame(site_name=self.facts.name, lang=self.facts.lang, **said)  # type: ignore[arg-type]
        html = self.theme.render(
            template, view, lang=self.facts.lang, frame=frame, kit=self.facts, root=root
        )
        return self.rewriter.page(html, root=root)


def rewriter_of(theme: Theme, addresses: KitAddresses, medium: Medium, lang: str) -> Rewriter:
    """`medium` writes the medium at an address, and gives its file."""
    words = Words(
        outside=theme.say("(sur le web)", lang=lang),
        picture=theme.say("Image non emportée : {words}", lang=lang),
        nameless=theme.say("sans description", lang=lang),
    )
    symbols = Symbols.of(asset_text(theme, "icons.svg"), asset_text(theme, "contours.svg"))
    return Rewriter(addresses, symbols, medium, words)


def asset(theme: Theme, name: str) -> bytes | None:
    """A file of the theme by its plain name; None where it is not built."""
    file = theme.files.path(theme.files.manifest.get(name, name))
    return file.read_bytes() if file else None


def style(theme: Theme, name: str) -> bytes | None:
    """A style of the kit; that of every page brings what the theme lays over it (`theme.css`)."""
    ours = asset(theme, name)
    over = asset(theme, OVER) if name == STYLES[0] else None
    return ours + b"\n" + over if ours is not None and over is not None else ours


def asset_text(theme: Theme, name: str) -> str:
    return (asset(theme, name) or b"").decode()
