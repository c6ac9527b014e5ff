"""The ways into a kit that need no script: all its pages by kind, region, theme and letter."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from app.domain.addresses import page_url
from app.domain.geo import point_of
from app.domain.kinds import PageKind
from app.domain.kit import Kit
from app.domain.links import fold
from app.domain.rows import PageRow
from app.theme.offline.addresses import INDEX, KIT, LETTERS, REGIONS, THEMES, KitAddresses
from app.theme.offline.lists import Entry, Piece, key_of, letter_of, pieces_of
from app.theme.parts import Link

LIST, VALUES = "offline_list.html", "offline_values.html"


@dataclass(frozen=True, slots=True)
class Screen:
    """A document of the kit's own: what `Drawer.screen` draws."""

    file: str
    template: str
    title: str
    view: Any
    section: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in a list, in words. `place` and `network` may be empty."""

    url: str
    title: str
    kind: str
    place: str = ""
    network: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A list, or a piece of one, or (`pieces`) the way to its pieces, by letter.

    `groups` are (heading, anchor, pages); `mixed` where they are of several kinds. `span` are the
    first and last titles of a piece.
    """

    title: str
    total: int
    trail: tuple[Link, ...] = ()
    groups: tuple[tuple[str, str, tuple[Listed, ...]], ...] = ()
    pieces: tuple[tuple[str, tuple[Link, ...]], ...] = ()
    mixed: bool = True
    span: tuple[str, str] | None = None
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class ValuesView:
    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PageList:
    """A list to be: its first `file` and the pages that it holds."""

    file: str
    title: str
    entries: tuple[Entry, ...]
    trail: tuple[Link, ...] = ()
    mixed: bool = True
    section: str = ""

    @property
    def folder(self) -> str:
        return self.file.removesuffix(INDEX)


def entry_of(row: PageRow, kinds: Mapping[str, PageKind]) -> Entry:
    url = page_url(row.path, kinds, origin=row.origin)
    territory = row.front.get("territory")
    where: Mapping[str, Any] = territory if isinstance(territory, dict) else {}
    return Entry(
        url=url, title=row.title, kind=row.path.kind, key=key_of(row.title, url), id=row.id,
        place=_town(where), region=_text(where, "region"),
        themes=_words(row.front, "themes"), network=row.origin, licence=row.licence, lang=row.lang,
        credited=_words(row.front, "authors"), point=point_of(row.front),
    )  # fmt: skip


def _town(where: Mapping[str, Any]) -> str:
    city, department = _text(where, "city"), str(where.get("department") or "")
    return f"{city} ({department})" if city and department else city


def _text(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return value.strip() if isinstance(value, str) else ""


def _words(values: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The texts of a list; one text alone stands for a list of it."""
    value = values.get(key)
    said = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(one.strip() for one in said if isinstance(one, str) and one.strip()))


def values_of(entries: Iterable[Entry]) -> frozenset[tuple[str, str]]:
    """The (facet, value) that get a list of their own."""
    regions = {("region", one.region) for one in entries if one.region}
    return frozenset(regions | {("theme", name) for one in entries for name in one.themes})


@dataclass(slots=True)
class Contents:
    """The lists of a kit. `say` gives a French word of the catalogue in the kit's language;
    `led_to` are kinds that have a list even where they have no page: every screen leads there.
    """

    kit: Kit
    addresses: KitAddresses
    say: Callable[[str], str]
    entries: Sequence[Entry]
    led_to: Collection[str] = ()
    _words: dict[str, str] = field(default_factory=dict)

    def lists(self) -> Iterator[PageList]:
        """Every list, in a stable order."""
        yield PageList(LETTERS, self.say("Toutes les pages, de A à Z"), tuple(self.entries),
                       section="letters")  # fmt: skip
        for kind in self.kit.kinds.values():
            held = tuple(one for one in self.entries if one.kind == kind.name)
            if held or kind.name in self.led_to:
                yield PageList(
                    self.addresses.kind_list(kind.prefix), self.plural(kind), held,
                    mixed=False, section=kind.name,
                )  # fmt: skip
        for facet in ("region", "theme"):
            above = (Link(self._facet_title(facet), f"{KIT}{self._facet_file(facet)}"),)
            for value, held in self._by(facet):
                yield PageList(
                    self.addresses.value_list(facet, value), self.kit.label(facet, value), held,
                    trail=above,
                )  # fmt: skip

    def files_of(self, one: Entry) -> Iterator[str]:
        """The lists that a page stands in, by their first files."""
        yield LETTERS
        if one.kind in self.kit.kinds:
            yield self.addresses.kind_list(self.kit.kinds[one.kind].prefix)
        if one.region:
            yield self.addresses.value_list("region", one.region)
        yield from (self.addresses.value_list("theme", name) for name in one.themes)

    def screens_of(self, one: PageList, only: Collection[str] | None = None) -> Iterator[Screen]:
        """The list's first screen, then its pieces where it has several: those that begin as `only`
        says, where it says so."""
        pieces = pieces_of(one.entries)
        if len(pieces) < 2:
            yield Screen(one.file, LIST, one.title, self._whole(one), one.section)
            return
        yield Screen(one.file, LIST, one.title, self._ways(one, pieces), one.section)
        for at, piece in enumerate(pieces):
            if only is not None and piece.begins not in only:
                continue
            yield Screen(
                one.folder + piece.name, LIST, f"{one.title}, {span(*_ends(piece))}",
                self._piece(one, pieces, at), one.section,
            )  # fmt: skip

    def value_screens(self) -> Iterator[Screen]:
        """The screens that lead to the lists of regions and themes."""
        for facet in ("region", "theme"):
            title, links = self._facet_title(facet), self.value_links(facet)
            yield Screen(self._facet_file(facet), VALUES, title, ValuesView(title, links))

    def value_links(self, facet: str) -> tuple[Link, ...]:
        """Each region or theme with its list, and how many pages it has."""
        return tuple(
            Link(self.kit.label(facet, value),
                 f"{KIT}{self.addresses.value_list(facet, value)}", self.counted(len(held)))
            for value, held in self._by(facet)
        )  # fmt: skip

    def plural(self, kind: PageKind) -> str:
        return self.say("Mini-COOL" if kind.name == "mini_cool" else kind.plural)

    def counted(self, count: int) -> str:
        return self.say("{n} page" if count < 2 else "{n} pages").format(n=count)

    def listed(self, one: Entry) -> Listed:
        kind = self.kit.kinds.get(one.kind)
        network = self.kit.label("origin", one.network) if one.network else ""
        return Listed(
            one.url, one.title, self.say(kind.label) if kind else one.kind, one.place, network,
            one.lang,
        )  # fmt: skip

    def _by(self, facet: str) -> list[tuple[str, tuple[Entry, ...]]]:
        """By value, in the order of their words."""
        found: dict[str, list[Entry]] = {}
        for one in self.entries:
            for value in (one.region,) if facet == "region" else one.themes:
                if value:
                    found.setdefault(value, []).append(one)
        ordered = sorted(found, key=lambda value: (fold(self.kit.label(facet, value)), value))
        return [(value, tuple(found[value])) for value in ordered]

    def _facet_title(self, facet: str) -> str:
        return self.say("Par région" if facet == "region" else "Par thème")

    def _facet_file(self, facet: str) -> str:
        return REGIONS if facet == "region" else THEMES

    def _whole(self, one: PageList) -> ListView:
        return ListView(
            title=one.title, total=len(one.entries), trail=one.trail, mixed=one.mixed,
            groups=self._groups(sorted(one.entries, key=lambda e: e.key)),
        )  # fmt: skip

    def _groups(self, entries: Sequence[Entry]) -> tuple[tuple[str, str, tuple[Listed, ...]], ...]:
        return tuple(
            (letter, f"lettre-{at}", tuple(self.listed(one) for one in held))
            for at, (letter, held) in enumerate(
                groupby(entries, key=lambda one: letter_of(one.key)), 1
            )
        )

    def _ways(self, one: PageList, pieces: Sequence[Piece]) -> ListView:
        by_letter = groupby(pieces, key=lambda piece: piece.letter)
        return ListView(
            title=one.title, total=len(one.entries), trail=one.trail, mixed=one.mixed,
            pieces=tuple(
                (letter, tuple(
                    Link(
                        span(*_ends(p)), f"{KIT}{one.folder}{p.name}",
                        self.counted(len(p.entries)),
                    )
                    for p in held
                ))
                for letter, held in by_letter
            ),
        )  # fmt: skip

    def _piece(self, one: PageList, pieces: Sequence[Piece], at: int) -> ListView:
        piece = pieces[at]
        before = f"{KIT}{one.folder}{pieces[at - 1].name}" if at else ""
        after = f"{KIT}{one.folder}{pieces[at + 1].name}" if at + 1 < len(pieces) else ""
        return ListView(
            title=one.title, total=len(piece.entries),
            trail=(*one.trail, Link(one.title, KIT + one.file)), mixed=one.mixed,
            groups=self._groups(piece.entries), span=_ends(piece), previous=before, next=after,
        )  # fmt: skip


def _ends(piece: Piece) -> tuple[str, str]:
    return piece.entries[0].title, piece.entries[-1].title


def span(first: str, last: str) -> str:
    """From one title to another, cut where they are long."""
    first, last = (one if len(one) <= 40 else f"{one[:38].rstrip()}…" for one in (first, last))
    return first if first == last else f"{first} – {last}"
