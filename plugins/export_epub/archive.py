"""A zip file that is the same whenever what is in it is."""

import zipfile
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from app.domain.packing import zip_entry

MIMETYPE = "application/epub+zip"


class EpubArchive:
    """An EPUB being written: its mimetype first and not packed, then files in the order that they
    come, all of the moment `at`."""

    def __init__(self, file: Path, at: datetime) -> None:
        self._zip = zipfile.ZipFile(file, "w")
        self._at = at
        self.add("mimetype", MIMETYPE.encode(), packed=False)

    def add(self, name: str, data: bytes | str, *, packed: bool = True) -> None:
        entry = zip_entry(name, self._at)
        if not packed:
            entry.compress_type = zipfile.ZIP_STORED
        self._zip.writestr(entry, data, compresslevel=6)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._zip.close()
