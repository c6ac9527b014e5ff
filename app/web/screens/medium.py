"""One picture or file: seen large, where it is shown, and its words put right."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.media import correct_medium, decides, shown_medium
from app.actions.rights import require
from app.domain.errors import LicenceRefused, WikiError
from app.domain.media import MediumRow, MediumWords
from app.domain.people import Reader, Role
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms.medium import Errors, problems_of, told, typed_words, words_of
from app.web.forms.posted import ThePosted, here, require_person
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.media import LIBRARY, medium_view
from app.web.screens.media_files import named_medium
from app.web.views import MediumPage

router = APIRouter()
USES_SHOWN = 200


@router.get(LIBRARY + "/{name}")
def medium(request: Request, name: str, wiki: TheWiki, reader: TheReader) -> Response:
    """Raises MediumNotFound, also to strangers where no page that they may read shows it."""
    row = shown_medium(wiki, named_medium(name), reader=reader)
    return _screen(request, reading_of(request), row, row.words)


@router.post(LIBRARY + "/{name}")
def correct(
    request: Request, name: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """Other words for it; its licence only by whoever sent it, or along an allowed flow."""
    require_person(request, reader, posted, back=here(request))
    require(reader, Role.contributor)
    limit_writes(wiki, reader)
    row = shown_medium(wiki, named_medium(name), reader=reader)
    words = words_of(posted)
    if not posted.one("licence"):
        words = replace(words, licence=row.words.licence)
    try:
        correct_medium(wiki, row.name, words, by=reader)
    except WikiError as error:
        reading = reading_of(request)
        field = "licence" if isinstance(error, LicenceRefused) else ""
        errors = told(reading, problems_of(error, field))
        return _screen(
            request, reading, row, words, errors=errors, status=status_of(type(error))
        )  # fmt: skip
    return tell_next(RedirectResponse(f"{LIBRARY}/{row.name}", status_code=303), "medium")


def _screen(
    request: Request, reading: Reading, row: MediumRow, words: MediumWords, *,
    errors: Errors = (), status: int = 200,
) -> Response:  # fmt: skip
    reader = reading.reader
    licences = _licences(reading, row, reader)
    view = MediumPage(
        medium=medium_view(reading, row, uses=USES_SHOWN), action=f"{LIBRARY}/{row.name}",
        library=LIBRARY, added_at=row.added_at, by=row.by, errors=errors,
        words=typed_words(reading, words, licences), may_correct=reader.has(Role.contributor),
        licence_free=decides(reading.wiki, row, reader),
    )  # fmt: skip
    heading = row.words.title or row.words.alt or reading.say("Fichier")
    return screen(
        request, "medium.html", view, title=titled(reading.say, reading.say("Fichier"), heading),
        status=status, robots="noindex", canonical="",
    )  # fmt: skip


def _licences(reading: Reading, row: MediumRow, reader: Reader) -> list[str]:
    """Those that this person may choose for it."""
    policy, now = reading.rules.licences, row.words.licence
    if not now or now not in policy.licences or decides(reading.wiki, row, reader):
        return list(policy.licences)
    return policy.targets(now)
