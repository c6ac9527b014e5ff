"""The lock under which one writer at a time moves the branch, between threads and processes."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(file: Path, *, wait: bool = True) -> Iterator[int | None]:
    """The lock's descriptor while it is held; None where another holds it and `wait` is false.

    Each call opens the file anew, so that threads exclude each other too. A child that is given
    the descriptor keeps the lock until it ends: what a dead server's git still writes is waited
    for. That is why the lock is let go by closing only, never by unlocking.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        taken = True
    except BlockingIOError:
        taken = False
    except BaseException:
        os.close(descriptor)
        raise
    try:
        yield descriptor if taken else None
    finally:
        os.close(descriptor)
