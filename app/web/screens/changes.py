"""`/changements`: every version saved, newest first."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.theme import Alternate
from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.reading.changes import HIDDEN, Asked, changes_view

router = APIRouter()


@router.get("/changements")
def changes(
    request: Request, kind: str = "", cursor: str | None = None, mineures: str = ""
) -> Response:
    """The change log; `kind` keeps pages of one kind, `mineures=non` hides small corrections."""
    reading = reading_of(request)
    asked = Asked(kind if kind in reading.wiki.kinds else "", minor=mineures != HIDDEN)
    view = changes_view(reading, asked, cursor or None)
    title = reading.say("Ce qui est nouveau")
    feed = (Alternate(view.feed_url, "application/atom+xml", title),)
    return screen(
        request, "changes.html", view, title=title, alternates=feed,
        robots="noindex" if kind or cursor or mineures else "",
    )  # fmt: skip
