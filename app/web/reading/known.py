"""What views ask of all pages at once, kept in memory: where places are, and who names whom.

It follows the changes of the index: after a save, only the pages that changed are read again.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from app.actions.find_pages import settled
from app.actions.keep_lines import KeptLines
from app.actions.wiki import Wiki
from app.actions.writing import policy_of
from app.domain.drawn import DrawnLedger, NothingDrawn
from app.domain.errors import RevisionNotFound
from app.domain.geo import Point, point_of
from app.domain.page_path import PagePath, RevisionId
from app.domain.rows import PageRow, PageState
from app.domain.rules import Rules
from app.domain.selection import Selection
from app.domain.visibility import listed
from app.domain.writing import DEFAULT_WRITING, WritingPolicy
from app.web.reading.front import Front
from app.web.reading.nearby import Grid

# Keys of the front matter that name pages, by kind/slug.
NAMING = (
    "networks", "cae", "partners", "methods", "parent", "members", "variants", "prerequisites",
    "places",
)  # fmt: skip
# The same of the page that one translates, by instance/id (`` is ours).
TRANSLATION = "translation_of"
# Friends' pages that stand on maps or name others.
FRIENDS_KINDS = ("place", "mini_cool", "organisation")
FOLLOWED = 500
PAGE_SIZE = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """A page that all may see. `named` are (key, kind/slug) of its front matter.

    `origin` is the friend that it comes from; `adopted` the (origin, id) of the friend's page that
    ours was made from.
    """

    path: PagePath
    title: str
    point: Point | None
    city: str
    department: str
    region: str
    named: tuple[tuple[str, str], ...]
    origin: str = ""
    adopted: tuple[str, str] | None = None
    lang: str = ""

    @property
    def town(self) -> str:
        """Lautrec (81)."""
        return f"{self.city} ({self.department})" if self.city and self.department else self.city


@dataclass(frozen=True, slots=True)
class Friend:
    """What is known of a friend's pages, by id, as they stood at `at`."""

    at: object
    marks: dict[str, Mark] = field(default_factory=dict)
    naming: dict[str, dict[str, Mark]] = field(default_factory=dict)


NOBODY = Friend(None)


class Known:
    """One per application. `refresh` reads (and may take long); all else is memory.

    `kept` is what an earlier one read, for those that begin often.
    """

    def __init__(self, wiki: Wiki, kept: DrawnLedger | None = None) -> None:
        self._wiki = wiki
        self._kept = kept or NothingDrawn()
        self._lock = threading.Lock()
        self._generation: int | None = None
        self._seen: RevisionId | None = None
        self._marks: dict[str, Mark] = {}
        self._naming: dict[str, dict[str, Mark]] = {}
        self._placed: tuple[Mark, ...] | None = None
        self._theirs: tuple[Mark, ...] | None = None
        self._grid: Grid[Mark] | None = None
        self._friends: dict[str, Friend] = {}
        self.rules: Rules = Rules()
        self.policy: WritingPolicy = DEFAULT_WRITING

    @property
    def fresh(self) -> bool:
        return self._generation == self._wiki.index.generation()

    def refresh(self) -> None:
        with self._lock:
            generation = self._wiki.index.generation()
            if generation == self._generation:
                return
            self.rules = self._wiki.rules()
            self.policy = policy_of(self._wiki)
            newest, _ = self._wiki.index.changes(after=None, size=1)
            if not self._follow():
                self._load()
            self._seen = newest[0].revision if newest else None
            self._meet()
            self._generation = generation

    def placed(self) -> tuple[Mark, ...]:
        """Our places that have a point, by title."""
        with self._lock:
            if self._placed is None:
                self._placed = by_title(m for m in self._marks.values() if on_map(m))
            return self._placed

    def placed_by_friends(self) -> tuple[Mark, ...]:
        """Friends' places that have a point, by title; those that we adopted are ours."""
        with self._lock:
            if self._theirs is None:
                ours = {mark.adopted for mark in self._marks.values() if mark.adopted}
                self._theirs = by_title(
                    mark
                    for host, friend in self._friends.items()
                    for page_id, mark in friend.marks.items()
                    if on_map(mark) and (host, page_id) not in ours
                )
            return self._theirs

    def unplaced(self) -> list[Mark]:
        """Places that have no point, by title."""
        with self._lock:
            marks = list(self._marks.values())
        return list(by_title(m for m in marks if m.path.kind == "place" and m.point is None))

    def around(
        self, here: Point, count: int, *, but: tuple[PagePath, str]
    ) -> list[tuple[Mark, float]]:
        """The nearest places with their distance in kilometres, nearest first, friends' among them.

        `but` leaves a place out: (path, origin).
        """
        placed = (*self.placed(), *self.placed_by_friends())
        with self._lock:
            grid = self._grid = self._grid or Grid(placed)
        found = grid.nearest(here, count + 1)
        return [(mark, km) for mark, km in found if (mark.path, mark.origin) != but][:count]

    def naming(self, path: PagePath, *keys: str, origin: str = "") -> list[Mark]:
        """Pages whose front matter names that one under one of these keys, by title: ours where
        the page is ours, those of its own network where it is a friend's."""
        with self._lock:
            naming = self._friends.get(origin, NOBODY).naming if origin else self._naming
            marks = list(naming.get(str(path), {}).values())
        found = [m for m in marks if any(k in keys and r == str(path) for k, r in m.named)]
        return list(by_title(found))

    def translations(self, page_id: str, origin: str = "") -> list[Mark]:
        """Our pages that say they translate that one, by title."""
        with self._lock:
            marks = list(self._naming.get(f"{origin}/{page_id}", {}).values())
        return list(by_title(m for m in marks if (TRANSLATION, f"{origin}/{page_id}") in m.named))

    def _follow(self) -> bool:
        """Read again what changed since; False where too much did, or the history was replaced."""
        if self._seen is None:
            return False
        try:
            rows = self._wiki.index.changes_since(self._seen, size=FOLLOWED)
        except RevisionNotFound:
            return False
        if len(rows) >= FOLLOWED:
            return False
        for path in {row.path for row in rows}:
            if (row := self._wiki.index.page(path)) is not None:
                self._take(row)
        return True

    def _load(self) -> None:
        self._marks, self._naming = {}, {}
        self._placed = self._theirs = self._grid = None
        every = KeptLines(self._wiki, self._kept, mark_of, partial(every_row, self._wiki))
        for stamp, mark in every.over(Selection(include_hidden=False), keep=True):
            self._put(stamp.id or f"{stamp.kind}/{stamp.slug}", mark)

    def _take(self, row: PageRow) -> None:
        if row.state is PageState.redirect:
            return
        key = row.id or str(row.path)
        old = self._marks.pop(key, None)
        if old is not None:
            self._forget(key, old)
        self._placed = self._theirs = self._grid = None
        if row.state is PageState.live and listed(row.status):
            self._put(key, mark_of(row))

    def _put(self, key: str, mark: Mark) -> None:
        self._marks[key] = mark
        for _, reference in mark.named:
            self._naming.setdefault(reference, {})[key] = mark

    def _meet(self) -> None:
        """Read friends' pages again where more of their log was taken in; forget who left."""
        marks = _marks_of(self._wiki)
        if {host: friend.at for host, friend in self._friends.items()} == marks:
            return
        self._theirs = self._grid = None
        kept = {h: f for h, f in self._friends.items() if f.at == marks.get(h)}
        for host, at in marks.items():
            if host not in kept:
                kept[host] = _met(self._wiki, host, at)
        self._friends = kept

    def _forget(self, key: str, mark: Mark) -> None:
        for _, reference in mark.named:
            self._naming.get(reference, {}).pop(key, None)


def _marks_of(wiki: Wiki) -> dict[str, object]:
    """How far each friend's log was taken in, by friend: changes whenever their pages may have."""
    read = [projection.mirror_marks() for projection in wiki.mirror_projections]
    hosts = {host for marks in read for host in marks}
    return {host: tuple(marks.get(host) for marks in read) for host in sorted(hosts)}


def _met(wiki: Wiki, host: str, at: object) -> Friend:
    friend = Friend(at)
    for row in every_row(wiki, Selection({"origin": (host,), "kind": FRIENDS_KINDS})):
        key = row.id or str(row.path)
        mark = friend.marks[key] = mark_of(row)
        for _, reference in mark.named:
            friend.naming.setdefault(reference, {})[key] = mark
    return friend


def on_map(mark: Mark) -> bool:
    return mark.path.kind == "place" and mark.point is not None


def by_title(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda m: (m.title.casefold(), m.path, m.origin)))


def every_row(wiki: Wiki, selection: Selection) -> Iterator[PageRow]:
    """All rows of a selection, drafts left out, read some hundreds at a time."""
    selection = settled(wiki, selection.but(include_hidden=False))
    cursor: str | None = None
    while True:
        rows, cursor = wiki.index.select(selection, after=cursor, size=PAGE_SIZE)
        yield from rows
        if cursor is None:
            return


def mark_of(row: PageRow) -> Mark:
    front = Front(row.front)
    territory, derived = front.group("territory"), front.group("derived_from")
    adopted = (derived.text("instance"), derived.text("id"))
    return Mark(
        path=row.path,
        title=row.title,
        point=point_of(row.front),
        city=territory.text("city"),
        department=territory.said("department"),
        region=territory.text("region"),
        named=tuple(_named(front)),
        origin=row.origin,
        adopted=adopted if all(adopted) else None,
        lang=row.lang,
    )


def _named(front: Front) -> Iterable[tuple[str, str]]:
    for key in NAMING:
        yield from ((key, reference) for reference in front.words(key))
    for trial in front.items("trials"):
        if place := trial.text("place"):
            yield "trials", place
    first = front.group("translation_of")
    if page_id := first.text("id"):
        yield TRANSLATION, f"{first.text('instance')}/{page_id}"
