"""What is kept of a person, given to them; and their erasure. See docs/page-format.md.

Whatever record tells something of people is registered with its title in `app.main.records`
(`Personal` of app.ports): it is in both by that alone.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any

from app.actions.catch_up import catch_up
from app.actions.keep_file import keep_file
from app.actions.people import require_other_steward
from app.actions.rights import address_of, address_of_id, wiki_signature
from app.actions.wiki import Wiki
from app.domain.erasure import ERASED_FILE, read_erased
from app.domain.people import Person
from app.domain.rows import PageRow, PageState, RevisionRow
from app.domain.taking import KitState
from app.domain.yaml_text import dump_entry
from app.ports import Kits

CHANGES_SIZE, VERSIONS_READ = 500, 1_000
_read = lru_cache(maxsize=4)(read_erased)


def told_of(wiki: Wiki, person: Person) -> dict[str, Any]:
    """All that this wiki keeps of the person, in French words, numbers, dates and lists."""
    now = wiki.clock.now()
    found: dict[str, Any] = {
        "Compte": {
            "identifiant": person.id, "nom": person.name, "adresse": person.email,
            "rôle": person.role.value, "langue": person.lang, "état": person.state.value,
            "inscrit le": person.joined_at.isoformat(),
            "signature dans les pages": address_of(wiki, person),
        },
        "Appareils connectés": [
            {"appareil": one.agent, "depuis": one.opened_at.isoformat(),
             "vu le": one.seen_at.isoformat()}
            for one in wiki.people.sessions(person.id, now=now)
        ],
        "Clés d’accès": [
            {"pour": one.scope, "nom": one.label, "faite le": one.created_at.isoformat()}
            for one in wiki.people.tokens(person.id)
        ],
    }  # fmt: skip
    found |= {title: kept.told_of(person.id) for title, kept in wiki.personal.items()}
    found["Propositions"] = [
        {"page": str(one.path), "titre": one.title, "le": one.made_at.isoformat(),
         "état": one.state.value, "message": one.message}
        for one in wiki.proposals.all(person=person.id)
    ]  # fmt: skip
    found["Versions de pages"] = [_version(row) for row in written_by(wiki, person)]
    return found


def written_by(wiki: Wiki, person: Person) -> Iterator[RevisionRow]:
    """Every version that this person signed, newest first."""
    address, cursor = address_of(wiki, person), None
    while True:
        changes, cursor = wiki.index.changes_by(address, after=cursor, size=CHANGES_SIZE)
        yield from changes
        if cursor is None:
            return


def pages_of(wiki: Wiki, person: Person, *, size: int) -> list[PageRow]:
    """The pages that this person wrote in last and that all may read, newest first.

    Only their last `VERSIONS_READ` versions are looked at.
    """
    written = islice(written_by(wiki, person), VERSIONS_READ)
    rows = map(wiki.index.page_by_id, dict.fromkeys(version.page_id for version in written))
    live = (row for row in rows if row is not None and row.state is PageState.live)
    return list(islice((row for row in live if row.status != "draft"), size))


def _version(row: RevisionRow) -> dict[str, Any]:
    return {
        "page": str(row.path), "titre": row.title, "version": str(row.revision),
        "le": row.at.isoformat(), "note": row.note,
    }  # fmt: skip


def erase(wiki: Wiki, person: Person, *, kits: Kits | None = None) -> None:
    """Nothing here names this person any more; what they wrote stays, under its licence.

    First the list in `pages.git`, which makes it last; then the records. Cut short, upkeep ends it.
    Files made to be taken away (`kits`) name authors, and so does what they were drawn from: they
    go, and are made again when asked for.
    Raises NotAllowed where the wiki would have no steward left.
    """
    require_other_steward(wiki, person)
    _list(wiki, address_of(wiki, person))
    catch_up(wiki)
    forget_erased(wiki)
    wiki.drawn.clear()
    for job in kits.jobs() if kits else ():
        if job.ended:
            kits.drop(job.id)
            kits.put(replace(job, state=KitState.gone))


def _list(wiki: Wiki, address: str) -> None:
    """The commit that names the address as erased. Nobody signs it."""

    def listed(before: bytes | None) -> bytes | None:
        now = _read(before.decode(errors="replace") if before is not None else None)
        return None if address in now else dump_entry("erased", sorted(now | {address})).encode()

    keep_file(
        wiki, ERASED_FILE, listed, by=wiki_signature(wiki), note="Retirer un nom",
        doing="retirer ce nom",
    )  # fmt: skip


def erased_addresses(wiki: Wiki) -> frozenset[str]:
    blob = wiki.store.blob_of(ERASED_FILE)
    return _read(wiki.store.read_blob(blob).decode(errors="replace") if blob else None)


def _forget_name(wiki: Wiki, person: Person) -> None:
    """Where the records say who, rather than which account."""
    wiki.proposals.erase_person(person.id, address=address_of(wiki, person), name=person.name)
    wiki.remarks.erase_name(person.name)
    wiki.accounts.erase_address(person.email)


def forget_erased(wiki: Wiki) -> int:
    """What the records keep of those who were erased leaves them, accounts too; how much there
    was. Upkeep does it again: a list that came with a restored backup holds."""
    erased = erased_addresses(wiki)
    if not erased:
        return 0
    gone = 0
    for kept in wiki.personal.values():
        ids = [one for one in kept.people() if address_of_id(wiki, one) in erased]
        gone += kept.forget(ids) if ids else 0
    for person in wiki.people.all():
        if address_of(wiki, person) in erased:
            _forget_name(wiki, person)
            wiki.people.remove(person.id)
            gone += 1
    return gone
