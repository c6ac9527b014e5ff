"""What of a page is found by words: its fields, apart, so that each can weigh what it should."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import normalize

from app.domain.facets import coordinates, facet_values
from app.domain.finding.family import parent_of
from app.domain.finding.leading import leads_of
from app.domain.finding.naming import in_words, kind_in_words, territory_in_words
from app.domain.finding.quality import quality
from app.domain.outline import Outline
from app.domain.page import Page
from app.domain.page_path import PagePath

_CODE = re.compile(r"[a-z0-9_-]+(?:[/>][a-z0-9_-]+)*")
_MARKUP = re.compile(r"[\[*`<|:]")
# Lines of which a colon is the only sign that Markdown may know: each says itself.
_PLAIN_LINES = re.compile(
    r"(?:[^\W\d_](?:[^\x00-\x1f\[\]*`<>|:\\&_~#!$^{}=+]|(?<!:):(?!:))*(?<=[^\s:])(?:\n\n|\Z))+"
)
_PLAIN_LENGTH = 10_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Front matter that says something to machines only.
_SILENT = frozenset(
    (
        "id kind title lang licence data_licence status summary tags themes created updated "
        "source osm_id siret coordinates contact redirect stub opened dates url link geohash "
        "media image file legal_status region department city territory country derived_from "
        "translation_of"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Findable:
    """One page as a search engine takes it, last changed `at`.

    `origin` is the friend that it comes from, `` for ours. `labels` are its tags, themes and
    territory as words; `codes` words of vocabularies, found but never shown; `text` is what
    snippets are cut from: summary, texts of the card, body with headings and alternative texts.
    `parent` is the family key of the page that it was adapted from (see `family`), `` where there
    is none. `point` is latitude and longitude in degrees. `quality` is between 0 and 1. `leads` are
    the names of the pages that it leads to (see `leading`). `questions` are those that the page
    says it answers.
    """

    path: PagePath
    id: str
    origin: str
    lang: str
    title: str
    summary: str
    labels: tuple[str, ...]
    headings: tuple[str, ...]
    codes: str
    text: str
    facets: Mapping[str, tuple[str, ...]]
    point: tuple[float, float] | None
    at: datetime
    parent: str
    quality: float
    leads: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def findable(
    page: Page,
    read: Callable[[str], Outline],
    at: datetime,
    *,
    origin: str = "",
    host: str = "",
) -> Findable:
    """The page, whose Markdown `read` tells the words of. `host` is our own instance."""
    outline = read(page.body)
    said = tuple(_strings(_own(page)))
    codes = {one for one in said if _is_code(one)}
    card = [one for one in said if one not in codes]
    text = "\n".join(part for part in _texts(page.summary, outline, card, read) if part)
    return Findable(
        path=page.path,
        id=page.id,
        origin=origin,
        lang=page.lang,
        title=clean(page.title),
        summary=clean(page.summary),
        labels=tuple(labels_of(page)),
        headings=tuple(clean(heading.text) for heading in outline.headings),
        codes=" ".join(f"{one}\n{in_words(one)}\n" for one in said if one in codes),
        text=clean(text),
        facets=facet_values(page) | ({"origin": (origin,)} if origin else {}),
        point=coordinates(page),
        at=at,
        parent=parent_of(page, host),
        quality=quality(page, outline),
        leads=leads_of(outline.links, said, origin=origin, host=host),
        questions=tuple(clean(one) for one in _strings(page.front.get("questions"))),
    )


def clean(text: str) -> str:
    """Composed, and without control characters (snippets use two of them as marks)."""
    return _CONTROL.sub(" ", normalize("NFC", text))


def _texts(
    summary: str, outline: Outline, card: Iterable[str], read: Callable[[str], Outline]
) -> Iterator[str]:
    yield summary
    said = "\n\n".join(card)
    yield read(said).text if _is_markup(said) else said.replace("\n\n", "\n")
    yield outline.text


def _is_markup(said: str) -> bool:
    """Whether Markdown may say something else than the text as it stands. To parse hours and
    « why: because » would take a third of what all else of a page takes."""
    if not _MARKUP.search(said):
        return False
    return len(said) > _PLAIN_LENGTH or not _PLAIN_LINES.fullmatch(said)


def card_texts(page: Page) -> Iterator[str]:
    """What people wrote in the page's card, as Markdown: no title, no summary, no code."""
    return (text for text in _strings(_own(page)) if not _is_code(text))


def _strings(value: Any) -> Iterator[str]:
    """The texts within a front-matter value, but for what is told to machines only."""
    if isinstance(value, str):
        if "://" not in value:
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _SILENT:
                yield from _strings(item)


def _own(page: Page) -> dict[str, Any]:
    """The front matter without what is taken by itself."""
    return {key: said for key, said in page.front.items() if key not in ("title", "summary")}


def _is_code(text: str) -> bool:
    """A word of a vocabulary (`how-to`, `association>scic`) or an address: found, never shown."""
    return _CODE.fullmatch(text) is not None


def labels_of(page: Page) -> Iterator[str]:
    """Tags, themes, the territory and the kind, as words."""
    for key in ("tags", "themes"):
        yield from (label.replace("/", " ").replace("-", " ") for label in page.words(key))
    yield from territory_in_words(page)
    yield kind_in_words(page)
