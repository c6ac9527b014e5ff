"""What was made for a kit and is kept for the next one, by the page that it is of."""

from typing import Protocol


class DrawnLedger(Protocol):
    """`revision` is the one that was kept, `` where nothing is. Nothing raises: what cannot be
    read or written is not kept."""

    revision: str

    def get(self, reference: str) -> bytes | None: ...

    def put(self, reference: str, data: bytes) -> None:
        """For the next one; what is not put is not kept."""

    def keep(self, revision: str) -> None:
        """All that was put, in the place of what was kept."""


class NothingDrawn:
    """Where nothing is kept: all is made anew."""

    revision = ""

    def open(self, *_asked: object) -> "NothingDrawn":
        return self

    def clear(self) -> None: ...

    def get(self, _reference: str) -> None:
        return None

    def put(self, *_drawn: object) -> None: ...

    def keep(self, _revision: str) -> None: ...
