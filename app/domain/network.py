"""Networks that are friends: who they are, what of theirs is shown here, how a visit went."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from app.domain.errors import InvalidInstance, InvalidQuery
from app.domain.facets import facet_values
from app.domain.page import Page
from app.domain.page_path import PagePath, RevisionId
from app.domain.phrase import Phrase
from app.domain.selection import Selection

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[1-9][0-9]{0,4})?")


@dataclass(frozen=True, slots=True, order=True)
class InstanceId:
    """One wiki of one network: its host, with the port unless it is 443.

    Raises InvalidInstance on anything else, so that no id can be a path, an option or an address
    with a user in it.
    """

    value: str

    def __post_init__(self) -> None:
        port = self.value.partition(":")[2]
        lawful = _HOST.fullmatch(self.value) and ".." not in self.value
        if not lawful or (port and int(port) > 65535) or port == "443":
            raise InvalidInstance(instance=self.value[:80])

    @property
    def folder(self) -> str:
        """A name that any file system takes, different for every id."""
        return self.value.replace(":", "_")

    def __str__(self) -> str:
        return self.value


# What a slice may choose by; the names are those of selections.
SLICE_FACETS = ("kind", "region", "theme", "licence", "lang")


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a friend's pages that is shown here. Empty: all of it.

    Everything is fetched and verified; only the slice is indexed and shown. `media_bytes` bounds
    the pictures kept of that friend (None: no bound of its own).
    """

    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    media_bytes: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Slice":
        """From `kind=method region=occitanie`. Raises InvalidQuery on any other criterion: what
        cannot be judged from a page alone (words, distance) chooses nothing here."""
        chosen = Selection.parse(text)
        where = dict(chosen.where)
        others = str(chosen.but(where={})).partition("=")[0]
        if unknown := sorted({*where, *filter(None, [others])} - set(SLICE_FACETS)):
            raise InvalidQuery(
                reason=Phrase(
                    "on choisit par {facets}, pas par « {facet} ».",
                    facets=", ".join(SLICE_FACETS),
                    facet=unknown[0],
                )
            )
        return cls({name: tuple(sorted(set(where[name]))) for name in sorted(where)})

    def takes(self, page: Page) -> bool:
        """True where the page has, for every criterion, one of its values."""
        facets = facet_values(page) if self.where else {}
        return all(set(values) & set(facets.get(name, ())) for name, values in self.where.items())

    def __str__(self) -> str:
        return " ".join(f'{name}="{v}"' for name, values in self.where.items() for v in values)

    def __hash__(self) -> int:
        return hash((str(self), self.media_bytes))


@dataclass(frozen=True, slots=True)
class Mirror:
    """What we hold of a friend: its open pages as they stood at `tip`, read only.

    `quarantined` are files of the tip that are not shown (see `Quarantined`). `epoch` and `seq` are
    those of the signed head that promised the tip. `judged` stands for what `quarantined` was made
    by (our rules, the friend's withdrawals): a page may come back although it did not change.
    """

    origin: InstanceId
    name: str
    region: str
    base_url: str
    epoch: int
    seq: int
    tip: RevisionId
    slice: Slice
    received_at: datetime
    quarantined: frozenset[str] = frozenset()
    judged: str = ""

    @property
    def form(self) -> str:
        """Changes whenever what was derived from this mirror has to be derived anew."""
        return sha256(f"{self.epoch}\n{self.slice}\n{self.judged}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file of a friend that is not shown with the others, and why.

    `readable`: it holds text that may be read as it is (never adopted).
    """

    file: str
    path: PagePath | None
    reason: str
    readable: bool


class PeerState(StrEnum):
    active = "active"
    blocked = "blocked"


@dataclass(frozen=True, slots=True)
class Identity:
    """What an instance says of itself. `fingerprint` is read out to a friend: groups of four."""

    id: InstanceId
    name: str
    region: str
    base_url: str
    keyid: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A stranger's instance, asked who it is; nothing of it is kept yet."""

    identity: Identity
    licences: tuple[str, ...]
    software: str
    already: bool


@dataclass(frozen=True, slots=True)
class Peer:
    """A friend: an instance whose key a steward compared and pinned."""

    identity: Identity
    state: PeerState
    slice: Slice
    enrolled_at: datetime
    enrolled_by: str
    blocked_people: tuple[str, ...] = ()

    @property
    def id(self) -> InstanceId:
        return self.identity.id


class PullOutcome(StrEnum):
    """`planned` is a dry run; `failed` may go better next time, `refused` needs a person."""

    unchanged = "unchanged"
    updated = "updated"
    planned = "planned"
    refused = "refused"
    failed = "failed"


@dataclass(frozen=True, slots=True)
class PullReport:
    """One visit to a friend. Counts are of pages; `removed` left its open pages.

    `reason` is a sentence for a person where it was refused or failed, else ``. `alarm`: the
    friend's history is not what it was (a fork, an older copy): a steward must look.
    """

    peer: InstanceId
    outcome: PullOutcome
    started_at: datetime
    took_s: float
    received: int = 0
    removed: int = 0
    versions: int = 0
    size_bytes: int = 0
    reason: str = ""
    alarm: bool = False
    new_epoch: bool = False
    quarantined: tuple[Quarantined, ...] = ()
    by: str = ""
    # Titles of some of the pages that came, for a reader: (kind/slug, title).
    pages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PeerStatus:
    """A friend and how it goes with them. `pages` are those shown here; `lag_s` is the age of the
    last success (None: never). `next_at` is when the next visit is due (None: blocked)."""

    peer: Peer
    pages: int
    last: PullReport | None
    last_success_at: datetime | None
    lag_s: float | None
    next_at: datetime | None
    failures: int = 0
    quarantined: tuple[Quarantined, ...] = ()
    incoming_open: int = 0
    outgoing_open: int = 0
    accepted: int = 0
    declined: int = 0


@dataclass(frozen=True, slots=True)
class Carried:
    """What a USB kit holds, or what reading one changed or (dry run) would change.

    `reports` are one for each instance on it; `proposals` and `outcomes` are counts of those that
    were new here. `notes` are sentences for a person.
    """

    folder: str
    dry_run: bool
    instances: tuple[InstanceId, ...] = ()
    reports: tuple[PullReport, ...] = ()
    proposals: int = 0
    outcomes: int = 0
    size_bytes: int = 0
    notes: tuple[str, ...] = ()
