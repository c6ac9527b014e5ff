"""What must be known of all pages before one is written: a line for each, never its text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.domain.kit import Kit
from app.domain.media import names_in
from app.domain.rows import PageRow
from app.theme.offline.contents import entry_of
from app.theme.offline.lists import Entry

_FRIEND = "/reseau/"


@dataclass(slots=True)
class Survey:
    """`entries` are the pages of the kit; `old_urls` former addresses with that of now. `media` are
    those that pages name, by address; `unchanged_media` those that a page names which is as it was
    in an older kit. `drawn` are the rows to draw, None for all of them."""

    entries: list[Entry] = field(default_factory=list)
    old_urls: dict[str, str] = field(default_factory=dict)
    media: dict[str, None] = field(default_factory=dict)
    unchanged_media: set[str] = field(default_factory=set)
    drawn: list[PageRow] | None = None

    @property
    def urls(self) -> frozenset[str]:
        """Where the kit has a page, or the way to one."""
        return frozenset((*(one.url for one in self.entries), *self.old_urls))


def survey(kit: Kit, told: Callable[[PageRow, Entry], None]) -> Survey:
    """One look at each page. `told` is called with each, in order, and its line."""
    found, since = Survey(), kit.since
    if since is not None and not since.whole:
        found.drawn = []
    for row in kit.rows():
        entry = entry_of(row, kit.kinds)
        found.entries.append(entry)
        named = media_of(kit, row)
        found.media.update(dict.fromkeys(named))
        if since is not None and row.reference not in since.changed:
            found.unchanged_media.update(named)
        if found.drawn is not None and since is not None and since.touches(row):
            found.drawn.append(row)
        if row.versions > 1:
            found.old_urls.update(dict.fromkeys(kit.old_urls(row), entry.url))
        told(row, entry)
    live = {one.url for one in found.entries}
    found.old_urls = {old: url for old, url in found.old_urls.items() if old not in live}
    return found


def media_of(kit: Kit, row: PageRow) -> Iterable[str]:
    """Addresses of the media that the page's file names: its own network's first."""
    names = names_in(row.text)
    if not row.origin:
        return [f"/media/{name}" for name in names]
    theirs = [f"{_FRIEND}{row.origin}/media/{name}" for name in names]
    return [url if kit.medium(url) else f"/media/{url.rpartition('/')[2]}" for url in theirs]
