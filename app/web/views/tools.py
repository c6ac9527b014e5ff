"""The screens around writing that have a template of their own."""

from dataclasses import dataclass

from app.theme.parts import Link
from app.web.views.care import CareGroup
from app.web.views.friends import FriendCard
from app.web.views.rooms import WithErrors


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of page to choose; `note` says in a few words what it is for."""

    name: str
    label: str
    note: str
    prefix: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """What a page may begin from; an empty `name` is the blank page. `lang` where it is not the
    reader's."""

    name: str
    title: str
    help: str
    lang: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Write(WithErrors):
    """Where a new page begins. Sent by GET to `action`.

    First its kind and title; once `named`, what it begins from and its address. `kind` is the
    chosen one's label. `similar` are pages that may say the same; `taken`: one of them stands at
    that very address.
    """

    action: str
    kinds: tuple[KindChoice, ...]
    title: str = ""
    slug: str = ""
    kind: str = ""
    kind_label: str = ""
    named: bool = False
    templates: tuple[TemplateChoice, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    similar: tuple[Link, ...] = ()
    taken: bool = False
    guided_url: str = "/-/documenter"
    templates_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSource:
    """A page's whole file in one field. `errors` are sentences about it.

    `send` takes the place of the usual word; `minor_asked` is false for what is proposed;
    `byline_asked`: a stranger may give a name.
    """

    kind: str
    title: str
    action: str
    text: str
    base: str = ""
    new: bool = False
    errors: tuple[str, ...] = ()
    note: str = ""
    minor: bool = False
    trail: tuple[Link, ...] = ()
    form_url: str = ""
    cancel_url: str = "/"
    hidden: tuple[tuple[str, str], ...] = ()
    send: str = ""
    minor_asked: bool = True
    byline: str = ""
    byline_asked: bool = False

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """The summary on top, as (anchor, sentence)."""
        return [("fichier", sentence) for sentence in self.errors]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was sent while nobody was signed in, or from an older session: kept, to send again.

    `hidden` carries every field; `text` is what to read and copy. `may_propose`: it can be sent
    without an account, as a proposal.
    """

    title: str
    sentence: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    text: str = ""
    sign_in_url: str = ""
    may_propose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Giving a page another address. `note` says why, in the page's history."""

    title: str
    url: str
    prefix: str
    slug: str
    action: str
    base: str
    error: str = ""
    note: str = ""
    delete_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """Taking a page away: what it is, and what still leads to it."""

    title: str
    url: str
    action: str
    base: str
    backlinks: tuple[Link, ...] = ()
    more: int = 0
    note: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure about the wiki's health. `tone`: good, caution or ``."""

    label: str
    value: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StewardRoom:
    """The steward's room: `gauges`, pages that are `broken`, drafts and proposals that wait, what
    needs `care`, friends' networks with how it goes with each, `templates` that cannot be read,
    what of the `theme` could not be shown, as (place, reason)."""

    gauges: tuple[Gauge, ...]
    rooms: tuple[Link, ...]
    care: tuple[CareGroup, ...] = ()
    broken: tuple[Link, ...] = ()
    drafts: tuple[Link, ...] = ()
    proposals: tuple[Link, ...] = ()
    friends: tuple[FriendCard, ...] = ()
    templates: tuple[Link, ...] = ()
    theme: tuple[tuple[str, str], ...] = ()
