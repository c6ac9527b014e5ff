"""Documents and sound, known by what they hold: PDF, OpenDocument, GPX, MP3, Ogg.

Each function raises Trap, with a reason for a person, where the bytes are not what they begin as.
"""

import io
import zipfile
from xml.parsers import expat

_ODF_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_ODF_UNPACKED_LIMIT_BYTES = 100 * 1024 * 1024
_ODF_FILES_LIMIT = 2_000
_ODF_PROGRAMS = ("Basic/", "Scripts/")
_GPX_NAMES = (
    "http://www.topografix.com/GPX/1/0 gpx",
    "http://www.topografix.com/GPX/1/1 gpx",
    "gpx",
)
_WEB = "http://www.w3.org/"
_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
_OGG_SOUND = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")
# MPEG audio layer III: bit rates in kbit/s and sampling in Hz, for MPEG 1 and for MPEG 2 and 2.5.
_MP3_RATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
_MP3_SAMPLING = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


class Trap(ValueError):
    """Its text is a reason in French, fit for whoever sent the file."""


def pdf(data: bytes) -> str:
    if b"%%EOF" not in data[-1024:]:
        raise Trap("ce PDF est incomplet.")
    return "pdf"


def odf(data: bytes) -> str:
    """`odt`, `ods` or `odp`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_odf_entries(entries)
            ext = _odf_type(archive, entries)
            ends_at = archive.start_dir
    # zipfile raises a RuntimeError on a password and on a compression that it does not know.
    except (zipfile.BadZipFile, RuntimeError, EOFError, ValueError) as error:
        if isinstance(error, Trap):
            raise
        raise Trap("ce document est abîmé.") from error
    tail = data[ends_at:]
    end = tail.rfind(b"PK\5\6")
    if len(tail) != end + 22 + int.from_bytes(tail[end + 20 : end + 22], "little"):
        raise Trap("un autre fichier est caché à la suite de ce document.")
    return ext


def _odf_type(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    first = entries[0] if entries else None
    plain = first and first.compress_type == zipfile.ZIP_STORED and first.file_size < 100
    if not plain or first.filename != "mimetype" or first.header_offset != 0:
        raise Trap("cette archive n’est pas un document ODT, ODS ou ODP.")
    ext = _ODF_TYPES.get(archive.read(first).strip())
    if ext is None or "content.xml" not in archive.namelist():
        raise Trap("cette archive n’est pas un document ODT, ODS ou ODP.")
    return ext


def _check_odf_entries(entries: list[zipfile.ZipInfo]) -> None:
    unpacked_bytes = sum(entry.file_size for entry in entries)
    if len(entries) > _ODF_FILES_LIMIT or unpacked_bytes > _ODF_UNPACKED_LIMIT_BYTES:
        raise Trap("ce document prendrait trop de place une fois ouvert.")
    for entry in entries:
        name = entry.filename
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise Trap("ce document est abîmé.")
        if name.startswith(_ODF_PROGRAMS) and not entry.is_dir():
            raise Trap("ce document contient des macros : retirez-les, puis envoyez-le de nouveau.")


def gpx(data: bytes) -> str:
    """Only XML whose root is `gpx`, without DTD, processing instruction or web page inside."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_xml
    parser.ProcessingInstructionHandler = _refuse_xml
    roots: list[str] = []

    def start(name: str, _attributes: object) -> None:
        roots[:] = roots or [name]
        if name.startswith(_WEB):
            _refuse_xml()

    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, Trap):
            raise
        raise Trap("ce fichier XML est abîmé.") from error
    if roots[0] not in _GPX_NAMES:
        raise Trap("de ce genre de fichier XML, seul le GPX est reçu.")
    return "gpx"


def _refuse_xml(*_: object) -> None:
    raise Trap("ce fichier XML contient autre chose qu’un parcours.")


def mp3(data: bytes) -> str:
    """Sound frames that follow each other, after a tag if there is one."""
    at = 0
    if data.startswith(b"ID3"):
        size = data[6:10]
        if len(size) < 4 or max(size) > 0x7F:
            raise Trap("ce fichier son est abîmé.")
        at = 10 + sum(byte << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=True))
        while data[at : at + 1] == b"\0":
            at += 1
    for _ in range(2):
        at += _mp3_frame_bytes(data[at : at + 4])
    if at > len(data):
        raise Trap("ce fichier son est abîmé.")
    return "mp3"


def _mp3_frame_bytes(head: bytes) -> int:
    bits = int.from_bytes(head)
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    rate, sampling, padding = bits >> 12 & 15, bits >> 10 & 3, bits >> 9 & 1
    sound = len(head) == 4 and bits >> 21 == 0x7FF and version != 1 and layer == 1
    if not sound or rate in (0, 15) or sampling == 3:
        raise Trap("ce genre de fichier n’est pas reçu.")
    first = version == 3
    kbit_s = _MP3_RATES[0 if first else 1][rate]
    return (144 if first else 72) * kbit_s * 1000 // _MP3_SAMPLING[version][sampling] + padding


def ogg(data: bytes) -> str:
    """Pages that follow each other to the very end, the first of them that of a sound."""
    first = 27 + data[26] if len(data) > 26 else 0
    if not first or not data[first:].startswith(_OGG_SOUND):
        raise Trap("de ce genre de fichier, seul le son est reçu.")
    at = 0
    while at < len(data):
        head = data[at : at + 27]
        if len(head) != 27 or not head.startswith(b"OggS\0"):
            raise Trap("ce fichier son est abîmé.")
        lacing = data[at + 27 : at + 27 + head[26]]
        at += 27 + len(lacing) + sum(lacing)
    if at != len(data):
        raise Trap("ce fichier son est abîmé.")
    return "ogg"
