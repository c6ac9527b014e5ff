"""One form that asks for a few words: everything at the door looks the same."""

from dataclasses import dataclass

from app.theme.parts import Link
from app.web.views.rooms import WithErrors
from app.web.views.writing import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class AskField:
    """One line to fill. `type` is that of an input, `text-area`, `choice` (of `options`), `tick`
    (checked where it has a value) or `shown` (told, and not to be changed)."""

    name: str
    label: str
    value: str = ""
    type: str = "text"
    help: str = ""
    autocomplete: str = "off"
    required: bool = True
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(WithErrors):
    """Posts `fields` and `hidden` to `action`. `moment` marks a form for strangers (see
    `app.web.forms.unhurried`). `buttons` are (value of `do`, words), the first is the main one.
    `told` are sentences before the form, `first` what to do before it, `links` what else can be
    done, `trail` where one is."""

    title: str
    action: str
    buttons: tuple[tuple[str, str], ...]
    lead: str = ""
    fields: tuple[AskField, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    moment: str = ""
    first: Link | None = None
    told: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    trail: tuple[Link, ...] = ()
    tone: str = ""
    errors: tuple[tuple[str, str], ...] = ()
