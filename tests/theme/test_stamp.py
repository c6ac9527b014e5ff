"""The code of an address, as a path and as a picture."""

import io
import re

from PIL import Image

from app.theme.stamp import qr_path, qr_picture

URL = "https://alpha.example/lieux/atelier"


def test_the_picture_shows_what_the_path_draws():
    path, size = qr_path(URL)
    strokes = [tuple(map(int, one)) for one in re.findall(r"M(\d+) (\d+)\.5h(\d+)", path)]
    drawn = {(x, y) for start, y, length in strokes for x in range(start, start + length)}
    picture = Image.open(io.BytesIO(qr_picture(URL)))
    points = picture.width // size
    assert picture.size == (size * points, size * points)
    dark = {
        (x, y) for x in range(size) for y in range(size)
        if picture.getpixel((x * points + 1, y * points + points - 1)) == 0
    }  # fmt: skip
    assert dark == drawn
