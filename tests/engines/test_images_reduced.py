"""Large pictures come out at the size a page needs, and lighter copies of them."""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from app.domain.errors import InvalidMedium, TooLarge
from app.domain.media import SIZE_LIMIT_BYTES, MediumName, variant_widths
from app.engines.images import PillowImages
from app.engines.images.copies import Copies
from tests.engines.pictures import encoded, halves, noise, opened, png_of, that_says

EXT = ("jpg", "png", "webp", "avif")
HOUSE = Path(__file__).parents[2]
SECRET = "PLACE-48-51"
MEMORY_MIB = 440


@pytest.fixture
def examine():
    return PillowImages().examine


def exif(orientation=1):
    tags = Image.Exif()
    tags[0x0112], tags[0x010F] = orientation, SECRET
    tags.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    return tags


@pytest.mark.parametrize("ext", EXT)
def test_a_picture_too_wide_is_reduced_in_its_own_format(examine, ext):
    seen = examine(encoded(ext, halves(2400, 1200)))

    assert (seen.ext, seen.width, seen.height) == (ext, 1600, 800)
    assert opened(seen.data).size == (1600, 800)


@pytest.mark.parametrize("ext", EXT)
@pytest.mark.parametrize("size", [(1600, 1600), (1600, 3), (3, 1600)])
def test_a_picture_that_fits_is_kept_byte_for_byte(examine, ext, size):
    data = encoded(ext, halves(*size))

    assert examine(data).data == data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_large_photograph_comes_out_upright_and_without_its_position(examine, orientation):
    seen = examine(encoded("jpg", halves(3200, 1600), exif=exif(orientation)))
    shown = opened(seen.data)

    assert (seen.width, seen.height) == ((1600, 800) if orientation < 5 else (800, 1600))
    red_at = {1: (9, 9), 2: (1590, 9), 3: (1590, 9), 4: (9, 9), 5: (9, 9), 6: (9, 9),
              7: (9, 1590), 8: (9, 1590)}[orientation]  # fmt: skip
    red = shown.convert("RGB").getpixel(red_at)
    assert red[0] > 200 > 60 > red[2]
    assert SECRET.encode() not in seen.data
    assert not shown.getexif()


def test_a_photograph_of_twelve_million_points_is_taken(examine):
    data = encoded("jpg", noise(4000, 3000), quality=88)
    seen = examine(data)

    assert len(data) > SIZE_LIMIT_BYTES
    assert (seen.width, seen.height) == (1600, 1200)
    assert len(seen.data) < SIZE_LIMIT_BYTES


def test_a_photograph_that_no_loss_keeps_too_heavy_changes_format(examine):
    seen = examine(encoded("png", noise(1600, 1600)))

    assert seen.ext == "webp"
    assert len(seen.data) < SIZE_LIMIT_BYTES


def test_colours_and_transparency_live_through_it(examine):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    clear = Image.new("RGBA", (2000, 100), (255, 0, 0, 0))
    for ext in ("png", "webp", "avif"):
        seen = opened(examine(encoded(ext, clear, icc_profile=profile)).data)
        assert seen.convert("RGBA").getpixel((0, 0))[3] == 0
        assert seen.info.get("icc_profile") == profile


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_sort_of_png_is_reduced(examine, mode):
    if mode == "I;16":
        image = Image.new("I;16", (2000, 100), 40_000)
    else:
        image = halves(2000, 100).convert(mode)
    seen = examine(encoded("png", image))

    assert seen.width == 1600
    if mode == "I;16":
        assert 150 < opened(seen.data).convert("L").getpixel((5, 5)) < 162


def test_a_printer_s_photograph_is_shown_in_the_colours_of_a_screen(examine):
    seen = examine(encoded("jpg", halves(2000, 1000, "CMYK")))

    assert opened(seen.data).mode == "RGB"
    assert opened(seen.data).getpixel((5, 5))[0] > 180


@pytest.mark.parametrize("ext", ["jpg", "png", "webp", "gif", "avif"])
def test_a_head_that_asks_for_two_hundred_million_points_is_refused_unopened(examine, ext):
    with pytest.raises(InvalidMedium):
        examine(that_says(ext, 16_000, 12_500))


def test_a_few_kilobytes_that_unfold_into_a_wall_are_refused(examine):
    data = png_of(30_000, 7_000)

    assert len(data) < 40_000
    with pytest.raises(InvalidMedium, match="trop de points"):
        examine(data)


@pytest.mark.parametrize("ext", ["gif", "webp", "png"])
def test_a_moving_bomb_is_refused(examine, ext, monkeypatch):
    monkeypatch.setattr("app.engines.images._MOVING_PIXEL_LIMIT", 40_000)
    frames = [Image.new("1", (100, 100), n % 2).convert("P") for n in range(5)]
    data = encoded(ext, frames[0], save_all=True, append_images=frames[1:], duration=50)

    with pytest.raises(InvalidMedium, match="trop de points"):
        examine(data)


def zipped() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.html", "<script>alert(1)</script>")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a=1;alert(1)//" + b"\0" * 40,
        encoded("png", halves()) + zipped(),
        encoded("jpg", halves())[:-2] + b"<?php system('id'); ?>",
        b"<html><body><img src=x onerror=alert(1)></body></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\xef\xbb\xbf<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    ],
    ids=["gif and script", "png and zip", "cut jpeg and php", "html", "svg", "xml svg"],
)
def test_what_is_two_things_at_once_or_no_picture_is_refused(examine, data):
    with pytest.raises(InvalidMedium):
        examine(data)


@pytest.mark.parametrize("place", ["comment", "app", "end"])
def test_a_program_written_into_a_photograph_does_not_come_in(examine, place):
    data = encoded("jpg", halves(), comment=b"<?php evil(); ?>" if place == "comment" else b"")
    if place == "app":
        data = data[:2] + b"\xff\xe5\x00\x12<?php evil(); ?>" + data[2:]
    if place == "end":
        data += b"<?php evil(); ?>"

    assert b"php" not in examine(data).data


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"<svg/>", "PNG"), (b"<?xml version='1.0'?><svg/>", "PNG"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 20, "JPEG"), (b"\xd0\xcf\x11\xe0" + b"\0" * 20, "ODT"),
        (b"MZ", "PDF"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_to_do(examine, data, word):
    with pytest.raises(InvalidMedium, match=word):
        examine(data)


def test_a_document_is_not_reduced_and_has_its_own_limit(examine):
    with pytest.raises(TooLarge):
        examine(b"%PDF-1.7\n" + b"\0" * SIZE_LIMIT_BYTES + b"%%EOF\n")


NAME = MediumName("a" * 64, "jpg")


@pytest.mark.parametrize(
    ("width", "widths"),
    [(4000, (400, 800, 1600)), (1600, (400, 800, 1600)), (1000, (400, 800, 1000)),
     (400, (400,)), (300, (300,)), (0, ())],
)  # fmt: skip
def test_copies_are_never_wider_than_the_picture(width, widths):
    assert variant_widths(NAME, width) == widths
    assert variant_widths(MediumName("a" * 64, "gif"), width) == ()


@pytest.mark.parametrize("ext", EXT)
def test_a_copy_is_a_webp_of_that_width_without_anything_else(tmp_path, ext):
    images = PillowImages(copies=Copies(tmp_path, limit_bytes=10_000_000))
    data = images.copy(MediumName("a" * 64, ext), 400, lambda: encoded(ext, halves(1600, 800)))
    shown = opened(data)

    assert (shown.format, shown.size) == ("WEBP", (400, 200))
    assert not shown.info.keys() & {"exif", "xmp"}


def test_a_copy_is_made_once(tmp_path):
    images = PillowImages(copies=Copies(tmp_path, limit_bytes=10_000_000))
    asked: list[int] = []

    def read() -> bytes:
        asked.append(1)
        return encoded("jpg", halves(800, 400))

    assert images.copy(NAME, 400, read) == images.copy(NAME, 400, read)
    assert len(asked) == 1


def test_a_moving_picture_has_no_still_copy():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green")]
    data = encoded("webp", frames[0], save_all=True, append_images=frames[1:])

    assert PillowImages().copy(MediumName("a" * 64, "webp"), 8, lambda: data) == data


def test_copies_stay_within_their_room(tmp_path):
    copies = Copies(tmp_path, limit_bytes=10_000)
    for n in range(300):
        copies.keep(f"{n:064d}-400.webp", b"x" * 500)
    kept = [file for file in tmp_path.glob("*/*") if not file.name.startswith(".")]

    assert sum(file.stat().st_size for file in kept) <= 10_000
    assert copies.get(f"{299:064d}-400.webp") == b"x" * 500


def test_a_folder_that_cannot_be_written_breaks_nothing(tmp_path):
    (tmp_path / "aa").write_text("a file where a folder should be")
    images = PillowImages(copies=Copies(tmp_path, limit_bytes=10_000))

    assert images.copy(NAME, 40, lambda: encoded("jpg", halves())).startswith(b"RIFF")


_MEASURE = """
import sys
from pathlib import Path
from app.domain.errors import WikiError
from app.engines.images import PillowImages
images = PillowImages()
for file in sorted(Path(sys.argv[1]).iterdir()):
    try:
        images.examine(file.read_bytes())
    except WikiError:
        pass
# Of this program alone: what getrusage tells begins with the size of whoever started it.
held = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print(int(held) // 1024)
"""


def test_the_worst_pictures_take_no_more_memory_than_is_told(tmp_path):
    worst = {
        "bomb.png": png_of(30_000, 7_000), "says.jpg": that_says("jpg", 60_000, 60_000),
        "large.jpg": encoded("jpg", Image.new("RGB", (8_000, 6_200), "teal")),
        "progressive.jpg": encoded(
            "jpg", Image.new("RGB", (8_000, 6_200), "teal"), progressive=True
        ),
        "deep.png": png_of(7_000, 7_000, bits=16),
        "large.png": png_of(7_000, 7_000, bits=8, colour=2),
    }  # fmt: skip
    for name, data in worst.items():
        (tmp_path / name).write_bytes(data)
    told = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(tmp_path)], cwd=HOUSE, capture_output=True, text=True,
        check=True,
    )  # fmt: skip

    assert int(told.stdout) < MEMORY_MIB
