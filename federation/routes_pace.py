"""How often one address may send us something, before anything of it is looked at."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable


class Pace:
    """A bucket of `burst` for each address, filled again by `per_s`; in memory, per process.

    `kept` addresses are remembered; the one unseen for longest is forgotten first.
    """

    def __init__(
        self,
        *,
        burst: int = 60,
        per_s: float = 0.5,
        kept: int = 4096,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._burst, self._per_s, self._kept, self._now = burst, per_s, kept, now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, address: str) -> int:
        """0 where it may send now (which is then counted), else how many seconds to wait."""
        with self._lock:
            now = self._now()
            left, seen = self._left.pop(address, (float(self._burst), now))
            left = min(float(self._burst), left + (now - seen) * self._per_s)
            allowed = left >= 1
            self._left[address] = (left - 1 if allowed else left, now)
            while len(self._left) > self._kept:
                self._left.popitem(last=False)
            return 0 if allowed else math.ceil((1 - left) / self._per_s)
