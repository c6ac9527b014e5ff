"""The last used answers to what is asked over and over."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Kept:
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[Any, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Any, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]  # type: ignore[no-any-return]
        made = make()
        with self._lock:
            self._held[key] = made
            if len(self._held) > self._limit:
                self._held.popitem(last=False)
        return made
