"""What the head of a page says to machines: its other forms, its languages, its JSON-LD, the
picture that stands for it where it is shared."""

from typing import Any

from app.domain.card import HEIGHT, WIDTH, Card
from app.domain.rows import PageRow
from app.theme import Alternate, Picture, look_of
from app.web.addresses import directory_url
from app.web.linked.graph import MEDIA_TYPE, block, document_of, told
from app.web.linked.linking import Linking
from app.web.reading.atom import MEDIA_TYPE as ATOM
from app.web.reading.context import Reading
from app.web.reading.front import Front

# The colours of kinds on paper: those of tokens.css.
INKS = {
    "place": "#a8400c", "method": "#1c6644", "mini_cool": "#7d5300", "organisation": "#7b2a66",
    "portal": "#0b6170", "page": "#1b3fa6",
}  # fmt: skip
CARD = "vignette.png"


def card_of(reading: Reading, row: PageRow) -> Card:
    """What the picture of a page of ours says, in the language of the page."""
    look = look_of(row.path.kind)
    return Card(
        title=row.title, kind=row.path.kind, network=reading.wiki.site.name,
        kind_word=reading.theme.say(look.one, lang=row.lang),
        colour=INKS.get(row.path.kind, INKS["page"]),
    )  # fmt: skip


def shared_head(reading: Reading, row: PageRow) -> dict[str, Any]:
    """Fields of the frame of a page that stands as it is now; none of what is not for all."""
    if not told(row):
        return {}
    linking = Linking.of(reading)
    return {
        "alternates": (*_forms(reading, row), *_languages(reading, row)),
        "linked": block(document_of(linking, row)),
        "share": "article",
        "picture": _picture(reading, row) if not row.origin else None,
    }


def _picture(reading: Reading, row: PageRow) -> Picture:
    card = card_of(reading, row)
    url = reading.absolute(f"{reading.url(row.path)}/{CARD}")
    return Picture(url, f"{card.kind_word} : {card.title}", WIDTH, HEIGHT)


def _forms(reading: Reading, row: PageRow) -> list[Alternate]:
    url = reading.url(row.path, row.origin)
    forms = [
        Alternate(f"{url}.json", "application/json"),
        Alternate(f"{url}.jsonld", MEDIA_TYPE),
        Alternate(f"{url}/raw", "text/markdown"),
    ]
    if row.origin:
        return forms
    kind = reading.wiki.kinds[row.path.kind]
    feed = f"{directory_url(kind.name, reading.wiki.kinds)}.atom"
    return [*forms, Alternate(feed, ATOM.split(";")[0], reading.plural(kind))]


def _languages(reading: Reading, row: PageRow) -> list[Alternate]:
    """The page in every language it is written in, itself among them; none where it is in one."""
    linking = Linking.of(reading)
    first = _first(reading, row)
    found = {first.lang: linking.url(first.path, first.origin)} if first else {}
    for mark in reading.known.translations(first.id, first.origin) if first else ():
        found.setdefault(mark.lang, linking.url(mark.path))
    found[row.lang] = linking.url(row.path, row.origin)
    if len(found) < 2:
        return []
    return [Alternate(url, lang=lang) for lang, url in sorted(found.items())]


def _first(reading: Reading, row: PageRow) -> PageRow | None:
    """The page that this one translates, or this one."""
    said = Front(row.front).group("translation_of")
    if not said.text("id"):
        return row if row.id else None
    origin = said.text("instance") or row.origin
    found = reading.wiki.index.page_by_id(said.text("id"), origin=origin)
    return found if found is not None and told(found) else None
