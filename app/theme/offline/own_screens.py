"""The screens of a kit's own, beside its lists: where one begins, the map, whose all this is."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.domain.kit import Kit
from app.theme.offline.addresses import (
    ABOUT,
    INDEX,
    KIT,
    LETTERS,
    MAP,
    REGIONS,
    SEARCH,
    THEMES,
    WRITE,
)
from app.theme.offline.contents import Contents, Screen, span
from app.theme.offline.drawing import KitFacts
from app.theme.offline.lists import Entry, Keyed, Piece, pieces_of
from app.theme.offline.maps import map_of
from app.theme.offline.rewriting import Medium
from app.theme.offline.screens import (
    AboutView,
    Credit,
    CreditsView,
    IndexView,
    MapView,
    SearchView,
    Way,
)
from app.theme.parts import Link

PAGE_CREDITS, MEDIA_CREDITS = "a-propos/auteurs/index.html", "a-propos/images/index.html"
_FIRST = 3
_E = TypeVar("_E", bound=Keyed)


@dataclass(frozen=True, slots=True)
class MediumEntry:
    """A medium in the list of credits."""

    url: str

    @property
    def key(self) -> str:
        """By its sum, then by the network that it comes from."""
        return medium_key(self.url)


def medium_key(url: str) -> str:
    return f"{url.rpartition('/')[2]}~{url}"


class KitScreens:
    """Each is made when it is asked for. `medium` gives the file of a medium by its address."""

    def __init__(
        self, kit: Kit, contents: Contents, facts: KitFacts, medium: Medium,
        media: Iterable[str],
    ) -> None:  # fmt: skip
        self.kit, self.contents, self.facts, self.medium = kit, contents, facts, medium
        self.say = contents.say
        self.pages: list[Piece[Entry]] = pieces_of(contents.entries)
        travelling = (MediumEntry(url) for url in media if kit.medium(url) is not None)
        self.pictures: list[Piece[MediumEntry]] = pieces_of(travelling)

    def all(self) -> Iterator[Screen]:
        """Those that there is one of."""
        yield Screen(INDEX, "offline_index.html", "", self._index())
        if self.facts.searches:
            search = SearchView(self._lists())
            yield Screen(SEARCH, "offline_search.html", self.say("Recherche"), search)
        if "offlinewrite.js" in self.facts.scripts:
            yield Screen(WRITE, "offline_contribute.html", self.say("Contribuer"), None)
        yield Screen(MAP, "offline_map.html", self.say("Carte"), self._map())
        links = [Link(self.say("Les pages et leurs auteurs"), KIT + PAGE_CREDITS)]
        if self.pictures:
            links.append(Link(self.say("Les images et leurs auteurs"), KIT + MEDIA_CREDITS))
        about = AboutView(tuple(links), self.kit.left_out)
        yield Screen(ABOUT, "offline_about.html", self.say("À propos de cette copie"), about)

    def page_credits(self, only: Collection[str] | None = None) -> Iterator[Screen]:
        """Pages and their authors; of the pieces, those in `only` where it is given."""
        title = self.say("Les pages et leurs auteurs")
        yield from self._credits(PAGE_CREDITS, title, self.pages, only, self._of_page)

    def media_credits(self, only: Collection[str] | None = None) -> Iterator[Screen]:
        title = self.say("Les images et leurs auteurs")
        if self.pictures:
            yield from self._credits(MEDIA_CREDITS, title, self.pictures, only, self._of_medium)

    def _credits(
        self, file: str, title: str, pieces: Sequence[Piece[_E]], only: Collection[str] | None,
        credit: Callable[[_E], Credit | None],
    ) -> Iterator[Screen]:  # fmt: skip
        folder = file.removesuffix(INDEX)
        above = (Link(self.say("À propos de cette copie"), KIT + ABOUT),)
        names = [KIT + folder + piece.name for piece in pieces]
        if len(pieces) != 1:
            links = tuple(
                Link(_span(piece), name, self.contents.counted(len(piece.entries)))
                for piece, name in zip(pieces, names, strict=True)
            )
            yield Screen(
                file, "offline_credits.html", title, CreditsView(title, above, pieces=links)
            )
        for at, piece in enumerate(pieces):
            if only is not None and piece.begins not in only:
                continue
            held = tuple(found for one in piece.entries if (found := credit(one)) is not None)
            view = CreditsView(
                title, above, held, previous="".join(names[max(0, at - 1) : at]),
                next="".join(names[at + 1 : at + 2]),
            )  # fmt: skip
            where = folder + piece.name if len(pieces) > 1 else file
            yield Screen(where, "offline_credits.html", title, view)

    def _of_page(self, one: Entry) -> Credit:
        written = self.kit.authors(one.id, one.network)
        network = self.kit.label("origin", one.network) if one.network else self.facts.name
        return Credit(
            one.title, one.url, tuple(dict.fromkeys((*one.credited, *written))),
            self.kit.label("licence", one.licence), network,
        )  # fmt: skip

    def _of_medium(self, one: MediumEntry) -> Credit | None:
        medium = self.kit.medium(one.url)
        if medium is None:
            return None
        said, file = medium.words, self.medium(one.url)
        return Credit(
            said.title or said.alt or medium.name.ext.upper(), KIT + file if file else "",
            (said.authors,) if said.authors else (), self.kit.label("licence", said.licence),
            said.source,
        )  # fmt: skip

    def _index(self) -> IndexView:
        counts = Counter(one.kind for one in self.contents.entries)
        ways = tuple(
            Way(kind.name, self.contents.plural(kind), f"/{kind.prefix}", counts[kind.name],
                self._first(kind.name))
            for kind in self.kit.kinds.values() if counts[kind.name]
        )  # fmt: skip
        licences = Counter(one.licence for one in self.contents.entries)
        said = ((self.kit.label("licence", name), n) for name, n in sorted(licences.items()))
        return IndexView(
            ways, self._lists(), tuple(sorted(said, key=lambda pair: (-pair[1], pair[0])))
        )

    def _lists(self) -> tuple[Link, ...]:
        lists = (("Toutes les pages, de A à Z", LETTERS), ("Par région", REGIONS),
                 ("Par thème", THEMES), ("Carte", MAP))  # fmt: skip
        return tuple(Link(self.say(words), KIT + file) for words, file in lists)

    def _map(self) -> MapView:
        label = self.say("Carte de France\u00a0: {count} pages de la liste y ont un point.")
        placed = [one for one in self.contents.entries if one.kind == "place" and one.point]
        drawing = map_of(placed, label=label.format(count=len(placed)), ours=self.kit.site.region)
        return MapView(drawing, self.contents.value_links("region"))

    def _first(self, kind: str) -> tuple[Link, ...]:
        held = [one for one in self.contents.entries if one.kind == kind]
        first = sorted(held, key=lambda one: one.key)[:_FIRST]
        return tuple(Link(one.title, one.url, one.place) for one in first)


def _span(piece: Piece[Entry] | Piece[MediumEntry]) -> str:
    """How a piece begins and ends, as words."""
    first, last = piece.entries[0], piece.entries[-1]
    if isinstance(first, Entry) and isinstance(last, Entry):
        return span(first.title, last.title)
    return f"{piece.begins}…"
