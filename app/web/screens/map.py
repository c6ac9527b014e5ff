"""`/carte`: every place on one map, and the same places as lists."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.reading.map import map_view
from app.web.safety import let_map

router = APIRouter()


@router.get("/carte")
def whole_map(request: Request) -> Response:
    """The map, drawn here from our own coordinates."""
    reading = reading_of(request)
    title = reading.say("La carte des lieux")
    view = map_view(reading)
    answer = screen(
        request, "map.html", view, title=title, section="place",
        scripts=("map.js",) if view.total else (),
    )  # fmt: skip
    return let_map(answer, reading.tiles)
