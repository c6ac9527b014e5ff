"""Documenting an action: a few plain questions, one group to a screen."""

from dataclasses import dataclass

from app.theme.parts import Licence, Link
from app.web.views.writing import Field, FieldError


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A group of questions as the last screen recalls it: `said` is the beginning of its first
    answer, `` where it has none."""

    number: int
    label: str
    said: str


@dataclass(frozen=True, slots=True)
class AskedTogether:
    """The questions of one screen. Those of the other screens stand in the form too, hidden, so
    that nothing typed can be lost between them."""

    number: int
    label: str
    help: str
    fields: tuple[Field, ...]
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guided:
    """Posts to `action` with `csrf`, every answer, and `do`: `go:<number>` for another screen,
    `save` for the form of the page that comes out. `key` names its draft on the device.

    `about` is the page from which it was begun. `answers` recalls, on the last screen, what the
    others say.
    """

    action: str
    key: str
    groups: tuple[AskedTogether, ...]
    number: int
    errors: tuple[FieldError, ...] = ()
    about: Link | None = None
    page: str = ""
    licence: Licence | None = None
    answers: tuple[AnswerLine, ...] = ()
    cancel_url: str = "/"

    @property
    def total(self) -> int:
        return len(self.groups)

    @property
    def last(self) -> bool:
        return self.number == self.total

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """The summary on top, as (anchor, sentence)."""
        return [(error.anchor, error.sentence) for error in self.errors]
