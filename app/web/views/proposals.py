"""The screens about what is offered between networks: proposing, reviewing, taking up, drifting."""

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from app.theme.parts import Licence, Link
from app.web.views.bringing import RemarkLine
from app.web.views.rooms import WithErrors
from app.web.views.versions import ChangedBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """A proposal in a list. `network` is the other side; `tone` and `symbol` go with `state`.

    `local`: it was written on this very site. `new`: the page is still to be made.
    """

    title: str
    url: str
    kind: str
    note: str
    network: str
    author: str
    state: str
    tone: str
    symbol: str
    at: datetime
    reason: str = ""
    waits: bool = False
    queued: bool = False
    ended: bool = False
    local: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """Proposals in and out. `incoming` is None for who may not review; `own` are those that the
    reader made on this very site, `remarks` what was said about pages, for reviewers."""

    outgoing: tuple[ProposalLine, ...]
    incoming: tuple[ProposalLine, ...] | None = None
    everyone: bool = False
    states: tuple[Link, ...] = ()
    networks: tuple[Link, ...] = ()
    filtered: bool = False
    clear_url: str = ""
    own: tuple[ProposalLine, ...] = ()
    remarks: tuple[RemarkLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalScreen(WithErrors):
    """One proposal, and what can be done about it by this reader.

    `fields` and `blocks` are what it changes. `page_url` is the page, here or our copy of it.
    `address` is its writer's, for a steward who must block them. `record` tells what became of the
    network's earlier proposals. `may_*` say which buttons are shown. `now` is what accepting would
    change in our page, where it moved on since. `crossing` is how many passages cross. `others`
    are proposals that wait for the same page; `preview` is the safe HTML of what it would say;
    `steps` is how often its writer put it.
    """

    line: ProposalLine
    incoming: bool
    page_url: str
    action: str
    licence: Licence
    fields: tuple[ChangedBlock, ...]
    blocks: tuple[ChangedBlock, ...]
    made_at: datetime
    changed_at: datetime
    decided_by: str = ""
    address: str = ""
    record: tuple[int, int] | None = None
    network_url: str = ""
    base_known: bool = True
    gone: bool = False
    moved_on: bool = False
    now_fields: tuple[ChangedBlock, ...] = ()
    now_blocks: tuple[ChangedBlock, ...] = ()
    crossing: int = 0
    licence_ok: bool = True
    problems: tuple[str, ...] = ()
    seen: str = ""
    may_accept: bool = False
    may_decide: bool = False
    may_withdraw: bool = False
    adapt_url: str = ""
    again_url: str = ""
    told: bool = True
    errors: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    note: str = ""
    decided_already: bool = False
    others: tuple[Link, ...] = ()
    preview: Markup | None = None
    steps: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What becomes of a text proposed here, for its writer. `link` is the private address of this
    screen, for who has no account; `steps` is how often it was put. `thanks` counts those given
    for the version that it became, `thanked_by` names the first ones."""

    line: ProposalLine
    action: str
    licence: Licence
    fields: tuple[ChangedBlock, ...]
    blocks: tuple[ChangedBlock, ...]
    made_at: datetime
    changed_at: datetime
    new: bool = False
    steps: int = 1
    decided_by: str = ""
    page_url: str = ""
    link: str = ""
    correct_url: str = ""
    may_withdraw: bool = False
    gone: bool = False
    thanks: int = 0
    thanked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopt(WithErrors):
    """Propose to a friend, or take its page up: the choice in plain words."""

    title: str
    kind: str
    network: str
    network_url: str
    page_url: str
    propose_url: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    prefix: str
    slug: str
    licence: Licence
    authors: tuple[str, ...]
    ours: tuple[Link, ...] = ()
    waiting: tuple[Link, ...] = ()
    may_adopt: bool = True
    refused: str = ""
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftScreen(WithErrors):
    """How far our page and the one it began from have come apart. `said` are sentences.

    `base` and `seen` are the versions that were looked at, ours and theirs.
    """

    title: str
    kind: str
    page_url: str
    network: str
    original_url: str
    said: tuple[str, ...]
    action: str
    hidden: tuple[tuple[str, str], ...]
    base: str
    seen: str
    fields: tuple[ChangedBlock, ...] = ()
    blocks: tuple[ChangedBlock, ...] = ()
    shows_changes: bool = False
    may_take: bool = False
    may_offer: bool = False
    writes: bool = False
    waiting: tuple[Link, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(WithErrors):
    """Sharing a page no longer. `state`: shared, closed, retracted, or never (it is not open)."""

    title: str
    kind: str
    page_url: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    state: str
    on: date | None = None
    why: str = ""
    friends: int = 0
    errors: tuple[tuple[str, str], ...] = ()
    reason: str = ""
