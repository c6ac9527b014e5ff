"""How far a page of ours and the one it began from have come apart, and how to take theirs in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.actions.adopt import (
    Theirs,
    known_themes,
    media_from,
    mirror_of,
    names_of,
    origin_trailers,
    require_flow,
    require_open,
)
from app.actions.catch_up import catch_up
from app.actions.read_page import read_page
from app.actions.rights import require, signature_of
from app.actions.save_page import ATTEMPTS, Saved
from app.actions.three_way import Sides
from app.actions.wiki import Wiki
from app.actions.writing import require_change
from app.domain import front_matter
from app.domain.derived import (
    Derived,
    as_ours,
    credit,
    derived_from,
    same_words,
    with_our_themes,
)
from app.domain.errors import (
    EngineFailed,
    InvalidPage,
    PageNotFound,
    PeerNotFound,
    Refused,
    Stale,
)
from app.domain.page import Page, Redirect, parse_file, parse_page
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.people import Person, Reader, Role
from app.domain.phrase import Phrase
from app.domain.revision import Change
from app.domain.rows import PageRow, PageState

_COUNTED = 200  # versions of ours that are looked at; there are never so many by hand


class Origin(StrEnum):
    """What became of the page that ours began from."""

    shared = "shared"
    gone = "gone"
    unknown_friend = "unknown_friend"


@dataclass(frozen=True, slots=True)
class Drift:
    """`newer`: versions of the original since the one ours began from (None: it is not known
    here). `ours`: our own since then. `same`: the two say the same. `name` is the friend's."""

    derived: Derived
    name: str
    origin: Origin
    original: PageRow | None
    newer: int | None
    ours: int
    same: bool

    @property
    def may_take(self) -> bool:
        return self.origin is Origin.shared and bool(self.newer)

    @property
    def may_offer(self) -> bool:
        return self.origin is Origin.shared and self.newer == 0 and not self.same


def drift_of(wiki: Wiki, row: PageRow) -> Drift | None:
    """None for a page that began here, or whose claim cannot be understood."""
    derived = derived_from(row)
    if derived is None:
        return None
    try:
        mirror = mirror_of(wiki, str(derived.instance))
    except PeerNotFound:
        name, origin = str(derived.instance), Origin.unknown_friend
        return Drift(derived, name, origin, None, None, _ours_since(wiki, row, derived), False)
    original = _original(wiki, derived)
    newer = _newer(wiki, derived) if original else None
    return Drift(
        derived, mirror.name, Origin.shared if original else Origin.gone, original, newer,
        _ours_since(wiki, row, derived), _same(wiki, row, original),
    )  # fmt: skip


def _original(wiki: Wiki, derived: Derived) -> PageRow | None:
    found = wiki.index.page_by_id(derived.id, origin=str(derived.instance))
    return found if found is not None and found.state is PageState.live else None


def _newer(wiki: Wiki, derived: Derived) -> int | None:
    return wiki.index.versions_since(derived.id, derived.revision, origin=str(derived.instance))


def _same(wiki: Wiki, row: PageRow, original: PageRow | None) -> bool:
    if original is None:
        return False
    try:
        theirs = parse_page(row.path, with_our_themes(original.text, known_themes(wiki)))
        return same_words(parse_page(row.path, row.text), theirs)
    except InvalidPage:
        return False


def _ours_since(wiki: Wiki, row: PageRow, derived: Derived) -> int:
    """Our versions after the one that took the original's content in."""
    rows, _ = wiki.index.history(row.path, after=None, size=_COUNTED)
    revision = str(derived.revision).encode()
    count = 0
    for version in rows:
        if version.blob is not None and revision not in wiki.store.read_blob(version.blob):
            break
        count += 1
    return max(count - 1, 0)


def take_newer(
    wiki: Wiki,
    path: PagePath,
    *,
    base: RevisionId,
    settle: Mapping[str, str],
    by: Reader,
    seen: BlobId | None = None,
) -> Saved:
    """Our page with what the original changed since ours began from it.

    `base` is our version that the person had before them, `seen` the original's content: where
    either moved on, choices made for them (`settle`) settle nothing.

    Raises:
        Refused: there is no original, no common version, or a page that began here.
        AskFirst: this person only proposes.
        LicenceRefused: its words may not become part of ours.
        EditConflict: both changed the same thing; nothing was saved.
    """
    person = require(by, Role.contributor)
    require_change(wiki, by, read_page(wiki, path, reader=by))
    for _ in range(ATTEMPTS):
        try:
            saved = _take(wiki, path, base, settle, person, seen)
        except Stale:
            continue
        catch_up(wiki)
        return saved
    raise EngineFailed(doing="enregistrer : trop de personnes enregistrent cette page à la fois")


def _take(
    wiki: Wiki,
    path: PagePath,
    base: RevisionId,
    settle: Mapping[str, str],
    person: Person,
    seen: BlobId | None,
) -> Saved:
    blob, ours = _ours_now(wiki, path)
    derived, theirs = original_of(wiki, ours)
    if theirs.row.blob == derived.revision:
        return Saved(ours.id, base, created=False, merged=False, text=ours.text)
    require_open(wiki.rules().licences, theirs.row.licence, target=ours.licence)
    require_flow(wiki.rules().licences, theirs.page, ours)
    moved_on = wiki.store.blob_of(path.file, at=base) != blob or seen not in (None, theirs.row.blob)
    page = _sides(wiki, ours, derived, theirs).require(wiki.rules(), {} if moved_on else settle)
    names = names_of(wiki, theirs)
    text = _signed(page, Derived(derived.instance, derived.id, theirs.row.blob), theirs, names)
    revision = wiki.store.commit(
        Change(
            files={path.file: text.encode(), **media_from(wiki, theirs.origin, text)},
            expects={path.file: blob},
            author=signature_of(wiki, person),
            at=wiki.clock.now(),
            note=f"Reprendre les versions plus récentes de {theirs.mirror.name}",
            trailers=origin_trailers(theirs, names),
        )
    )
    return Saved(ours.id, revision, created=False, merged=True, text=text)


def _ours_now(wiki: Wiki, path: PagePath) -> tuple[BlobId, Page]:
    blob = wiki.store.blob_of(path.file)
    if blob is None:
        raise PageNotFound(path=path)
    found = parse_file(path, wiki.store.read_blob(blob))
    if isinstance(found, Redirect):
        raise PageNotFound(path=path)
    return blob, found


def original_of(wiki: Wiki, ours: Page) -> tuple[Derived, Theirs]:
    """What our page says it began from, and that page as it stands. Raises Refused."""
    derived = derived_from(ours)
    if derived is None:
        raise Refused(reason="cette page a commencé ici : elle n’a pas d’original ailleurs.")
    try:
        mirror = mirror_of(wiki, str(derived.instance))
    except PeerNotFound as error:
        raise Refused(
            reason=Phrase("« {name} » n’est plus un réseau ami.", name=derived.instance)
        ) from error
    row = _original(wiki, derived)
    if row is None:
        raise Refused(
            reason=Phrase("la page d’origine n’est plus partagée par {name}.", name=mirror.name)
        )
    return derived, Theirs(mirror, row)


def _sides(wiki: Wiki, ours: Page, derived: Derived, theirs: Theirs) -> Sides:
    """Base, ours and the original, all written as versions of our page."""
    if _newer(wiki, derived) is None:
        raise Refused(
            reason="la version dont part notre page n’est plus connue ici. "
            "Comparez les deux pages et reprenez à la main ce qui vous sert."
        )
    began = wiki.mirrors.store(theirs.origin).read_blob(derived.revision)
    base, now = (
        as_ours(with_our_themes(text, known_themes(wiki)), ours=ours, revision=revision)
        for text, revision in (
            (parse_page(ours.path, began).text, derived.revision),
            (theirs.page.text, theirs.row.blob),
        )
    )
    return Sides(ours.path, base, ours.text, now, str(theirs.row.revision))


def _signed(page: Page, derived: Derived, theirs: Theirs, names: list[str]) -> str:
    """The text that names what it was last taken from, and everyone who wrote it."""
    names = credit(page, [*theirs.page.words("authors"), *names])
    return front_matter.splice(page.text, {"derived_from": derived.key, "authors": names})
