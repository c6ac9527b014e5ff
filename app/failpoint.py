"""Named points at which a test may stop the program, to see that nothing is lost there.

Nothing happens unless WIKIFED_FAILPOINT names the point (the process is then killed as a power cut
would) or a test armed it in this process.
"""

import os
import signal
from collections.abc import Callable

VARIABLE = "WIKIFED_FAILPOINT"
armed: dict[str, Callable[[], None]] = {}

# In the order in which a save, a pull, an accepted proposal and a delivery reach them.
NAMES = (
    "save.before-commit", "save.after-commit",
    "derive.before-objects", "derive.after-ref", "derive.before-swap", "derive.after-swap",
    "pull.after-head", "pull.after-fetch", "pull.after-validate", "pull.after-promote",
    "pull.after-mark", "pull.before-index",
    "receive.after-record",
    "accept.before-commit", "accept.after-commit", "accept.after-record",
    "deliver.before-send", "deliver.after-send", "deliver.after-record",
)  # fmt: skip

# In the order in which a file that is made in the background reaches them.
KITS = ("kit.begun", "kit.drawing", "kit.written")


def reached(name: str) -> None:
    """Say that the program stands at that point."""
    if armed and name in armed:
        armed[name]()
    if os.environ.get(VARIABLE) == name:
        os.kill(os.getpid(), signal.SIGKILL)
