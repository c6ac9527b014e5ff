"""Addresses of pages on the web, and back."""

from collections.abc import Mapping

from app.domain.addresses import FRIENDS, page_url
from app.domain.kinds import PageKind

__all__ = ["API", "FRIENDS", "TAKE_AWAY", "directory_url", "medium_url", "page_url"]

# Where pages are chosen to be taken away as a file.
TAKE_AWAY = "/-/emporter/kit"
# The wiki for programs.
API = "/api/v1"


def medium_url(name: object, *, origin: str = "") -> str:
    return f"{FRIENDS}/{origin}/media/{name}" if origin else f"/media/{name}"


def directory_url(kind: str, kinds: Mapping[str, PageKind]) -> str:
    return f"/{kinds[kind].prefix}"
