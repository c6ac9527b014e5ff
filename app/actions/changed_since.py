"""What may differ between a kit made now and the one of the same selection at an earlier revision.

Pages show one another: links by title, pages that lead here, nearest places, lists. What is said
here may name too many pages, never too few, and costs what changed, not what there is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from app.actions.wiki import Wiki
from app.domain.addresses import page_url
from app.domain.errors import InvalidPage, InvalidQuery, TooLarge
from app.domain.facets import facet_values
from app.domain.finding.synonyms import SYNONYMS_FILE
from app.domain.geo import Point, point_of
from app.domain.kit import Since
from app.domain.links import LinkTarget, named_in
from app.domain.live_lists import Facets
from app.domain.media import MediumName
from app.domain.neighbours import may_see
from app.domain.page import Page, Redirect, parse_file
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.phrase import Phrase
from app.domain.relink import names_of
from app.domain.revision import LogEntry
from app.domain.rows import PageRow, PageState
from app.domain.selection import Selection
from app.domain.templates import TEMPLATES_FOLDER
from app.domain.visibility import listed

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LED_AT_ONCE = 200
_CHANGES_AT_ONCE = 200
# Files of which no page shows anything.
_UNSEEN = (TEMPLATES_FOLDER, SYNONYMS_FILE)
_PLACES = Selection({"kind": ("place",), "origin": ("*",)})
_NO_BLOB = BlobId("0" * 40)


def changed_since(wiki: Wiki, said: str, selection: Selection) -> Since:
    """`said` is a revision of our log, or a day (2026-11-22): what changed from that day on.

    What words find may be found or not because of any other page: all is then said to differ.

    Raises InvalidQuery on a day that is none, InvalidRevision, RevisionNotFound.
    """
    base = _before_day(wiki, said) if _DAY.fullmatch(said) else RevisionId(said)
    entries = list(wiki.store.log(base))
    bases = (str(base), *(str(entry.revision) for entry in entries)) if base else ()
    found = _Found(wiki, base, by_date=selection.updated_since is not None)
    for file, blob in _files_before(entries).items():
        found.take(file, blob)
    friends = any(one.received_at >= _moment(wiki, base) for one in wiki.mirrors.all())
    found.settle()
    whole = found.whole or friends or base is None or bool(selection.words)
    return Since(
        revision=str(base or ""), bases=bases, whole=whole,
        before=tuple(found.before), changed=frozenset(found.changed), drawn=frozenset(found.drawn),
        media=frozenset(found.media), addresses=frozenset(found.addresses),
        ids=frozenset(found.ids), titles=frozenset(found.titles), faces=frozenset(found.faces),
        facets=tuple(found.facets),
    )  # fmt: skip


def _files_before(entries: Sequence[LogEntry]) -> dict[str, BlobId | None]:
    """Every file that changed, with its content before all of these entries."""
    found: dict[str, BlobId | None] = {}
    for entry in entries:
        for change in entry.changes:
            found.setdefault(change.file, change.before)
    return found


def _before_day(wiki: Wiki, said: str) -> RevisionId | None:
    """The last entry of the log before that day, None where there is none."""
    try:
        day = date.fromisoformat(said)
    except ValueError as error:
        raise InvalidQuery(reason=Phrase("« {text} » n’est pas un jour.", text=said)) from error
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return next((one for one, at in _log_backwards(wiki) if at < begins), None)


def _moment(wiki: Wiki, base: RevisionId | None) -> datetime:
    """When that revision was written; the beginning of time where no page's history says so."""
    found = (at for one, at in _log_backwards(wiki) if one == base)
    return next(found, datetime.min.replace(tzinfo=UTC))


def _log_backwards(wiki: Wiki) -> Iterator[tuple[RevisionId, datetime]]:
    cursor: str | None = None
    while True:
        rows, cursor = wiki.index.changes(after=cursor, size=_CHANGES_AT_ONCE)
        yield from ((row.revision, row.at) for row in rows)
        if cursor is None:
            return


@dataclass(slots=True)
class _Found:
    """What is found, file by file. `by_date`: any change may bring a page into the selection."""

    wiki: Wiki
    base: RevisionId | None
    by_date: bool = False
    whole: bool = False
    before: list[PageRow] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    drawn: set[str] = field(default_factory=set)
    media: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    faces: set[str] = field(default_factory=set)
    facets: list[Facets] = field(default_factory=list)
    points: set[Point] = field(default_factory=set)

    def take(self, file: str, blob: BlobId | None) -> None:
        """A file that changed, and its content before."""
        path, medium = PagePath.from_file(file), _medium_of(file)
        if path is not None:
            then = _read_then(self.wiki, path, blob)
            if isinstance(then, Redirect):
                self._no_longer_led_to(then)
            self._page(path, then if isinstance(then, Page) else None)
        elif medium:
            self.media.add(medium)
        elif not file.startswith(_UNSEEN):
            self.whole = True

    def settle(self) -> None:
        """Places around those that came, moved or went, once all of these are known."""
        self.drawn |= self.changed
        if not self.points:
            return
        placed = {
            f"{one.at.origin}/{one.at.path}" if one.at.origin else str(one.at.path):
                Point(one.lat, one.lon)
            for one in self.wiki.index.placed(_PLACES)
        }  # fmt: skip
        others = {name: at for name, at in placed.items() if name not in self.changed}
        for point in self.points:
            self.drawn |= may_see(point, others)

    def _no_longer_led_to(self, redirect: Redirect) -> None:
        """Whoever used the old address leads to something else now."""
        row = self.wiki.index.page_by_id(redirect.target_id)
        if row is not None:
            self.drawn.add(row.reference)

    def _page(self, path: PagePath, then: Page | None) -> None:
        now = self.wiki.index.page(path)
        live = now if now is not None and now.state is PageState.live else None
        self.changed.add(str(path))
        page = _page_now(live)
        old, new = _seen(then), _seen(page)
        self.ids |= {one.id for one in (then, page) if one is not None and one.id}
        if then is not None and old is not None:
            self.before.append(_row_then(then, self.base))
        if old is not None and new is not None and not self.by_date and _same_face(old, new):
            self._lead_to(self._targets(old) ^ self._targets(new))
            return
        self.faces.add(str(path))
        self.facets += [facet_values(one) for one in (old, new) if one is not None]
        self._other_face(path, now, old, new)

    def _other_face(
        self, path: PagePath, now: PageRow | None, old: Page | None, new: Page | None
    ) -> None:
        """Whoever names the page, is named by it, or stands near it shows it otherwise."""
        both = [one for one in (old, new) if one is not None]
        older = {at for one in both if one.id for at in self.wiki.index.old_addresses(one.id)}
        names = names_of([one.title for one in both], [path, *sorted(older)])
        row = now or (_row_then(old, self.base) if old is not None else None)
        if row is not None:
            self.drawn |= _leading(self.wiki, row, names)
        self._lead_to({*names, *(target for one in both for target in self._targets(one))})
        self.addresses.add(page_url(path, self.wiki.kinds))
        if path.kind == "place":
            self.points |= {point for one in both if (point := point_of(one.front))}

    def _targets(self, page: Page) -> set[LinkTarget]:
        linked = self.wiki.renderer.outline(page.body).links
        return {*linked, *(target for _, target in named_in(page.front))}

    def _lead_to(self, targets: Iterable[LinkTarget]) -> None:
        wanted = set(targets)
        self.titles |= {target.title for target in wanted if target.title}
        if wanted:
            self.drawn |= {row.reference for row in self.wiki.index.titles(wanted).values()}


def _medium_of(file: str) -> str:
    """The sum of the medium whose file or sidecar that is, `` for another file."""
    stem, _, _ = file.rpartition(".")
    name = MediumName.from_file(f"{stem}.jpg")
    return name.sha256 if name is not None else ""


def _read_then(wiki: Wiki, path: PagePath, blob: BlobId | None) -> Page | Redirect | None:
    """What stood there before; None for nothing, or what could not be read."""
    return _parsed(path, wiki.store.read_blob(blob)) if blob is not None else None


def _page_now(row: PageRow | None) -> Page | None:
    found = _parsed(row.path, row.text.encode()) if row is not None else None
    return found if isinstance(found, Page) else None


def _parsed(path: PagePath, data: bytes) -> Page | Redirect | None:
    try:
        return parse_file(path, data)
    except (InvalidPage, TooLarge):
        return None


def _seen(page: Page | None) -> Page | None:
    """The page where others may show it: drafts are shown by none."""
    return page if page is not None and listed(page.word("status")) else None


def _same_face(old: Page, new: Page) -> bool:
    """True where nothing differs of what other pages show of it: their own words do not count."""
    return old.title == new.title and dict(old.front) == dict(new.front)


def _leading(wiki: Wiki, row: PageRow, names: Sequence[LinkTarget]) -> set[str]:
    """Pages, friends' too, that use one of these names."""
    found: set[str] = set()
    cursor: str | None = None
    while True:
        some, cursor = wiki.index.leading(
            row, names, host=wiki.site.host, after=cursor, size=_LED_AT_ONCE
        )
        found |= {one.page.reference for one in some}
        if cursor is None:
            return found


def _row_then(page: Page, base: RevisionId | None) -> PageRow:
    """The page as it was, as far as lists and media go."""
    said: dict[str, Any] = dict(page.front)
    never = datetime.min.replace(tzinfo=UTC)
    return PageRow(
        path=page.path, state=PageState.live, id=page.id,
        revision=base or RevisionId("0" * 40), blob=_NO_BLOB, title=page.title, lang=page.lang,
        status=page.word("status"), licence=page.word("licence"), open=True,
        summary=page.word("summary"), text=page.text, front=said, updated_at=never, updated_by="",
        created_at=never, versions=0,
    )  # fmt: skip
