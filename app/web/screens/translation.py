"""A page in another language: how it is begun, and what its original became since."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.actions.read_page import read_page
from app.actions.rights import require
from app.actions.translations import (
    Lag,
    begin_translation,
    follow_original,
    lag_of,
    original_of,
    text_followed,
)
from app.actions.writing import right_of
from app.domain.errors import AskFirst, EditConflict, InvalidPage, InvalidRevision, Refused
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.rows import PageRow
from app.domain.translation import NOT_TRANSLATED
from app.domain.writing import Right
from app.theme.parts import Link
from app.theme.words import own_name
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms import wording
from app.web.forms.posted import Posted, ThePosted, here, page_at, require_person
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.problems import sentences_of
from app.web.reading.translated import SCREEN, told
from app.web.screens import compared
from app.web.screens.edit import invitation
from app.web.views.translation import BeginTranslation, TranslationScreen

router = APIRouter()
BEGIN = "traduire"
TITLE_LIMIT = 200
Errors = tuple[tuple[str, str], ...]


@router.get(f"/{{prefix}}/{{slug}}/{BEGIN}")
def ask(request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader) -> Response:
    """Into which language, under which title. Raises AskFirst for who only proposes."""
    if reader.person is None:
        return invitation(request, here(request))
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    return _begin(request, reader, row)


@router.post(f"/{{prefix}}/{{slug}}/{BEGIN}")
def begin(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """A draft made of the original, then its form."""
    path = page_at(wiki, prefix, slug)
    require_person(request, reader, posted, back=here(request))
    require(reader, Role.contributor)
    limit_writes(wiki, reader)
    lang, title = posted.one("langue").strip(), " ".join(posted.one("titre").split())[:TITLE_LIMIT]
    row = read_page(wiki, path, reader=reader)
    if not title:
        sentence = reading_of(request).say("Écrivez le titre dans cette langue.")
        return _begin(request, reader, row, (("titre", sentence),), lang, status=422)
    try:
        saved = begin_translation(wiki, path, lang=lang, title=title, by=reader)
    except (AskFirst, Refused, InvalidPage) as error:
        errors = _told(reading_of(request), error)
        return _begin(request, reader, row, errors, lang, title, status=status_of(type(error)))
    made = wiki.index.page_by_id(saved.id)
    assert made is not None
    url = f"{reading_of(request).url(made.path)}/edit"
    return tell_next(RedirectResponse(url, status_code=303), "translating")


def _told(reading: Reading, error: AskFirst | Refused | InvalidPage) -> Errors:
    """Beside the two fields of the form; what is about neither, above them."""
    fields = {"lang": "langue", "title": "titre", "langue": "langue"}
    otherwise = "langue" if type(error) is Refused else ""
    return tuple(
        (fields.get(field, ""), said) for field, said in sentences_of(reading, error, otherwise)
    )


def _begin(
    request: Request, reader: Reader, row: PageRow, errors: Errors = (), lang: str = "",
    title: str = "", *, status: int = 200,
) -> Response:  # fmt: skip
    reading = reading_of(request)
    first = original_of(reading.wiki, row, reader=reader)
    row = first if first is not None and not first.origin else row
    there = reading.wiki.index.translations(row.id) if row.id else []
    url = reading.url(row.path)
    view = BeginTranslation(
        title=row.title, lang=row.lang, kind=row.path.kind, page_url=url, action=f"{url}/{BEGIN}",
        languages=_languages(reading, [row, *there], lang), typed=title,
        there=tuple(Link(own_name(r.lang), reading.url(r.path), lang=r.lang) for r in there),
        errors=errors,
    )  # fmt: skip
    heading = titled(reading.say, reading.say("Traduire"), row.title)
    return screen(request, "translate.html", view, title=heading, status=status, robots="noindex",
                  canonical="")  # fmt: skip


def _languages(
    reading: Reading, written: Sequence[PageRow], chosen: str
) -> tuple[tuple[str, str, bool], ...]:
    """Those that the wiki speaks first, without those that the page is in."""
    known = dict.fromkeys((*reading.theme.languages, *wording.LANGUAGES))
    taken = {row.lang for row in written}
    left = [code for code in known if code not in taken]
    chosen = chosen if chosen in left else reading.lang if reading.lang in left else left[0]
    return tuple((code, reading.writing.language(code), code == chosen) for code in left)


@router.get(f"/{{prefix}}/{{slug}}/{SCREEN}")
def show(request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader) -> Response:
    """What changed in the original since the version that this page follows."""
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    return _standing(request, reader, row)


@router.post(f"/{{prefix}}/{{slug}}/{SCREEN}")
def follow(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """The translation keeps up again with the version that was shown."""
    path = page_at(wiki, prefix, slug)
    require_person(request, reader, posted, back=here(request))
    require(reader, Role.contributor)
    limit_writes(wiki, reader)
    row = read_page(wiki, path, reader=reader)
    try:
        base, seen = _looked_at(row, posted)
        follow_original(wiki, path, base=base, seen=seen, by=reader)
    except (AskFirst, EditConflict, InvalidRevision, Refused) as error:
        errors = sentences_of(reading_of(request), error, "")
        return _standing(request, reader, row, errors, status=status_of(type(error)))
    return tell_next(RedirectResponse(_url(request, path), status_code=303), "followed")


def _looked_at(row: PageRow, posted: Posted) -> tuple[RevisionId, BlobId]:
    """Raises InvalidRevision."""
    base = posted.one("base")
    return RevisionId(base) if base else row.revision, BlobId(posted.one("seen"))


def _url(request: Request, path: PagePath) -> str:
    return reading_of(request).url(path)


def _standing(
    request: Request, reader: Reader, row: PageRow, errors: Errors = (), *, status: int = 200
) -> Response:
    """Raises HTTPException 404 for a page that translates none."""
    reading = reading_of(request)
    lag = lag_of(reading.wiki, row, reader=reader)
    if lag is None:
        raise HTTPException(404)
    url = reading.url(row.path)
    began = text_followed(reading.wiki, lag)
    fields, blocks = _changes(reading, lag, began)
    view = TranslationScreen(
        title=row.title, lang=row.lang, kind=row.path.kind, page_url=url,
        source=told(reading, lag, f"{url}/{SCREEN}"), action=f"{url}/{SCREEN}",
        base=str(row.revision), seen=str(lag.original.blob), known=began is not None,
        fields=fields, blocks=blocks, may_update=_may_update(reading, reader, row),
        edit_url=f"{url}/edit", errors=errors,
    )  # fmt: skip
    heading = titled(reading.say, reading.say("La traduction et son original"), row.title)
    return screen(request, "translation.html", view, title=heading, status=status,
                  robots="noindex", canonical="")  # fmt: skip


def _changes(reading: Reading, lag: Lag, began: str | None) -> compared.Changed:
    if began is None or not lag.behind:
        return compared.NONE
    original = lag.original
    return compared.changes(reading, original.path, began, original.text, without=NOT_TRANSLATED)


def _may_update(reading: Reading, reader: Reader, row: PageRow) -> bool:
    writes = reader.has(Role.contributor)
    return writes and right_of(reading.wiki, reader, row) is Right.save
