"""Values on their way to a file or a process of ours, opened where they are wanted."""

import pickle
import zlib
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from io import BytesIO
from operator import attrgetter
from typing import Any

# Tighter costs more time than it spares.
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Packed:
    """As safe as the file that it comes from: only what this instance wrote is opened."""

    data: bytes

    @classmethod
    def of(cls, value: Any) -> "Packed":
        said = BytesIO()
        _Pickler(said, pickle.HIGHEST_PROTOCOL).dump(value)
        return cls(zlib.compress(said.getbuffer(), _LEVEL))

    def open(self) -> Any:
        return pickle.loads(zlib.decompress(self.data))


def opened(value: Any) -> Any:
    """What was packed, or the value itself where it was not."""
    return value.open() if isinstance(value, Packed) else value


class _Pickler(pickle.Pickler):
    """Dataclasses are made anew by their own call: what they do by themselves looks every field up
    by its name, both ways, and takes several times as long."""

    def reducer_override(self, value: Any) -> Any:
        read = _reader(type(value))
        return NotImplemented if read is None else (type(value), read(value))


@cache
def _reader(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """What gives the fields in the order of the call; None for what is no such dataclass."""
    if not is_dataclass(kind):
        return None
    found = fields(kind)
    if not found or not all(one.init and not one.kw_only for one in found):
        return None
    if len(found) == 1:
        name = found[0].name
        return lambda value: (getattr(value, name),)
    return attrgetter(*(one.name for one in found))
