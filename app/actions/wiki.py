"""The engines that an instance was built with, handed to every action."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from app.domain.care import CareRules
from app.domain.drawn import NothingDrawn
from app.domain.keeping import NoFiles
from app.domain.kinds import KINDS, PageKind
from app.domain.licence import LICENCES_FILE, read_policy
from app.domain.mail import NoOutbox
from app.domain.page_path import BlobId
from app.domain.parking import InMemory
from app.domain.rules import Rules
from app.domain.site import Site
from app.domain.towns import NoTowns
from app.domain.vocabulary import THEMES_FILE, read_themes
from app.ports import (
    Accounts,
    CareRecords,
    Clock,
    Councils,
    Discussions,
    DrawnPages,
    Files,
    Gazetteer,
    Images,
    Likeness,
    LinkProbe,
    Lock,
    MirrorProjection,
    Mirrors,
    OneUseTokens,
    Outbox,
    PageIndex,
    PageStore,
    Parking,
    People,
    Personal,
    Projection,
    Proposals,
    Questions,
    Remarks,
    Renderer,
    SavedSearches,
    Search,
    SearchChoice,
    Thanks,
    Watching,
)


@dataclass(frozen=True, slots=True)
class Wiki:
    """`projections` in the order in which they catch up: what readers need first, first.

    `mirror_projections` are those that also hold friends' pages. `engines` is where the search
    engine is chosen; None where there is no choice. `probe` tries addresses of the web, where
    `care` lets it. `personal` is by its title in a person's own data.
    """

    site: Site
    store: PageStore
    index: PageIndex
    search: Search
    projections: tuple[Projection, ...]
    renderer: Renderer
    people: People
    images: Images
    clock: Clock
    lock: Lock
    mirrors: Mirrors
    proposals: Proposals
    thanks: Thanks
    remarks: Remarks
    tokens: OneUseTokens
    discussions: Discussions
    watching: Watching
    accounts: Accounts
    councils: Councils
    questions: Questions
    searches: SavedSearches
    likeness: Likeness
    records: CareRecords
    probe: LinkProbe | None = None
    care: CareRules = field(default_factory=CareRules)
    mirror_projections: tuple[MirrorProjection, ...] = ()
    engines: SearchChoice | None = None
    files: Files = field(default_factory=NoFiles)
    gazetteer: Gazetteer = field(default_factory=NoTowns)
    outbox: Outbox = field(default_factory=NoOutbox)
    personal: Mapping[str, Personal] = field(default_factory=dict)
    parking: Parking = field(default_factory=InMemory)
    drawn: DrawnPages = field(default_factory=NothingDrawn)
    kinds: dict[str, PageKind] = field(default_factory=lambda: dict(KINDS))

    def rules(self) -> Rules:
        """The lists to judge a save by, as they stand at the head of the log."""
        themes = self.store.blob_of(THEMES_FILE)
        licences = self.store.blob_of(LICENCES_FILE)
        return _rules(_Lists(self), themes, licences)


class _Lists:
    """The store and kinds of a wiki, equal for the cache whenever they are the same objects."""

    def __init__(self, wiki: Wiki) -> None:
        self.store, self.kinds = wiki.store, wiki.kinds

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Lists) and other.store is self.store

    def __hash__(self) -> int:
        return id(self.store)


@lru_cache(maxsize=16)
def _rules(lists: _Lists, themes: BlobId | None, licences: BlobId | None) -> Rules:
    store = lists.store
    return Rules(
        kinds=lists.kinds,
        licences=read_policy(store.read_blob(licences) if licences else None),
        themes=read_themes(store.read_blob(themes) if themes else None),
    )
