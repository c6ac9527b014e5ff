"""What is received, what is refused, and what is left of a picture."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngInfo

from app.domain.errors import InvalidMedium, TooLarge
from app.domain.media import SIZE_LIMIT_BYTES
from app.engines.images import PillowImages
from tests.drawings import GOOD, drawing

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}
EXT = sorted(FORMATS)
SECRET = b"SECRET-PLACE"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"


@pytest.fixture
def examine():
    return PillowImages().examine


def picture(width=40, height=20):
    """Left half red, right half blue, so that turning it shows."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


def encoded(ext, image=None, **options):
    out = io.BytesIO()
    (image or picture()).save(out, FORMATS[ext], **options)
    return out.getvalue()


def exif(orientation=1):
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = SECRET.decode()
    tags.get_ifd(0x8825)[1] = "N"
    tags.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    return tags


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("ext", EXT)
def test_a_plain_picture_is_kept_byte_for_byte(examine, ext):
    data = encoded(ext)
    seen = examine(data)

    assert (seen.ext, seen.width, seen.height) == (ext, 40, 20)
    assert seen.data == data


@pytest.mark.parametrize("ext", ["jpg", "png", "webp", "avif"])
def test_metadata_and_position_are_taken_out(examine, ext):
    data = encoded(ext, exif=exif(), xmp=XMP)
    if ext != "png":
        assert SECRET in data
    seen = examine(data)

    assert SECRET not in seen.data
    assert not opened(seen.data).getexif()
    assert not opened(seen.data).info.keys() & {"exif", "xmp", "XML:com.adobe.xmp"}
    assert examine(seen.data).data == seen.data


@pytest.mark.parametrize("ext", ["jpg", "png", "webp"])
def test_taking_metadata_out_changes_no_pixel(examine, ext):
    data = encoded(ext, exif=exif())
    before, after = opened(data).convert("RGB"), opened(examine(data).data).convert("RGB")

    assert ImageChops.difference(before, after).getbbox() is None


@pytest.mark.parametrize("ext", ["jpg", "png", "webp", "avif"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_turned_picture_comes_out_upright(examine, ext, orientation):
    seen = examine(encoded(ext, exif=exif(orientation)))
    upright = opened(seen.data).convert("RGB")

    assert upright.size == (seen.width, seen.height) == ((40, 20) if orientation == 3 else (20, 40))
    top_left = upright.getpixel((3, 3))
    is_red = top_left[0] > top_left[2]
    assert is_red == (orientation == 6)
    assert SECRET not in seen.data
    assert not opened(seen.data).getexif()


def test_text_in_a_png_is_taken_out(examine):
    notes = PngInfo()
    notes.add_text("Comment", SECRET.decode())
    notes.add_itxt("Author", SECRET.decode())
    data = encoded("png", pnginfo=notes)

    assert SECRET in data
    assert examine(data).data == encoded("png")


def test_a_comment_in_a_jpeg_or_a_gif_is_taken_out(examine):
    assert SECRET not in examine(encoded("jpg", comment=SECRET)).data
    assert SECRET not in examine(encoded("gif", comment=SECRET)).data


def test_colour_profiles_are_kept(examine):
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for ext in ("jpg", "png", "webp", "avif"):
        for turned in (1, 6):
            seen = examine(encoded(ext, icc_profile=profile, exif=exif(turned)))
            assert opened(seen.data).info.get("icc_profile") == profile


def test_transparency_is_kept(examine):
    clear = Image.new("RGBA", (4, 4), (255, 0, 0, 0))
    for ext in ("png", "webp", "avif"):
        for turned in (1, 6):
            seen = examine(encoded(ext, clear, exif=exif(turned)))
            assert opened(seen.data).convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("ext", ["gif", "webp", "png", "avif"])
def test_a_moving_picture_still_moves(examine, ext):
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    data = encoded(ext, frames[0], save_all=True, append_images=frames[1:], duration=100, loop=0)
    seen = examine(data)

    assert seen.data == data
    assert opened(seen.data).n_frames == 3


def test_a_phones_second_picture_after_the_first_is_dropped(examine):
    data = encoded("jpg")

    assert examine(data + b"\0\0\0\x18ftypmp42" + SECRET * 9).data == data


@pytest.mark.parametrize("ext", EXT)
def test_what_follows_a_picture_does_not_come_in(examine, ext):
    seen = examine(encoded(ext) + b"<script>alert(1)</script>")

    assert b"script" not in seen.data
    assert seen.width == 40


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("ext", EXT)
def test_an_archive_hidden_after_a_picture_is_refused(examine, ext):
    with pytest.raises(InvalidMedium, match="caché"):
        examine(encoded(ext) + archive(secret="x"))


def png_that_says(width, height):
    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "size", [(8_000, 8_000), (1, 30_000), (20_000, 20_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_picture_of_too_many_points_is_refused_unopened(examine, size):
    with pytest.raises(InvalidMedium, match="trop de points"):
        examine(png_that_says(*size))


def test_a_moving_picture_of_too_many_frames_is_refused(examine):
    frames = [Image.new("L", (1, 1), shade % 256) for shade in range(1_200)]
    data = encoded("gif", frames[0], save_all=True, append_images=frames[1:], duration=20)

    with pytest.raises(InvalidMedium, match="trop de points"):
        examine(data)


@pytest.mark.parametrize("ext", EXT)
def test_a_picture_cut_short_is_refused(examine, ext):
    data = encoded(ext, picture(300, 200))
    for size in (20, 60, len(data) // 2, len(data) - 12):
        with pytest.raises(InvalidMedium):
            examine(data[:size])


@pytest.mark.parametrize("ext", EXT)
def test_a_picture_with_any_byte_broken_never_breaks_us(examine, ext):
    data = encoded(ext, picture(16, 8), **({} if ext == "gif" else {"exif": exif(6)}))
    for position in range(len(data)):
        for value in (0x00, 0xFF, data[position] ^ 0x01):
            broken = data[:position] + bytes([value]) + data[position + 1 :]
            try:
                examine(broken)
            except InvalidMedium:
                continue


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"hello",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\0",
        b"\x7fELF",
        b"BM" + b"\0" * 60,
        b"II*\0" + b"\0" * 60,
        b"\0\0\0\x18ftypmp42",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"GIF89a/*\0\0\0\0\0\0*/=1;alert(1)",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"PK\3\4",
        b"%PDF-1.7\nno end",
        b"OggS",
        b"ID3",
        b"ID3\x04\0\0\xff\xff\xff\xff",
        b"\xff\xfb\x90\x00",
    ],
)
def test_what_is_of_no_kind_kept_here_is_refused(examine, data):
    with pytest.raises(InvalidMedium):
        examine(data)


def test_a_drawing_is_kept_as_it_is_with_its_size(examine):
    seen = examine(GOOD)

    assert (seen.ext, seen.width, seen.height, seen.data) == ("svg", 800, 450, GOOD)


def test_a_document_hidden_in_a_drawing_is_refused(examine):
    with pytest.raises(InvalidMedium, match="caché"):
        examine(drawing("<desc>%PDF-1.7</desc>"))


def test_what_is_over_the_size_limit_is_refused(examine):
    with pytest.raises(TooLarge):
        examine(PDF[:-6] + b"\0" * SIZE_LIMIT_BYTES + PDF[-6:])


PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def test_a_pdf_is_kept_as_it_is(examine):
    seen = examine(PDF)

    assert (seen.ext, seen.width, seen.height, seen.data) == ("pdf", 0, 0, PDF)


def test_an_archive_hidden_in_a_pdf_is_refused(examine):
    with pytest.raises(InvalidMedium, match="caché"):
        examine(PDF + archive(x="y"))


def odf(kind="text", *, files=None, mimetype_stored=True, first=True):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        how = zipfile.ZIP_STORED if mimetype_stored else zipfile.ZIP_DEFLATED
        if not first:
            made.writestr("content.xml", "<x/>")
        made.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", how)
        for name, data in (files or {"content.xml": "<x/>"}).items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "ext"), [("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp")]
)
def test_an_open_document_is_known_by_its_mimetype_entry(examine, kind, ext):
    seen = examine(odf(kind))

    assert (seen.ext, seen.data) == (ext, odf(kind))


@pytest.mark.parametrize(
    "data",
    [
        archive(x="y"),
        odf("graphics"),
        odf(mimetype_stored=False),
        odf(first=False, files={"styles.xml": "<x/>"}),
        odf(files={"styles.xml": "<x/>"}),
        odf(files={"content.xml": "<x/>", "../../evil": "x"}),
        odf(files={"content.xml": "<x/>", "/evil": "x"}),
        odf(files={"content.xml": "<x/>", "Basic/Standard/Module1.xml": "x"}),
        odf(files={"content.xml": b"\0" * 101 * 1024 * 1024}),
        odf() + b"trailing",
        odf()[:-30],
        odf() + odf(),
    ],
    ids=range(12),
)
def test_an_archive_that_is_no_sound_open_document_is_refused(examine, data):
    with pytest.raises(InvalidMedium):
        examine(data)


GPX = b"""<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b">
<trk><name>\xc3\x89t\xc3\xa9</name><trkseg><trkpt lat="48.1" lon="-1.6"/></trkseg></trk></gpx>"""


@pytest.mark.parametrize("data", [GPX, b"\xef\xbb\xbf" + GPX, GPX.partition(b"\n")[2]])
def test_a_track_is_kept_as_it_is(examine, data):
    assert examine(data).ext == "gpx"
    assert examine(data).data == data


@pytest.mark.parametrize(
    "data",
    [
        GPX.replace(b"<gpx", b'<!DOCTYPE gpx [<!ENTITY a "b">]><gpx', 1),
        GPX.replace(b"<gpx", b'<!DOCTYPE gpx SYSTEM "http://evil/x.dtd"><gpx', 1),
        GPX.replace(b"<gpx", b'<?xml-stylesheet href="http://evil/x.xsl"?><gpx', 1),
        GPX.replace(b"<trk>", b'<script xmlns="http://www.w3.org/1999/xhtml">x</script><trk>', 1),
        GPX.replace(b"<gpx", b"<kml").replace(b"</gpx", b"</kml"),
        GPX.replace(b"GPX/1/1", b"other"),
        GPX.replace(b"UTF-8", b"no-such"),
        GPX[:-5],
        GPX + b"<x/>",
    ],
    ids=range(9),
)
def test_xml_that_is_not_simply_a_track_is_refused(examine, data):
    with pytest.raises(InvalidMedium):
        examine(data)


MP3_FRAME = b"\xff\xfb\x90\x00" + b"\0" * 413  # 128 kbit/s at 44.1 kHz: 417 bytes


@pytest.mark.parametrize("tag", [b"", b"ID3\x04\0\0\0\0\0\x0a" + b"x" * 10 + b"\0" * 7])
def test_sound_frames_are_an_mp3(examine, tag):
    data = tag + MP3_FRAME * 4

    assert examine(data).ext == "mp3"
    assert examine(data).data == data


def test_a_single_look_alike_frame_is_no_mp3(examine):
    with pytest.raises(InvalidMedium):
        examine(MP3_FRAME + b"<script>" * 60)


def ogg_page(body):
    lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
    return b"OggS" + b"\0\2" + b"\0" * 20 + bytes([len(lacing)]) + lacing + body


@pytest.mark.parametrize("start", [b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   "])
def test_pages_of_sound_are_an_ogg(examine, start):
    data = ogg_page(start + b"\0" * 300) + ogg_page(b"x" * 100)

    assert examine(data).ext == "ogg"
    for broken in (data[:-1], data + b"<script>", ogg_page(b"\x80theora" + b"\0" * 30)):
        with pytest.raises(InvalidMedium):
            examine(broken)
