"""Who saves and who proposes: a steward says it of the whole wiki, a reviewer of one page."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.read_page import read_page
from app.actions.rights import require
from app.actions.writing import policy_of, protect, set_policy
from app.domain.errors import NotAllowed, PageNotFound, Refused
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.rows import PageRow, PageState
from app.domain.writing import NEWCOMER_LIMIT, Policy, Protection
from app.theme.parts import Link
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.forms.posted import ThePosted, here, page_at, require_ours
from app.web.frame import screen, tell_next
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.screens.edit import invitation
from app.web.views.writing import Option
from app.web.views.writing_rules import Protect, WritingRules

router = APIRouter()
URL = "/-/intendance/ecriture"
_POLICIES = {
    Policy.open: "Ouverte : sans compte on propose, les membres enregistrent",
    Policy.proposals: "Relecture d’abord : tout le monde propose, les relecteurs enregistrent",
    Policy.members: "Entre membres : il faut un compte pour écrire",
}
_LEVELS = {
    "": "Tout le monde, selon la règle du réseau",
    "reviewer": "Les relecteurs et les administrateurs",
    "steward": "Les administrateurs seulement",
}
Errors = tuple[tuple[str, str], ...]


@router.get(URL)
def rules(request: Request, reader: TheReader) -> Response:
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.steward)
    return _rules(request)


def _rules(request: Request, errors: Errors = (), newcomer: str | None = None) -> Response:
    reading = reading_of(request)
    said, say = policy_of(reading.wiki), reading.say
    view = WritingRules(
        action=URL,
        policies=tuple(
            Option(policy.value, say(words), policy is said.policy)
            for policy, words in _POLICIES.items()
        ),
        newcomer=str(said.newcomer_versions) if newcomer is None else newcomer,
        protected=tuple(
            _protected(reading, page, one) for page, one in said.protected.items()
        ),
        broken=tuple(reading.theme.phrase(one, lang=reading.lang) for one in said.broken),
        errors=errors,
    )  # fmt: skip
    return screen(request, "writing_rules.html", view, title=say("Qui écrit, qui relit"),
                  status=422 if errors else 200, robots="noindex", canonical="")  # fmt: skip


def _protected(reading: Reading, page: str, one: Protection) -> Link:
    """A page that is protected, by its id or its address."""
    row = _row(reading, page)
    words = reading.say(_LEVELS[one.level.value])
    note = f"{words}, {one.reason}" if one.reason else words
    if row is None:
        return Link(page, "", note)
    return Link(row.title, f"{reading.url(row.path)}/protect", note, row.path.kind)


def _row(reading: Reading, page: str) -> PageRow | None:
    index = reading.wiki.index
    return index.page(PagePath.parse(page)) if "/" in page else index.page_by_id(page)


@router.post(URL)
def set_rules(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """One commit, by the steward who chose."""
    require_ours(request, posted)
    require(reader, Role.steward)
    reading, number = reading_of(request), posted.one("newcomer").strip()
    lawful = number.isdigit() and len(number) < 4 and int(number) <= NEWCOMER_LIMIT
    if posted.one("policy") not in list(Policy) or not lawful:
        told = reading.say("Un nombre de 0 à {limit}.").format(limit=NEWCOMER_LIMIT)
        return _rules(request, (("newcomer", told),), number)
    set_policy(wiki, Policy(posted.one("policy")), newcomer_versions=int(number), by=reader)
    return tell_next(RedirectResponse(URL, status_code=303), "policy")


@router.get("/{prefix}/{slug}/protect")
def ask_protection(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader
) -> Response:
    """Who saves this page."""
    if reader.person is None:
        return invitation(request)
    require(reader, Role.reviewer)
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    return _protection(request, row)


def _protection(
    request: Request, row: PageRow, errors: Errors = (), *, level: str = "", reason: str = ""
) -> Response:  # fmt: skip
    reading = reading_of(request)
    now = policy_of(reading.wiki).protection(row.id, row.path)
    chosen = level or (now.level.value if now and not errors else "")
    may = now is None or reading.reader.has(now.level)
    view = Protect(
        title=row.title, kind=row.path.kind, page_url=reading.url(row.path),
        action=f"{reading.url(row.path)}/protect", may_change=may,
        levels=tuple(
            Option(value, reading.say(words), value == chosen)
            for value, words in _LEVELS.items()
            if not value or reading.reader.has(Role(value)) or value == chosen
        ),
        reason=reason or (now.reason if now else ""), errors=errors,
    )  # fmt: skip
    return screen(request, "protect.html", view, title=reading.say("Protéger la page"),
                  status=422 if errors else 200, robots="noindex", canonical="")  # fmt: skip


@router.post("/{prefix}/{slug}/protect")
def set_protection(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """One commit, by the reviewer who chose, with the reason that writers will read."""
    require_ours(request, posted)
    require(reader, Role.reviewer)
    limit_writes(wiki, reader)
    path = page_at(wiki, prefix, slug)
    level, reason = posted.one("level"), posted.one("reason")
    if level not in _LEVELS:
        raise NotAllowed()
    try:
        protect(wiki, path, Role(level) if level else None, reason, by=reader)
    except Refused as error:
        row, reading = wiki.index.page(path), reading_of(request)
        if row is None or row.state is not PageState.live:
            raise PageNotFound(path=path) from error
        told = (("reason", reading.reason(error.params["reason"])),)
        return _protection(request, row, told, level=level, reason=reason)
    reading = reading_of(request)
    return tell_next(RedirectResponse(reading.url(path), status_code=303), "protected")
