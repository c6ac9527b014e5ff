"""Pictures and files: what there is, and the form that sends one."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from app.actions.media import StoredMedium, find_media, medium_row
from app.actions.wiki import Wiki
from app.domain.errors import InvalidMedium, InvalidPage, NotSignedIn, Problem, WikiError
from app.domain.media import (
    SENT_LIMIT_BYTES,
    SIZE_LIMIT_BYTES,
    MediaQuery,
    MediumName,
    MediumWords,
    markdown_of,
)
from app.domain.people import Reader, Role
from app.theme.parts import Pager
from app.web.addresses import medium_url
from app.web.context import TheReader, TheWiki
from app.web.errors import problem, status_of
from app.web.forms.files import keep
from app.web.forms.medium import (
    AUTHORS_WANTED,
    FILE_WANTED,
    Errors,
    offered_first,
    problems_of,
    told,
    typed_words,
    words_of,
)
from app.web.forms.posted import Posted, ThePosted, here, require_ours, require_person
from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.media import LIBRARY, medium_view
from app.web.views import MediaLibrary, Medium

router = APIRouter()
URL = LIBRARY
SIZE = 24
KINDS = {
    "": "Tout", "picture": "Images", "document": "Documents", "track": "Parcours",
    "sound": "Sons",
}  # fmt: skip
LACKS = {"": "Peu importe", "alt": "Sans texte alternatif", "page": "Dans aucune page"}


@router.get(URL)
def library(
    request: Request, wiki: TheWiki, reader: TheReader, page: int = 1, ajoute: str = "",
    q: str = "", sorte: str = "", sans: str = "",
) -> Response:  # fmt: skip
    """All media, a screenful at a time; `ajoute` names one that was just sent."""
    reading = reading_of(request)
    query = MediaQuery(q[:200], sorte, lacks_alt=sans == "alt", unused=sans == "page")
    return _screen(
        request, reading, offered_first(wiki, reader), query=query, page=page,
        sent=_sent(reading, ajoute),
    )  # fmt: skip


@router.post(URL)
def send(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """One more: to the library, or told in JSON to a script of ours that asks for it."""
    if _for_script(request):
        return _send_from_script(request, wiki, reader, posted)
    require_person(request, reader, posted, back=here(request))
    reading, words = reading_of(request), words_of(posted)
    try:
        kept = _keep(wiki, reader, posted, words)
    except WikiError as error:
        return _refused(request, reading, words, error)
    return RedirectResponse(f"{URL}?{urlencode({'ajoute': str(kept.name)})}", status_code=303)


def _for_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _keep(wiki: Wiki, reader: Reader, posted: Posted, words: MediumWords) -> StoredMedium:
    """Raises what keeping a medium raises, InvalidPage where something was not said."""
    missing = []
    if posted.file is None:
        missing.append(Problem("file", FILE_WANTED))
    if not words.authors.strip():
        missing.append(Problem("authors", AUTHORS_WANTED))
    if posted.file is None or missing:
        raise InvalidPage(missing)
    return keep(wiki, reader, posted.file, words, told=True)


def _refused(request: Request, reading: Reading, words: MediumWords, error: WikiError) -> Response:
    errors, status = told(reading, problems_of(error, "file")), status_of(type(error))
    return _screen(request, reading, words, errors=errors, status=status)


def _send_from_script(request: Request, wiki: Wiki, reader: Reader, posted: Posted) -> Response:
    reading = reading_of(request)
    try:
        if reader.person is None:
            raise NotSignedIn()
        require_ours(request, posted)
        kept = _keep(wiki, reader, posted, words_of(posted))
    except WikiError as error:
        errors = told(reading, problems_of(error, "file"))
        return problem(
            status_of(type(error)), error.name, errors[0][1], field=errors[0][0],
            problems=[{"field": field, "sentence": said} for field, said in errors],
        )  # fmt: skip
    return JSONResponse(_said(kept), status_code=201)


def _said(kept: StoredMedium) -> dict[str, object]:
    return {
        "url": medium_url(kept.name), "path": kept.name.file,
        "markdown": markdown_of(kept.name, kept.words),
        "alt": kept.words.alt, "width": kept.width, "height": kept.height,
        "sha256": kept.name.sha256, "size_bytes": kept.size_bytes, "title": kept.words.title,
        "kind": kept.name.kind,
    }  # fmt: skip


def _sent(reading: Reading, name: str) -> Medium | None:
    try:
        row = medium_row(reading.wiki, MediumName.parse(name))
    except InvalidMedium:
        return None
    return medium_view(reading, row) if row else None


def _screen(
    request: Request, reading: Reading, words: MediumWords, *, query: MediaQuery = MediaQuery(),
    page: int = 1, errors: Errors = (), status: int = 200, sent: Medium | None = None,
) -> Response:  # fmt: skip
    wiki, reader = reading.wiki, reading.reader
    page = min(max(1, page), 1_000_000)
    found, total = find_media(wiki, query, offset=(page - 1) * SIZE, size=SIZE, reader=reader)
    last = max(1, -(-total // SIZE))
    if page > last:
        page = last
        found, _ = find_media(wiki, query, offset=(page - 1) * SIZE, size=SIZE, reader=reader)
    view = MediaLibrary(
        action=URL, media=tuple(medium_view(reading, row) for row in found), total=total,
        limit_bytes=SENT_LIMIT_BYTES, document_limit_bytes=SIZE_LIMIT_BYTES,
        words=typed_words(reading, words, reading.rules.licences.licences), errors=errors,
        just_sent=sent, may_send=reader.has(Role.contributor), query=query.words,
        kinds=tuple((one, reading.say(label), one == query.kind) for one, label in KINDS.items()),
        lacks=tuple((one, reading.say(label), one == _lack(query))
                    for one, label in LACKS.items()),
        narrowed=query != MediaQuery(),
        pager=Pager.of(page, last, lambda n: _address(query, n)),
    )  # fmt: skip
    return screen(request, "media.html", view, title=reading.say("Images et fichiers"),
                  status=status, robots="noindex", canonical="")  # fmt: skip


def _lack(query: MediaQuery) -> str:
    return "alt" if query.lacks_alt else "page" if query.unused else ""


def _address(query: MediaQuery, page: int) -> str:
    said = {"q": query.words, "sorte": query.kind, "sans": _lack(query), "page": page}
    return f"{URL}?{urlencode({name: value for name, value in said.items() if value})}"
