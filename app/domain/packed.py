"""Values on their way to a file or a process of ours, opened where they are wanted."""

import pickle
import zlib
from dataclasses import dataclass
from typing import Any

# Tighter costs more time than it spares.
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Packed:
    """As safe as the file that it comes from: only what this instance wrote is opened."""

    data: bytes

    @classmethod
    def of(cls, value: Any) -> "Packed":
        return cls(zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), _LEVEL))

    def open(self) -> Any:
        return pickle.loads(zlib.decompress(self.data))
