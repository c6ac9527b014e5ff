"""Figures of pages, as screens and as files."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.context import selection_of
from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.reading.counted import Asked, lines_csv
from app.web.reading.figures import figures_view
from app.web.reading.study import study_view

router = APIRouter()
TEMPLATE = "sheet.html"


@router.get("/-/chiffres")
def figures(request: Request) -> Response:
    """Counts and amounts over the places, or over the pages that a selection chooses."""
    view = figures_view(reading_of(request), selection_of(request, strict=False))
    return screen(request, TEMPLATE, view, title=view.title, description=view.lead)


@router.get("/-/chiffres.csv")
def figures_csv(request: Request, par: str = "region") -> Response:
    """One table of them; `par` is the facet that it counts by."""
    reading = reading_of(request)
    asked = Asked.of(reading, selection_of(request, strict=False))
    text = lines_csv(reading, asked, par)
    headers = {"Content-Disposition": f'attachment; filename="chiffres-{par}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/-/chiffres/etude-2018")
def study(request: Request) -> Response:
    """What a study published, beside what its pages say today."""
    view = study_view(reading_of(request))
    return screen(request, TEMPLATE, view, title=view.title, description=view.lead)
