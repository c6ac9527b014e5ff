"""Which script of a kit says something of which page: by a hash of the page's reference, so that a
page that changes touches few of them, and always the same."""

from collections.abc import Iterable
from dataclasses import dataclass

# Pages of a shard, in the mean, at most.
SHARD_PAGES = 256
# Shards are cut again for what is read page by page.
DRAWER_BITS = 4
_MASK = 0xFFFFFFFF


def hashed(text: str) -> int:
    """32 bits: FNV-1a with the last mixing of MurmurHash3, that a browser computes alike."""
    found = 0x811C9DC5
    for byte in text.encode():
        found = ((found ^ byte) * 0x01000193) & _MASK
    found = ((found ^ (found >> 16)) * 0x85EBCA6B) & _MASK
    found = ((found ^ (found >> 13)) * 0xC2B2AE35) & _MASK
    return found ^ (found >> 16)


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand in a kit whose shards are 2 to the power `bits`."""

    bits: int

    @classmethod
    def of(cls, count: int) -> "Places":
        """For so many pages: it changes only where the count passes a power of two."""
        return cls(max(0, -(-count // SHARD_PAGES) - 1).bit_length())

    @property
    def shards(self) -> int:
        return 1 << self.bits

    @property
    def drawers(self) -> frozenset[int]:
        """All of them."""
        return frozenset(range(self.shards << DRAWER_BITS))

    def shard(self, ref: str) -> int:
        return hashed(ref) >> (32 - self.bits) if self.bits else 0

    def drawer(self, ref: str) -> int:
        return hashed(ref) >> (32 - self.bits - DRAWER_BITS)

    def name_of_shard(self, number: int) -> str:
        return f"{number:0{_digits(self.bits)}x}"

    def name_of_drawer(self, number: int) -> str:
        return f"{number:0{_digits(self.bits + DRAWER_BITS)}x}"


def shards_of(drawers: Iterable[int]) -> list[int]:
    """Those that hold these drawers, in order."""
    return sorted({number >> DRAWER_BITS for number in drawers})


def _digits(bits: int) -> int:
    return max(1, -(-bits // 4))
