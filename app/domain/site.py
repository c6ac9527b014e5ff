"""What an instance says of itself: one wiki, one network."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.domain.errors import Refused

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Site:
    """`base_url` has no slash at its end. `region` is a region's slug, or `` for a wider network.

    Raises Refused where the base URL is not http(s)://host[:port].
    """

    name: str
    region: str
    base_url: str
    licence: str = "CC-BY-SA-4.0"
    languages: tuple[str, ...] = ("fr", "en")

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        try:
            lawful = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "")
            lawful = lawful and not (parts.path or parts.query or parts.fragment or parts.username)
            _ = parts.port
        except ValueError:
            lawful = None
        if not lawful:
            raise Refused(reason=f"« {self.base_url[:80]} » n’est pas une adresse de site.")
        if not self.name.strip() or len(self.name) > 120 or "\n" in self.name:
            raise Refused(reason="le nom du réseau doit tenir en une ligne de 120 signes.")

    @property
    def host(self) -> str:
        """The id of the instance: its host, with the port unless it is 443."""
        parts = urlsplit(self.base_url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return parts.hostname or "" if port == 443 else f"{parts.hostname}:{port}"

    @property
    def lang(self) -> str:
        return self.languages[0]

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https:")
