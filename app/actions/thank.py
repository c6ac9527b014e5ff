"""Say thanks for a version of a page; see who was thanked, and by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from app.actions.rights import (
    address_of,
    address_of_id,
    require,
    sees_page,
    sees_revision,
    wiki_signature,
)
from app.actions.wiki import Wiki
from app.domain.erasure import ERASED_FILE, ERASED_NAME, read_erased
from app.domain.errors import Refused, RevisionNotFound
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Person, Reader, Role
from app.domain.proposal import Proposal
from app.domain.rows import PageRow, PageState, RevisionRow
from app.domain.thanks import Thank

NAMED = 5
# Versions of a page among which the one that a proposal became is looked for.
_LOOKED_AT = 200

_read = lru_cache(maxsize=4)(read_erased)
Version = tuple[RevisionId, PagePath]


@dataclass(frozen=True, slots=True)
class Given:
    """The thanks of one version. `names` are those of who gave the first ones, as they are called
    today; `may`: this reader may give one."""

    count: int = 0
    names: tuple[str, ...] = ()
    may: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A thank that somebody got: for which version of which page, from whom."""

    page: PageRow
    revision: RevisionId
    name: str
    at: datetime


def thank(wiki: Wiki, path: PagePath, revision: RevisionId, *, by: Reader) -> bool:
    """Thank the author of that version of the page; False where this person did already.

    Raises NotSignedIn, RevisionNotFound (no version of this page, or not theirs to see), Refused
    (one's own, or nobody's: the wiki itself, somebody who was erased).
    """
    person = require(by, Role.contributor)
    row = wiki.index.revision(path, revision)
    if row is None or row.blob is None or not sees_revision(wiki, by, row):
        raise RevisionNotFound(path=path)
    if row.author_address == address_of(wiki, person):
        raise Refused(reason="cette version est de vous.")
    if not _somebody(wiki, row):
        raise Refused(reason="cette version n’est de personne que l’on puisse remercier.")
    given = Thank(
        row.revision, row.path, row.page_id, row.author_address, person.id, wiki.clock.now()
    )
    return wiki.thanks.add(given)


def given_for(wiki: Wiki, rows: Sequence[RevisionRow], *, reader: Reader) -> dict[Version, Given]:
    """What each of these versions got, and whether the reader may add to it."""
    found: dict[Version, list[str]] = {}
    for one in without_erased(wiki, wiki.thanks.of(row.revision for row in rows)):
        found.setdefault((one.revision, one.path), []).append(one.person)
    return {
        (row.revision, row.path): _given(wiki, row, found.get((row.revision, row.path), []), reader)
        for row in rows
    }


def given_to_proposal(wiki: Wiki, proposal: Proposal, *, reader: Reader) -> Given:
    """The thanks of the version that an accepted proposal became."""
    row = _version_of(wiki, proposal)
    if row is None:
        return Given()
    return given_for(wiki, [row], reader=reader)[row.revision, row.path]


def received(wiki: Wiki, person: Person, *, size: int) -> list[Received]:
    """The last thanks that this person got, newest first."""
    found = wiki.thanks.to(address_of(wiki, person), size=size)
    told = [_received(wiki, Reader(person), one) for one in without_erased(wiki, found)]
    return [one for one in told if one is not None]


def without_erased(wiki: Wiki, found: Iterable[Thank]) -> list[Thank]:
    """Those given by people who did not ask to be forgotten."""
    thanks = list(found)
    erased = _erased(wiki) if thanks else frozenset()
    return [one for one in thanks if address_of_id(wiki, one.person) not in erased]


def _erased(wiki: Wiki) -> frozenset[str]:
    blob = wiki.store.blob_of(ERASED_FILE)
    return _read(wiki.store.read_blob(blob).decode(errors="replace") if blob else None)


def _somebody(wiki: Wiki, row: RevisionRow) -> bool:
    return row.author_address != wiki_signature(wiki).address and row.author != ERASED_NAME


def _given(wiki: Wiki, row: RevisionRow, people: list[str], reader: Reader) -> Given:
    known = (wiki.people.get(one) for one in people[:NAMED])
    person = reader.person
    may = (
        person is not None
        and person.id not in people
        and row.blob is not None
        and row.author_address != address_of(wiki, person)
        and _somebody(wiki, row)
    )
    return Given(len(people), tuple(one.name for one in known if one is not None), may)


def _received(wiki: Wiki, reader: Reader, one: Thank) -> Received | None:
    """None where the page is away, not theirs to see, or nobody bears that account any more."""
    row = wiki.index.page_by_id(one.page) if one.page else wiki.index.page(one.path)
    giver = wiki.people.get(one.person)
    if row is None or giver is None or row.state is not PageState.live:
        return None
    if not sees_page(wiki, reader, row):
        return None
    return Received(row, one.revision, giver.name, one.at)


def _version_of(wiki: Wiki, proposal: Proposal) -> RevisionRow | None:
    row = wiki.index.page_by_id(proposal.page_id) if proposal.blob else None
    if row is None:
        return None
    rows, _ = wiki.index.history(row.path, after=None, size=_LOOKED_AT)
    address = proposal.author.address
    own = (one for one in rows if one.blob == proposal.blob and one.author_address == address)
    return next(own, None)
