"""Choosing the language of the interface."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.web.forms.posted import local_address
from app.web.frame import LANG_COOKIE, theme_of

router = APIRouter()
YEAR_S = 365 * 24 * 3600


@router.get("/-/langue")
def choose(request: Request, code: str = "", vers: str = "/") -> Response:
    """Remember the language, and go back to where one was."""
    answer = RedirectResponse(local_address(vers, "/"), status_code=303)
    if code in theme_of(request).languages:
        answer.set_cookie(LANG_COOKIE, code, max_age=YEAR_S, httponly=True, samesite="lax")
    return answer
