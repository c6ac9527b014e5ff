"""A word of thanks to who wrote a version."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.thank import thank
from app.domain.page_path import RevisionId
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.forms.posted import ThePosted, local_address, page_at, require_person
from app.web.frame import tell_next

router = APIRouter()


@router.post("/{prefix}/{slug}/thank")
def say_thanks(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """For the version `revision`; `vers` is the screen that one comes from."""
    path = page_at(wiki, prefix, slug)
    back = local_address(posted.one("vers"), f"{page_url(path, wiki.kinds)}/history")
    require_person(request, reader, posted, back=back)
    limit_writes(wiki, reader)
    new = thank(wiki, path, RevisionId(posted.one("revision")), by=reader)
    answer = RedirectResponse(back, status_code=303)
    return tell_next(answer, "thanked" if new else "thanked-already")
