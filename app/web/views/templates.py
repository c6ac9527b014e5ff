"""The templates of pages, in a steward's hands."""

from dataclasses import dataclass

from app.web.views.rooms import WithErrors


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template that is offered, with the page kind that it is for; `url` edits it."""

    title: str
    help: str
    kind: str
    url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class BrokenTemplate:
    """A template that is left out of the choice, and why."""

    name: str
    url: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateList:
    new_url: str
    rows: tuple[TemplateRow, ...] = ()
    broken: tuple[BrokenTemplate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateEdit(WithErrors):
    """One template's file, whole. Posts to `action` with `csrf`, `base`, `name`, `text`, and `do`:
    save, check or delete.

    `reads`: what was sent can be read, and would make `front` (label, beginning of the value) and a
    text. `theirs` is what somebody else kept meanwhile, `None` where nobody did.
    """

    action: str
    name: str
    text: str
    base: str = ""
    new: bool = False
    errors: tuple[tuple[str, str], ...] = ()
    reads: bool = False
    title: str = ""
    kind: str = ""
    front: tuple[tuple[str, str], ...] = ()
    theirs: str | None = None
    open_url: str = ""
    back_url: str = "/-/modeles"
