"""The screens where it is said who saves and who proposes."""

from dataclasses import dataclass

from app.theme.parts import Link
from app.web.views.rooms import WithErrors
from app.web.views.writing import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingRules(WithErrors):
    """For the whole wiki: posts `policy` and `newcomer` to `action`. `broken` are sentences on what
    the file says that cannot be read; `protected` are pages, each with who saves it and why."""

    action: str
    policies: tuple[Option, ...]
    newcomer: str = "0"
    protected: tuple[Link, ...] = ()
    broken: tuple[str, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Protect(WithErrors):
    """For one page: posts `level` and `reason` to `action`."""

    title: str
    kind: str
    page_url: str
    action: str
    levels: tuple[Option, ...]
    reason: str = ""
    may_change: bool = True
    errors: tuple[tuple[str, str], ...] = ()
