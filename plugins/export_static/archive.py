"""A folder as one zip file, the same bytes for the same files."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# What is compressed already gains nothing from being so twice.
_PACKED = frozenset((".webp", ".jpg", ".png", ".avif", ".gif", ".mp3", ".ogg", ".odt", ".ods",
                     ".odp", ".pdf"))  # fmt: skip
_CHUNK_BYTES = 1 << 20
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


@contextmanager
def packed(out: Path, at: datetime) -> Iterator[Path]:
    """A folder to write in, that becomes the archive `out`, whose files all bear the time `at`."""
    folder = out.with_suffix(".folder")
    try:
        yield folder
        with ZipFile(out, "w") as archive:
            for file in sorted(one for one in folder.rglob("*") if one.is_file()):
                _add(archive, file, file.relative_to(folder).as_posix(), at)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _add(archive: ZipFile, file: Path, name: str, at: datetime) -> None:
    said = at.astimezone(UTC)
    when = (said.year, said.month, said.day, said.hour, said.minute, said.second)
    info = ZipInfo(name, max(when, _EARLIEST))
    info.compress_type = ZIP_STORED if file.suffix in _PACKED else ZIP_DEFLATED
    # Neither the machine nor its owner is told.
    info.create_system, info.external_attr = _UNIX, 0o644 << 16
    info.file_size = file.stat().st_size
    with file.open("rb") as source, archive.open(info, "w") as target:
        shutil.copyfileobj(source, target, _CHUNK_BYTES)
