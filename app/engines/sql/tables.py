"""The tables of the projection. Times are microseconds since 1970 (UTC), so that they sort."""

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

# Goes up with any change to these tables or to what is put in them: the projection is then
# forgotten when it is opened, and read again from the log.
SCHEMA = "12"


_FRIENDS = text("visible = 2")


class Projected(SQLModel, registry=registry()):
    """Apart from the records' tables, which are never dropped."""


class PageRecord(Projected, table=True):
    """One address of ours (`origin` is ``) or of a friend's. `n` stays its page's while it exists.

    `thread` ties the versions of a page together through its moves: the page's id, or `kind/slug`
    where the file has none; a friend's begins with its origin (see `origins.thread_of`). `visible`
    is 1 for ours that are live and no drafts, 2 for a friend's that are shown. `derived` names the
    friend's page that ours began from. `x`, `y`, `z` are its point on a sphere of radius 1: squares
    of straight lines put pages in order of distance. `changed` grows with every batch that wrote
    rows. Text stands last: rows are scanned without it.
    """

    __tablename__ = "pages"
    __table_args__: ClassVar[Any] = (
        Index("pages_address", "kind", "slug", "origin", unique=True),
        Index("pages_id", "id", "origin"),
        Index("pages_title", "title_fold", "origin"),
        Index("pages_target", "target_id", "origin"),
        Index("pages_by_title", "visible", "kind", "title_fold", "n"),
        Index("pages_all_by_title", "visible", "title_fold", "n"),
        Index("pages_all_by_date", "visible", "updated_at", "n"),
        Index(
            "pages_of_friend_by_title",
            "visible",
            "origin",
            "title_fold",
            "n",
            sqlite_where=_FRIENDS,
        ),
        Index(
            "pages_of_friend_by_date", "visible", "origin", "updated_at", "n", sqlite_where=_FRIENDS
        ),
        Index("pages_derived", "derived", sqlite_where=text("derived <> ''")),
        Index("pages_placed", "visible", "z", "x", "y", sqlite_where=text("z IS NOT NULL")),
    )

    n: int = Field(primary_key=True)
    origin: str
    kind: str
    slug: str
    state: str
    visible: int
    open: bool
    id: str
    thread: str = Field(index=True)
    target_id: str
    revision: str
    blob: str = Field(index=True)
    title: str
    title_fold: str
    derived: str
    lang: str
    status: str
    licence: str
    opened: str
    turnover_eur: float | None
    x: float | None
    y: float | None
    z: float | None
    updated_at: int = Field(sa_type=BigInteger)
    updated_by: str
    created_at: int = Field(sa_type=BigInteger)
    versions: int
    changed: int = Field(index=True)
    summary: str
    front: str
    text: str


class RevisionRecord(Projected, table=True):
    """One version of one page of ours; `id` grows along the log, `n` is its commit's position."""

    __tablename__ = "revisions"
    __table_args__: ClassVar[Any] = (
        Index("revisions_at", "kind", "slug", "id"),
        Index("revisions_by_author", "author_address"),
        Index("revisions_not_minor", "id", sqlite_where=text("minor = 0")),
    )

    id: int = Field(primary_key=True)
    n: int = Field(index=True)
    kind: str
    slug: str
    thread: str = Field(index=True)
    revision: str
    blob: str | None
    author: str
    author_address: str
    at: int = Field(sa_type=BigInteger)
    note: str
    minor: bool
    size_bytes: int
    title: str
    status: str
    licence: str
    event: str


class FriendRevisionRecord(Projected, table=True):
    """One version of a friend's page. Apart, so that histories and changes of ours stay ours."""

    __tablename__ = "friend_revisions"

    id: int = Field(primary_key=True)
    origin: str
    kind: str
    slug: str
    thread: str = Field(index=True)
    revision: str
    blob: str | None
    author: str
    author_address: str
    at: int = Field(sa_type=BigInteger)
    note: str
    minor: bool
    size_bytes: int
    title: str
    status: str
    licence: str
    event: str


class CreditRecord(Projected, table=True):
    """Who has a part in a page without being the author of a version of it here: see `credits`."""

    __tablename__ = "credits"

    thread: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    author: str


class MirrorRecord(Projected, table=True):
    """How far each friend's log was read: the form of its mirror, and the last commit taken in."""

    __tablename__ = "mirrors"

    origin: str = Field(primary_key=True)
    form: str
    tip: str


class CommitRecord(Projected, table=True):
    """Every commit of main, pages or not, at its position in the log."""

    __tablename__ = "commits"

    n: int = Field(primary_key=True)
    revision: str = Field(unique=True)


class SharedRecord(Projected, table=True):
    """A page of ours that is shared (`open`) or was, and since when it stands so (`at`, which grows
    along the log: see `sharing.stamps_of`). `thread` is that of its row."""

    __tablename__ = "shared"
    __table_args__: ClassVar[Any] = (
        Index("shared_by_date", "at", "thread"),
        Index("shared_of_kind_by_date", "kind", "at", "thread"),
        {"sqlite_with_rowid": False},
    )

    thread: str = Field(primary_key=True)
    kind: str
    at: int = Field(sa_type=BigInteger)
    open: bool


class FacetRecord(Projected, table=True):
    """`visible` is 2 for a friend's page, 1 for any of ours: neither walks through the other's."""

    __tablename__ = "facets"
    __table_args__: ClassVar[Any] = (
        Index("facets_of_page", "page"),
        {"sqlite_with_rowid": False},
    )

    visible: int = Field(primary_key=True)
    name: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    page: int = Field(primary_key=True)


class DateRecord(Projected, table=True):
    """A date that the card of a page tells: `day` is 2016, 2016-05 or 2016-05-12; `what` is
    `opened`, `event` or `trial`, in the page's own `words`."""

    __tablename__ = "dates"
    __table_args__: ClassVar[Any] = (
        Index("dates_of_page", "page"),
        {"sqlite_with_rowid": False},
    )

    visible: int = Field(primary_key=True)
    day: str = Field(primary_key=True)
    page: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    what: str
    words: str


class LinkRecord(Projected, table=True):
    """One link of a live page of ours, or one of a friend's that names a network. What it leads to
    is found when it is read. `field` is the key of the card that it stands in, `` in the text."""

    __tablename__ = "links"
    __table_args__: ClassVar[Any] = (
        Index("links_to_address", "kind", "slug"),
        {"sqlite_with_rowid": False},
    )

    page: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    title: str = Field(index=True)
    kind: str
    slug: str
    host: str
    field: str


class MediumRecord(Projected, table=True):
    """One medium of ours, as its sidecar tells it; `author` is whose commit brought it in."""

    __tablename__ = "media"
    __table_args__: ClassVar[Any] = (Index("media_by_date", "added_at", "name"),)

    name: str = Field(primary_key=True)
    sha256: str = Field(index=True)
    kind: str
    title: str
    alt: str
    licence: str
    authors: str
    source: str
    decorative: bool
    folded: str
    width: int
    height: int
    size_bytes: int
    added_at: int = Field(sa_type=BigInteger)
    author: str
    author_address: str


class MediumUseRecord(Projected, table=True):
    """A live page of ours names a medium, be it there or not; `bare`: without words for it."""

    __tablename__ = "media_uses"
    __table_args__: ClassVar[Any] = (
        Index("media_uses_of_page", "page"),
        {"sqlite_with_rowid": False},
    )

    medium: str = Field(primary_key=True)
    page: int = Field(primary_key=True)
    bare: bool


class CareRecord(Projected, table=True):
    """What tells whether a shown page needs someone, and whether another is like it: narrow, so
    that lists walk over it at little cost. `visible` as in facets.

    Dates are ISO, `` where there is none: `figures_on` is that of the latest dated figure. `sketch`
    holds marks of the text as hexadecimal numbers (see `app.domain.likeness`). `translates` is the
    thread of the page that it translates, `follows` the content of it that it keeps up with.
    """

    __tablename__ = "care"
    __table_args__: ClassVar[Any] = (
        Index("care_translates", "translates", sqlite_where=text("translates <> ''")),
    )

    page: int = Field(primary_key=True)
    visible: int
    verified_on: str
    figures_on: str
    city: str
    lat: float | None
    lon: float | None
    siret: str
    osm_id: str
    host: str
    derived: str
    sketch: str
    translates: str
    follows: str


class OutwardRecord(Projected, table=True):
    """An address of the web that a shown page of ours names, in its text or card."""

    __tablename__ = "outward"
    __table_args__: ClassVar[Any] = (
        Index("outward_by_url", "url"),
        {"sqlite_with_rowid": False},
    )

    page: int = Field(primary_key=True)
    url: str = Field(primary_key=True)


class ListingRecord(Projected, table=True):
    """A live list of a shown page of ours: what it selects, and how many it shows."""

    __tablename__ = "listings"

    page: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    selects: str
    size: int


class HtmlRecord(Projected, table=True):
    """What the renderer of that version made of a blob."""

    __tablename__ = "html"

    blob: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    html: str
    outline: str


class MetaRecord(Projected, table=True):
    """`schema`, `bookmark` (absent: nothing read yet), `policy` (the licences' file),
    `retractions` (that of pages taken back), `erased`, `stamp` (see `sharing`), `epoch`.

    `epoch` is drawn anew when rows went away, or changed without a later `changed`.
    """

    __tablename__ = "meta"

    key: str = Field(primary_key=True)
    value: str


def table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]
