"""Take pages away as one file: choose them, ask for it, see how far it is, have it.

`/-/emporter/kit` chooses and asks, `/-/emporter/kits/<id>` says how far it is and what came out,
`/-/emporter/fichiers/<id>/<name>` is the file, that may be asked for in parts.
"""

from base64 import b64encode

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from app.actions.ask_kit import KitMaking, ask_kit, kit_ask, kit_job
from app.domain.errors import InvalidQuery, NotFound, Refused, TooMany, WikiError
from app.domain.kit import Pictures
from app.domain.selection import FACETS, Selection
from app.domain.taking import KitAsk, KitState
from app.web.asking import QUESTION, asked
from app.web.context import TheReader, TheWiki, client_address, selection_of
from app.web.errors import status_of
from app.web.forms.posted import Posted, ThePosted, is_ours
from app.web.frame import lang_of, screen
from app.web.handing import handed
from app.web.reading.asking import reading_of
from app.web.reading.taking import (
    CHOOSE,
    FILES,
    FORM,
    FORMAT,
    KITS,
    PICTURES,
    SETTINGS,
    WHERE_AND_WHEN,
    choose_view,
    file_url,
    kit_view,
    media_type,
    said_of,
)

router = APIRouter()
# Pairs that a form may carry: past this nobody chose them.
PAIRS_LIMIT = 200


def making_of(request: Request) -> KitMaking:
    return request.app.state.making


@router.get(CHOOSE)
def choose(request: Request) -> Response:
    """Which pages, as which file. A place or a day that is none is told, the rest is kept."""
    params, error = request.query_params, None
    try:
        selection = selection_of(request, *SETTINGS, strict=False)
    except InvalidQuery as cannot:
        selection = selection_of(request, *SETTINGS, *WHERE_AND_WHEN, strict=False)
        error = cannot
    wanted = _wanted(request, params.get(FORMAT, ""), params.get(FORM, ""), params.get(PICTURES))
    return _choose(request, selection, wanted, error)


def _wanted(request: Request, format: str, form: str, pictures: str | None) -> KitAsk:
    """What is ticked; what cannot be is not."""
    known = making_of(request).formats
    format = format if format in known else next(iter(known), "")
    weight = Pictures(pictures) if pictures in list(Pictures) else Pictures.light
    return KitAsk(format, form[:40], weight)


def _choose(
    request: Request, selection: Selection, wanted: KitAsk, error: WikiError | None = None
) -> Response:
    reading = reading_of(request)
    errors = (("", reading.told(error)),) if error else ()
    view = choose_view(reading, making_of(request), selection, asked=wanted, errors=errors)
    title = reading.say("Emporter des pages dans un fichier")
    answer = screen(
        request, "kit.html", view, title=title, robots="noindex",
        status=status_of(type(error)) if error else 200,
    )  # fmt: skip
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.params["seconds"])
    return answer


@router.post(CHOOSE)
def ask(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """Have it made, or be led to the one that is there. Strangers may."""
    is_ours(request, posted)
    selection = _selected(posted)
    format, form, pictures = (posted.one(name) for name in (FORMAT, FORM, PICTURES))
    # Each format has its forms beside it; that of another is not meant.
    form = form or posted.one(f"{FORM}.{format[:40]}")
    try:
        said = kit_ask(
            making_of(request), selection, format=format, form=form, pictures=pictures,
            lang=lang_of(request),
        )  # fmt: skip
        job = ask_kit(wiki, making_of(request), said, by=reader, address=client_address(request))
    except (Refused, TooMany) as error:
        wanted = _wanted(request, format, form, pictures)
        return _choose(request, selection, wanted, error)
    return RedirectResponse(f"{KITS}/{job.id}", status_code=303)


def _selected(posted: Posted) -> Selection:
    """Raises InvalidQuery on what cannot be selected."""
    pairs = [
        (name, value)
        for name, values in posted.texts.items()
        if name.removeprefix("-") in FACETS or name in QUESTION
        for value in values
    ]
    return asked(pairs[:PAIRS_LIMIT], strict=False)


@router.get(f"{KITS}/{{kit}}.json")
def state(request: Request, kit: str) -> Response:
    """How far it is, for a script or a program: `state`, `said`, `done`, `of`, and the file."""
    making, reading = making_of(request), reading_of(request)
    job = kit_job(making, kit)
    told = {
        "id": job.id, "state": job.state.value, "said": said_of(reading, making, job),
        "done": job.done, "of": job.of,
    }  # fmt: skip
    if job.state is KitState.ready and job.made is not None:
        made = job.made
        told |= {
            "url": reading.absolute(file_url(job)), "filename": made.filename,
            "size_bytes": made.size_bytes, "sha256": made.sha256, "pages": made.pages,
            "revision": made.revision, "made_at": made.made_at.isoformat(),
        }  # fmt: skip
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


@router.get(f"{KITS}/{{kit}}")
def one(request: Request, kit: str, fixe: str = "") -> Response:
    """Raises NotFound."""
    making, reading = making_of(request), reading_of(request)
    job = kit_job(making, kit)
    view = kit_view(reading, making, job, fixed=bool(fixe))
    answer = screen(
        request, "kit_made.html", view, title=view.title, robots="noindex",
        status=410 if job.state is KitState.gone else 200,
        scripts=() if job.ended else ("kits.js",),
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.get(f"{FILES}/{{kit}}/{{name}}")
def file(request: Request, kit: str, name: str) -> Response:
    """The file, whole or in parts; nothing where the one of before is still good."""
    making = making_of(request)
    job = kit_job(making, kit)
    if job.state is KitState.gone:
        return RedirectResponse(f"{KITS}/{kit}", status_code=303)
    path, made = making.shelf.file(job), job.made
    if path is None or made is None or job.state is not KitState.ready or path.name != name:
        raise NotFound()
    making.shelf.wanted(job.id)
    return handed(
        request, path, mark=made.sha256[:32], media_type=media_type(name), filename=name,
        more={"Repr-Digest": _digest(made.sha256)},
    )  # fmt: skip


def _digest(sha256: str) -> str:
    """RFC 9530: what the whole file sums up to, whatever part is sent."""
    return f"sha-256=:{b64encode(bytes.fromhex(sha256)).decode()}:"
