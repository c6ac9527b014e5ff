"""`/-/communes`: the towns of France, as one types."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from app.domain.departments import department_label
from app.domain.kinds.terms import REGIONS
from app.domain.towns import Town
from app.web.context import TheWiki

router = APIRouter()
SIZE = 8
LEAST = 2
A_DAY = "public, max-age=86400"


@router.get("/-/communes")
async def towns(wiki: TheWiki, q: str = "") -> Response:
    """[{name, where, department, region, insee, coordinates}] for letters or a postal code."""
    text = q.strip()
    found = wiki.gazetteer.towns(text, size=SIZE) if len(text) >= LEAST else []
    return JSONResponse([_said(town) for town in found], headers={"Cache-Control": A_DAY})


def _said(town: Town) -> dict[str, Any]:
    """`where` is for people; the rest as the form of a page writes it."""
    point = " ".join(str(degrees).replace(".", ",") for degrees in town.point or ())
    where = department_label(town.department)
    region = REGIONS.label(town.region) if town.region else ""
    return {
        "name": town.name,
        "where": where,
        "region_name": region,
        "department": town.department,
        "region": town.region,
        "insee": town.insee,
        "coordinates": point,
    }
