"""How long an answer took."""

from collections.abc import Callable
from time import perf_counter


def elapsed_ms() -> Callable[[], float]:
    """A watch started now; calling it gives the milliseconds since."""
    start = perf_counter()
    return lambda: round((perf_counter() - start) * 1000, 1)
