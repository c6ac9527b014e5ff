"""A folder as one zip file: the same files give the same bytes."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfileobj

# What would not get any smaller.
_PACKED = (".webp", ".png", ".jpg", ".jpeg", ".gif", ".woff2", ".mp3", ".mp4", ".gz", ".zip",
           ".epub")  # fmt: skip
_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)


def pack_folder(folder: Path, out: Path, *, at: datetime) -> None:
    """Every file under `folder`, in order of name, dated `at` (to two seconds, no zone)."""
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    with zipfile.ZipFile(out, "w") as archive:
        for file in files:
            entry = zipfile.ZipInfo(
                file.relative_to(folder).as_posix(), max(at, _OLDEST).timetuple()[:6]
            )
            packed = file.suffix.lower() in _PACKED
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            entry.file_size = file.stat().st_size
            with file.open("rb") as data, archive.open(entry, "w") as target:
                copyfileobj(data, target, 1024 * 1024)
