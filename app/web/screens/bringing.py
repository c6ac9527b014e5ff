"""Bring in what was written offline: choose the file, see what would happen, send, follow.

The server remembers no step: the file waits under a name that the form carries.
"""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions.import_contribution import import_contribution
from app.actions.wiki import Wiki
from app.actions.writing import right_of
from app.domain.contribution import ENTRIES_LIMIT, FILE_LIMIT_BYTES, Contribution
from app.domain.contribution_file import read_contribution
from app.domain.errors import NotSignedIn, Refused, TooLarge, TooMany, WikiError
from app.domain.people import Reader
from app.domain.phrase import Phrase, mebibytes
from app.domain.writing import Right
from app.web.context import TheReader, TheWiki, client_address, limit_writes
from app.web.errors import status_of
from app.web.forms.posted import Posted, TheBrought, here, require_ours
from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.reading.brought import result_view
from app.web.reading.context import Reading
from app.web.screens.edit import invitation
from app.web.views.bringing import BringStart

router = APIRouter()
URL = "/-/contribution"
READS, READS_WINDOW_S = 30, 3600  # files of one address: a whole workshop may share it
GONE = Phrase(
    "ce fichier n’attend plus ici. Choisissez-le de nouveau : rien n’est pris deux fois, et les "
    "liens de suivi s’affichent encore."
)


@router.get(URL)
def start(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    if right_of(wiki, reader, None) is Right.nothing:
        return invitation(request, here(request))
    return _start(request)


@router.post(URL)
def step(request: Request, wiki: TheWiki, reader: TheReader, posted: TheBrought) -> Response:
    """`do`: read a file, or send what it holds."""
    require_ours(request, posted)
    send = posted.one("do") == "send"
    try:
        limit_writes(wiki, reader)
        if not send:
            _require_pace(request, wiki, reader)
        data = _waiting(wiki, posted) if send else _sent(posted)
        return _result(request, wiki, reader, data, posted.one("key"), send=send)
    except NotSignedIn:
        return invitation(request, URL)
    except (Refused, TooLarge, TooMany) as error:
        return _start(request, error)


def _require_pace(request: Request, wiki: Wiki, reader: Reader) -> None:
    """Strangers make the server read only so many files. Raises TooMany."""
    if reader.person is not None:
        return
    tries = wiki.people.count_attempt(
        f"contribution:{client_address(request)}", now=wiki.clock.now(), limit=READS,
        window_s=READS_WINDOW_S,
    )  # fmt: skip
    if tries > READS:
        raise TooMany(seconds=READS_WINDOW_S)


def _sent(posted: Posted) -> bytes:
    if posted.file is None:
        raise Refused(reason=Phrase("choisissez un fichier."))
    if not posted.file.whole:
        raise TooLarge(what="Ce fichier", limit=mebibytes(FILE_LIMIT_BYTES))
    return posted.file.read()


def _waiting(wiki: Wiki, posted: Posted) -> bytes:
    data = wiki.parking.parked(posted.one("key"))
    if data is None:
        raise Refused(reason=GONE)
    return data


def _result(
    request: Request, wiki: Wiki, reader: Reader, data: bytes, key: str, *, send: bool
) -> Response:
    contribution, reading = read_contribution(data), reading_of(request)
    brought = import_contribution(
        wiki, contribution, by=reader, address=client_address(request), dry_run=not send
    )
    view = result_view(reading, brought, URL, "" if send else wiki.parking.park(data), done=send)
    if send and not view.later:
        wiki.parking.drop(key)
    answer = screen(
        request, "contribution_result.html", view, title=_title(reading, contribution, done=send),
        robots="noindex", canonical="",
    )  # fmt: skip
    # The links open what they lead to: they stay in no cache.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _title(reading: Reading, contribution: Contribution, *, done: bool) -> str:
    if done:
        return reading.say("C’est apporté")
    return reading.say("Ce que {name} a écrit").format(name=contribution.name)


def _start(request: Request, error: WikiError | None = None) -> Response:
    reading = reading_of(request)
    view = BringStart(
        action=URL, limit_bytes=FILE_LIMIT_BYTES, most=ENTRIES_LIMIT,
        errors=(("file", _told(reading, error)),) if error else (),
    )  # fmt: skip
    return screen(
        request, "contribution.html", view,
        title=reading.say("Apporter ce qui a été écrit hors ligne"),
        status=status_of(type(error)) if error else 200, robots="noindex", canonical="",
    )  # fmt: skip


def _told(reading: Reading, error: WikiError) -> str:
    if type(error) is Refused:
        return reading.reason(error.params["reason"])
    return reading.told(error)
