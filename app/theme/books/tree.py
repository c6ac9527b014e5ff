"""HTML as a tree, and the tree as text again."""

import re
from collections.abc import Set
from html import escape

from lxml import etree, html

OPS = "http://www.idpf.org/2007/ops"
SVG = "http://www.w3.org/2000/svg"
# What XML has no way to write, as itself or by its number.
_NO_SIGN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
etree.register_namespace("epub", OPS)
# A page may be nested deeper than the parser follows unless it is told.
_PARSER = html.HTMLParser(encoding="utf-8", huge_tree=True)
_NUMBERED = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));")


def only_signs(text: str) -> str:
    """The text without what no book can hold: control characters, halves of characters."""
    return _NUMBERED.sub(_lawful, _NO_SIGN.sub("", text))


def _lawful(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    if code > 0x10FFFF or _NO_SIGN.match(chr(code)):
        return ""
    return match[0]


def part(text: str) -> html.HtmlElement:
    """The HTML of a part of a page, under one element."""
    return html.fragment_fromstring(text, create_parent="div", parser=_PARSER)


def xml_of(text: str) -> bytes:
    """A whole document as XML, for who has no parser of HTML in C. `weasyprint` has one in Python
    that takes twenty times as long."""
    return xml_written(document(text))


def document(text: str) -> html.HtmlElement:
    """The tree of a whole document."""
    return html.document_fromstring(text.encode(), parser=_PARSER)


def xml_written(root: html.HtmlElement) -> bytes:
    """The tree of a document as XML, its drawings in their namespace."""
    for drawing in list(root.iter("svg")):
        drawing.set("viewBox", drawing.attrib.pop("viewbox", ""))
        for element in drawing.iter(etree.Element):
            element.tag = f"{{{SVG}}}{element.tag}"
    written: bytes = etree.tostring(root)
    return written


def named(tag: str, text: str = "", css: str = "") -> html.HtmlElement:
    element = html.Element(tag)
    element.text = text
    if css:
        element.set("class", css)
    return element


def classes(element: html.HtmlElement) -> Set[str]:
    return set(element.get("class", "").split())


def has_class(element: html.HtmlElement | None, name: str) -> bool:
    return element is not None and name in classes(element)


def children_of(root: html.HtmlElement, *, xml: bool) -> str:
    """What stands under the element, written as XML or as HTML."""
    if not xml:
        for element in root.iter(etree.Element):
            element.attrib.pop(f"{{{OPS}}}type", None)
        return "".join([_text(root.text), *(_html(child) for child in root)])
    return "".join([_text(root.text), *(_xml(child) for child in root)])


def _html(element: html.HtmlElement) -> str:
    return etree.tostring(element, method="html", encoding="unicode")


def _xml(element: html.HtmlElement) -> str:
    return etree.tostring(element, method="xml", encoding="unicode")


def _text(text: str | None) -> str:
    return escape(text or "", quote=False)
