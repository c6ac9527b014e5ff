"""The whole wiki to take away: every page of ours that is shared, and the media that they show.

Written page by page, so that its size is bounded by the disk alone; kept, and made anew only once
the log has moved on.
"""

import gzip
import io
import json
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import IO

from app.actions.export_pages import open_pages
from app.actions.listed import listed_page
from app.actions.media import read_medium
from app.actions.wiki import Wiki
from app.domain.exchange import ATTRIBUTION, Exporter, WriteOptions, credit_line, file_in_export
from app.domain.keeping import KeptFile
from app.domain.media import MediaQuery, MediumName, MediumRow
from app.domain.rows import PageRow
from app.domain.selection import Selection

LINES, ARCHIVE = "pages.jsonl.gz", "pages.tar.gz"
# Goes up with what is written below, so that what was kept of another form is not handed out.
_FORM = "1"
_MEDIA_AT_ONCE = 200
# Credits of some thousand pages are held in memory, those of more in a file that nobody sees.
_CREDITS_BYTES = 1024 * 1024


def dump(wiki: Wiki, name: str) -> KeptFile:
    """The newest dump, LINES or ARCHIVE, made first where the log has moved on since the last.

    Raises Busy where another is making it and there is none yet.
    """
    write = {LINES: _write_lines, ARCHIVE: _write_archive}[name]
    return wiki.files.kept(name, mark_of(wiki), partial(write, wiki))


def mark_of(wiki: Wiki) -> str:
    """Another one whenever a dump would hold something else."""
    said = (_FORM, wiki.site.base_url, str(wiki.index.bookmark()))
    return blake2b("\n".join(said).encode(), digest_size=10).hexdigest()


def lines_exporter(wiki: Wiki) -> Exporter:
    """`maillage export jsonl`: a line of JSON for each page of a selection, into one file."""

    def write_list(pages: Iterable[PageRow], out: Path, _options: WriteOptions) -> None:
        with out.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(map(partial(line_of, wiki), pages))

    return Exporter("jsonl", lambda pages, _media, out: write_list(pages, out, WriteOptions()),
                    write_list)  # fmt: skip


def line_of(wiki: Wiki, row: PageRow) -> str:
    """The page as the API lists it, at its whole address, and its whole file in `text`."""
    listed = listed_page(wiki, row)
    more = {
        "url": wiki.site.base_url + listed["url"], "created_at": row.created_at.isoformat(),
        "versions": row.versions, "text": row.text,
    }  # fmt: skip
    return json.dumps(listed | more, ensure_ascii=False) + "\n"


def _write_lines(wiki: Wiki, out: IO[bytes]) -> None:
    with gzip.GzipFile("", "wb", 6, out, mtime=0) as packed:
        for row in open_pages(wiki, Selection()):
            packed.write(line_of(wiki, row).encode())


def _write_archive(wiki: Wiki, out: IO[bytes]) -> None:
    """As `export markdown` writes a folder, so that `import markdown` reads it back."""
    with (
        gzip.GzipFile("", "wb", 6, out, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
        tempfile.SpooledTemporaryFile(max_size=_CREDITS_BYTES) as credits,
    ):
        credits.write(b"# Attribution\n\n")
        for row in open_pages(wiki, Selection()):
            at = int(row.updated_at.timestamp())
            _add(archive, file_in_export(row.path), row.text.encode(), at)
            credits.write(credit_line(row).encode())
        for medium in _shared_media(wiki):
            at = int(medium.added_at.timestamp())
            _add(archive, medium.name.file, read_medium(wiki, medium.name), at)
            _add(archive, medium.name.sidecar, _sidecar(wiki, medium.name), at)
        _add_file(archive, ATTRIBUTION, credits)


def _shared_media(wiki: Wiki) -> Iterator[MediumRow]:
    """Those of an open licence that a shared page shows."""
    policy = wiki.rules().licences
    offset, total = 0, 1
    while offset < total:
        rows, total = wiki.index.media(MediaQuery(shown=True), offset=offset, size=_MEDIA_AT_ONCE)
        offset += _MEDIA_AT_ONCE
        for row in rows:
            uses = wiki.index.media_uses(str(row.name))
            if policy.is_open(row.words.licence) and any(page.open for page in uses):
                yield row


def _sidecar(wiki: Wiki, name: MediumName) -> bytes:
    return wiki.store.read(name.sidecar) or b""


def _add(archive: tarfile.TarFile, name: str, data: bytes, at: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime = len(data), at
    archive.addfile(entry, io.BytesIO(data))


def _add_file(archive: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = file.tell()
    file.seek(0)
    archive.addfile(entry, file)
