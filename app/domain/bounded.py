"""What is made of a text, kept for the next time: for as long as there are not too many."""

from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


class Kept(dict[str, _T]):
    """`make` is asked once for each text, and for all of them again once there are `most`. Looked
    up as a mapping is, without a call: `functools.lru_cache` takes several times as long."""

    def __init__(self, make: Callable[[str], _T], most: int) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, text: str) -> _T:
        if len(self) >= self._most:
            self.clear()
        self[text] = made = self._make(text)
        return made
