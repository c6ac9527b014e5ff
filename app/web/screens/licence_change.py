"""A page's licence changed by agreement: the request, its authors' answers, what one is asked."""

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.change_licence import (
    agree,
    apply_consent,
    ask_authors,
    record_agreement,
    refuse,
    withdraw_request,
)
from app.actions.consent import AuthorOf, asked_of, authors_of, consent_of
from app.actions.read_page import read_page
from app.actions.rights import address_of, require
from app.actions.wiki import Wiki
from app.domain.consent import Consent
from app.domain.errors import NotSignedIn, PageNotFound, Refused, WikiError
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role
from app.domain.rows import PageRow
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms.posted import Posted, ThePosted, here, page_at, require_person
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.screens.edit import invitation
from app.web.screens.history import head_of
from app.web.views.memory import Asked, AskedAuthor, LicenceChange

router = APIRouter()
ASKED_URL = "/-/accords"
Act = Callable[[Wiki, PagePath, Posted, Reader], object]
ACTS: dict[str, tuple[Act, str]] = {
    "ask": (
        lambda wiki, path, posted, by: ask_authors(
            wiki, path, posted.one("target"), reason=posted.one("reason"), by=by
        ),
        "asked",
    ),
    "agree": (lambda wiki, path, _posted, by: agree(wiki, path, by=by), "agreed"),
    "refuse": (
        lambda wiki, path, posted, by: refuse(wiki, path, reason=posted.one("refusal"), by=by),
        "agreed",
    ),
    "record": (
        lambda wiki, path, posted, by: record_agreement(
            wiki, path, posted.one("who"), evidence=posted.one("evidence"), by=by
        ),
        "agreed",
    ),
    "withdraw": (
        lambda wiki, path, _posted, by: withdraw_request(wiki, path, by=by),
        "withdrawn-ask",
    ),
    "apply": (lambda wiki, path, _posted, by: apply_consent(wiki, path, by=by), "licence"),
}


@router.get("/{prefix}/{slug}/licence")
def show(request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader) -> Response:
    """The request about a page, where it stands; stewards may open one."""
    if reader.person is None:
        return invitation(request, here(request))
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    if consent_of(wiki, row.id) is None and not reader.has(Role.steward):
        raise PageNotFound(path=row.path)
    return _screen(request, row)


@router.post("/{prefix}/{slug}/licence")
def act(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """`do`: ask, agree, refuse, record, withdraw, apply."""
    path = page_at(wiki, prefix, slug)
    url = page_url(path, wiki.kinds)
    require_person(request, reader, posted, back=f"{url}/licence")
    require(reader, Role.contributor)
    limit_writes(wiki, reader)
    row = read_page(wiki, path, reader=reader)
    if posted.one("do") not in ACTS:
        return _screen(request, row)
    action, flash = ACTS[posted.one("do")]
    try:
        action(wiki, row.path, posted, reader)
    except Refused as error:
        return _screen(request, row, posted, error)
    back = url if flash == "licence" else f"{url}/licence"
    return tell_next(RedirectResponse(back, status_code=303), flash)


@router.get(ASKED_URL)
def asked(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    """What this person is asked to agree to."""
    if reader.person is None:
        return invitation(request, here(request))
    reading = reading_of(request)
    links = tuple(
        Link(row.title, f"{reading.url(row.path)}/licence", _change(reading, consent))
        for row, consent in asked_of(wiki, reader.person)
    )
    title = reading.say("Ce qu’on vous demande")
    return screen(request, "asked.html", Asked(title=title, pages=links), title=title,
                  robots="noindex", canonical="")  # fmt: skip


def _change(reading: Reading, consent: Consent) -> str:
    source, target = (reading.licence(one).label for one in (consent.source, consent.target))
    return f"{source} → {target}"


def _screen(
    request: Request, row: PageRow, posted: Posted | None = None, error: WikiError | None = None
) -> Response:
    reading = reading_of(request)
    wiki, reader = reading.wiki, reading.reader
    consent = consent_of(wiki, row.id)
    authors = authors_of(wiki, row.id, row.front)
    view = LicenceChange(
        head=head_of(reading, row), action=f"{reading.url(row.path)}/licence",
        state=str(consent.state) if consent else "none", source=reading.licence(row.licence),
        targets=_targets(reading, row), typed_reason=posted.one("reason") if posted else "",
        errors=((_field(posted), _told(reading, error)),) if posted and error else (),
        may_ask=reader.has(Role.steward) and not (consent and consent.is_open),
        **_asked(reading, consent, authors),
    )  # fmt: skip
    title = titled(reading.say, reading.say("Changer la licence"), row.title)
    status = status_of(type(error)) if error else 200
    return screen(request, "licence_change.html", view, title=title, status=status,
                  robots="noindex", canonical="")  # fmt: skip


def _field(posted: Posted) -> str:
    return {"ask": "reason", "refuse": "refusal"}.get(posted.one("do"), "")


def _told(reading: Reading, error: WikiError) -> str:
    reason = error.params.get("reason")
    if isinstance(reason, str):
        return reading.reason(reason)
    return reading.told(error)


def _targets(reading: Reading, row: PageRow) -> tuple[tuple[str, str], ...]:
    known = reading.rules.licences.licences
    return tuple((one, reading.licence(one).label) for one in known if one != row.licence)


def _asked(reading: Reading, consent: Consent | None, authors: list[AuthorOf]) -> dict[str, object]:
    if consent is None:
        return {}
    person, steward = reading.reader.person, reading.reader.has(Role.steward)
    if person is None:
        raise NotSignedIn()
    own = address_of(reading.wiki, person)
    missing = consent.missing([one.who for one in authors])
    names = _names(reading, authors)
    return {
        "target": reading.licence(consent.target), "reason": consent.reason,
        "asked_by": names(consent.asked_by), "asked_on": consent.asked_on,
        "authors": tuple(_author(one, consent, names) for one in authors),
        "refused_by": names(consent.refused_by), "refusal": consent.refusal,
        "may_answer": consent.is_open and own in missing,
        "may_record": consent.is_open and steward,
        "may_apply": consent.is_open and steward and not missing,
    }  # fmt: skip


def _names(reading: Reading, authors: list[AuthorOf]) -> Callable[[str], str]:
    """The name that somebody bears today; addresses are never shown."""
    known = {address_of(reading.wiki, one): one.name for one in reading.wiki.people.all()}
    known |= {one.who: one.name for one in authors}

    def name(who: str) -> str:
        return known.get(who, reading.say("une personne qui n’est plus là") if "@" in who else who)

    return name


def _author(author: AuthorOf, consent: Consent, names: Callable[[str], str]) -> AskedAuthor:
    given = next((one for one in consent.agreements if one.who == author.who), None)
    if given is None:
        return AskedAuthor(author.who, author.name, "waiting", author.here)
    recorded = names(given.recorded_by) if given.recorded_by else ""
    return AskedAuthor(
        author.who, author.name, "agreed", author.here, given.on, given.evidence, recorded
    )
