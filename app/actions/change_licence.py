"""A change of licence by agreement: asked by a steward, answered by each author, then applied."""

from collections.abc import Callable
from dataclasses import replace

from app.actions.catch_up import catch_up
from app.actions.consent import AuthorOf, authors_of, consent_of
from app.actions.read_page import read_page
from app.actions.rights import address_of, require, signature_of
from app.actions.save_page import Saved, SavePage, save_page
from app.actions.wiki import Wiki
from app.domain import front_matter
from app.domain.consent import (
    Agreement,
    Consent,
    ConsentState,
    clean,
    consent_file,
    read_consent,
    write_consent,
)
from app.domain.errors import EngineFailed, InvalidPage, NotAllowed, Refused, Stale
from app.domain.page_path import PagePath
from app.domain.people import Person, Reader, Role
from app.domain.phrase import Phrase
from app.domain.revision import Change
from app.domain.rows import PageRow

ATTEMPTS = 20
Answer = Callable[[Consent], Consent]


def ask_authors(wiki: Wiki, path: PagePath, target: str, *, reason: str, by: Reader) -> Consent:
    """A new request, in place of one that has its end.

    Raises NotAllowed below steward, Refused (no known licence, the page's own, no reason, another
    request is open).
    """
    person = require(by, Role.steward)
    row = _with_id(read_page(wiki, path, reader=by))
    if target not in wiki.rules().licences.licences or target == row.licence:
        raise Refused(reason="choisissez une autre licence, parmi celles qui sont connues ici.")
    if not clean(reason):
        raise Refused(reason="dites pourquoi : les auteurs le liront.")
    request = Consent(
        row.id, row.licence, target, clean(reason), address_of(wiki, person), _today(wiki)
    )
    data = wiki.store.read(consent_file(row.id))
    now = consent_of(wiki, row.id)
    if now is not None and now.is_open:
        raise Refused(reason="une demande est déjà ouverte pour cette page.")
    return _write(wiki, row, request, before=data, person=person, note="Demander l’accord")


def agree(wiki: Wiki, path: PagePath, *, by: Reader) -> Consent:
    """Raises NotAllowed where this person is no author of the page, Refused where nothing is
    asked."""
    row, person = _as_author(wiki, path, by)
    given = Agreement(address_of(wiki, person), _today(wiki))
    return _answer(wiki, row, person, lambda now: now.with_agreement(given), "Donner son accord")


def refuse(wiki: Wiki, path: PagePath, *, reason: str, by: Reader) -> Consent:
    """Ends the request. The same errors; Refused without a reason."""
    row, person = _as_author(wiki, path, by)
    if not clean(reason):
        raise Refused(reason="dites pourquoi : c’est ce qui restera écrit.")
    address = address_of(wiki, person)
    return _answer(wiki, row, person, lambda now: now.refuse(address, reason), "Ne pas consentir")


def record_agreement(wiki: Wiki, path: PagePath, who: str, *, evidence: str, by: Reader) -> Consent:
    """What an author without an account here agreed to elsewhere, in a steward's words.

    Raises NotAllowed below steward, Refused (an author who answers in person, nobody of the
    page's authors, no evidence).
    """
    person = require(by, Role.steward)
    row = _with_id(read_page(wiki, path, reader=by))
    author = next((one for one in _authors(wiki, row) if one.who == who), None)
    if author is None:
        raise Refused(reason="cette personne n’est pas parmi les auteurs de la page.")
    if author.here:
        reason = Phrase("{name} a un compte ici et répond en personne.", name=author.name)
        raise Refused(reason=reason)
    if not clean(evidence):
        raise Refused(reason="dites où et quand cet accord a été donné.")
    recorder = address_of(wiki, person)
    given = Agreement(who, _today(wiki), clean(evidence), recorder)
    return _answer(wiki, row, person, lambda now: now.with_agreement(given), "Noter un accord")


def withdraw_request(wiki: Wiki, path: PagePath, *, by: Reader) -> Consent:
    """Raises NotAllowed below steward, Refused where nothing is asked."""
    person = require(by, Role.steward)
    row = _with_id(read_page(wiki, path, reader=by))
    away = ConsentState.withdrawn
    return _answer(wiki, row, person, lambda now: replace(now, state=away), "Retirer la demande")


def apply_consent(wiki: Wiki, path: PagePath, *, by: Reader) -> Saved:
    """The page under its new licence, and the request closed.

    Raises NotAllowed below steward, LicenceRefused where somebody has not agreed (authors who
    wrote since included), and what a save raises.
    """
    person = require(by, Role.steward)
    row = _with_id(read_page(wiki, path, reader=by))
    now = consent_of(wiki, row.id)
    if now is None or not now.is_open:
        raise _nothing_asked()
    text = front_matter.splice(row.text, {"licence": now.target})
    note = f"Changer la licence : {now.source} devient {now.target}"
    saved = save_page(wiki, SavePage(row.path, text, row.revision, note), by=by)
    applied = ConsentState.applied
    _answer(wiki, row, person, lambda found: replace(found, state=applied), "Appliquer la demande")
    return saved


def _as_author(wiki: Wiki, path: PagePath, by: Reader) -> tuple[PageRow, Person]:
    person = require(by, Role.contributor)
    row = _with_id(read_page(wiki, path, reader=by))
    if not wiki.index.has_written(row.id, address_of(wiki, person)):
        raise NotAllowed()
    return row, person


def _authors(wiki: Wiki, row: PageRow) -> list[AuthorOf]:
    return authors_of(wiki, row.id, row.front)


def _answer(wiki: Wiki, row: PageRow, person: Person, answer: Answer, note: str) -> Consent:
    """One commit by who answers; another who answers at the same time loses nothing."""
    for _ in range(ATTEMPTS):
        data = wiki.store.read(consent_file(row.id))
        now = _read(data) if data is not None else None
        if now is None or not now.is_open:
            raise _nothing_asked()
        answered = answer(now)
        if answered == now:
            return now
        try:
            return _write(wiki, row, answered, before=data, person=person, note=note)
        except Stale:
            continue
    raise EngineFailed(doing="noter cette réponse : trop de personnes répondent à la fois")


def _write(
    wiki: Wiki, row: PageRow, consent: Consent, *, before: bytes | None, person: Person, note: str
) -> Consent:
    file = consent_file(row.id)
    blob = wiki.store.blob_of(file)
    if (wiki.store.read_blob(blob) if blob else None) != before:
        raise Stale(path=file)
    wiki.store.commit(
        Change(
            files={file: write_consent(consent)},
            expects={file: blob},
            author=signature_of(wiki, person),
            at=wiki.clock.now(),
            note=f"{note} ({row.path}, {consent.target})",
        )
    )
    catch_up(wiki)
    return consent


def _read(data: bytes) -> Consent | None:
    try:
        return read_consent(data)
    except InvalidPage:
        return None


def _with_id(row: PageRow) -> PageRow:
    if not row.id:
        raise Refused(reason="cette page n’a pas encore d’identifiant : enregistrez-la d’abord.")
    return row


def _nothing_asked() -> Refused:
    return Refused(reason="aucune demande n’est ouverte pour cette page.")


def _today(wiki: Wiki) -> str:
    return wiki.clock.now().date().isoformat()
