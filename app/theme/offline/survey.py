"""What must be known of all pages before one is written: a line for each, never its text."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from app.domain.kinds import PageKind
from app.domain.kit import Kit
from app.domain.rows import PageRow, PageStamp
from app.domain.traits import Traits, traits_of
from app.theme.offline.contents import entry_of
from app.theme.offline.entries import Spot, spot_of
from app.theme.offline.lists import Entry

_FRIEND = "/reseau/"


@dataclass(slots=True)
class Survey:
    """`entries` are the pages of the kit; `old_urls` former addresses with that of now. `media` are
    those that pages name, by address; `unchanged_media` those that a page names which is as it was
    in an older kit. `drawn` are the pages to draw, None for all of them."""

    entries: list[Entry] = field(default_factory=list)
    old_urls: dict[str, str] = field(default_factory=dict)
    media: dict[str, None] = field(default_factory=dict)
    unchanged_media: set[str] = field(default_factory=set)
    drawn: list[PageStamp] | None = None

    @property
    def urls(self) -> frozenset[str]:
        """Where the kit has a page, or the way to one."""
        return frozenset((*(one.url for one in self.entries), *self.old_urls))


class Line(NamedTuple):
    """What is held of a page: in lists, on the map, and what of others is seen in it."""

    entry: Entry
    traits: Traits
    spot: Spot | None


def line_of(row: PageRow, *, kinds: Mapping[str, PageKind]) -> Line:
    """It follows from the page's stamp alone: it is kept."""
    return Line(entry_of(row, kinds), traits_of(row), spot_of(row))


def survey(kit: Kit, told: Callable[[PageStamp, Line], None]) -> Survey:
    """One look at each page. `told` is called with each, in order, and its line."""
    found, since = Survey(), kit.since
    if since is not None and not since.whole:
        found.drawn = []
    for stamp, line in kit.lines(partial(line_of, kinds=kit.kinds)):
        entry = line.entry
        found.entries.append(entry)
        named = media_of(kit, line.traits.media, stamp.origin) if line.traits.media else ()
        found.media.update(dict.fromkeys(named))
        if since is not None and stamp.reference not in since.changed:
            found.unchanged_media.update(named)
        if found.drawn is not None and since is not None and since.touches(line.traits):
            found.drawn.append(stamp)
        if stamp.versions > 1:
            found.old_urls.update(dict.fromkeys(kit.old_urls(stamp), entry.url))
        told(stamp, line)
    live = {one.url for one in found.entries}
    found.old_urls = {old: url for old, url in found.old_urls.items() if old not in live}
    return found


def media_of(kit: Kit, names: Iterable[str], origin: str = "") -> Iterable[str]:
    """Addresses of the media of these names in a page of that origin: its own network's first."""
    if not origin:
        return [f"/media/{name}" for name in names]
    theirs = [f"{_FRIEND}{origin}/media/{name}" for name in names]
    return [url if kit.medium(url) else f"/media/{url.rpartition('/')[2]}" for url in theirs]
