"""Posters: a method on a sheet of A3, as large as it can be read from afar."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.errors import Refused
from app.domain.kit import Kit, KitPage
from app.domain.phrase import Phrase
from app.theme.books import Entry, xml_of
from plugins.export_pdf.pages import Binder
from plugins.export_pdf.printing import Press, press_of, printed, sheets_of

METHOD = "method"
POSTERS_LIMIT = 60
# Sizes of letters, the largest first; then the same method by the titles of its steps alone.
SIZES = 8
# As many steps as have room by their titles alone, in the smallest letters.
STEPS_SHOWN = 14
# How large a title may be, by its number of signs.
_TITLES = ((22, "huge"), (44, "large"), (90, "middle"))


@dataclass(frozen=True, slots=True)
class Poster:
    """`html` is what it says above its foot; `size` is that of its letters, 0 the largest."""

    entry: Entry
    page: KitPage
    html: str
    size: int = 0

    @property
    def title_size(self) -> str:
        signs = len(self.entry.title)
        return next((name for limit, name in _TITLES if signs <= limit), "small")


def write_posters(kit: Kit) -> bytes:
    """One sheet for each method that is more than a name.

    Raises Refused where there is none, or where there are too many.
    """
    press = press_of(kit)
    binder = Binder(press)
    told = list(_told(press))
    if not told:
        raise Refused(
            reason=Phrase(
                "une affiche montre une méthode, et aucune de ce choix n’est encore racontée. "
                "Choisissez-en une autre."
            )
        )
    if len(told) > POSTERS_LIMIT:
        raise Refused(
            reason=Phrase(
                "{count} affiches, c’est trop pour un fichier ({limit} au plus). Choisissez moins "
                "de méthodes.", count=len(told), limit=POSTERS_LIMIT,
            )
        )  # fmt: skip
    posters = [_fitted(press, binder, entry, page) for entry, page in told]
    html = press.render("posters", posters=posters, trial=False)
    return printed(press, xml_of(html), ["paper", "poster"])


def _told(press: Press) -> Iterator[tuple[Entry, KitPage]]:
    for entry, page in press.book.pages():
        if entry.kind == METHOD and not page.view.stub:
            yield entry, page


def _fitted(press: Press, binder: Binder, entry: Entry, page: KitPage) -> Poster:
    """As large as it fits on one sheet: with all it says, else with its steps' titles alone."""
    for whole in (True, False):
        html = press.drawer.piece(
            "pdf/_poster.html", page, binder.around(entry), whole=whole, shown=STEPS_SHOWN
        )
        poster = Poster(entry, page, html)
        if _fits(press, replace(poster, size=SIZES - 1)):
            return replace(poster, size=_largest(press, poster))
    return replace(poster, size=SIZES - 1)


def _largest(press: Press, poster: Poster) -> int:
    """The smallest number of a size that fits; the last one is known to."""
    low, high = 0, SIZES - 1
    while low < high:
        middle = (low + high) // 2
        if _fits(press, replace(poster, size=middle)):
            high = middle
        else:
            low = middle + 1
    return low


def _fits(press: Press, poster: Poster) -> bool:
    html = press.render("posters", posters=[poster], trial=True)
    return sheets_of(press, html, ["paper", "poster", "poster_trial"]) == 1
