"""The rooms of one's own account that are no form of a few words, and one's public page."""

from dataclasses import dataclass
from typing import Any

from app.domain.people import OwnSession
from app.theme.parts import Link


@dataclass(frozen=True, slots=True)
class Devices:
    """Posts `device` or `do=others` to `action`; last used first."""

    action: str
    devices: tuple[OwnSession, ...]


@dataclass(frozen=True, slots=True)
class OwnData:
    """A document of its own, that stands in a file: parts of rows of (words, value)."""

    title: str
    lang: str
    parts: tuple[tuple[str, list[dict[str, Any]]], ...]


@dataclass(frozen=True, slots=True)
class PublicPage:
    """What a person chose to show of themselves."""

    name: str
    about: tuple[str, ...]
    links: tuple[str, ...]
    pages: tuple[Link, ...]
    writings: bool
