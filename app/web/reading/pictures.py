"""Pictures and files of our own as a page shows them: lighter copies, sizes, what is missing."""

import re
from html import escape, unescape

from app.domain.media import MediumRow, names_in, variant_widths
from app.web.addresses import medium_url
from app.web.reading.context import Reading

# The renderer's own shapes; our HTML is clean, so that nothing else holds such an address.
_NAME = r"([0-9a-f]{64}\.[a-z0-9]{2,4})"
_SHOWN = re.compile(rf'<(img|audio)\b([^>]*?)\bsrc="/media/{_NAME}"([^>]*)>(?:</audio>)?')
_LINKED = re.compile(rf'<a href="/media/{_NAME}"([^>]*)>(.*?)</a>', re.S)
_WORDS = re.compile(r'\b(?:alt|aria-label)="([^"]*)"')
# As wide as the column of a text: see `measure` in tokens.css.
SIZES = "(min-width: 48rem) 42rem, 94vw"


def dressed(reading: Reading, html: str) -> str:
    """The HTML with what is known of each of our media that it shows or leads to."""
    if "/media/" not in html:
        return html
    rows = reading.wiki.index.media_named(names_in(html))
    html = _SHOWN.sub(lambda match: _shown(reading, rows.get(match[3]), match), html)
    return _LINKED.sub(lambda match: _linked(reading, rows.get(match[1]), match), html)


def _shown(reading: Reading, row: MediumRow | None, match: re.Match[str]) -> str:
    if row is None:
        said = _WORDS.search(match[2] + match[4])
        return _absent(reading, unescape(said[1]) if said else "", match[3])
    if match[1] == "audio" or not row.width:
        return match[0]
    size = f' width="{row.width}" height="{row.height}"' if row.height else ""
    image = f'<img{match[2]}src="{medium_url(row.name)}"{size}{match[4]}>'
    return with_copies(row, image)


def with_copies(row: MediumRow, image: str) -> str:
    """The picture, in a modern format where the browser knows it, as wide as it is shown."""
    widths = variant_widths(row.name, row.width)
    if not widths:
        return image
    copies = ", ".join(f"{copy_url(row, width)} {width}w" for width in widths)
    return f'<picture><source type="image/webp" srcset="{copies}" sizes="{SIZES}">{image}</picture>'


def copy_url(row: MediumRow, width: int) -> str:
    return f"{medium_url(row.name)}/{width}.webp"


def _linked(reading: Reading, row: MediumRow | None, match: re.Match[str]) -> str:
    name, attributes, label = match.groups()
    if row is None:
        return _absent(reading, unescape(re.sub(r"<[^>]*>", "", label)), name)
    said = escape(file_note(reading, row))
    if f"({name.rpartition('.')[2].upper()}" in label or "<img" in label:
        return match[0]
    return f'<a href="{medium_url(row.name)}"{attributes}>{label} ({said})</a>'


def file_note(reading: Reading, row: MediumRow) -> str:
    """`PDF, 240 ko`."""
    return f"{row.name.ext.upper()}, {reading.writing.weight(row.size_bytes)}"


def _absent(reading: Reading, words: str, name: str) -> str:
    """A line in the place of what a page names and nobody has."""
    sentence = reading.say("Fichier introuvable ici : {words}")
    said = sentence.format(words=words.strip() or f"{name[:12]}….{name.rpartition('.')[2]}")
    return f'<span class="absent">{escape(said)}</span>'
