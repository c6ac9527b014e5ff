"""Where things stand in a ZIM file: https://wiki.openzim.org/wiki/ZIM_file_format."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, fields
from mmap import mmap
from typing import NamedTuple

ID_AT = 8
PLAIN, ZSTD, COMPRESSION, WIDE = 1, 5, 0x0F, 0x10
SUM_BYTES = 16
_HEADER = struct.Struct("<IHH16sIIQQQQIIQ")
_ENTRY = struct.Struct("<HBsIII")
_REDIRECT = 0xFFFF


@dataclass(slots=True)
class Header:
    """`_at` are bytes from the beginning of the file."""

    magic: int
    major: int
    minor: int
    id: bytes
    entries: int
    clusters: int
    paths_at: int
    titles_at: int
    clusters_at: int
    types_at: int
    main: int
    layout: int
    sum_at: int

    @classmethod
    def of(cls, zim: mmap) -> "Header":
        return cls(*_HEADER.unpack_from(zim))

    def packed(self) -> bytes:
        return _HEADER.pack(*(getattr(self, one.name) for one in fields(self)))


class Item(NamedTuple):
    """An entry that leads to no other: what is in `blob` of `cluster`."""

    namespace: bytes
    path: bytes
    mimetype: str
    cluster: int
    blob: int


def items(zim: mmap) -> Iterator[Item]:
    """From the last entry to the first; they are in order of namespace."""
    header = Header.of(zim)
    types = _types(zim, header)
    for at in reversed(numbers(zim, header.paths_at, header.entries)):
        kind, _, space, _, cluster, blob = _ENTRY.unpack_from(zim, at)
        if kind != _REDIRECT:
            begins = at + _ENTRY.size
            path = zim[begins : zim.find(b"\0", begins)]
            yield Item(space, path, types[kind], cluster, blob)


def numbers(zim: mmap, at: int, count: int) -> tuple[int, ...]:
    """A list of positions."""
    return struct.unpack_from(f"<{count}Q", zim, at)


def _types(zim: mmap, header: Header) -> list[str]:
    return zim[header.types_at : zim.find(b"\0\0", header.types_at)].decode().split("\0")
