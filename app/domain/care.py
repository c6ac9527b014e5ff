"""What a wiki needs someone for: lists for stewards and reviewers, and how they are asked."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.links import fold
from app.domain.page_path import PagePath, RevisionId

MISSED_LIMIT = 80
_NUMBER = re.compile(r"\d(?:[\s.\-/()+]*\d){7,}")


class CareList(StrEnum):
    """Their values stand in addresses."""

    stale = "a-verifier"
    figures = "chiffres"
    translations = "traductions"
    links = "liens"
    web = "web"
    wanted = "attendues"
    orphans = "orphelines"
    licence = "licence"
    summary = "resume"
    themes = "themes"
    pictures = "images"
    twins = "doublons"
    missed = "recherches"


# Those that the tables of pages answer by themselves, page by page.
OF_PAGES = (
    CareList.stale, CareList.figures, CareList.translations, CareList.links, CareList.orphans,
    CareList.licence, CareList.summary, CareList.themes, CareList.pictures,
)  # fmt: skip


class CareOrder(StrEnum):
    first = "urgence"
    title = "titre"
    linked = "cites"


@dataclass(frozen=True, slots=True)
class CareRules:
    """After how long facts, figures and searches are old; `check_links`: addresses of the web are
    tried, and are broken once they failed on `fails` days."""

    stale_months: int = 12
    figures_years: int = 3
    missed_months: int = 12
    check_links: bool = False
    fails: int = 3


@dataclass(frozen=True, slots=True)
class CareQuery:
    """Pages of a list. `before`: what was verified earlier is stale; `year`: figures of before.
    `among`: of the pages of these ids alone; None: of all."""

    list: CareList
    before: str = ""
    year: str = ""
    kind: str = ""
    region: str = ""
    order: CareOrder = CareOrder.first
    broken: tuple[str, ...] = ()
    among: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class CareLine:
    """A page that needs someone. `said` is what about it (a date, an address, a medium); `links`
    is how many pages lead to it."""

    path: PagePath
    title: str
    revision: RevisionId
    said: str = ""
    links: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """A search that found nothing, without who asked."""

    text: str
    count: int
    last_on: date


@dataclass(frozen=True, slots=True)
class Probed:
    """`status` 0: nothing answered; `reason` is then a sentence's end, in French."""

    ok: bool
    status: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WebLink:
    """An address of the web that fails. `fails` counts days, one after the other."""

    url: str
    fails: int
    since: date
    status: int
    reason: str


def missed_text(text: str) -> str:
    """What may be kept of a search: folded and cut; `` where it may be of a person."""
    words = "".join(c if c.isprintable() else " " for c in text[:400])
    if "@" in words or _NUMBER.search(words):
        return ""
    return fold(words)[:MISSED_LIMIT].strip()


def months_before(day: date, months: int) -> date:
    """The same day so many months ago, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)
