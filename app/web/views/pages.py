"""The screens where a page is read: one for each kind, all with the same head."""

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from app.theme.maps import MapDrawing
from app.theme.parts import Chain, Fact, Item, Licence, Link, Origin, Pager, TocEntry
from app.theme.stamp import qr_path

NO_HTML = Markup("")


@dataclass(frozen=True, slots=True)
class OldVersion:
    """The reader looks at an earlier version: when and by whom, and where to go from it."""

    at: datetime
    by: str
    compare_url: str
    restore_revision: str = ""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A page of ours that began as a friend's. `original` leads to our copy of it, else to theirs.

    `newer`: versions of the original since then; None where they are not known here. `gone`: the
    original is no longer published. `url` leads to the two side by side.
    """

    original: Link
    network: str
    network_url: str = ""
    newer: int | None = None
    ours: int = 0
    same: bool = False
    gone: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """What every page says about itself.

    `url` is the page's path (`/lieux/cafe-plum`); its tools are found under it (`/edit`,
    `/history`, `/discussion`, `/raw`, `.json`). `printed_url` is the address to print, without its
    scheme. `body` is safe HTML; `toc` its headings of level 2 and 3.
    `protected` says to those who write why only some save it.
    `right`: what a click on "Modifier" gives this reader: edit, propose, or none (then hidden).
    `trail` are the links before the page itself (directory, region).
    `status`: draft, published, archived. `stale`: verified too long ago, or never.
    `origin` is the friend that a mirrored page comes from; `adopted` where ours began at one.
    `stale_links`: pages that use an old name of this one. `licence_asked`: its authors are asked
    to agree to another licence.
    `said_by` are the sources that marks of facts count, from 1.
    `council` is the group that has rights over the page, with how many are in it.
    `translations` are the same page in other languages, each named in its own.
    `qr_path` is the `d` of a QR code of `qr_size` modules, that leads to `stamp_url`: it is drawn
    where it is asked for, since it takes longer than the rest of the page.
    """

    kind: str
    title: str
    slug: str
    url: str
    licence: Licence
    body: Markup
    updated_at: datetime
    revision: str = ""
    summary: str = ""
    lang: str = "fr"
    status: str = "published"
    authors: tuple[str, ...] = ()
    versions: int = 0
    verified_on: date | None = None
    verified_by: str = ""
    next_check_on: date | None = None
    stale: bool = False
    themes: tuple[Link, ...] = ()
    tags: tuple[Link, ...] = ()
    questions: tuple[str, ...] = ()
    toc: tuple[TocEntry, ...] = ()
    facts: tuple[Fact, ...] = ()
    said_by: tuple[str, ...] = ()
    trail: tuple[Link, ...] = ()
    backlinks: tuple[Link, ...] = ()
    translations: tuple[Link, ...] = ()
    translated_from: "TranslatedFrom | None" = None
    may_translate: bool = False
    redirected_from: str = ""
    origin: Origin | None = None
    adopted: Adopted | None = None
    source: Link | None = None
    adapted_from: Link | None = None
    old: OldVersion | None = None
    right: str = "edit"
    may_verify: bool = False
    stale_links: int = 0
    licence_asked: bool = False
    proposals: int = 0
    remarks: int = 0
    protected: str = ""
    comments: int = 0
    followed: bool = False
    council: Link | None = None
    may_make_council: bool = False
    printed_url: str = ""
    stamp_url: str = ""

    @property
    def qr_path(self) -> str:
        return qr_path(self.stamp_url)[0] if self.stamp_url else ""

    @property
    def qr_size(self) -> int:
        return qr_path(self.stamp_url)[1] if self.stamp_url else 0


@dataclass(frozen=True, slots=True)
class TranslatedFrom:
    """The page that this one translates. `language` is the name of its language; `followed_at` is
    when the version that this one follows was written (None: it is not known); `behind` counts
    versions since. `url` shows what changed."""

    original: Link
    language: str
    url: str
    followed_at: datetime | None = None
    behind: int = 0


@dataclass(frozen=True, slots=True)
class Governance:
    """Who decides: a model in words, and bodies as (name, members, decides)."""

    model: str = ""
    bodies: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A dated figure of a place with its source, or a figure of a method's brief.

    `value` is written by `kind` as a Fact's. `icon` and `note` serve the brief, `when` and
    `source` the table.
    """

    label: str
    value: object
    kind: str = "text"
    when: str = ""
    source: str = ""
    icon: str = ""
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """How to visit and write to a place: no address of a person is ever published.

    `visit` is safe HTML or empty; `form_url` leads to the contact form, `` for none. The marks are
    those of facts.
    """

    website: str = ""
    form_url: str = ""
    opening_hours: str = ""
    access: tuple[Fact, ...] = ()
    hours_mark: int = 0
    website_mark: int = 0
    visit: Markup = NO_HTML


@dataclass(frozen=True, slots=True)
class Lessons:
    """The four boxes. Places fill the first two."""

    works: tuple[str, ...] = ()
    does_not: tuple[str, ...] = ()
    could: tuple[str, ...] = ()
    will_not: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.works or self.does_not or self.could or self.will_not)

    @property
    def four(self) -> bool:
        return bool(self.could or self.will_not)


NO_LESSONS = Lessons()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage:
    """A place. `map` shows it among its neighbours; `neighbours` say the same as a list."""

    head: PageHead
    map: MapDrawing | None = None
    neighbours: tuple[Link, ...] = ()
    models: tuple[Chain, ...] = ()
    figures: tuple[Figure, ...] = ()
    governance: Governance | None = None
    lessons: Lessons = NO_LESSONS
    methods: tuple[Link, ...] = ()
    units: tuple[Link, ...] = ()
    networks: tuple[Link, ...] = ()
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a method: `html` is its text and pictures, safe."""

    title: str
    html: Markup
    duration_min: int | None = None


@dataclass(frozen=True, slots=True)
class Difficulty:
    problem: str
    answer: str


@dataclass(frozen=True, slots=True)
class Trial:
    """ "We tried it here." `where` has an empty url for a place that has no page."""

    where: Link
    when: str
    result: str
    adapted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodPage:
    """A method. `brief` are the figures under the title (duration, group, cost, difficulty ...).

    `difficulty` from 1 to 5 is drawn as pips. `stub`: only its name is known yet.
    """

    head: PageHead
    brief: tuple[Figure, ...] = ()
    difficulty: int | None = None
    materials: tuple[Fact, ...] = ()
    steps: tuple[Step, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    lessons: Lessons = NO_LESSONS
    trials: tuple[Trial, ...] = ()
    resources: tuple[Link, ...] = ()
    variants: tuple[Link, ...] = ()
    units: tuple[Link, ...] = ()
    places: tuple[Link, ...] = ()
    stub: bool = False


@dataclass(frozen=True, slots=True)
class MiniCoolStep:
    """`medium`: text, image, audio, video-link, file, exercise, peer, visit. `html` is safe."""

    title: str
    html: Markup
    medium: str = "text"
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`type`: self, peer, evidence, discussion. `html` is safe and may hold quizzes."""

    type: str
    html: Markup


@dataclass(frozen=True, slots=True)
class BodyQuiz:
    """A quiz of the text, by its anchor, so that the screen can lead to it."""

    anchor: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniCoolPage:
    """A learning unit. Progress is kept on the device alone, under the page's address.

    `recognition` is what may be said of who did it; `show` are the facts of what to show to peers.
    `after` is what the text says after the quizzes that stand in the evaluation (safe HTML), and
    `after_toc` its headings.
    """

    head: PageHead
    objective: str
    audience: str = ""
    duration_min: int | None = None
    skills: tuple[str, ...] = ()
    prerequisites: tuple[Link, ...] = ()
    steps: tuple[MiniCoolStep, ...] = ()
    evaluation: tuple[Evaluation, ...] = ()
    quizzes: tuple[BodyQuiz, ...] = ()
    show: tuple[Fact, ...] = ()
    recognition: str = ""
    next_units: tuple[Link, ...] = ()
    methods: tuple[Link, ...] = ()
    places: tuple[Link, ...] = ()
    after: Markup = NO_HTML
    after_toc: tuple[TocEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """A network, cooperative, authority ... `members` are pages that name it."""

    head: PageHead
    parent: Link | None = None
    children: tuple[Link, ...] = ()
    members: tuple[Item, ...] = ()
    members_total: int = 0
    members_url: str = ""


@dataclass(frozen=True, slots=True)
class PortalSection:
    """A live list. `view`: cards, list, table or map. `url` shows the whole selection."""

    title: str
    anchor: str
    items: tuple[Item, ...]
    total: int
    url: str
    view: str = "cards"
    columns: tuple[str, ...] = ()
    map: MapDrawing | None = None
    pager: Pager | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalPage:
    head: PageHead
    sections: tuple[PortalSection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPage:
    head: PageHead
