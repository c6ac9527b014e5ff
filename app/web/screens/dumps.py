"""The whole wiki as one file, in two forms, always of the same address: `/-/donnees/…`."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.dump import ARCHIVE, LINES, dump
from app.domain.errors import Busy
from app.web.context import TheWiki
from app.web.errors import problem
from app.web.handing import handed
from app.web.reading.ways import DUMPS

router = APIRouter()
RETRY_AFTER_S = "30"


@router.get(f"{DUMPS}/{LINES}")
def lines(request: Request, wiki: TheWiki) -> Response:
    """Every page of ours that is shared, a line of JSON each."""
    return _handed(request, wiki, LINES)


@router.get(f"{DUMPS}/{ARCHIVE}")
def archive(request: Request, wiki: TheWiki) -> Response:
    """The same pages as files of Markdown, with the media that they show."""
    return _handed(request, wiki, ARCHIVE)


def _handed(request: Request, wiki: TheWiki, name: str) -> Response:
    try:
        kept = dump(wiki, name)
    except Busy:
        said = problem(503, Busy.name, "Ce fichier est en train d’être écrit : revenez bientôt.")
        said.headers["Retry-After"] = RETRY_AFTER_S
        return said
    return handed(
        request, kept.path, mark=kept.mark, media_type="application/gzip",
        filename=f"{wiki.site.host.split(':')[0]}-{name}",
    )  # fmt: skip
