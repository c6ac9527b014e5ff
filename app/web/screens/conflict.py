"""Two texts that cross: what each says, and the choice sent back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from fastapi.responses import Response

from app.domain.errors import Dispute, EditConflict, InvalidPage, PageNotFound, Problem
from app.domain.merge import CHOICES, merge_pages
from app.domain.page import Page, parse_page
from app.domain.page_path import RevisionId
from app.web.forms.crossing import CHOICE, WHOLE, Crossed
from app.web.forms.desk import Desk, edit_screen, page_then
from app.web.forms.posted import Posted
from app.web.forms.saving import Said, save
from app.web.frame import screen
from app.web.joined import names_said, others_of
from app.web.reading.asking import reading_of
from app.web.reading.head import make_head
from app.web.reading.shown import shown_now
from app.web.screens.compared import changes
from app.web.views import Conflict
from app.web.views.writing import Review, SideWords

# What a form with two texts is sent for: to save the choices, or to read the page as they make it.
RESOLVE, REVIEW = "resolve", "review"
DOES = (RESOLVE, REVIEW)


def show_conflict(
    desk: Desk, conflict: EditConflict, said: Said, *, again: bool = False
) -> Response:
    """The screen where a person chooses; a page that was deleted meanwhile is offered anew.

    `again`: somebody saved while choices were made; these stand in the text.
    """
    if conflict.theirs is None:
        return _deleted(desk, conflict, said)
    return _screen(desk, conflict, said, {}, again=again)


def _deleted(desk: Desk, conflict: EditConflict, said: Said) -> Response:
    row = desk.row
    told = Problem(
        "",
        "La page a été supprimée par {name} pendant que vous écriviez. Votre texte est gardé : "
        "enregistrez-le pour la rétablir.",
        {"name": row.updated_by if row else ""},
    )
    mine = parse_page(desk.path, conflict.mine)
    typed = replace(desk, page=mine).form.first()
    posted = Posted({"note": (said.note,)})
    again = replace(desk, gone=True)
    return edit_screen(
        again, typed, mine.body.strip("\n"), problems=[told], posted=posted, status=409
    )


def _screen(
    desk: Desk, conflict: EditConflict, said: Said, chosen: dict[str, str],
    *, again: bool = False, asked: bool = False, review: Review | None = None,
) -> Response:  # fmt: skip
    reading = reading_of(desk.request)
    row = desk.wiki.index.page(desk.path)
    if row is None:
        raise PageNotFound(path=desk.path)
    head = make_head(reading, shown_now(desk.wiki, row), body="", toc=(), facts=())
    crossed = Crossed(desk, reading, conflict, chosen)
    names = others_of(desk.wiki, desk.reader, crossed.versions[1])
    disputes = crossed.disputes(every_dispute(conflict))
    view = Conflict(
        head=head,
        action=f"{desk.url}/edit",
        whose=names_said(names, desk.say) if crossed.versions[1] else row.updated_by,
        several=len(names) > 1,
        disputes=disputes,
        hidden=_hidden(desk, conflict, said),
        merged=crossed.joined(),
        mine_text=conflict.mine,
        note=said.note,
        unchosen=sum(not one.choice for one in disputes) if asked else 0,
        again=again,
        review=review,
    )
    return screen(
        desk.request, "conflict.html", view, title=desk.say("Deux écritures"),
        status=200 if review else 409, robots="noindex", scripts=("edit.js",), canonical="",
    )  # fmt: skip


def _hidden(desk: Desk, conflict: EditConflict, said: Said) -> tuple[tuple[str, str], ...]:
    minor = (("minor", "yes"),) if said.minor else ()
    whole = any(one.field == WHOLE for one in conflict.disputes)
    return (
        ("base", str(desk.base or "")), ("seen", conflict.theirs_revision or ""),
        ("text", conflict.mine), *minor, *((("whole", "yes"),) if whole else ()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Crossing:
    """What the screen of two texts needs, where they are not my text and somebody's save.

    `hidden` is what the form carries; `chosen` what was chosen already.
    """

    words: SideWords
    action: str
    back_url: str
    hidden: tuple[tuple[str, str], ...]
    chosen: Mapping[str, str] = field(default_factory=dict)


def show_crossing(desk: Desk, conflict: EditConflict, crossing: Crossing) -> Response:
    """The same screen for texts of two networks: the side that comes is `mine`, ours or theirs."""
    row = desk.wiki.index.page(desk.path)
    if row is None:
        raise PageNotFound(path=desk.path)
    reading = reading_of(desk.request)
    disputes, chosen = every_dispute(conflict), dict(crossing.chosen)
    crossed = Crossed(desk, reading, conflict, chosen)
    view = Conflict(
        head=make_head(reading, shown_now(desk.wiki, row), body="", toc=(), facts=()),
        action=crossing.action,
        whose=crossing.words.theirs,
        disputes=crossed.disputes(disputes),
        hidden=crossing.hidden,
        merged=crossed.joined(),
        unchosen=len([one for one in disputes if one.field not in chosen]) if chosen else 0,
        words=crossing.words,
        back_url=crossing.back_url,
    )
    return screen(
        desk.request, "conflict.html", view, title=desk.say("Deux écritures"), status=409,
        robots="noindex", scripts=("edit.js",), canonical="",
    )  # fmt: skip


def every_dispute(conflict: EditConflict) -> tuple[Dispute, ...]:
    """Those that choices made already would settle too, so that a choice can be changed."""
    whole = any(dispute.field == WHOLE for dispute in conflict.disputes)
    if whole or conflict.base is None or conflict.theirs is None:
        return conflict.disputes
    return merge_pages(conflict.base, conflict.mine, conflict.theirs).disputes


def settle(desk: Desk, posted: Posted) -> Response:
    """What was chosen, made one text over the version that was seen, and saved from there.

    Where that version is no longer the newest, the save meets the newer one in its turn, so that
    no choice is ever used for something its writer did not see.
    """
    seen = RevisionId(posted.one("seen"))
    theirs = page_then(desk.wiki, desk.reader, desk.path, seen)
    mine = parse_page(desk.path, posted.one("text"))
    if theirs is None or desk.page is None:
        raise PageNotFound(path=desk.path)
    said = Said(posted.one("note"), bool(posted.one("minor")), flash="merged", since=desk.base)
    conflict = EditConflict(
        desk.path, base=desk.page.text, mine=mine.text, theirs=theirs.text,
        theirs_revision=str(seen), disputes=_every(desk.page, mine, theirs, posted),
    )  # fmt: skip
    chosen = _fit(desk, conflict, chosen_in(posted))
    text = _settled(conflict, chosen)
    if posted.one("do") == REVIEW:
        review = _review(desk, theirs, text)
        return _screen(desk, conflict, said, chosen, asked=True, review=review)
    if any(one.field not in chosen for one in conflict.disputes):
        return _screen(desk, conflict, said, chosen, asked=True)
    return _save(replace(desk, base=seen, page=theirs), text, said)


def _every(base: Page, mine: Page, theirs: Page, posted: Posted) -> tuple[Dispute, ...]:
    """What both sides changed; the pages as a whole where that is what was asked."""
    if f"{CHOICE}{WHOLE}" in posted.texts or posted.one("whole"):
        return (Dispute(WHOLE, base.text, mine.text, theirs.text),)
    return merge_pages(base.text, mine.text, theirs.text).disputes


def _fit(desk: Desk, conflict: EditConflict, chosen: dict[str, str]) -> dict[str, str]:
    """The choices that answer what was asked: both only where both can stand."""
    crossed = Crossed(desk, reading_of(desk.request), conflict)
    asked = {one.field: one for one in conflict.disputes}
    return {
        name: choice
        for name, choice in chosen.items()
        if name in asked and (choice != "both" or crossed.both(asked[name]) is not None)
    }


def _settled(conflict: EditConflict, chosen: dict[str, str]) -> str:
    """The text with what was chosen; what is still open stands in it as theirs."""
    base, mine, theirs = conflict.base or "", conflict.mine, conflict.theirs or ""
    if any(one.field == WHOLE for one in conflict.disputes):
        return mine if chosen.get(WHOLE) == "mine" else theirs
    return merge_pages(base, mine, theirs, settle=chosen.get).text


def _review(desk: Desk, theirs: Page, text: str) -> Review:
    """The page as the choices would make it, beside the page as it stands."""
    made = parse_page(desk.path, text)
    fields, blocks = changes(reading_of(desk.request), desk.path, theirs.text, text)
    return Review(made.title, desk.preview(made.body, made.lang), fields, blocks)


def chosen_in(posted: Posted) -> dict[str, str]:
    found = {name: posted.one(name) for name in posted.texts if name.startswith(CHOICE)}
    return {k.removeprefix(CHOICE): v for k, v in found.items() if v in CHOICES}


def _save(desk: Desk, text: str, said: Said) -> Response:
    """A text that the choices made unfit is given back in the form, where it can be put right."""
    try:
        return save(desk, text, said, partial(show_conflict, again=True))
    except InvalidPage as error:
        made = parse_page(desk.path, text)
        typed = replace(desk, page=made).form.first()
        body = made.body.strip("\n")
        return edit_screen(
            desk, typed, body, problems=error.problems, posted=Posted({"note": (said.note,)}),
            status=422,
        )  # fmt: skip
