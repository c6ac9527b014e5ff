"""Pages that were deleted, and the way back for each."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.delete_page import free_slug
from app.actions.history import Away, deleted_pages
from app.domain.rows import PageState
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki
from app.web.forms.posted import here
from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.screens.edit import invitation
from app.web.views.memory import DeletedPage, DeletedPages

router = APIRouter()
URL = "/-/supprimees"
SIZE = 30


@router.get(URL)
def deleted(
    request: Request, wiki: TheWiki, reader: TheReader, apres: str | None = None
) -> Response:
    """Newest first. Raises NotAllowed below reviewer."""
    if reader.person is None:
        return invitation(request, here(request))
    found, cursor = deleted_pages(wiki, by=reader, after=apres, size=SIZE)
    reading = reading_of(request)
    view = DeletedPages(
        pages=tuple(_page(reading, one) for one in found),
        next_url=f"{URL}?{urlencode({'apres': cursor})}" if cursor else "",
    )
    title = reading.say("Pages supprimées")
    return screen(request, "deleted.html", view, title=title, robots="noindex", canonical="")


def _page(reading: Reading, away: Away) -> DeletedPage:
    wiki, gone, now = reading.wiki, away.deletion, away.now
    url = page_url(gone.path, wiki.kinds)
    query = urlencode({"page": gone.page_id}) if gone.page_id and now is not None else ""
    leads = now is not None and now.state is PageState.redirect
    into = wiki.index.page_by_id(now.target_id) if leads and now is not None else None
    taken = now if not leads else None
    return DeletedPage(
        title=away.last.title, kind=gone.path.kind, by=gone.author, at=gone.at, note=gone.note,
        history_url=f"{url}/history" + (f"?{query}" if query else ""),
        restore_url=f"{url}/restore", revision=str(away.last.revision),
        taken=Link(taken.title, url) if taken else None,
        into=Link(into.title, reading.url(into.path)) if into else None,
        slug=free_slug(wiki, gone.path) if taken else "",
    )  # fmt: skip
