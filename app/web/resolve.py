"""Wiki links and live lists of a rendered text, as the wiki stands when it is shown.

The kept HTML is clean and written by our own renderer, so its placeholders have one exact shape.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote

from app.actions.find_pages import list_pages
from app.actions.rights import sees_page
from app.actions.wiki import Wiki
from app.domain.errors import InvalidQuery
from app.domain.links import LinkTarget, fold
from app.domain.outline import RenderedPage
from app.domain.people import Reader
from app.domain.rows import PageRow
from app.domain.selection import Order, Selection
from app.web.addresses import page_url

_LINK = re.compile(r'<a data-wiki="([^"]*)"( data-bare="yes")?>(.*?)</a>', re.S)
_LIST = re.compile(r"<div data-list=\"([^\"]*)\"([^>]*)></div>")
_ATTRIBUTE = re.compile(r'data-(view|title|order|size)="([^"]*)"')
LIST_SIZE = 24


@dataclass(frozen=True, slots=True)
class LiveList:
    """A `:::list` of a text: what it selects and how it wants to be shown."""

    selection: Selection
    view: str
    title: str
    size: int


ShowList = Callable[[LiveList], str]


def resolve_html(
    wiki: Wiki, rendered: RenderedPage, reader: Reader, *, show_list: ShowList | None = None
) -> str:
    """The HTML with its links and lists. Lists are plain links unless `show_list` draws them."""
    return resolve(wiki, rendered.html, reader, show_list=show_list)


def resolve(wiki: Wiki, html: str, reader: Reader, *, show_list: ShowList | None = None) -> str:
    """The same for any HTML of the renderer (the steps of a method, for one)."""
    targets = {LinkTarget.parse(unescape(match[1])) for match in _LINK.finditer(html)}
    found = wiki.index.titles(targets) if targets else {}
    seen = {target: row for target, row in found.items() if sees_page(wiki, reader, row)}
    html = _LINK.sub(lambda match: _link(match, seen), html)
    draw = show_list or (lambda live: _plain_list(wiki, live))
    return _LIST.sub(lambda match: _list(match, draw), html)


def _link(match: re.Match[str], found: dict[LinkTarget, PageRow]) -> str:
    target, label = LinkTarget.parse(unescape(match[1])), match[3]
    if target.host:
        where = f"https://{target.host}{page_url(target.path_there)}"
        return f'<a class="borrowed" rel="external noopener" href="{escape(where)}">{label}</a>'
    row = found.get(target)
    if row is None:
        # The label says the title as it was written, accents and capitals too, unless it is
        # other words.
        said = unescape(label)
        words = said if fold(said) == target.title else unescape(match[1])
        where = escape(wanted_url(target, words))
        return f'<a class="wanted" href="{where}">{label}</a>'
    words = escape(row.title) if match[2] and target.path else label
    return f'<a href="{page_url(row.path)}">{words}</a>'


def wanted_url(target: LinkTarget, words: str) -> str:
    """Where a page that is wanted gets written."""
    if target.path is not None:
        return f"{page_url(target.path)}/edit"
    return f"/-/ecrire?titre={quote(words)}"


def _list(match: re.Match[str], draw: ShowList) -> str:
    said = {name: unescape(value) for name, value in _ATTRIBUTE.findall(match[2])}
    try:
        selection = Selection.parse(unescape(match[1]))
    except InvalidQuery as error:
        return f"<p>{escape(str(error))}</p>"
    if said.get("order") in list(Order):
        selection = selection.but(order=Order(said["order"]))
    size = int(said["size"]) if said.get("size", "").isdecimal() else LIST_SIZE
    return draw(
        LiveList(selection, said.get("view", "list"), said.get("title", ""), min(max(size, 1), 100))
    )


def _plain_list(wiki: Wiki, live: LiveList) -> str:
    rows, _ = list_pages(wiki, live.selection, size=live.size)
    items = (f'<li><a href="{page_url(row.path)}">{escape(row.title)}</a></li>' for row in rows)
    return f"<ul>{''.join(items)}</ul>"
