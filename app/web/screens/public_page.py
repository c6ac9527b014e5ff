"""What a person chose to show of themselves: nothing, unless they said so."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.actions.own_data import pages_of
from app.domain.people import PersonState
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheWiki
from app.web.frame import screen
from app.web.views.own import PublicPage

router = APIRouter()
SHOWN = 50


@router.get("/-/personnes/{person}")
def public_page(request: Request, person: str, wiki: TheWiki) -> Response:
    """404 for whoever shows nothing, as for whoever never was."""
    found = wiki.people.get(person.upper())
    shown = wiki.accounts.profile(found.id) if found else None
    if found is None or shown is None or not shown.shown or found.state is PersonState.blocked:
        raise HTTPException(404)
    view = PublicPage(
        name=found.name, about=tuple(filter(None, shown.about.splitlines())), links=shown.links,
        pages=tuple(
            Link(row.title, page_url(row.path, wiki.kinds), "", row.path.kind)
            for row in (pages_of(wiki, found, size=SHOWN) if shown.writings else ())
        ),
        writings=shown.writings,
    )  # fmt: skip
    return screen(request, "public_page.html", view, title=found.name, robots="noindex")
