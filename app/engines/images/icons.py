"""The drawings of the kinds of page, in lines on a square of 24: those of the theme's sprite."""

from collections.abc import Sequence
from math import cos, pi, sin

from PIL import Image, ImageDraw

Points = Sequence[tuple[float, float]]
SIDE = 24
_STROKE = 1.5
_FINER = 4


def _curve(*ends: tuple[float, float]) -> Points:
    """A cubic curve as twenty short lines."""
    found = []
    for step in range(21):
        t = step / 20
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        found.append((sum(w * x for w, (x, _) in zip(weights, ends, strict=True)),
                      sum(w * y for w, (_, y) in zip(weights, ends, strict=True))))  # fmt: skip
    return found


def _arch(x: float, y: float, radius: float) -> Points:
    """The upper half of a circle, from its left to its right."""
    angles = (pi + pi * step / 20 for step in range(21))
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]


_LINES: dict[str, tuple[Points, ...]] = {
    "place": (
        [(3, 11.5), (12, 4), (21, 11.5)], [(5.5, 9.8), (5.5, 20), (18.5, 20), (18.5, 9.8)],
        [(10, 20), (10, 14.5), (14, 14.5), (14, 20)],
    ),
    "method": (
        [(10, 6), (20, 6)], [(10, 12), (20, 12)], [(10, 18), (20, 18)], [(5, 7.5), (5, 10.5)],
        [(5, 13.5), (5, 16.5)],
    ),
    "mini_cool": (
        [(12, 20), (12, 12)], [(7, 20), (17, 20)],
        [*_curve((12, 12), (12, 8), (9, 5.5), (4.5, 5.5)),
         *_curve((4.5, 5.5), (4.5, 10), (7.5, 12), (12, 12))],
        [*_curve((12, 14.5), (12, 11.5), (14.5, 9), (19.5, 9)),
         *_curve((19.5, 9), (19.5, 13), (16.5, 14.5), (12, 14.5))],
    ),
    "organisation": (
        [(4, 20), (4, 8), (12, 4), (20, 8), (20, 20), (4, 20)],
        [(9, 20), (9, 16), (15, 16), (15, 20)],
    ),
    "portal": (
        [(5, 20), *_arch(12, 11, 7), (19, 20)], [(3, 20), (21, 20)],
        [(9, 20), *_arch(12, 11.5, 3), (15, 20)],
    ),
    "page": (
        [(6, 3.5), (14, 3.5), (18, 7.5), (18, 20.5), (6, 20.5), (6, 3.5)],
        [(14, 3.5), (14, 7.5), (18, 7.5)], [(9, 12), (15, 12)], [(9, 16), (15, 16)],
    ),
}  # fmt: skip
_DOTS: dict[str, tuple[Points, float]] = {
    "method": ([(5, 6), (5, 12), (5, 18)], 1.5),
    "organisation": ([(8.5, 11.5), (12, 11.5), (15.5, 11.5)], 0.9),
}


def icon(kind: str, side: int) -> Image.Image:
    """The drawing as a mask: white lines on black, `side` pixels wide."""
    scale = side * _FINER / SIDE
    drawn = Image.new("L", (side * _FINER, side * _FINER), 0)
    pen, width = ImageDraw.Draw(drawn), round(_STROKE * scale)
    for points in _LINES.get(kind, _LINES["page"]):
        line = [(x * scale, y * scale) for x, y in points]
        pen.line(line, fill=255, width=width, joint="curve")
        for end in (line[0], line[-1]):
            _dot(pen, end, width / 2)
    dots, radius = _DOTS.get(kind, ((), 0))
    for x, y in dots:
        _dot(pen, (x * scale, y * scale), radius * scale)
    return drawn.resize((side, side), Image.Resampling.LANCZOS)


def _dot(pen: ImageDraw.ImageDraw, at: tuple[float, float], radius: float) -> None:
    x, y = at
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
