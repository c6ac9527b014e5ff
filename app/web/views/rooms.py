"""The screens around the pages: signing in, one's account, people, media, plain messages."""

from dataclasses import dataclass
from datetime import datetime

from app.theme.parts import Link


class WithErrors:
    """A form whose `errors` are (field, sentence); an empty field is the form as a whole."""

    __slots__ = ()
    errors: tuple[tuple[str, str], ...]

    def error_of(self, field: str) -> str:
        return next((sentence for name, sentence in self.errors if name == field), "")

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """The summary on top, as (anchor, sentence)."""
        return [(f"champ-{name}" if name else "", sentence) for name, sentence in self.errors]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """`then` is the address to go to after. `error` is a sentence about the whole, or ``.
    `door`: who may sign up (open, approved, invitation)."""

    action: str
    email: str = ""
    then: str = ""
    error: str = ""
    reason: str = ""
    door: str = "invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSteward(WithErrors):
    """The one-time link that makes the first steward. `errors` are (field, sentence)."""

    action: str
    network: str
    secret: str
    name: str = ""
    email: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    expired: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """An API token: `scope` read or write. The secret itself is shown once, when made."""

    id: str
    scope: str
    made_at: datetime
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(WithErrors):
    """One's own page. `secret` is a token just made, shown this once; `asked` counts the pages
    that wait for this person's agreement to another licence. `thanks` are (who, for which page,
    when), newest first. `dead`: letters to that address come back."""

    name: str
    email: str
    role: str
    joined_at: datetime
    action: str
    errors: tuple[tuple[str, str], ...] = ()
    tokens: tuple[Token, ...] = ()
    secret: str = ""
    drafts: tuple[Link, ...] = ()
    pages: tuple[Link, ...] = ()
    proposals: tuple[Link, ...] = ()
    asked: int = 0
    thanks: tuple[tuple[str, Link, datetime], ...] = ()
    dead: bool = False
    has_password: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A page in plain words: what happened, what is safe, what to do. `status` is HTTP's.

    `kept` is text the reader typed, given back so that nothing is lost. `code` helps a steward
    find the incident in the journal. `tone`: ``, good, caution, bad.
    """

    status: int
    title: str
    sentence: str
    safe: str = ""
    tone: str = "caution"
    steps: tuple[Link, ...] = ()
    search: str = ""
    show_search: bool = False
    near: tuple[Link, ...] = ()
    write_url: str = ""
    kept: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`state`: active, waiting, blocked. `dead`: letters to that address come back."""

    id: str
    name: str
    email: str
    role: str
    joined_at: datetime
    versions: int = 0
    me: bool = False
    state: str = "active"
    dead: bool = False


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """`who` is a note or an address; `late`: it opens nothing any more."""

    id: str
    who: str
    role: str
    expires_at: datetime
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class People(WithErrors):
    """Who may do what, for stewards. `invitation` is a first password and `link` that of an
    invitation, just made, shown this once. `door`: who may sign up."""

    people: tuple[PersonRow, ...]
    action: str
    errors: tuple[tuple[str, str], ...] = ()
    name: str = ""
    email: str = ""
    role: str = "contributor"
    invitation: str = ""
    link: str = ""
    invitations: tuple[OpenInvitation, ...] = ()
    to: str = ""
    note: str = ""
    door: str = "invitation"

    @property
    def waiting(self) -> list[PersonRow]:
        return [one for one in self.people if one.state == "waiting"]

    @property
    def known(self) -> list[PersonRow]:
        return [one for one in self.people if one.state != "waiting"]
