"""Pages drawn by another process, put into the PDF of this one: links, tags and all.

What is drawn travels as the bytes of its objects; only the numbers by which they name one another
change. Each process embeds the letters that its own pages use.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pydyf
import weasyprint
from weasyprint.document import Document
from weasyprint.pdf import generate_pdf
from weasyprint.pdf.anchors import add_outlines

from plugins.export_pdf.layout import Said, pack, writing

_OPTIONS = {**weasyprint.DEFAULT_OPTIONS, "pdf_tags": True, "pdf_version": "1.7"}
# What a text says stays; only what names an object changes.
_NAMES = re.compile(rb"\((?:[^\\()]|\\.)*\)|\b(\d+) 0 R\b", re.DOTALL)
# Between the objects of a long text, and in none of them.
_BETWEEN = b"\x00\n\x00"
# PDF units to a unit of CSS.
_SCALE = 0.75


@dataclass(frozen=True, slots=True)
class Place:
    """An anchor: on which page of its part, from 0, and where."""

    name: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pages as one process drew them. `objects` are (number, what it says, what it draws: None
    where it is no stream); `pages` and `root` are numbers of objects: the pages, in order, and what
    holds their tags. `kids` are the tags below the root, `marks` lists which tags a page's texts
    and links belong to. `heads` are bookmarks of each page, as the library has them."""

    objects: Sequence[tuple[int, bytes, bytes | None]]
    pages: Sequence[int]
    root: int
    kids: bytes
    marks: Sequence[bytes]
    places: Sequence[Place]
    heads: Sequence[Any]


def heads_of(document: Any) -> list[Any]:
    """Takes the bookmarks of each page: they are written when all pages are there."""
    found = [page.bookmarks for page in document.pages]
    for page in document.pages:
        page.bookmarks = []
    return found


def drawn(document: Any, foreign: set[str]) -> Drawn:
    """The pages of a document, for another process. `foreign` are anchors that it has not."""
    heads = heads_of(document)
    with writing():
        pdf = generate_pdf(document, None, 1, **_OPTIONS)
    tags = _object(pdf, pdf.catalog["StructTreeRoot"])
    marks, root = _object(pdf, tags["ParentTree"]), _object(pdf, tags["K"][0])
    left = {0, pdf.pages.number, pdf.catalog.number, tags.number, marks.number, root.number}
    pages = list(pdf.pages["Kids"][::3])
    places = [
        Place(name, pages.index(int(at[0].split()[0])), at[2], at[3])
        for name, at in _destinations(pdf)
        if name not in foreign
    ]
    _mark_headers(pdf)
    with writing():
        pack(pdf)
    return Drawn(
        [_said(one) for one in pdf.objects if one.number not in left],
        pages, root.number, b" ".join(root["K"]),
        [one if isinstance(one, bytes) else one.data for one in marks["Nums"][1::2]],
        places, heads,
    )  # fmt: skip


def _said(one: Any) -> tuple[int, bytes, bytes | None]:
    said, streams, content = one.data.partition(b"\nstream\n")
    return (one.number, said, content) if streams else (one.number, said, None)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _destinations(pdf: Any) -> Iterator[tuple[str, Any]]:
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    for name, at in zip(names[::2], names[1::2], strict=True):
        yield name.string, at


def _mark_headers(pdf: Any) -> None:
    """Headers of tables are named by numbers of objects, that this process gives too."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary) and isinstance(one.get("ID"), pydyf.String):
            one["ID"].string = f"b-{one['ID'].string}"


def join(pdf: Any, other: Drawn, *, at: int) -> None:
    """Puts the pages of `other` into a PDF that is about to be written, as its page `at` from 0."""
    tags = _object(pdf, pdf.catalog["StructTreeRoot"])
    marks, root = _object(pdf, tags["ParentTree"]), _object(pdf, tags["K"][0])
    _move_marks(pdf, len(other.marks))
    first = len(pdf.objects)
    numbers = {number: first + n for n, (number, *_) in enumerate(other.objects)}
    numbers |= {1: pdf.pages.number, other.root: root.number}
    for (_, _, content), said in zip(other.objects, _renamed(other, numbers), strict=True):
        pdf.add_object(Said(said, content))
    kids = [part for page in other.pages for part in (numbers[page], 0, "R")]
    pdf.pages["Kids"][3 * at : 3 * at] = kids
    pdf.pages["Count"] += len(other.pages)
    rename = _renamer(numbers)
    marked = [(n, rename(one)) for n, one in enumerate(other.marks)]
    shifted = [(key + len(marked), one) for key, one in _pairs(marks["Nums"])]
    marks["Nums"] = pydyf.Array([part for pair in (*marked, *shifted) for part in pair])
    root["K"].insert(_tags_before(pdf, root, at), rename(other.kids))
    _add_places(pdf, other, numbers)


def _pairs(items: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    return zip(items[::2], items[1::2], strict=True)


def _renamer(numbers: dict[int, int]) -> Callable[[bytes], bytes]:
    def named(match: re.Match[bytes]) -> bytes:
        return b"%d 0 R" % numbers[int(match[1])] if match[1] else match[0]

    return lambda said: _NAMES.sub(named, said)


def _renamed(other: Drawn, numbers: dict[int, int]) -> list[bytes]:
    """All at once: there are tens of thousands."""
    said = _renamer(numbers)(_BETWEEN.join(one for _, one, _ in other.objects))
    return said.split(_BETWEEN)


def _move_marks(pdf: Any, count: int) -> None:
    """Pages and links of this process come after those of the other in the list of marks."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary):
            for key in ("StructParents", "StructParent"):
                if key in one:
                    one[key] += count


def _tags_before(pdf: Any, root: Any, at: int) -> int:
    """How many tags stand below the root before those of page `at`."""
    before = {f"{number} 0 R".encode() for number in pdf.pages["Kids"][: 3 * at : 3]}
    return sum(_object(pdf, kid)["Pg"] in before for kid in root["K"])


def _add_places(pdf: Any, other: Drawn, numbers: dict[int, int]) -> None:
    found = list(_destinations(pdf))
    own = {place.name for place in other.places}
    found = [(name, at) for name, at in found if name not in own]
    for place in other.places:
        page = f"{numbers[other.pages[place.page]]} 0 R".encode()
        found.append((place.name, pydyf.Array([page, "/XYZ", place.x, place.y, 0])))
    names = [
        part
        for name, at in sorted(found, key=lambda one: one[0])
        for part in (pydyf.String(name), at)
    ]
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["Dests"] = pydyf.Dictionary(
        {"Names": pydyf.Array(names)}
    )


def add_heads(pdf: Any, document: Any, heads: Sequence[Any]) -> None:
    """The bookmarks of all pages, in the order in which they stand now: all are of one size."""
    height = document.pages[0].height
    pages = [SimpleNamespace(bookmarks=marks, height=height) for marks in heads]
    whole: Document = document.copy(pages)
    add_outlines(pdf, whole.make_bookmark_tree(_SCALE, transform_pages=True))
