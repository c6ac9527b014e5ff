"""Compiled templates of kits, kept from one process to the next."""

from contextlib import suppress
from hashlib import sha1

from jinja2.bccache import Bucket, FileSystemBytecodeCache

from app.domain.kit import Compiled


class KeptTemplates(FileSystemBytecodeCache):
    """Those of another stamp are compiled again, and take the place of what is there. `lang` is the
    language that they are compiled for, `` for all. A disk that takes nothing costs time."""

    def __init__(self, compiled: Compiled, lang: str) -> None:
        compiled.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(str(compiled.folder), f"kit-{lang}-%s.cache")
        self._stamp = compiled.stamp

    def get_source_checksum(self, source: str) -> str:
        return sha1(f"{self._stamp}\n{source}".encode(), usedforsecurity=False).hexdigest()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)
