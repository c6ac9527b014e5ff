"""The first screen."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.theme import Alternate
from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.reading.home import home_view

router = APIRouter()


@router.get("/")
def home(request: Request) -> Response:
    """What this network is, its map, what is new, three ways in."""
    view = home_view(reading_of(request))
    feed = (Alternate("/feed.atom", "application/atom+xml", view.title),)
    return screen(
        request, "home.html", view, title="", description=view.lead, search=False, alternates=feed
    )
