"""The same pages give the same bytes: what the library draws by lot is drawn from them instead.

A ZIM file bears a random id, and so do the two Xapian databases that it holds. There is no way to
choose them, and they have fixed places: see `layout.py`, and `glass_version.cc` of Xapian. The sum
at the end of the file is made anew.
"""

import hashlib
import struct
from itertools import takewhile
from mmap import mmap
from pathlib import Path
from uuid import UUID

from plugins.export_zim.layout import COMPRESSION, ID_AT, PLAIN, WIDE, Header, items, numbers

_INDEXES = (b"fulltext/xapian", b"title/xapian")
_GLASS = b"\x0f\x0dXapian Glass"
_GLASS_ID_AT = len(_GLASS) + 2
_ID_BYTES = 16
_CHUNK_BYTES = 1 << 20


def settle(file: Path) -> UUID:
    """Rewrites the ids in `file`; the one that it then bears."""
    with file.open("r+b") as opened, mmap(opened.fileno(), 0) as zim:
        spots = [ID_AT, *_database_ids(zim)]
        for at in spots:
            zim[at : at + _ID_BYTES] = bytes(_ID_BYTES)
        end = Header.of(zim).sum_at
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
    """(cluster, blob) of the databases. What is in X stands at the end."""
    own = takewhile(lambda one: one.namespace >= b"X", items(zim))
    return sorted((one.cluster, one.blob) for one in own if one.path in _INDEXES)


def _blob(zim: mmap, cluster: int, blob: int) -> int:
    """Where a blob of an uncompressed cluster begins; 0 where it is compressed."""
    (at,) = numbers(zim, Header.of(zim).clusters_at + 8 * cluster, 1)
    if zim[at] & COMPRESSION != PLAIN:
        return 0
    form = "<Q" if zim[at] & WIDE else "<I"
    (offset,) = struct.unpack_from(form, zim, at + 1 + blob * struct.calcsize(form))
    return int(at + 1 + offset)


def _sum(zim: mmap, end: int, name: str) -> bytes:
    seen = hashlib.new(name, usedforsecurity=False)
    for at in range(0, end, _CHUNK_BYTES):
        seen.update(zim[at : min(at + _CHUNK_BYTES, end)])
    return seen.digest()
