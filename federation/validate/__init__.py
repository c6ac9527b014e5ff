"""The door: what a friend's repository holds is checked here, once, before it is kept."""

from federation.validate.history import Rewritten
from federation.validate.known import KnownFiles, forget_known, swap_known
from federation.validate.names import Hazard, check_tree_entry
from federation.validate.objects import Bounds
from federation.validate.visit import Validated, validate

__all__ = [
    "Bounds",
    "Hazard",
    "KnownFiles",
    "Rewritten",
    "Validated",
    "check_tree_entry",
    "forget_known",
    "swap_known",
    "validate",
]
