"""A share of a book: sheets laid out before anyone knows at which number they stand.

A chapter begins on a new sheet of paper, so that its layout does not depend on what stands before
it: only numbers do. They are put in once all shares are laid out, and the few pages whose words
change with them are laid out again.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import weasyprint
from weasyprint import layout as stages
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetLookupItem
from weasyprint.document import Document, Page
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.pdf.metadata import DocumentMetadata

from plugins.export_pdf.layout import Layout

# As often as the library itself tries.
LOOPS = 8
_OPTIONS = {**weasyprint.DEFAULT_OPTIONS, "pdf_tags": True, "pdf_version": "1.7"}


@dataclass(frozen=True, slots=True)
class Extent:
    """How many pages a share takes, and on which of them, from 1, each of its anchors stands."""

    count: int
    anchors: Mapping[str, int]


class _Elsewhere:
    """Stands for what an anchor of another share marks."""

    def __init__(self) -> None:
        self.cached_counter_values: dict[str, list[int]] = {}


class Share:
    def __init__(self, layout: Layout, xml: bytes) -> None:
        self._layout, self._html = layout, layout.read(xml)
        self._before, self._pages = 0, []  # type: int, list[Any]
        counters = CounterStyle()
        self._context = Document._build_layout_context(
            self._html, layout.fonts, counters, {}, {**_OPTIONS, "stylesheets": [layout.sheet]}
        )
        self._targets = self._context.target_collector
        self.outside = self._name_outside()
        self._root = build_formatting_structure(
            self._html.etree_element, self._context.style_for, self._context.get_image_from_uri,
            self._html.base_url, self._targets, counters, self._context.footnotes,
        )  # fmt: skip
        stages.initialize_page_maker(self._context, self._root)
        _, counted, (scope,), _ = self._context.page_maker[0][3]
        counted["page"] = [0]
        scope.add("page")
        self._lay_out()

    def _name_outside(self) -> set[str]:
        """Anchors that links lead to and that are of other shares."""
        own = {element.get("id") for element in self._html.etree_element.iter()}
        links = (element.get("href", "") for element in self._html.etree_element.iter("a"))
        found = {link[1:] for link in links if link.startswith("#")} - own
        for name in sorted(found):
            item = TargetLookupItem("up-to-date")
            item.target_box = _Elsewhere()
            self._targets.target_lookup_items[name] = item
        return found

    def _lay_out(self) -> None:
        for _ in range(LOOPS):
            self._pages = list(
                stages.make_all_pages(self._context, self._root, self._html, self._pages)
            )
            if not any(made[-1]["content_changed"] for made in self._context.page_maker):
                return

    @property
    def extent(self) -> Extent:
        items = self._targets.target_lookup_items
        found = {
            name: item.page_maker_index + 1
            for name, item in items.items()
            if name not in self.outside and item.page_maker_index is not None
        }
        return Extent(len(self._pages), found)

    def place(self, before: int, anchors: Mapping[str, int]) -> None:
        """Says after how many pages the share stands, and on which page each anchor of the book:
        pages that name another number than they did are laid out again."""
        shift, self._before = before - self._before, before
        for made in self._context.page_maker:
            made[3][1]["page"][-1] += shift
        changed = set(self._renumbered(shift, anchors))
        for (box, css), lookup in self._targets.counter_lookup_items.items():
            # Numbers of pages are asked for by links alone: `target-counter(attr(href), page)`.
            at, target = lookup.page_maker_index, box.element.get("href", "")[1:]
            if css == "content" and at is not None and target in changed:
                self._context.page_maker[at][-1]["content_changed"] = True
                lookup.parse_again(lookup.cached_page_counter_values)
        if changed:
            self._lay_out()

    def _renumbered(self, shift: int, anchors: Mapping[str, int]) -> Iterator[str]:
        """Anchors whose number is another one now."""
        for name, item in self._targets.target_lookup_items.items():
            counted = item.cached_page_counter_values
            if name not in self.outside:
                if counted and shift:
                    counted["page"][-1] += shift
                    yield name
            elif name in anchors and counted.get("page") != [anchors[name]]:
                item.cached_page_counter_values = {"page": [anchors[name]]}
                yield name

    def finished(self, total: int) -> Any:
        """The library's document, with the numbers of its pages out of `total`."""
        with _laid_out(self._pages, total):
            pages = [
                Page(box) for box in stages.layout_document(self._html, self._root, self._context)
            ]
        metadata = DocumentMetadata(**get_html_metadata(self._html))
        return Document(pages, metadata, self._layout.fetcher, self._layout.fonts, {}, None)


@contextmanager
def _laid_out(pages: list[Any], total: int) -> Iterator[None]:
    """The library adds what stands in the margins of pages that are laid out already."""
    plain = stages.initialize_page_maker, stages.make_all_pages, stages.make_margin_boxes

    def margins(context: Any, page: Any, state: Any) -> Any:
        state[1]["pages"] = [total]
        return plain[2](context, page, state)

    stages.initialize_page_maker = lambda _context, _root: None
    stages.make_all_pages = lambda *_: pages
    stages.make_margin_boxes = margins
    try:
        yield
    finally:
        stages.initialize_page_maker, stages.make_all_pages, stages.make_margin_boxes = plain
