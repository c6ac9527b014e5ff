"""Pages in the order in which sheets are folded: any printer that prints on both sides will do.

A sheet of A4 bears two pages of A5 on each side. Sheets are folded together in gatherings, so that
no fold is too thick: printed on both sides along the short edge, piled up, folded, stapled.
"""

from collections.abc import Iterator, Sequence
from typing import Any

# Ten sheets fold well; more want a machine.
SHEETS_LIMIT = 10
# In points.
A4_WIDTH, A4_HEIGHT, A5_WIDTH = 841.89, 595.28, 419.53


def gatherings(pages: int) -> Iterator[range]:
    """The pages of each gathering, from 0: each a multiple of four, all of about as many."""
    sheets = -(-pages // 4)
    count = -(-sheets // SHEETS_LIMIT)
    first = 0
    for number in range(count):
        size = 4 * (sheets // count + (number < sheets % count))
        yield range(first, first + size)
        first += size


def sides(pages: range) -> Iterator[tuple[int, int]]:
    """(left, right) of each side of the sheets of one gathering, outermost first."""
    low, high = pages.start, pages.stop - 1
    while low < high:
        yield high, low
        yield low + 1, high - 1
        low, high = low + 2, high - 2


def fold(_document: Any, pdf: Any) -> None:
    """Puts the pages of a PDF that is being written two by two on sheets. Links and the contents
    beside the page go: this is for paper."""
    drawn = [_as_form(pdf, page) for page in _taken(pdf)]
    for gathering in gatherings(len(drawn)):
        for side in sides(gathering):
            _side(pdf, [drawn[n] if n < len(drawn) else None for n in side])
    for key in ("Names", "Outlines", "Dests", "PageMode"):
        pdf.catalog.pop(key, None)


def _taken(pdf: Any) -> list[Any]:
    """The pages, taken out of the list of pages."""
    kids = pdf.pages["Kids"]
    found = [pdf.objects[number] for number in kids[::3]]
    kids.clear()
    pdf.pages["Count"] = 0
    return found


def _as_form(pdf: Any, page: Any) -> bytes:
    """What the page draws, as something that another page may draw: its reference."""
    drawn = pdf.objects[int(page["Contents"].split()[0])]
    drawn.extra |= {
        "Type": "/XObject", "Subtype": "/Form", "BBox": page["MediaBox"],
        "Resources": page["Resources"],
    }  # fmt: skip
    page.clear()
    reference: bytes = drawn.reference
    return reference


def _side(pdf: Any, pages: Sequence[bytes | None]) -> None:
    import pydyf

    shown = {f"P{n}": page for n, page in enumerate(pages) if page is not None}
    lines = [f"q 1 0 0 1 {_left(int(name[1:])):.2f} 0 cm /{name} Do Q" for name in shown]
    stream = pydyf.Stream(lines, compress=True)
    pdf.add_object(stream)
    pdf.add_page(
        pydyf.Dictionary({
            "Type": "/Page", "Parent": pdf.pages.reference,
            "MediaBox": pydyf.Array([0, 0, A4_WIDTH, A4_HEIGHT]),
            "Contents": stream.reference,
            "Resources": pydyf.Dictionary({"XObject": pydyf.Dictionary(shown)}),
        })
    )  # fmt: skip


def _left(column: int) -> float:
    """Where a page begins: in the middle of its half."""
    return A4_WIDTH / 2 * column + (A4_WIDTH / 2 - A5_WIDTH) / 2
