"""Pages of a kit that were drawn for an earlier one: drawn again where they may be otherwise.

To draw a page takes as long as all else of a kit, and a site and a Kiwix file show the same. What
may differ is asked as a delta asks it (`changed_since`); what a page says of its own authors and
versions is looked at each time.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b

from app.actions.changed_since import changed_since
from app.actions.wiki import Wiki
from app.domain.drawn import DrawnLedger
from app.domain.errors import WikiError
from app.domain.kit import KitPage, Since
from app.domain.licence import LICENCES_FILE
from app.domain.packed import Packed
from app.domain.page_path import RevisionId
from app.domain.rows import PageRow
from app.domain.selection import Selection
from app.domain.traits import traits_of
from app.domain.vocabulary import THEMES_FILE

_KEY_BYTES = 16


class Authors:
    """Who wrote pages. Of a kit of `all_pages` these are read at once."""

    def __init__(self, wiki: Wiki, *, all_pages: bool = False) -> None:
        self._wiki = wiki
        self._ours = wiki.index.our_authors() if all_pages else None

    def of(self, page_id: str, origin: str) -> list[tuple[str, int]]:
        if self._ours is not None and not origin:
            return self._ours.get(page_id, [])
        return self._wiki.index.authors(page_id, origin=origin) if page_id else []


class KeptDrawing:
    """`draw` is asked where nothing fits. Kits of `all` pages are kept, for whatever comes next."""

    def __init__(
        self, wiki: Wiki, draw: Callable[[PageRow], KitPage], lang: str, *, all_pages: bool
    ) -> None:
        self._wiki, self._draw, self._all = wiki, draw, all_pages
        self._revision = str(wiki.index.bookmark() or "")
        self.authors = Authors(wiki, all_pages=all_pages)
        self._ledger = wiki.drawn.open(lang, _mark(wiki, lang))
        self._since = since = _since(wiki, self._ledger)
        self._same = since is not None and since == Since(since.revision, since.bases)

    def shown(self, row: PageRow) -> KitPage:
        key = self._key(row)
        kept = self._ledger.get(row.reference) if self._fits(row) else None
        page = _page_of(row, kept[_KEY_BYTES:]) if kept and kept.startswith(key) else None
        if page is None:
            page, kept = self._draw(row), None
            if self._all:
                page = replace(page, drawn=Packed.of(page.drawn))
                kept = key + _packed(page)
        if self._all and kept:
            self._ledger.put(row.reference, kept)
        return page

    def _fits(self, row: PageRow) -> bool:
        """What was drawn before may be drawn so now."""
        return self._same or (self._since is not None and not self._since.touches(traits_of(row)))

    def end(self) -> None:
        """All of them were shown."""
        if self._all:
            self._ledger.keep(self._revision)

    def _key(self, row: PageRow) -> bytes:
        """Of what is said of this page beside its text, and of that."""
        wrote = self.authors.of(row.id, row.origin)
        said = (str(row.blob), str(row.revision), row.title, row.updated_at, row.versions, wrote)
        return _sum(repr(said).encode())


def counted_words(wiki: Wiki, lang: str) -> DrawnLedger:
    """What a search finds pages by, as an earlier kit counted it: of the text of a page, and of the
    words for what it is filed under."""
    filed = [wiki.store.blob_of(file) for file in (THEMES_FILE, LICENCES_FILE)]
    return wiki.drawn.open(f"words-{lang}", f"{_mark(wiki, lang)} {filed}")


def page_lines(wiki: Wiki, name: str) -> DrawnLedger:
    """What was read of pages, under the name of what reads them: it follows from each page alone,
    and from how addresses of kinds are written."""
    return wiki.drawn.open(name, repr(sorted(wiki.kinds.items())))


def _mark(wiki: Wiki, lang: str) -> str:
    """Another one whenever any page may be drawn otherwise, without a change in our own log."""
    friends = [sorted(projection.mirror_marks().items()) for projection in wiki.mirror_projections]
    named = sorted(f"{one.origin} {one.name} {one.region}" for one in wiki.mirrors.all())
    return repr((wiki.site, lang, sorted(wiki.kinds), friends, named))


def _since(wiki: Wiki, ledger: DrawnLedger) -> Since | None:
    """None where all are to be drawn."""
    if not ledger.revision:
        return None
    with suppress(WikiError):
        found = changed_since(wiki, str(RevisionId(ledger.revision)), Selection())
        return None if found.whole else found
    return None


def _packed(page: KitPage) -> bytes:
    """A sum, the view, then what is said beside it: each is opened by itself."""
    view = page.drawn.data
    said = Packed.of((page.url, page.template, page.text, page.headings)).data
    whole = len(view).to_bytes(4) + view + said
    return _sum(whole) + whole


def _page_of(row: PageRow, kept: bytes) -> KitPage | None:
    """None where the file was damaged."""
    whole = kept[_KEY_BYTES:]
    if _sum(whole) != kept[:_KEY_BYTES]:
        return None
    end = 4 + int.from_bytes(whole[:4])
    url, template, text, headings = Packed(whole[end:]).open()
    return KitPage(row, url, template, Packed(whole[4:end]), text, headings)


def _sum(data: bytes) -> bytes:
    return blake2b(data, digest_size=_KEY_BYTES).digest()
