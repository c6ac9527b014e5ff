"""Pictures and files: what there is, and the form that sends one."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.media import MediumWords, StoredMedium, add_medium, all_media, medium_words
from app.actions.wiki import Wiki
from app.domain.errors import InvalidMedium, InvalidPage, MediumNotFound, TooLarge, WikiError
from app.domain.media import SIZE_LIMIT_BYTES, MediumName
from app.domain.people import Reader, Role
from app.theme.parts import Pager
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms.posted import Posted, ThePosted, here, is_ours, require_ours
from app.web.frame import screen
from app.web.reading.context import Reading, reading_of
from app.web.screens.edit import invitation
from app.web.views import MediaLibrary, Medium

router = APIRouter()
URL = "/-/media"
SIZE = 24
PICTURES = "image/"
Errors = tuple[tuple[str, str], ...]


@router.get(URL)
def library(
    request: Request, wiki: TheWiki, reader: TheReader, page: int = 1, ajoute: str = ""
) -> Response:
    """All media, a screenful at a time; `ajoute` names one that was just sent."""
    sent = _named(wiki, ajoute) if ajoute else None
    return _screen(request, wiki, reader, page=page, sent=sent)


@router.post(URL)
def send(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    if reader.person is None and is_ours(request, posted):
        return invitation(request, here(request))
    require_ours(request, posted)
    limit_writes(wiki, reader)
    data = posted.file.read() if posted.file else b""
    if missing := _missing(posted, data):
        return _screen(request, wiki, reader, posted, errors=missing, status=422)
    try:
        kept = add_medium(wiki, data, _words(posted), by=reader)
    except (InvalidMedium, TooLarge, InvalidPage) as error:
        errors = ((_field(error), _told(reading_of(request), error)),)
        status = status_of(type(error))
        return _screen(request, wiki, reader, posted, errors=errors, status=status)
    return RedirectResponse(f"{URL}?{urlencode({'ajoute': str(kept.name)})}", status_code=303)


def _words(posted: Posted) -> MediumWords:
    said = (posted.one(name) for name in ("title", "alt", "licence", "authors", "source"))
    return MediumWords(*said)


def _missing(posted: Posted, data: bytes) -> Errors:
    wanted = []
    if not data:
        wanted.append(("file", "Choisissez un fichier."))
    if not posted.one("alt").strip():
        wanted.append(("alt", "Dites ce qu’on y voit, pour qui ne le voit pas."))
    if not posted.one("authors").strip():
        wanted.append(("authors", "Dites de qui elle est."))
    return tuple(wanted)


def _field(error: WikiError) -> str:
    return error.problems[0].field if isinstance(error, InvalidPage) else "file"


def _told(reading: Reading, error: WikiError) -> str:
    if isinstance(error, InvalidPage):
        problem = error.problems[0]
        return reading.theme.sentence(problem.sentence, problem.params, lang=reading.lang)
    return reading.theme.sentence(error.sentence, error.params, lang=reading.lang)


def _named(wiki: Wiki, name: str) -> StoredMedium | None:
    try:
        return medium_words(wiki, MediumName.parse(name))
    except (InvalidMedium, MediumNotFound):
        return None


def _screen(
    request: Request, wiki: Wiki, reader: Reader, posted: Posted | None = None, *,
    page: int = 1, errors: Errors = (), status: int = 200, sent: StoredMedium | None = None,
) -> Response:  # fmt: skip
    reading, posted = reading_of(request), posted or Posted({})
    names = all_media(wiki)
    last = max(1, -(-len(names) // SIZE))
    page = min(max(1, page), last)
    found = (_named(wiki, str(name)) for name in names[(page - 1) * SIZE : page * SIZE])
    view = MediaLibrary(
        action=URL, media=tuple(_medium(reading, one) for one in found if one), total=len(names),
        limit_bytes=SIZE_LIMIT_BYTES, licences=_licences(reading, posted.one("licence")),
        errors=tuple((field, reading.say(said)) for field, said in errors),
        title=posted.one("title"), alt=posted.one("alt"), authors=posted.one("authors"),
        source=posted.one("source"), just_sent=_medium(reading, sent) if sent else None,
        may_send=reader.has(Role.contributor),
        pager=Pager.of(page, last, lambda n: f"{URL}?page={n}"),
    )  # fmt: skip
    return screen(request, "media.html", view, title=reading.say("Images et fichiers"),
                  status=status, robots="noindex", canonical="")  # fmt: skip


def _licences(reading: Reading, chosen: str) -> tuple[tuple[str, str, bool], ...]:
    chosen = chosen or reading.wiki.site.licence
    known = reading.rules.licences.licences.values()
    return tuple((one.id, reading.say(one.label), one.id == chosen) for one in known)


def _medium(reading: Reading, kept: StoredMedium) -> Medium:
    words, url = kept.words, f"/media/{kept.name}"
    picture = kept.name.content_type.startswith(PICTURES)
    return Medium(
        url=url, title=words.title, alt=words.alt, markdown=_markdown(kept, url),
        licence=reading.licence(words.licence).label if words.licence else "",
        authors=words.authors, size_bytes=kept.size_bytes, width=kept.width or None,
        height=kept.height or None, picture=picture,
    )  # fmt: skip


def _markdown(kept: StoredMedium, url: str) -> str:
    """What shows it in a text; brackets in its words would end it too soon."""
    said = (kept.words.alt or kept.words.title).replace("[", "(").replace("]", ")")
    linked = kept.name.content_type.startswith((PICTURES, "audio/"))
    return f"![{said}]({url})" if linked else f"[{kept.words.title or said}]({url})"
