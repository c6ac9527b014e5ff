"""Wiki links and live lists of a rendered text, as the wiki stands when it is shown.

The kept HTML is clean and written by our own renderer, so its placeholders have one exact shape.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote

from app.actions.find_pages import list_pages
from app.actions.rights import sees_page
from app.actions.wiki import Wiki
from app.domain.errors import InvalidQuery
from app.domain.kinds import PageKind
from app.domain.links import LinkTarget, fold
from app.domain.outline import RenderedPage
from app.domain.people import Reader
from app.domain.rows import PageRow
from app.domain.selection import Order, Selection
from app.web.addresses import page_url
from app.web.reading.borrowed import Tell, borrow_media, told_plainly
from app.web.reading.friends import Mirrors, home_of, meant_there, mirrors_of, url_there

_LINK = re.compile(r'<a data-wiki="([^"]*)"( data-bare="yes")?>(.*?)</a>', re.S)
_LIST = re.compile(r"<div data-list=\"([^\"]*)\"([^>]*)></div>")
_ATTRIBUTE = re.compile(r'data-(view|title|order|size)="([^"]*)"')
_BORROWED = ' class="borrowed"'
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
    wiki: Wiki, rendered: RenderedPage, reader: Reader, *, origin: str = ""
) -> str:  # fmt: skip
    """The HTML with its links, and its lists as plain links."""
    return resolve(wiki, rendered.html, reader, origin=origin)


def resolve(
    wiki: Wiki,
    html: str,
    reader: Reader,
    *,
    origin: str = "",
    show_list: ShowList | None = None,
    tell: Tell = told_plainly,
    dress: Callable[[str], str] | None = None,
) -> str:
    """The same for any HTML of the renderer (the steps of a method, for one).

    `origin` is the friend that wrote it: links, lists and media are looked for there first. `tell`
    words a medium that did not come with the page. `dress` adds what is known of our own media.
    """
    targets = {LinkTarget.parse(unescape(match[1])) for match in _LINK.finditer(html)}
    found = find_targets(wiki, targets, reader, origin=origin)
    links = _Links(found, wiki.kinds, mirrors_of(wiki), origin)
    html = _LINK.sub(links.link, html)
    draw = show_list or (lambda live: _plain_list(wiki, live))
    html = _LIST.sub(lambda match: _list(wiki, match, origin, draw), html)
    html = borrow_media(wiki, html, origin, tell=tell) if origin else html
    return dress(html) if dress else html


def find_targets(
    wiki: Wiki, targets: set[LinkTarget], reader: Reader, *, origin: str = ""
) -> dict[LinkTarget, PageRow]:
    """The pages that are named, those that this reader may see.

    A friend's page may name one of ours by our host.
    """
    ours = {t: LinkTarget(kind=t.kind, slug=t.slug) for t in targets if t.host == wiki.site.host}
    others = targets - ours.keys()
    found = wiki.index.titles(others, origin=origin) if others else {}
    if ours:
        own = wiki.index.titles(ours.values())
        found = found | {target: own[bare] for target, bare in ours.items() if bare in own}
    return {target: row for target, row in found.items() if sees_page(wiki, reader, row)}


@dataclass(frozen=True, slots=True)
class _Links:
    """The links of one text. `origin` is the friend that wrote it, `` where it is ours."""

    found: Mapping[LinkTarget, PageRow]
    kinds: Mapping[str, PageKind]
    mirrors: Mirrors
    origin: str

    def link(self, match: re.Match[str]) -> str:
        target, label = LinkTarget.parse(unescape(match[1])), match[3]
        row = self.found.get(target)
        if row is not None:
            words = escape(row.title) if match[2] and target.kind else label
            url = page_url(row.path, self.kinds, origin=row.origin)
            return f'<a{_BORROWED if row.origin else ""} href="{url}">{words}</a>'
        # The label says the title as it was written, accents and capitals too, unless it is
        # other words.
        said = unescape(label)
        words = said if fold(said) == target.title else unescape(match[1])
        if target.host or self.origin:
            where = away_url(self.mirrors, target, words, self.kinds, origin=self.origin)
            return f'<a{_BORROWED} rel="external noopener" href="{escape(where)}">{label}</a>'
        where = escape(wanted_url(target, words, self.kinds))
        return f'<a class="wanted" href="{where}">{label}</a>'


def away_url(
    mirrors: Mirrors,
    target: LinkTarget,
    words: str,
    kinds: Mapping[str, PageKind],
    *,
    origin: str,
) -> str:
    """Where a page that we do not have is, or is looked for, on a friend's own site."""
    host = target.host or origin
    if target.kind:
        return url_there(mirrors, host, target.path_there, kinds)
    return f"{home_of(mirrors, host)}/recherche?q={quote(words)}"


def wanted_url(target: LinkTarget, words: str, kinds: Mapping[str, PageKind]) -> str:
    """Where a page that is wanted gets written."""
    if target.path is not None:
        return f"{page_url(target.path, kinds)}/edit"
    return f"/-/ecrire?titre={quote(words)}"


def _list(wiki: Wiki, match: re.Match[str], origin: str, draw: ShowList) -> str:
    said = {name: unescape(value) for name, value in _ATTRIBUTE.findall(match[2])}
    try:
        selection = meant_there(wiki.index, Selection.parse(unescape(match[1])), origin)
    except InvalidQuery as error:
        return f"<p>{escape(str(error))}</p>"
    order = Order(said["order"]) if said.get("order") in list(Order) else selection.usual
    selection = selection.but(order=order)
    size = int(said["size"]) if said.get("size", "").isdecimal() else LIST_SIZE
    return draw(
        LiveList(selection, said.get("view", "list"), said.get("title", ""), min(max(size, 1), 100))
    )


def _plain_list(wiki: Wiki, live: LiveList) -> str:
    rows, _ = list_pages(wiki, live.selection, size=live.size)
    items = (_plain_item(wiki, row) for row in rows)
    return f"<ul>{''.join(items)}</ul>"


def _plain_item(wiki: Wiki, row: PageRow) -> str:
    url = page_url(row.path, wiki.kinds, origin=row.origin)
    return f'<li><a{_BORROWED if row.origin else ""} href="{url}">{escape(row.title)}</a></li>'
