"""What a kit's search, map and drafts know of one page."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from app.domain.facets import coordinates, facet_values
from app.domain.finding import french
from app.domain.finding.fields import card_texts, clean, labels_of
from app.domain.page import Page
from app.domain.rows import PageRow

# Facets that one chooses by in a kit, in the order in which they are shown.
FACETS = ("kind", "region", "theme", "lang", "licence", "origin")
# The value of the facet `origin` that stands for the pages of the kit's own network.
OURS = "self"
SHORT_FIELDS = ("title", "labels", "summary")
FIELDS = (*SHORT_FIELDS, "headings", "text")
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]|!?\[([^\]]*)\]\([^)\s]*\)")
_SIGNS = re.compile(
    r"(?m)^[ \t]*(?:#{1,6}|>|[-*+]|\d+[.)]|:::+\w*)[ \t]+|[*`|]+|(?<!\w)_+|_+(?!\w)"
)
# One of these is in all that they leave out.
_MARKUP = re.compile(r"[\[#>*+`|_:.)-]")
# A selection (`kind=method theme=x`), that says something to machines only.
_CHOICE = re.compile(r"[a-z_]+=\S+(?: [a-z_]+=\S+)*").fullmatch
Label = Callable[[str, str], str]
Entry = dict[str, Any]


def entry_of(row: PageRow, url: str, text: str, headings: Sequence[str], *, label: Label) -> Entry:
    """All of one page that scripts are made from, as JSON can hold it.

    `url` is the page's file from the kit's root; `text` its words, a line per block.
    """
    page = Page(row.path, row.text, row.front, "")
    facets = facet_values(page, FACETS) | {"origin": (row.origin or OURS,)}
    values = {facet: _labelled(facet, facets, label) for facet in FACETS}
    return {
        "ref": row.reference,
        "url": url,
        "title": clean(row.title),
        "summary": clean(row.summary),
        "place": _place(row, facets, label),
        "facets": values,
        "labels": "\n".join([*labels_of(page), *_label_words(values)]),
        "headings": "\n".join(map(clean, headings)),
        "text": "\n".join(_texts(page, text)),
        "source": source_of(row),
    }


def source_of(row: PageRow) -> Entry:
    """The page's file, and what a contribution names it by."""
    said = {"id": row.id, "base": str(row.blob), "licence": row.licence, "lang": row.lang}
    return said | {"origin": row.origin, "title": clean(row.title), "text": row.text}


def point_of(row: PageRow) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, where the page says so."""
    return coordinates(Page(row.path, row.text, row.front, ""))


class Spot(NamedTuple):
    """A place on the map: degrees, and its town."""

    lat: float
    lon: float
    town: str


def spot_of(row: PageRow) -> Spot | None:
    """Where it is a place that says its point."""
    point = point_of(row) if row.path.kind == "place" else None
    return Spot(*(round(degrees, 4) for degrees in point), town_of(row)) if point else None


def town_of(row: PageRow) -> str:
    territory = row.front.get("territory")
    city = territory.get("city") if isinstance(territory, Mapping) else None
    return clean(city) if isinstance(city, str) else ""


def words_of_card(markdown: str) -> str:
    """Markdown of a card as words: links by their label, without signs."""
    if not _MARKUP.search(markdown):
        return markdown
    return _SIGNS.sub("", _LINK.sub(lambda m: m[1] or m[2] or "", markdown))


def sort_key(entry: Entry) -> tuple[str, str]:
    """The alphabet of people: without accents or case, the reference where titles are the same."""
    return french.fold(entry["title"]), entry["ref"]


def _labelled(facet: str, facets: Mapping[str, tuple[str, ...]], label: Label) -> list[list[str]]:
    return [[value, clean(label(facet, value))] for value in facets.get(facet, ())]


def _place(row: PageRow, facets: Mapping[str, tuple[str, ...]], label: Label) -> str:
    """The town, else the region."""
    region = facets.get("region", ())
    return town_of(row) or (clean(label("region", region[0])) if region else "")


def _label_words(values: Mapping[str, list[list[str]]]) -> list[str]:
    return [words for facet in ("kind", "theme", "region") for _, words in values[facet]]


def _texts(page: Page, text: str) -> list[str]:
    """The card's texts, then the body; the summary is a field of its own."""
    card = [clean(words_of_card(one)).strip() for one in card_texts(page) if not _CHOICE(one)]
    return [said for said in (*card, clean(text).strip()) if said]
