"""Two texts that cross: what each says, and the choice sent back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fastapi.responses import Response

from app.domain.diff import spans
from app.domain.errors import Dispute, EditConflict, InvalidPage, PageNotFound, Problem
from app.domain.merge import CHOICES, merge_pages
from app.domain.page import Page, parse_page
from app.domain.page_path import RevisionId
from app.web.forms.desk import Desk, edit_screen, page_then
from app.web.forms.labels import label_of
from app.web.forms.posted import Posted
from app.web.forms.saving import Said, save
from app.web.frame import screen
from app.web.reading.context import reading_of
from app.web.reading.head import make_head
from app.web.reading.shown import shown_now
from app.web.views import Conflict, DisputeView
from app.web.views.writing import SideWords

CHOICE = "choice."
WHOLE = "page"


def show_conflict(desk: Desk, conflict: EditConflict, said: Said) -> Response:
    """The screen where a person chooses; a page that was deleted meanwhile is offered anew."""
    if conflict.theirs is None:
        return _deleted(desk, conflict, said)
    return _screen(desk, conflict, said, {})


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


def _screen(desk: Desk, conflict: EditConflict, said: Said, chosen: dict[str, str]) -> Response:
    reading = reading_of(desk.request)
    row = desk.wiki.index.page(desk.path)
    if row is None:
        raise PageNotFound(path=desk.path)
    head = make_head(reading, shown_now(desk.wiki, row), body="", toc=(), facts=())
    view = Conflict(
        head=head,
        action=f"{desk.url}/edit",
        whose=row.updated_by,
        disputes=tuple(dispute_view(desk, d, chosen) for d in conflict.disputes),
        hidden=_hidden(desk, conflict, said),
        merged=merged_without_asking(desk, conflict),
        mine_text=conflict.mine,
        note=said.note,
        unchosen=len(conflict.disputes) - len(chosen) if chosen else 0,
    )
    return screen(
        desk.request, "conflict.html", view, title=desk.say("Deux écritures"), status=409,
        robots="noindex", scripts=("edit.js",), canonical="",
    )  # fmt: skip


def _hidden(desk: Desk, conflict: EditConflict, said: Said) -> tuple[tuple[str, str], ...]:
    minor = (("minor", "yes"),) if said.minor else ()
    return (
        ("base", str(desk.base or "")), ("seen", conflict.theirs_revision or ""),
        ("text", conflict.mine), *minor,
    )  # fmt: skip


def dispute_view(desk: Desk, dispute: Dispute, chosen: dict[str, str]) -> DisputeView:
    base, mine, theirs = dispute.base, dispute.mine, dispute.theirs
    return DisputeView(
        name=f"{CHOICE}{dispute.field}",
        label=_label(desk, dispute.field),
        base=base,
        mine=mine,
        theirs=theirs,
        both=_both(dispute),
        mine_words=_words(base, mine),
        theirs_words=_words(base, theirs),
        choice=chosen.get(dispute.field, ""),
    )


def _words(base: str | None, text: str | None) -> tuple[tuple[str, str], ...]:
    return tuple(spans(base, text)) if base is not None and text is not None else ()


def _both(dispute: Dispute) -> str | None:
    """Both, one after the other, where that can be: blocks of the text, steps, free texts."""
    if dispute.mine is None or dispute.theirs is None:
        return None
    if dispute.field.startswith("body."):
        return f"{dispute.theirs}\n\n{dispute.mine}"
    key, _, number = dispute.field.partition(".")
    if number:
        return f"{dispute.theirs}\n{dispute.mine}"
    return f"{dispute.theirs} {dispute.mine}" if key in ("summary", "recognition") else None


def _label(desk: Desk, field: str) -> str:
    key, _, number = field.partition(".")
    if key == "body":
        return desk.say("Le texte, passage {number}").format(number=number)
    if key == WHOLE:
        return desk.say("La page entière")
    return desk.say(label_of(desk.wiki.kinds[desk.path.kind], key))


def merged_without_asking(desk: Desk, conflict: EditConflict) -> tuple[str, ...]:
    """The keys that the other changed and that were taken in without asking."""
    if conflict.base is None or conflict.theirs is None:
        return ()
    old, new = (parse_page(desk.path, text) for text in (conflict.base, conflict.theirs))
    disputed = {dispute.field.partition(".")[0] for dispute in conflict.disputes}
    keys = [k for k in {**old.front, **new.front} if old.front.get(k) != new.front.get(k)]
    kind = desk.wiki.kinds[desk.path.kind]
    lines = [desk.say(label_of(kind, key)) for key in keys if key not in disputed]
    if old.body != new.body and "body" not in disputed:
        lines.append(desk.say("Le texte"))
    return tuple(lines)


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
    view = Conflict(
        head=make_head(reading, shown_now(desk.wiki, row), body="", toc=(), facts=()),
        action=crossing.action,
        whose=crossing.words.theirs,
        disputes=tuple(dispute_view(desk, one, chosen) for one in disputes),
        hidden=crossing.hidden,
        merged=merged_without_asking(desk, conflict),
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
    chosen = chosen_in(posted)
    said = Said(posted.one("note"), bool(posted.one("minor")), flash="merged", since=desk.base)
    text, open_disputes, disputes = _settled(desk, mine, theirs, chosen)
    if open_disputes:
        conflict = EditConflict(
            desk.path, base=desk.page.text, mine=mine.text, theirs=theirs.text,
            theirs_revision=str(seen), disputes=disputes,
        )  # fmt: skip
        return _screen(desk, conflict, said, chosen)
    return _save(replace(desk, base=seen, page=theirs), text, said)


def chosen_in(posted: Posted) -> dict[str, str]:
    found = {name: posted.one(name) for name in posted.texts if name.startswith(CHOICE)}
    return {k.removeprefix(CHOICE): v for k, v in found.items() if v in CHOICES}


def _settled(
    desk: Desk, mine: Page, theirs: Page, chosen: dict[str, str]
) -> tuple[str, tuple[Dispute, ...], tuple[Dispute, ...]]:
    """The text, the disputes still open, and all of them."""
    assert desk.page is not None
    if WHOLE in chosen:
        return (theirs if chosen[WHOLE] == "theirs" else mine).text, (), ()
    merged = merge_pages(desk.page.text, mine.text, theirs.text, settle=chosen.get)
    every = merge_pages(desk.page.text, mine.text, theirs.text).disputes
    return merged.text, merged.disputes, every


def _save(desk: Desk, text: str, said: Said) -> Response:
    """A text that the choices made unfit is given back in the form, where it can be put right."""
    try:
        return save(desk, text, said, show_conflict)
    except InvalidPage as error:
        made = parse_page(desk.path, text)
        typed = replace(desk, page=made).form.first()
        body = made.body.strip("\n")
        return edit_screen(
            desk, typed, body, problems=error.problems, posted=Posted({"note": (said.note,)}),
            status=422,
        )  # fmt: skip
