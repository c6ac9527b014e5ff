"""The view of a page, by its kind; and that of a file which cannot be read."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from app.domain.errors import InvalidPage, TooLarge
from app.domain.outline import Outline, RenderedPage
from app.domain.page import parse_file
from app.domain.rows import PageRow
from app.web.reading.context import Reading
from app.web.reading.front import Front
from app.web.reading.head import make_head, toc_of
from app.web.reading.method import method_page
from app.web.reading.mini_cool import mini_cool_page
from app.web.reading.organisation import organisation_page
from app.web.reading.place import place_page
from app.web.reading.portal import portal_page
from app.web.reading.shown import Shown
from app.web.reading.text import resolved
from app.web.views import PlainPage

Maker = Callable[[Reading, Shown], object]
_MAKERS: dict[str, tuple[str, Maker]] = {
    "place": ("place.html", place_page),
    "method": ("method.html", method_page),
    "mini_cool": ("minicool.html", mini_cool_page),
    "organisation": ("organisation.html", organisation_page),
    "portal": ("portal.html", portal_page),
}


def view_of(reading: Reading, shown: Shown) -> tuple[str, object]:
    """The template and what it receives."""
    template, make = _MAKERS.get(shown.path.kind, ("page.html", plain_page))
    return template, make(reading, shown)


def plain_page(reading: Reading, shown: Shown) -> PlainPage:
    body = resolved(reading, shown, shown.rendered.html)
    return PlainPage(head=make_head(reading, shown, body=body, toc=toc_of(shown), facts=()))


def broken_page(reading: Reading, row: PageRow) -> PlainPage:
    """A file that does not parse: its text as it stands, and why it is not laid out."""
    told = reading.say("Cette page ne se lit pas comme une page : sa fiche est mal écrite.")
    safe = reading.say("Rien n’est perdu : voici le fichier en entier, il suffit de le corriger.")
    html = (
        f'<div class="notice caution"><div><p><strong>{escape(told)}</strong> {escape(safe)}</p>'
        f"<p>{escape(_fault(reading, row))}</p></div></div>"
        f'<pre class="plain" tabindex="0">{escape(row.text)}</pre>'
    )
    outline = Outline((), (), (), (), (), "")
    shown = Shown(
        path=row.path, id=row.id, title=row.title, lang=row.lang or reading.lang,
        status=row.status, licence=row.licence, summary="", front=Front({}), values={},
        rendered=RenderedPage(html, outline), revision=str(row.revision),
        updated_at=row.updated_at, versions=row.versions, origin=row.origin,
    )  # fmt: skip
    return PlainPage(head=make_head(reading, shown, body=html, toc=(), facts=()))


def _fault(reading: Reading, row: PageRow) -> str:
    try:
        parse_file(row.path, row.text.encode())
    except InvalidPage as error:
        return " ".join(_told(reading, one.sentence, one.params) for one in error.problems)
    except TooLarge as error:
        return _told(reading, error.sentence, error.params)
    return ""


def _told(reading: Reading, sentence: str, params: Mapping[str, Any]) -> str:
    return reading.theme.sentence(sentence, params, lang=reading.lang)
