"""Segment files read where the system maps them: Whoosh would copy each into memory, whole."""

import io
from typing import Any

from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.structfile import BufferFile


class _View(io.RawIOBase):
    """A file over a buffer, without a copy of it."""

    def __init__(self, buffer: memoryview) -> None:
        self._buffer, self._at = buffer, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._buffer)}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, target: Any) -> int:
        part = self._buffer[self._at : self._at + len(target)]
        target[: len(part)] = part
        self._at += len(part)
        return len(part)


class MappedFile(BufferFile):
    def __init__(self, buffer: memoryview, name: str) -> None:
        super().__init__(b"", name=name)
        self._buf = buffer
        self.file = io.BufferedReader(_View(buffer), 512)


class MappedStorage(CompoundStorage):
    """The files of a compound segment as views of one map."""

    def open_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if self._source is None:
            return super().open_file(name, *args, **kwargs)
        offset, length = self.range(name)
        return MappedFile(memoryview(self._source)[offset : offset + length], name)
