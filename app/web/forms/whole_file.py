"""A page's whole file in one field: for those who copy, check or know what they do."""

from collections.abc import Sequence

from fastapi.responses import Response

from app.domain.errors import Problem
from app.web.forms.desk import Desk, sentence, trail_of
from app.web.forms.posted import Posted
from app.web.frame import screen
from app.web.labels import titled
from app.web.views.tools import EditSource


def source_screen(
    desk: Desk,
    text: str,
    *,
    problems: Sequence[Problem] = (),
    posted: Posted | None = None,
    status: int = 200,
) -> Response:
    """The page's whole file in one field."""
    posted = posted or Posted({})
    view = EditSource(
        kind=desk.path.kind,
        title=desk.page.title if desk.page else desk.path.slug,
        action=desk.action,
        text=text,
        base=desk.base_said,
        new=desk.base is None and desk.offer is None,
        errors=tuple(_with_place(desk, problem) for problem in problems),
        note=posted.one("note"),
        minor=bool(posted.one("minor")),
        trail=trail_of(desk),
        form_url=desk.offer.form_url if desk.offer else f"{desk.url}/edit",
        cancel_url=desk.offer.back if desk.offer else desk.url,
        hidden=_source_hidden(desk),
        send=desk.offer.send if desk.offer else _send_words(desk),
        minor_asked=not (desk.proposing or (desk.offer and desk.offer.proposes)),
        byline=posted.one("byline"),
        byline_asked=desk.proposing is not None and desk.reader.person is None,
    )
    title = titled(desk.say, desk.say("Modifier"), view.title)
    return screen(
        desk.request, "edit_source.html", view, title=title, status=status, robots="noindex",
        canonical="",
    )  # fmt: skip


def _send_words(desk: Desk) -> str:
    return desk.say("Proposer ce changement") if desk.proposing else ""


def _source_hidden(desk: Desk) -> tuple[tuple[str, str], ...]:
    gone = (("gone", "yes"),) if desk.gone else ()
    carried = desk.offer.hidden if desk.offer else ()
    secret = desk.proposing.hidden if desk.proposing else ()
    return (("mode", "source"), *gone, *carried, *secret)


def _with_place(desk: Desk, problem: Problem) -> str:
    said = desk.told(problem)
    return titled(desk.say, problem.field, said) if problem.field else sentence(said)
