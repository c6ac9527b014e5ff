"""Kits that people ask for and that are made in the background: what is asked, how far it is, what
came out of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError

from app.domain.exchange import Exporter
from app.domain.kit import Pictures
from app.domain.links import slugify
from app.domain.phrase import Phrase
from app.domain.selection import Selection
from app.domain.site import Site

# Begun so often, and never ended: the server goes down with it each time.
TRIES = 3
# What stays is told by name up to so many.
TOLD = 50
_ID = re.compile(r"[0-9a-f]{20}")
_NAME_LIMIT = 60


class KitState(StrEnum):
    """`gone` was ready once: its file is kept no more, and it can be asked for again."""

    waiting = "waiting"
    making = "making"
    ready = "ready"
    failed = "failed"
    gone = "gone"


@dataclass(frozen=True, slots=True)
class KitAsk:
    """`query` is the selection as `Selection.parse` reads it, in one order for the same pages."""

    format: str
    form: str = ""
    pictures: Pictures = Pictures.light
    query: str = ""
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class Stayed:
    """A page that was asked for and is not in the kit; `url` is absolute."""

    title: str
    url: str
    licence: str


@dataclass(frozen=True, slots=True)
class MadeKit:
    """A file that is whole. `mark` says what it was made of, `revision` and `at` the state of the
    log; `licences` are (licence, pages), most first; `stayed` is cut, `stay` counts all.

    `moved`: pages were written while it was being made, and may be in it or not.
    """

    filename: str
    size_bytes: int
    sha256: str
    mark: str
    revision: str
    at: datetime
    made_at: datetime
    pages: int
    licences: tuple[tuple[str, int], ...] = ()
    stay: int = 0
    stayed: tuple[Stayed, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class KitJob:
    """`mark` says what it is to be made of. `words` say the selection for people, `` for all pages.

    `began` counts beginnings; `done` pages `of` so many are drawn. `why` (with `params`) says what
    stopped it. `asker` tells who waits from another, and is forgotten once it is made. `standing`:
    one of the network's own.
    """

    id: str
    ask: KitAsk
    state: KitState
    asked_at: datetime
    mark: str = ""
    words: str = ""
    asker: str = ""
    standing: bool = False
    began: int = 0
    done: int = 0
    of: int = 0
    why: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    made: MadeKit | None = None

    @property
    def ended(self) -> bool:
        return self.state not in (KitState.waiting, KitState.making)

    @property
    def reason(self) -> Phrase:
        return Phrase(self.why, **self.params)


@dataclass(frozen=True, slots=True)
class KitBounds:
    """What kits may take of the disk: `limit_bytes` in all, `reserve_bytes` left free, each for
    `days` after it was last asked for. `waiting` is how many may wait at once."""

    limit_bytes: int = 1024**3
    reserve_bytes: int = 256 * 1024**2
    days: int = 14
    waiting: int = 30


_JOB = TypeAdapter(KitJob)


def job_text(job: KitJob) -> bytes:
    return _JOB.dump_json(job, indent=1)


def read_job(data: bytes) -> KitJob | None:
    """None where it is no job, or one that another version of the software wrote."""
    try:
        return _JOB.validate_json(data)
    except ValidationError:
        return None


def is_kit_id(text: str) -> bool:
    return bool(_ID.fullmatch(text))


def in_one_order(selection: Selection) -> Selection:
    """The same pages, said in the same way by whoever asks for them."""

    def sorted_values(held: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {name: tuple(sorted(set(held[name]))) for name in sorted(held)}

    return Selection.parse(
        str(
            selection.but(
                where=sorted_values(selection.where), barred=sorted_values(selection.barred)
            )
        )
    )


def kit_filename(site: Site, exporter: Exporter, ask: KitAsk, words: str, at: datetime) -> str:
    """`alpha-occitanie-methodes-2026-11-30.zip`: for any file system, and to be found again."""
    first = exporter.forms[0][0] if exporter.forms else ""
    form = "" if ask.form in ("", first) else slugify(ask.form)
    pictures = {Pictures.full: "images-entieres", Pictures.none: "sans-images"}.get(ask.pictures)
    parts = [
        slugify(site.name)[:30], slugify(words)[:_NAME_LIMIT], form, pictures or "",
        at.date().isoformat(),
    ]  # fmt: skip
    return "-".join(part.strip("-") for part in parts if part) + (exporter.ending or ".zip")
