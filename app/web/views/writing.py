"""The screens where people write: the form, and two texts that cross."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.theme.parts import Licence, Link
from app.web.views.media import MediumWords
from app.web.views.pages import PageHead
from app.web.views.versions import ChangedBlock


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    checked: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of the form. `name` is the form field's name, unique; `error` a sentence or ``.

    `widget`: text, textarea, number, year, date, url, select, radio, checkboxes, switch, list
    (a textarea, one per line), reference (a textarea, one page per line, completed by title among
    the kinds of `picks`), town, rows, hours (a row for each day, then one for the rest), media (an
    address, with the small `picture` and the `alt` of a file to send).
    `value` is the text typed, kept even when wrong. `options` serve select, radio, checkboxes.
    `required` is said in words; `size`: short, medium or ``. `limit` is a number of signs.
    `suggested` are usual words, offered; `focus`: one goes on from here.
    `rows` and `blank` serve the widget rows: each row's sub-fields are named by the maker of the
    view (`steps.0.title`); in `blank`, `__n__` stands for the number of a row to come.
    """

    name: str
    label: str
    widget: str = "text"
    value: str = ""
    help: str = ""
    error: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    size: str = ""
    limit: int | None = None
    unit: str = ""
    placeholder: str = ""
    lines: int = 4
    rows: tuple["Row", ...] = ()
    blank: "Row | None" = None
    add_label: str = ""
    suggested: tuple[str, ...] = ()
    picks: str = ""
    picture: str = ""
    alt: str = ""
    focus: bool = False

    @property
    def anchor(self) -> str:
        """An id for HTML: dots and underlines are no trouble there, but are for selectors."""
        # `__n__` stays: scripts put the number of a new row in its place.
        parts = self.name.split(".")
        return "champ-" + "-".join(p if p == "__n__" else p.replace("_", "-") for p in parts)


@dataclass(frozen=True, slots=True)
class Row:
    """A repeated group of sub-fields: a step, a dated figure. `label` numbers it.

    `name` (`steps.2`) is what buttons that move it send; `movable` where it is not a blank one.
    """

    label: str
    fields: tuple[Field, ...]
    name: str = ""
    movable: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading; `folded` groups are closed until asked for, unless one is wrong."""

    label: str
    fields: tuple[Field, ...]
    help: str = ""
    folded: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class FieldError:
    """A line of the summary on top: `anchor` is the id of the field, without `#`."""

    anchor: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """The form of a page. Posts to `action` with `csrf`, `base`, every field, `body`, `note`, and
    `do`: save or preview.

    `new`: the page is not there yet. `proposes`: a save becomes a proposal, that `reviewers` read.
    `base` is the revision the writer had in front of them, `` for a new page.
    `preview` is the safe HTML of the text, where asked for. `licence` is the page's.
    `kinds` let one choose another kind before a new page is begun.
    `similar` are pages that may say the same (duplicates). `tools` lead to what else can be done.
    `heading` and `send` take the place of the usual words. `note_required`: a proposal says what it
    changes; `note_error` is a sentence about it. `part` is the anchor of the one part of the text
    that is before the writer, `` for the whole page. `why` says why a save is a proposal;
    `byline_error` is a sentence about the name that a stranger gave.
    `picture` is what the dialog about a picture begins with, None for who cannot send one.
    """

    kind: str
    title: str
    action: str
    groups: tuple[Group, ...]
    body: str
    licence: Licence
    base: str = ""
    new: bool = False
    lead: str = ""
    trail: tuple[Link, ...] = ()
    errors: tuple[FieldError, ...] = ()
    body_error: str = ""
    body_help: str = ""
    body_label: str = ""
    note: str = ""
    minor: bool = False
    preview: Markup | None = None
    proposes: bool = False
    reviewers: str = ""
    cancel_url: str = "/"
    kinds: tuple[Link, ...] = ()
    similar: tuple[Link, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    byline: str = ""
    tools: tuple[Link, ...] = ()
    heading: str = ""
    send: str = ""
    note_required: bool = False
    note_error: str = ""
    part: str = ""
    why: str = ""
    asks_byline: bool = False
    byline_error: str = ""
    picture: MediumWords | None = None

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """The summary on top, as (anchor, sentence)."""
        return [(error.anchor, error.sentence) for error in self.errors]


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A field or block that both sides changed. `None` means that the side removed it.

    `name` is the form field's (value `mine`, `theirs` or `both`), `label` what it is about.
    `mine_words` and `theirs_words`: runs of (op, text) against base, op in same, added, removed.
    `both` is the two one after the other, or None where only one can be kept (hours, licence):
    `why` says so. `who` wrote theirs at `at`, where that is known (the writer: `` and a time).
    """

    name: str
    label: str
    base: str | None
    mine: str | None
    theirs: str | None
    both: str | None = None
    mine_words: tuple[tuple[str, str], ...] = ()
    theirs_words: tuple[tuple[str, str], ...] = ()
    choice: str = ""
    who: str = ""
    at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class JoinedView:
    """What was joined without asking: what each side changed, as runs of (op, text); empty where
    it changed nothing there."""

    label: str
    mine: tuple[tuple[str, str], ...] = ()
    theirs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SideWords:
    """What the two sides are called, where they are not my text and somebody's save.

    `mine` and `theirs` name them; `without_mine` and `without_theirs` say that a side removed the
    passage; `both` says in which order they would stand. `send` is on the button, `back` on the
    way out.
    """

    title: str
    lead: str
    mine: str
    theirs: str
    without_mine: str
    without_theirs: str
    both: str
    send: str
    back: str


@dataclass(frozen=True, slots=True)
class Review:
    """A page as it would be: its title, its text (safe HTML), and what changes in words."""

    title: str
    html: Markup
    fields: tuple[ChangedBlock, ...] = ()
    blocks: tuple[ChangedBlock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two texts that cross. Nothing typed is lost: `hidden` carries everything through the form.

    `whose` names those who wrote meanwhile (`several` or one), `` where it was the writer, from
    elsewhere. `merged` tells what was already joined without asking. `again`: somebody saved while
    choices were made, and those that still hold are kept. `review` is the page as the choices make
    it; nothing is saved. `words` name the sides where they are not my text and somebody's save;
    `back_url` is where the one who gives up goes.
    """

    head: PageHead
    action: str
    whose: str
    disputes: tuple[DisputeView, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    merged: tuple[JoinedView, ...] = ()
    mine_text: str = ""
    several: bool = False
    again: bool = False
    review: "Review | None" = None
    note: str = ""
    unchosen: int = 0
    words: SideWords | None = None
    back_url: str = ""
