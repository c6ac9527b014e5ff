"""Files that are made once and handed out until something else would be in them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.domain.errors import Busy


@dataclass(frozen=True, slots=True)
class KeptFile:
    """`mark` is what it was made for: an older one where the new is being made."""

    path: Path
    mark: str


Write = Callable[[IO[bytes]], None]


class NoFiles:
    """Where nothing is kept: nobody is handed anything."""

    def kept(self, *_asked: object) -> KeptFile:
        raise Busy
