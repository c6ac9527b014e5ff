"""The screens of what places are asked, and of what people tried."""

from dataclasses import dataclass
from datetime import datetime

from app.theme.parts import Link
from app.web.views.rooms import WithErrors

Errors = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForm(WithErrors):
    """A question to the place at `page`. `signed`: the name is known, else `seen` is
    when a stranger was first shown the form."""

    page: Link
    action: str
    text: str = ""
    name: str = ""
    email: str = ""
    agrees: bool = False
    signed: bool = False
    seen: str = ""
    answerers_url: str = ""
    errors: Errors = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionScreen(WithErrors):
    """A question: for who `answers`, or for who asked, by their private `link`. `state` is
    waiting, answered or closed. `published` is the page that shows it."""

    page: Link | None
    action: str
    text: str
    name: str
    at: datetime
    state: str
    answers: bool
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    agrees: bool = False
    team_agrees: bool = False
    publishable: bool = False
    published: Link | None = None
    link: str = ""
    typed: str = ""
    errors: Errors = ()


@dataclass(frozen=True, slots=True)
class QuestionLine:
    page: Link
    url: str
    text: str
    name: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionList:
    lines: tuple[QuestionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerers(WithErrors):
    """Who answers for the place: public names, one a line."""

    page: Link
    action: str
    names: str
    errors: Errors = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialForm(WithErrors):
    """A method tried somewhere. `places` are titles to choose from as one types. `proposes`: what
    is sent is read before it stands in the page; `once` and `seen` go with it."""

    page: Link
    action: str
    place: str = ""
    date: str = ""
    result: str = ""
    adapted: str = ""
    byline: str = ""
    base: str = ""
    proposes: bool = False
    signed: bool = False
    once: str = ""
    seen: str = ""
    places: tuple[str, ...] = ()
    errors: Errors = ()
