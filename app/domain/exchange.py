"""What crosses the door in bulk: drafts on the way in, open pages on the way out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.errors import Refused
from app.domain.kinds import KINDS, PageKind
from app.domain.kit import SITE_BULK, Bulk, Kit
from app.domain.media import MediumName
from app.domain.page_path import PagePath
from app.domain.phrase import Phrase
from app.domain.rows import PageRow


@dataclass(frozen=True, slots=True)
class Draft:
    """A page that an importer found. It never writes: it yields these."""

    path: PagePath
    text: str


@dataclass(frozen=True, slots=True)
class MediumDraft:
    """A medium that an importer found, with its sidecar as YAML.

    `file` is how pages of the same source may name it (`media/plan.svg`), `` where they name it by
    its sum: they then come after it.
    """

    data: bytes
    sidecar: bytes
    file: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something of the source that is not taken: which, and why, in one sentence."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class ListSource:
    """Where a list comes from, and when it was fetched (an ISO date)."""

    title: str
    url: str = ""
    licence: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a list says of one page: some values, and nothing of what it does not mention.

    `where` is its place in the list, in words. `values` are by key, with dots for the parts of a
    group (`territory.city`). `own` are the words that are no keys: id, slug, source_id,
    revision, on. `text` is for a page that does not exist yet. `remarks` say what of the row was
    left out.
    """

    where: Phrase
    kind: str
    values: Mapping[str, Any]
    own: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    source: ListSource | None = None
    remarks: tuple[Phrase, ...] = ()

    @property
    def title(self) -> str:
        return str(self.values.get("title", ""))


Found = Draft | MediumDraft | Unreadable | Facts


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a list is read. `mapping` says what becomes of a column (`` leaves it out); `profile` is
    a sort of list by its name; `swap` exchanges coordinates that seem exchanged."""

    kind: str = "place"
    profile: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    source: ListSource | None = None
    swap: bool = False


@dataclass(frozen=True, slots=True)
class Importer:
    """A way in. `read(source)` yields what it finds, in a stable order, and never writes.

    `read_list(source, options)` is there where the source is a list that may be read in several
    ways; it then takes the place of `read`.
    """

    name: str
    read: Callable[[Path], Iterator[Found]]
    read_list: Callable[[Path, ReadOptions], Iterator[Found]] | None = None


_WHOLE = (
    "cette forme prend toutes les pages : elle ne se coupe pas selon un choix. Retirez vos choix, "
    "ou prenez une autre forme."
)
# The file of an export that names whoever must be named.
ATTRIBUTION = "ATTRIBUTION.md"


def file_in_export(path: PagePath) -> str:
    """Where the page stands in a folder of Markdown: `pages/<kind>/<slug>.md`."""
    return f"pages/{path.kind}/{path.slug}.md"


def credit_line(row: PageRow) -> str:
    return f"- {row.title} ({row.path}) : {row.licence}, {row.updated_by}\n"


@dataclass(frozen=True, slots=True)
class ExportedMedium:
    name: MediumName
    data: bytes
    sidecar: bytes


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How a list is written: `profile` is a sort of list by its name, `` ours."""

    base_url: str = ""
    kinds: Mapping[str, PageKind] = field(default_factory=lambda: KINDS)
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A way out. `write(pages, media, out)` turns values into files and never reads the store,
    so that it cannot leak what the selection left out.

    `write_list(pages, out, options)` is there where it writes one list; it then takes the place of
    `write`, and media stay. `write_kit(kit, out)` is there where pages are written as they are
    shown: it takes the place of both. `ending` is that of the file (`.epub`), `` for a folder;
    `label` what people know it by, `use` a sentence on what it is for; `forms` its variants as
    (name, label), the usual one first. `deltas`: what changed since an older kit may be written
    alone. `whole`: all pages or none. `rank`: the lowest is offered first; what people read comes
    before what programs do. `bulk` is for a guess at its size.
    """

    name: str
    write: Callable[[Iterable[PageRow], Iterable[ExportedMedium], Path], None] | None = None
    write_list: Callable[[Iterable[PageRow], Path, WriteOptions], None] | None = None
    write_kit: Callable[[Kit, Path], None] | None = None
    ending: str = ""
    label: str = ""
    forms: tuple[tuple[str, str], ...] = ()
    use: str = ""
    deltas: bool = False
    whole: bool = False
    rank: int = 50
    bulk: Bulk = SITE_BULK

    def require_choice(self, query: str) -> None:
        """Raises Refused on a selection, as `Selection.parse` reads it, where all pages go or
        none."""
        if self.whole and query:
            raise Refused(reason=Phrase(_WHOLE))

    def require_form(self, form: str) -> str:
        """The form, the usual one where none is said. Raises Refused on one that it has not."""
        known = [name for name, _ in self.forms]
        if form and form not in known:
            raise Refused(
                reason=Phrase(
                    "« {name} » n’est pas une forme de ce format ({known}).",
                    name=form[:40], known=", ".join(known) or "—",
                )
            )  # fmt: skip
        return form or (known[0] if known else "")
