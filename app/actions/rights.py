"""Who acted, who may: asked in one place by every action that changes something."""

from app.actions.wiki import Wiki
from app.domain.erasure import ERASED_NAME
from app.domain.errors import NotAllowed, NotSignedIn
from app.domain.people import Person, Reader, Role
from app.domain.revision import Signature
from app.domain.rows import PageRow, RevisionRow
from app.domain.visibility import sees

_NAMED = 200


def address_of(wiki: Wiki, person: Person) -> str:
    """`<ulid>@<instance host>`: stable, and never an e-mail address."""
    return address_of_id(wiki, person.id)


def address_of_id(wiki: Wiki, person_id: str) -> str:
    return f"{person_id.lower()}@{wiki.site.host}"


def signature_of(wiki: Wiki, person: Person) -> Signature:
    return Signature(person.name, address_of(wiki, person))


def credits_of(wiki: Wiki, page_id: str, person: Person) -> tuple[tuple[str, str], ...]:
    """Trailers that name whoever else wrote that page, for the commit of `person` that takes its
    words elsewhere."""
    own = address_of(wiki, person)
    return tuple(
        ("Author", f"{one.name} <{one.address}>" if "@" in one.address else one.name)
        for one in wiki.index.signatures(page_id)[:_NAMED]
        if one.address != own and one.name != ERASED_NAME
    )


def wiki_signature(wiki: Wiki) -> Signature:
    """The author of what the software itself writes: first content, upkeep."""
    return Signature(wiki.site.name, f"wiki@{wiki.site.host}")


def console_reader(wiki: Wiki) -> Reader:
    """Whoever is at the machine itself: a steward who signs as the wiki does."""
    person = Person("wiki", "", wiki.site.name, Role.steward, wiki.clock.now())
    return Reader(person)


def require(reader: Reader, role: Role) -> Person:
    """The person who asks. Raises NotSignedIn, or NotAllowed below that role."""
    if reader.person is None:
        raise NotSignedIn()
    if not reader.has(role):
        raise NotAllowed()
    return reader.person


def is_writer(wiki: Wiki, reader: Reader, page_id: str) -> bool:
    if reader.person is None:
        return False
    return wiki.index.has_written(page_id, address_of(wiki, reader.person))


def sees_page(wiki: Wiki, reader: Reader, row: PageRow) -> bool:
    return _sees(wiki, reader, row.status, row.id)


def sees_revision(wiki: Wiki, reader: Reader, row: RevisionRow) -> bool:
    """An old version is for those to whom it was itself visible."""
    return _sees(wiki, reader, row.status, row.page_id)


def _sees(wiki: Wiki, reader: Reader, status: str, page_id: str) -> bool:
    if sees(status, reader):
        return True
    return sees(status, reader, writer=is_writer(wiki, reader, page_id))
