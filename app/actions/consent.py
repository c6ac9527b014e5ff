"""Who must agree to a change of a page's licence, and who did."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.rights import address_of
from app.actions.wiki import Wiki
from app.domain.consent import FOLDER, Consent, consent_file, read_consent
from app.domain.errors import InvalidPage
from app.domain.page_path import is_page_id
from app.domain.people import Person
from app.domain.rows import PageRow, PageState

LISTED = 500


@dataclass(frozen=True, slots=True)
class AuthorOf:
    """`who` is an address, or the name of one who has none; `here`: has an account and answers in
    person, at `name` as the page's history has it."""

    who: str
    name: str
    here: bool


def consent_of(wiki: Wiki, page_id: str) -> Consent | None:
    """The last request about that page; None where there is none, or none that can be read."""
    data = wiki.store.read(consent_file(page_id)) if is_page_id(page_id) else None
    if data is None:
        return None
    try:
        return read_consent(data)
    except InvalidPage:
        return None


def authors_of(wiki: Wiki, page_id: str, front: Mapping[str, object]) -> list[AuthorOf]:
    """Everybody who wrote the page, or is credited in its history or on its card, each once."""
    here = {address_of(wiki, person) for person in wiki.people.all()}
    found: dict[str, AuthorOf] = {}
    names = set()
    for signed in wiki.index.signatures(page_id):
        found[signed.address] = AuthorOf(signed.address, signed.name, signed.address in here)
        names.add(signed.name)
    said = front.get("authors")
    for name in said if isinstance(said, list) else ():
        if isinstance(name, str) and name not in names:
            found.setdefault(name, AuthorOf(name, name, here=False))
    return list(found.values())


def agreed(
    wiki: Wiki, page_id: str, front: Mapping[str, object], *, key: str, source: str, target: str
) -> bool:
    """True where all authors of the page as it stands agreed to that change of its licence."""
    found = consent_of(wiki, page_id) if key == "licence" else None
    if found is None:
        return False
    authors = [one.who for one in authors_of(wiki, page_id, front)]
    return found.covers(source, target, authors)


def open_consents(wiki: Wiki) -> list[tuple[PageRow, Consent]]:
    """The requests that wait for somebody, with their pages."""
    found = []
    for file, _ in wiki.store.files(under=FOLDER):
        page_id = file.removeprefix(FOLDER).removesuffix(".yaml")
        consent = consent_of(wiki, page_id)
        if consent is None or not consent.is_open:
            continue
        row = wiki.index.page_by_id(page_id)
        if row is not None and row.state is PageState.live:
            found.append((row, consent))
        if len(found) >= LISTED:
            break
    return found


def asked_of(wiki: Wiki, person: Person) -> list[tuple[PageRow, Consent]]:
    """What this person is asked to agree to and has not answered."""
    address = address_of(wiki, person)
    return [
        (row, consent)
        for row, consent in open_consents(wiki)
        if wiki.index.has_written(row.id, address) and consent.missing([address])
    ]
