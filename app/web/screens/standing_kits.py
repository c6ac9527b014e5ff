"""The network's own files: always the newest at one address, announced in a feed, chosen by a
steward."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.rights import require
from app.actions.standing_kits import latest_kits, set_standing, standing_kits, standing_of
from app.domain.errors import NotFound
from app.domain.people import Role
from app.domain.standing_kits import EVERY_DAYS, StandingKits
from app.domain.taking import KitJob
from app.web.context import TheReader, TheWiki
from app.web.forms.posted import ThePosted, here, require_ours
from app.web.frame import screen, tell_next
from app.web.reading import atom
from app.web.reading.asking import reading_as, reading_of
from app.web.reading.context import Reading
from app.web.reading.taking import KITS, file_url, format_words, latest_rows, media_type
from app.web.screens.edit import invitation
from app.web.screens.kits import making_of
from app.web.views import taking as views

router = APIRouter()
URL = "/-/intendance/fichiers"
FEED = f"{KITS}.atom"
_EVERY = {1: "Chaque jour où des pages ont changé", 7: "Chaque semaine", 30: "Chaque mois"}


@router.get("/-/emporter/dernier/{format}")
def latest(request: Request, format: str) -> Response:
    """The newest file of the whole wiki in that format. Raises NotFound."""
    job = latest_kits(making_of(request)).get(format)
    if job is None:
        raise NotFound()
    return RedirectResponse(file_url(job), status_code=302, headers={"Cache-Control": "no-cache"})


@router.get(FEED)
def feed(request: Request, wiki: TheWiki, reader: TheReader) -> Response:
    """Each new file of the whole wiki, for programs that fetch it."""
    reading, making = reading_as(request, reader, wiki.site.lang), making_of(request)
    title = f"{reading.say('Fichiers à emporter')} · {wiki.site.name}"
    text = atom.feed(
        wiki.site, title=title, url=FEED, shown_at="/-/emporter",
        entries=[_entry(request, reading, job) for job in standing_kits(making)],
    )  # fmt: skip
    return Response(text, media_type=atom.MEDIA_TYPE, headers={"Cache-Control": "max-age=300"})


def _entry(request: Request, reading: Reading, job: KitJob) -> atom.Entry:
    assert job.made is not None
    made, site = job.made, reading.wiki.site
    words = format_words(reading, making_of(request).formats.get(job.ask.format), job.ask)
    number, weight = reading.writing.number(made.pages), reading.writing.weight(made.size_bytes)
    said = reading.say("{n} pages, {weight}. sha256 : {sum}")
    return atom.Entry(
        atom.page_id(site, f"kit/{job.id}"),
        f"{words}, {reading.writing.long_date(made.at)}", f"{KITS}/{job.id}", made.made_at,
        site.name, said.format(n=number, weight=weight, sum=made.sha256),
        (file_url(job), media_type(made.filename), made.size_bytes),
    )  # fmt: skip


@router.get(URL)
def choose(request: Request, reader: TheReader) -> Response:
    """Which are kept ready. Raises NotAllowed below steward."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.steward)
    reading, making = reading_of(request), making_of(request)
    said = standing_of(reading.wiki)
    view = views.StandingKits(
        action=URL,
        formats=tuple(
            views.KitFormat(name, reading.say(one.label or name), checked=name in said.formats)
            for name, one in making.formats.items()
        ),
        every=tuple((str(n), reading.say(words), n == said.every_days)
                    for n, words in _EVERY.items()),
        files=tuple(latest_rows(reading, making)),
    )  # fmt: skip
    return screen(request, "kits_standing.html", view, title=reading.say("Fichiers toujours prêts"),
                  robots="noindex", canonical="")  # fmt: skip


@router.post(URL)
def chosen(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """One commit, by the steward who chose. Raises Refused on what is not offered."""
    require_ours(request, posted)
    require(reader, Role.steward)
    days = posted.one("every")
    said = StandingKits(
        posted.texts.get("format", ())[:20],
        int(days) if days in map(str, EVERY_DAYS) else 0,
    )
    set_standing(wiki, making_of(request), said, by=reader)
    return tell_next(RedirectResponse(URL, status_code=303), "policy")
