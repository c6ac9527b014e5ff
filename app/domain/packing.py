"""Entries of zip files that are the same whenever what they hold is."""

from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

# What is as small as it can be already.
_SMALL = (
    ".webp", ".png", ".jpg", ".jpeg", ".gif", ".avif", ".woff2", ".mp3", ".ogg", ".gz", ".zip",
    ".epub", ".pdf", ".odt", ".ods", ".odp",
)  # fmt: skip
# A zip file knows no moment before 1980.
_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)
_UNIX, _READABLE = 3, 0o100644 << 16


def zip_entry(name: str, at: datetime) -> ZipInfo:
    """Dated `at` (to two seconds, UTC), packed where that helps; neither the machine nor its owner
    is told."""
    entry = ZipInfo(name, max(at.astimezone(UTC), _OLDEST).timetuple()[:6])
    entry.create_system, entry.external_attr = _UNIX, _READABLE
    entry.compress_type = ZIP_STORED if name.lower().endswith(_SMALL) else ZIP_DEFLATED
    return entry
