"""The screens where a steward brings a list in: the file, its columns, the rehearsal, the end."""

from dataclasses import dataclass

from app.theme.parts import Fact, Link
from app.web.views.care import TwinPair
from app.web.views.rooms import WithErrors
from app.web.views.writing import Option

Hidden = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStart(WithErrors):
    """The first step. Sends `file` to `action` with `do=read`."""

    action: str
    limit_bytes: int
    most_rows: int
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column of the list: the first values in it, and what it becomes (`chosen`, a name of the
    options; `` leaves it out)."""

    field: str
    name: str
    samples: tuple[str, ...]
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportColumns(WithErrors):
    """The second step: `profile` is the sort of list that its columns tell, `` for none.

    `options` are (group, ((value, label), ...)). `source_title`, `source_url` and `licences` say
    where the list comes from.
    """

    action: str
    hidden: Hidden
    file_name: str
    rows: int
    profile: str
    columns: tuple[ImportColumn, ...]
    options: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    source_title: str = ""
    source_url: str = ""
    licences: tuple[Option, ...] = ()
    swap: bool = False
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of a page that is not that of the list. `said_by` is the source of ours, ``: a
    person."""

    page: Link
    field: str
    ours: str
    theirs: str
    where: str
    said_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """The third step, or the last (`done`): what would happen, or what happened.

    `counts` are the figures on top. Lists are cut; each `..._total` says how many there are.
    `previews` are (title, file) of the first pages; `doubles`, once it is done, pairs of pages that
    may be about the same thing, one of them just brought in.
    """

    action: str
    hidden: Hidden
    counts: tuple[Fact, ...]
    refused: tuple[tuple[str, str], ...] = ()
    refused_total: int = 0
    differences: tuple[Difference, ...] = ()
    differences_total: int = 0
    remarks: tuple[str, ...] = ()
    remarks_total: int = 0
    previews: tuple[tuple[str, str], ...] = ()
    pages: tuple[Link, ...] = ()
    pages_total: int = 0
    doubles: tuple[TwinPair, ...] = ()
    doubles_total: int = 0
    theirs: bool = False
    done: bool = False
    nothing: bool = False
