"""Many things a few at a time, so that what reads them holds few."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """In their order, `size` at once and the rest; nothing where there is nothing. Each batch is
    read when it is asked for."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
