"""What a person chose to show of themselves: nothing, unless they said so."""

from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.actions.own_data import written_by
from app.actions.wiki import Wiki
from app.domain.people import Person, PersonState
from app.domain.rows import PageState
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheWiki
from app.web.frame import screen
from app.web.views.own import PublicPage

router = APIRouter()
VERSIONS_READ, SHOWN = 5_000, 50


@router.get("/-/personnes/{person}")
def public_page(request: Request, person: str, wiki: TheWiki) -> Response:
    """404 for whoever shows nothing, as for whoever never was."""
    found = wiki.people.get(person.upper())
    shown = wiki.accounts.profile(found.id) if found else None
    if found is None or shown is None or not shown.shown or found.state is PersonState.blocked:
        raise HTTPException(404)
    view = PublicPage(
        name=found.name, about=tuple(filter(None, shown.about.splitlines())), links=shown.links,
        pages=_pages(wiki, found) if shown.writings else (), writings=shown.writings,
    )  # fmt: skip
    return screen(request, "public_page.html", view, title=found.name, robots="noindex")


def _pages(wiki: Wiki, person: Person) -> tuple[Link, ...]:
    """The last pages they wrote in, that all may read."""
    links: dict[str, Link] = {}
    for version in islice(written_by(wiki, person), VERSIONS_READ):
        row = wiki.index.page(version.path)
        if row is None or row.state is not PageState.live or row.status == "draft":
            continue
        links.setdefault(row.id, Link(row.title, page_url(row.path, wiki.kinds), "", row.path.kind))
        if len(links) == SHOWN:
            break
    return tuple(links.values())
