"""“We tried it here”: four answers that become a line of a method's page."""

from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.actions.offer import Offered, offer
from app.actions.read_page import read_page
from app.actions.save_page import SavePage, save_page
from app.actions.wiki import Wiki
from app.actions.writing import right_of
from app.domain.byline import clean_line
from app.domain.contribution import TrialWords, with_trial
from app.domain.dates import DAY
from app.domain.discussion import clean_text
from app.domain.errors import InvalidPage, Problem, QueueFull, Refused, TooMany, WikiError
from app.domain.links import LinkTarget
from app.domain.page import parse_page
from app.domain.people import Reader
from app.domain.rows import PageRow, PageState
from app.domain.selection import Selection
from app.domain.writing import Right
from app.theme.parts import Link
from app.web.context import TheReader, TheWiki, client_address, limit_writes
from app.web.errors import status_of
from app.web.forms.offering import FOLLOW
from app.web.forms.posted import Posted, ThePosted, here, is_ours, page_at, require_ours
from app.web.forms.unhurried import moment, require_person_like
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.problems import sentences_of
from app.web.screens.edit import invitation
from app.web.views.questions import TrialForm

router = APIRouter()
PLACES = 400
NOTE = "On l’a essayée ici"


@router.get("/{prefix}/{slug}/essai")
def form(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, lieu: str = ""
) -> Response:
    """Where, when, what came of it, what was changed. `lieu` is a title to begin with."""
    row = _method(wiki, prefix, slug, reader)
    if right_of(wiki, reader, row) is Right.nothing:
        return invitation(request, here(request))
    return _screen(request, row, Posted({"place": (lieu[:200],)}))


@router.post("/{prefix}/{slug}/essai")
def take(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """One more trial in the page, or a proposal of it; what was typed is never lost."""
    ours = is_ours(request, posted)
    row = _method(wiki, prefix, slug, reader)
    right = right_of(wiki, reader, row)
    if right is Right.nothing or (reader.person is None and posted.one("csrf")):
        told = InvalidPage([Problem("", "vous n’êtes plus connecté : connectez-vous ailleurs, puis"
                                        " renvoyez.")])  # fmt: skip
        return _screen(request, row, posted.but(csrf=""), told)
    if reader.person is not None and not ours:
        require_ours(request, posted)
    limit_writes(wiki, reader)
    try:
        text = with_trial(parse_page(row.path, row.text), _words(wiki, posted))
        if right is Right.save:
            save_page(wiki, SavePage(row.path, text, row.revision, NOTE), by=reader)
            url = f"{reading_of(request).url(row.path)}#fiche-essais"
            return tell_next(RedirectResponse(url, status_code=303), "tried")
        return _propose(request, wiki, row, reader, posted, text)
    except (Refused, TooMany, QueueFull) as error:
        return _screen(request, row, posted, error)


def _propose(
    request: Request, wiki: Wiki, row: PageRow, reader: Reader, posted: Posted, text: str
) -> Response:
    require_person_like(wiki, reader, posted)
    once = posted.one("once") or str(uuid4())
    offered = Offered(
        row.path, text, row.revision, NOTE, posted.one("byline"), once, client_address(request)
    )
    offer(wiki, offered, by=reader)
    return tell_next(RedirectResponse(f"{FOLLOW}/{once}", status_code=303), "offered")


def _method(wiki: Wiki, prefix: str, slug: str, reader: Reader) -> PageRow:
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    if row.path.kind != "method" or row.state is not PageState.live:
        raise HTTPException(404)
    return row


def _words(wiki: Wiki, posted: Posted) -> TrialWords:
    """Raises InvalidPage on the fields that are wrong."""
    place, date = clean_line(posted.one("place"))[:200], clean_line(posted.one("date"))
    problems = []
    if not place:
        problems.append(Problem("place", "dites où : le nom du lieu, ou de la commune."))
    if date and not DAY.fullmatch(date):
        problems.append(Problem("date", "écrivez une année, 2026, ou un jour : 2026-05-12."))
    result = adapted = ""
    try:
        result = clean_text(posted.one("result")[:4000])
        adapted = clean_text(posted.one("adapted")) if posted.one("adapted").strip() else ""
    except Refused:
        problems.append(Problem("result", "dites en quelques mots ce que cela a donné."))
    if problems:
        raise InvalidPage(problems)
    target = LinkTarget.parse(place)
    found = wiki.index.titles([target]).get(target)
    there = found is not None and found.path.kind == "place" and found.status != "draft"
    return TrialWords(
        result=result if there else f"{place} : {result}", date=date, adapted=adapted,
        place=found.reference if found is not None and there else "", place_name=place,
    )  # fmt: skip


def _screen(
    request: Request, row: PageRow, posted: Posted, error: WikiError | None = None
) -> Response:
    reading = reading_of(request)
    wiki, url = reading.wiki, reading.url(row.path)
    places, _ = wiki.index.select(Selection({"kind": ("place",)}), after=None, size=PLACES)
    view = TrialForm(
        page=Link(row.title, url, row.path.slug), action=f"{url}/essai", place=posted.one("place"),
        date=posted.one("date"), result=posted.one("result"), adapted=posted.one("adapted"),
        byline=posted.one("byline"), base=str(row.revision),
        proposes=right_of(wiki, reading.reader, row) is not Right.save,
        signed=reading.reader.person is not None, once=posted.one("once") or str(uuid4()),
        seen=moment(wiki, posted), places=tuple(one.title for one in places),
        errors=sentences_of(reading, error, "") if error else (),
    )  # fmt: skip
    title = titled(reading.say, reading.say("Nous l’avons essayée"), row.title)
    return screen(request, "trial.html", view, title=title, robots="noindex", canonical="",
                  status=status_of(type(error)) if error else 200)  # fmt: skip
