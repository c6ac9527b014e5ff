"""A drawing in SVG that can do nothing but be seen.

What is let in is a list, not what is left once dangers are taken out: shapes, words and colours, in
one file that asks for no other. The bytes are the author's, kept as they were sent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any
from xml.parsers import expat

from app.domain.errors import InvalidMedium
from app.domain.phrase import Phrase

LIMIT_BYTES = 256 * 1024
ELEMENTS_LIMIT = 5_000
DEPTH_LIMIT = 32
SIDE_LIMIT = 20_000
ELEMENTS = frozenset(
    "svg g path rect circle ellipse line polyline polygon text tspan title desc defs marker "
    "linearGradient stop".split()
)
_GEOMETRY = (
    "x y x1 y1 x2 y2 cx cy r rx ry dx dy width height d points transform offset viewBox "
    "preserveAspectRatio gradientUnits gradientTransform spreadMethod markerWidth markerHeight "
    "markerUnits refX refY orient pathLength textLength lengthAdjust rotate"
)
_PRESENTATION = (
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color stop-color stop-opacity "
    "font-family font-size font-weight font-style text-anchor dominant-baseline letter-spacing "
    "word-spacing text-decoration marker-start marker-mid marker-end vector-effect paint-order "
    "shape-rendering text-rendering visibility"
)
ATTRIBUTES = frozenset(f"{_GEOMETRY} {_PRESENTATION} id version role lang".split())
# Words for people, which no browser reads as anything else.
SAID = frozenset(["aria-label", "aria-labelledby", "aria-hidden"])
_MARKERS = frozenset(["marker-start", "marker-mid", "marker-end"])
_NAMESPACE = "http://www.w3.org/2000/svg"
_XML_ATTRIBUTES = frozenset(
    f"http://www.w3.org/XML/1998/namespace {name}" for name in ("lang", "space")
)
# No colon, slash, quote, semicolon nor backslash: no address can be written, nor a second property.
_VALUE = re.compile(r"[\w .,#%()+\-]*", re.ASCII)
_REFERENCE = re.compile(r"url\(#[A-Za-z][\w.\-]*\)", re.ASCII)
_FUNCTION = re.compile(r"([A-Za-z][\w\-]*)\s*\(", re.ASCII)
_FUNCTIONS = frozenset("matrix translate scale rotate skewX skewY rgb rgba hsl hsla".split())
_DAMAGED = "ce dessin SVG est abîmé."
_TOO_MUCH = (
    "ce dessin SVG est trop chargé (256 Kio et 5 000 formes au plus). Simplifiez-le, ou "
    "enregistrez-le en PNG."
)
_SIZELESS = (
    "ce dessin SVG ne dit pas sa taille. Sa première balise doit porter viewBox=\"0 0 largeur "
    "hauteur\", de 1 à 20 000."
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawing:
    """The bytes of a drawing that fits; `width` and `height` in pixels, from its viewBox.

    Made by `parse` alone.
    """

    data: bytes
    width: int
    height: int

    @classmethod
    def parse(cls, data: bytes) -> "Drawing":
        """Raises InvalidMedium, which names what is in the way and its line."""
        if len(data) > LIMIT_BYTES:
            raise InvalidMedium(reason=Phrase(_TOO_MUCH))
        reading = _Reading()
        reading.read(data)
        return cls(data, *reading.size)


def looks_like_drawing(data: bytes) -> bool:
    """True for what says that it is SVG, be it fit or not."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith((b"<svg", b"<?xml", b"<!")) and b"<svg" in head


class _Reading:
    """One pass over the file, which stops at the first thing that is not on the list."""

    def __init__(self) -> None:
        self.size = (0, 0)
        self._open: list[str] = []
        self._elements = 0
        # The encoding is ours to say, so that a browser can read nothing else than was read here.
        self._parser = parser = expat.ParserCreate("utf-8", " ")
        parser.ordered_attributes = False
        parser.XmlDeclHandler = self._declared
        parser.StartElementHandler = self._started
        parser.EndElementHandler = self._ended
        parser.CharacterDataHandler = self._words
        parser.StartDoctypeDeclHandler = lambda *_: self._refuse("DOCTYPE")
        parser.EntityDeclHandler = lambda *_: self._refuse("ENTITY")
        parser.ProcessingInstructionHandler = lambda name, _: self._refuse(f"?{name}")
        parser.CommentHandler = lambda _: self._refuse("<!-- -->")
        parser.StartCdataSectionHandler = lambda: self._refuse("CDATA")
        parser.StartNamespaceDeclHandler = self._namespace

    def read(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise InvalidMedium(reason=Phrase(_DAMAGED)) from error

    def _refuse(self, what: str) -> None:
        said = Phrase(
            "les dessins SVG ne sont reçus que simples, et « {what} » (ligne {line}) n’y a pas sa "
            "place. Retirez-le, ou enregistrez le dessin en PNG et envoyez ce PNG.",
            what=what[:60], line=self._parser.CurrentLineNumber,
        )  # fmt: skip
        raise InvalidMedium(reason=said)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").lower() != "utf-8":
            self._refuse(f"encoding={encoding}")

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        if prefix is not None or uri != _NAMESPACE:
            self._refuse(f"xmlns:{prefix}" if prefix else f"xmlns={uri}")

    def _started(self, name: str, attributes: Mapping[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        root = not self._open
        if namespace != _NAMESPACE or local not in ELEMENTS or root != (local == "svg"):
            self._refuse(local)
        self._elements += 1
        if self._elements > ELEMENTS_LIMIT or len(self._open) >= DEPTH_LIMIT:
            raise InvalidMedium(reason=Phrase(_TOO_MUCH))
        for attribute, value in attributes.items():
            self._check(attribute, value)
        if root:
            self.size = _size(attributes.get("viewBox", ""))
        self._open.append(local)

    def _ended(self, _name: str) -> None:
        self._open.pop()

    def _words(self, words: str) -> None:
        """Where nothing is written on screen, only blanks stand between tags."""
        if words.strip() and self._open[-1] not in ("text", "tspan", "title", "desc"):
            self._refuse(words.strip())

    def _check(self, name: str, value: str) -> None:
        if name in SAID or name in _XML_ATTRIBUTES:
            return
        if name not in ATTRIBUTES:
            self._refuse(name.rpartition(" ")[2])
        # A marker on the lines of a marker is drawn again at each of their points, without end.
        if name in _MARKERS and "marker" in self._open:
            self._refuse(name)
        if not _is_plain(value):
            self._refuse(f"{name}={value}")


def _is_plain(value: str) -> bool:
    """True for numbers, colours, words and what stands in the same file."""
    left = _REFERENCE.sub("", value).replace("\n", " ").replace("\t", " ").replace("\r", " ")
    if not _VALUE.fullmatch(left):
        return False
    return all(name in _FUNCTIONS for name in _FUNCTION.findall(left)) and "url" not in left.lower()


def _size(box: str) -> tuple[int, int]:
    """Width and height of a viewBox, in whole pixels."""
    parts: list[Any] = box.replace(",", " ").split()
    try:
        _, _, width, height = (float(part) for part in parts)
    except ValueError:
        width = height = 0.0
    if not (isfinite(width) and isfinite(height) and 1 <= width <= SIDE_LIMIT
            and 1 <= height <= SIDE_LIMIT):  # fmt: skip
        raise InvalidMedium(reason=Phrase(_SIZELESS))
    return round(width), round(height)
