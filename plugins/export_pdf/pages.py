"""Pages one after the other, with a cover, contents and an index; the same as a booklet."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from app.domain.errors import Refused
from app.domain.kit import Kit
from app.domain.phrase import Phrase
from app.theme.books import (
    ON_PAPER,
    Around,
    Entry,
    Sheet,
    Shown,
    body,
    cover_svg,
    front,
    light_xml,
)
from app.theme.stamp import qr_picture
from plugins.export_pdf.booklet import fold
from plugins.export_pdf.printing import OURS, Press, css_of, press_of, printed, uncollected
from plugins.export_pdf.shares import Shares, helping

# As many pages of the wiki as one file may hold: what is laid out is held in memory.
PAGES_LIMIT = 150
COVER = "couverture.svg"
CODE = "code-{}.png"
# In the stylesheet, the name of the network.
NETWORK = "NETWORK"
STYLES = ("paper", "page")


def write_pages(kit: Kit) -> bytes:
    """A4, a page of the wiki on a new page; tagged for those who listen."""
    _bounded(kit)
    css = _page_css(kit)
    with uncollected(), helping(kit, css) as other:
        press = press_of(kit)
        render, sheets = _book(press, stamped=True)
        return Shares(press, css, render, other).printed(sheets)


def _page_css(kit: Kit) -> str:
    """With the network's name at the head of each page: a rule of its own would be tried on each
    element."""
    name = " ".join(kit.site.name.replace("\\", "").replace('"', "’").split())
    return css_of(STYLES).replace(NETWORK, name)


def write_booklet(kit: Kit) -> bytes:
    """A5 pages, two on each side of A4 sheets, in the order in which they are folded."""
    _bounded(kit)
    press = press_of(kit)
    render, sheets = _book(press, stamped=False)
    drawn = list(sheets)
    html = render(drawn, contents=drawn)
    return printed(press, light_xml(html), ["paper", "booklet"], tagged=False, finish=fold)


def _bounded(kit: Kit) -> None:
    if kit.count > PAGES_LIMIT:
        raise Refused(
            reason=Phrase(
                "{count} pages, c’est trop pour un PDF ({limit} au plus). Choisissez moins large, "
                "ou prenez le livre EPUB.", count=kit.count, limit=PAGES_LIMIT,
            )
        )  # fmt: skip


def _book(press: Press, *, stamped: bool) -> tuple[Callable[..., str], Iterator[Sheet]]:
    """What gives HTML of sheets, with the front of the book where `contents` are given; and the
    sheets, drawn one after the other."""
    binder = Binder(press)
    press.files[COVER] = cover_svg(press.book, press.drawer, height=ON_PAPER).encode()
    title = front(press.drawer, binder.around)
    render = partial(
        press.render, "book", title=title, stamped=stamped, cover=OURS + COVER, code=OURS + CODE
    )

    def rendered(sheets: Sequence[Sheet], *, contents: Sequence[Sheet] | None) -> str:
        return render(sheets=sheets, contents=contents)

    return rendered, _coded(press, body(press.drawer, binder.around), stamped=stamped)


def _coded(press: Press, sheets: Iterator[Sheet], *, stamped: bool) -> Iterator[Sheet]:
    """The sheets; the code of each page is a file of the book by the time that it is there."""
    for sheet in sheets:
        if stamped and sheet.page and sheet.page.view.head.stamp_url:
            press.files[CODE.format(sheet.key)] = qr_picture(sheet.page.view.head.stamp_url)
        yield sheet


class Binder:
    """How pages are bound where all stand in one file: an address is an id."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self.pictures = Shown(press.drawer, self._put)

    def around(self, entry: Entry | None) -> Around:
        return Around(
            entry.key if entry else "", self.press.drawer.say, self.link, self.pictures.picture,
            prefix=f"{entry.key}--" if entry else "", url=entry.url if entry else "", xml=False,
        )  # fmt: skip

    def link(self, href: str) -> str:
        entry = self.press.drawer.inside(href)
        return f"#{entry.key}" if entry else self.press.drawer.web_link(href)

    def _put(self, name: str, _ending: str, data: bytes) -> str:
        self.press.files[name] = data
        return OURS + name
