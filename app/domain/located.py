"""Where a page that was found stands."""

from dataclasses import dataclass

from app.domain.page_path import PagePath


@dataclass(frozen=True, slots=True)
class Located:
    """A page that was found: its address, and the friend that it comes from (`` for ours)."""

    path: PagePath
    origin: str = ""
