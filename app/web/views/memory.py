"""The screens about what leads to a page, who wrote it, and what is done with all of it."""

from dataclasses import dataclass
from datetime import datetime

from app.theme.parts import Licence, Link
from app.web.views.pages import NO_HTML, Markup, PageHead
from app.web.views.rooms import WithErrors
from app.web.views.versions import ChangedBlock


@dataclass(frozen=True, slots=True)
class Backlink:
    """A page that leads to another. `where` says in what (the text, a point of the card); `old`:
    by a name that is no longer the page's. `path` is `kind/slug`; `why` tells why it was left."""

    link: Link
    where: str = ""
    old: bool = False
    path: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What leads to a page (`ours`, then `friends`, page by page), and what it leads to that
    nobody has written (`wanted`). `relink_url` where links use an old name."""

    head: PageHead
    ours: tuple[Backlink, ...] = ()
    friends: tuple[Backlink, ...] = ()
    wanted: tuple[Link, ...] = ()
    next_url: str = ""
    relink_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relink:
    """Pages that use an old name, to be brought up to date by those chosen. After a round: what
    was `changed`, what was `skipped` and why; `in_code` links were left in code."""

    head: PageHead
    action: str
    back_url: str
    names: tuple[str, ...] = ()
    pages: tuple[Backlink, ...] = ()
    more: bool = False
    changed: tuple[Link, ...] = ()
    skipped: tuple[Backlink, ...] = ()
    in_code: int = 0
    asked: bool = False


@dataclass(frozen=True, slots=True)
class OriginOf:
    """A passage or a point of the card with the version that last wrote it. `author` is empty where
    that version is not public; `before` where the walk back ended. `html` is the passage as it is
    read, empty where only its text is shown."""

    label: str
    text: str
    author: str = ""
    at: datetime | None = None
    note: str = ""
    url: str = ""
    before: datetime | None = None
    html: Markup = NO_HTML


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """Who wrote what: points of the card, passages of the text, and how many each wrote."""

    head: PageHead
    fields: tuple[OriginOf, ...]
    passages: tuple[OriginOf, ...]
    authors: tuple[tuple[str, int], ...] = ()
    light_url: str = ""
    light_left_out: bool = False


@dataclass(frozen=True, slots=True)
class DeletedPage:
    """A page that is away. `taken` is the page that stands at its address now; `into` the one that
    it was united with. `slug` is an address that is free for it."""

    title: str
    kind: str
    by: str
    at: datetime
    note: str
    history_url: str
    restore_url: str
    revision: str
    taken: Link | None = None
    into: Link | None = None
    slug: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedPages:
    pages: tuple[DeletedPage, ...]
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class UniteOption:
    """One way to settle a point; `text` is what the page would say (`` : nothing), `source` a
    sentence about where that came from."""

    value: str
    title: str
    text: str
    source: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class UnitePoint:
    """What two pages say differently of one thing. `why` tells why both cannot stand."""

    name: str
    label: str
    options: tuple[UniteOption, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class UniteSide:
    """One of the two pages, with what helps to choose which one stays."""

    link: Link
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unite(WithErrors):
    """Choosing the page to unite with, then what stays: `asked` is where the two contradict each
    other, `points` what unites by itself unless chosen otherwise, `blocks` passages that one alone
    has. `reasons` tell why the two are thought to be one. `hidden` is what the form carries on."""

    head: PageHead
    action: str
    errors: tuple[tuple[str, str], ...] = ()
    typed: str = ""
    near: tuple[Link, ...] = ()
    sides: tuple[UniteSide, ...] = ()
    reasons: tuple[str, ...] = ()
    swap_url: str = ""
    asked: tuple[UnitePoint, ...] = ()
    points: tuple[UnitePoint, ...] = ()
    blocks: tuple[ChangedBlock, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AskedAuthor:
    """`state`: agreed, waiting. `here`: has an account, and answers in person. `evidence` is what a
    steward wrote down of an agreement given elsewhere."""

    who: str
    name: str
    state: str
    here: bool = False
    on: str = ""
    evidence: str = ""
    recorded_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person is asked to agree to, each with the change in its note."""

    title: str
    pages: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceChange(WithErrors):
    """A change of licence that authors are asked to agree to. `state`: none, open, refused,
    applied, withdrawn. `may_*` is what this reader can do now."""

    head: PageHead
    action: str
    state: str
    errors: tuple[tuple[str, str], ...] = ()
    source: Licence | None = None
    target: Licence | None = None
    targets: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    asked_by: str = ""
    asked_on: str = ""
    authors: tuple[AskedAuthor, ...] = ()
    refused_by: str = ""
    refusal: str = ""
    may_ask: bool = False
    may_answer: bool = False
    may_record: bool = False
    may_apply: bool = False
    typed_reason: str = ""
