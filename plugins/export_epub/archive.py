"""A zip file that is the same whenever what is in it is."""

import zipfile
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

MIMETYPE = "application/epub+zip"
# What is as small as it can be already.
_PACKED = (".png", ".jpg", ".gif", ".webp", ".woff2")


class EpubArchive:
    """An EPUB being written: its mimetype first and not packed, then files in the order that they
    come, all of the moment `at`."""

    def __init__(self, file: Path, at: datetime) -> None:
        self._zip = zipfile.ZipFile(file, "w")
        # A zip file knows no moment before 1980, and even seconds alone.
        self._at = max(at.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        self.add("mimetype", MIMETYPE.encode(), packed=False)

    def add(self, name: str, data: bytes | str, *, packed: bool = True) -> None:
        entry = zipfile.ZipInfo(name, self._at)
        entry.create_system = 3
        entry.external_attr = 0o100644 << 16
        packs = packed and not name.endswith(_PACKED)
        entry.compress_type = zipfile.ZIP_DEFLATED if packs else zipfile.ZIP_STORED
        self._zip.writestr(entry, data, compresslevel=6)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._zip.close()
