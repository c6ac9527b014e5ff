"""The same pages give the same bytes: what the library draws by lot is drawn from them instead.

A ZIM file bears a random id, and so do the two Xapian databases that it holds. There is no way to
choose them, and they have fixed places: see https://wiki.openzim.org/wiki/ZIM_file_format and
`glass_version.cc` of Xapian. The sum at the end of the file is made anew.
"""

import hashlib
import struct
from mmap import mmap
from pathlib import Path
from uuid import UUID

_HEADER = struct.Struct("<IHH16sIIQQQQIIQ")
_ID_AT = 8
_ENTRY = struct.Struct("<HBsIII")
_REDIRECT = 0xFFFF
_INDEXES = (b"fulltext/xapian", b"title/xapian")
_GLASS = b"\x0f\x0dXapian Glass"
_GLASS_ID_AT = len(_GLASS) + 2
_ID_BYTES = 16
_PLAIN, _COMPRESSION, _WIDE = 1, 0x0F, 0x10
_CHUNK_BYTES = 1 << 20


def settle(file: Path) -> UUID:
    """Rewrites the ids in `file`; the one that it then bears."""
    with file.open("r+b") as opened, mmap(opened.fileno(), 0) as zim:
        spots = [_ID_AT, *_database_ids(zim)]
        for at in spots:
            zim[at : at + _ID_BYTES] = bytes(_ID_BYTES)
        end = _HEADER.unpack_from(zim)[-1]
        found = UUID(bytes=_sum(zim, end, "sha256")[:_ID_BYTES], version=4)
        for at in spots:
            zim[at : at + _ID_BYTES] = found.bytes
        zim[end:] = _sum(zim, end, "md5")
        return found


def _database_ids(zim: mmap) -> list[int]:
    """Where the ids of the databases stand, in order."""
    return [
        at + _GLASS_ID_AT
        for at in (_blob(zim, *place) for place in _index_places(zim))
        if zim[at : at + len(_GLASS)] == _GLASS
    ]


def _index_places(zim: mmap) -> list[tuple[int, int]]:
    """(cluster, blob) of the databases. Entries are in order of namespace, X is near the end."""
    header = _HEADER.unpack_from(zim)
    count, paths_at = header[4], header[6]
    found = []
    for n in range(count - 1, -1, -1):
        (at,) = struct.unpack_from("<Q", zim, paths_at + 8 * n)
        mime, _, space, _, cluster, blob = _ENTRY.unpack_from(zim, at)
        if space < b"X":
            break
        if space == b"X" and mime != _REDIRECT and _path(zim, at) in _INDEXES:
            found.append((cluster, blob))
    return sorted(found)


def _path(zim: mmap, at: int) -> bytes:
    begins = at + _ENTRY.size
    return zim[begins : zim.find(b"\0", begins)]


def _blob(zim: mmap, cluster: int, blob: int) -> int:
    """Where a blob of an uncompressed cluster begins; 0 where it is compressed."""
    clusters_at = _HEADER.unpack_from(zim)[8]
    (at,) = struct.unpack_from("<Q", zim, clusters_at + 8 * cluster)
    if zim[at] & _COMPRESSION != _PLAIN:
        return 0
    form = "<Q" if zim[at] & _WIDE else "<I"
    (offset,) = struct.unpack_from(form, zim, at + 1 + blob * struct.calcsize(form))
    return int(at + 1 + offset)


def _sum(zim: mmap, end: int, name: str) -> bytes:
    seen = hashlib.new(name, usedforsecurity=False)
    for at in range(0, end, _CHUNK_BYTES):
        seen.update(zim[at : min(at + _CHUNK_BYTES, end)])
    return seen.digest()
