"""The form of a page with one point of an older version put back in it: nothing is saved yet."""

from dataclasses import dataclass, replace

from fastapi.responses import Response

from app.domain import front_matter
from app.domain.errors import RevisionNotFound
from app.domain.front_matter import REMOVED
from app.domain.page import Page, parse_page
from app.domain.page_path import RevisionId
from app.domain.passages import put_back
from app.web.forms.desk import Desk, edit_screen, page_then
from app.web.forms.whole_file import source_screen

PUT_BACK = (
    "Ce que disait la version d’avant est remis dans le formulaire. Rien n’est encore enregistré : "
    "relisez, puis enregistrez."
)
THERE_ALREADY = "La page dit déjà cela : il n’y a rien à reprendre."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A passage (from 1) or a key of the version `revision`."""

    revision: str
    passage: int = 0
    key: str = ""


def open_with(desk: Desk, wanted: Wanted) -> Response:
    """Raises RevisionNotFound where this reader may not see that version."""
    old = page_then(desk.wiki, desk.reader, desk.path, RevisionId(wanted.revision))
    if old is None or desk.page is None:
        raise RevisionNotFound(path=desk.path)
    made = _with(desk.page, old, wanted)
    lead = desk.say(PUT_BACK if made.text != desk.page.text else THERE_ALREADY)
    if wanted.key and wanted.key not in desk.form.shown:
        return source_screen(desk, made.text)
    filled = replace(desk, page=made).form
    return edit_screen(desk, filled.first(), filled.body(), lead=lead)


def _with(page: Page, old: Page, wanted: Wanted) -> Page:
    if wanted.key and wanted.key != "id":
        value = old.front.get(wanted.key, REMOVED)
        return parse_page(page.path, front_matter.splice(page.text, {wanted.key: value}))
    body = put_back(page.body, old.body, wanted.passage)
    return parse_page(page.path, front_matter.with_body(page.text, body))
