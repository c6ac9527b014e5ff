"""The system's clock, and the page ids (ULID) that begin with its time."""

import os
import threading
from datetime import UTC, datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
_RANDOM_BITS = 80
_TIME_LIMIT = 1 << 48


class SystemClock:
    """Ids of one clock only ever grow, even within a millisecond or when the time is set back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0
        self._process = os.getpid()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def page_id(self) -> str:
        with self._lock:
            if self._process != os.getpid():  # a fork must not go on from the same number
                self._process, self._last = os.getpid(), 0
            self._last = max(self._drawn(), self._last + 1)
            return _crockford(self._last)

    def _drawn(self) -> int:
        taken_at_ms = int(self.now().timestamp() * 1000) % _TIME_LIMIT
        return taken_at_ms << _RANDOM_BITS | int.from_bytes(os.urandom(_RANDOM_BITS // 8))


def _crockford(number: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
