"""Pictures of the ground under our maps, where the steward names who serves them."""

import re
from dataclasses import dataclass

_TEMPLATE = re.compile(r"(https?://(?:\{s\}\.)?[A-Za-z0-9.-]+(?::[0-9]+)?)/[^\s\"'<>;,]*")


@dataclass(frozen=True, slots=True)
class Tiles:
    """`url` has {z}, {x} and {y}; `credit` is said on the map. Both are `` where there are none."""

    url: str = ""
    credit: str = ""

    @property
    def source(self) -> str:
        """Where they come from, as a content security policy says it."""
        match = _TEMPLATE.fullmatch(self.url)
        return match[1].replace("{s}.", "*.") if match else ""


NO_TILES = Tiles()
