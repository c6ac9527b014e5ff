"""Every setting of a server, from the environment (`MAILLAGE_...`). Unknown names refuse to start.

What belongs to one instance (its name, its region, its address) stands in its `maillage.toml`.
"""

import os
import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "MAILLAGE_"
_SMTP = re.compile(r"(smtp|smtps|smtp\+starttls)://([^\s@/:]+(:[^\s@/]*)?@)?[^\s@/]+/?")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    data: Path = Field(Path("data"), description="The folder of the instance.")
    search: str = Field(
        "auto",
        pattern=r"^[a-z0-9_]+$",
        description="The search engine: `whoosh`, `tantivy` (for large wikis), or `auto`, which"
        " takes the latter beyond 5,000 pages and changes while people search.",
    )
    theme: str = Field(
        "default", pattern=r"^[a-z0-9-]+$", description="The folder of `themes/` that is shown."
    )
    cache_bytes: int = Field(
        96 * 1024 * 1024,
        ge=0,
        description="Memory for whole pages ready to be sent to visitors, in bytes.",
    )
    copies_bytes: int = Field(
        512 * 1024 * 1024,
        ge=0,
        description="Disk for lighter copies of pictures (`cache/pictures`), in bytes.",
    )
    tiles: str = Field(
        "",
        pattern=r"^$|^https?://(\{s\}\.)?[A-Za-z0-9.-]+(:[0-9]+)?/[^\s\"'<>;,]*\{[zxy]\}[^\s\"'<>;,]*$",
        description="Address of the pictures of the ground that maps show, with {z}, {x} and {y};"
        " none is shown, and no other host asked, where it is empty.",
    )
    tiles_credit: str = Field("", description="Who made these pictures: said on every map.")
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Addresses, parted by commas, whose X-Forwarded-For header is believed.",
    )
    federation_allow: str = Field(
        "",
        description="Blocks of addresses (10.0.0.0/8), parted by commas, at which friends may be"
        " reached though they are private, on any port, without https.",
    )
    federation_every_s: int = Field(
        900, ge=1, description="Seconds between two visits to a friend, give or take a fifth."
    )
    federation_quota_bytes: int = Field(
        2 * 1024**3, ge=1024**2, description="Disk that one friend’s pages may take, in bytes."
    )
    federation_reserve_bytes: int = Field(
        256 * 1024**2, ge=0, description="Free disk below which nothing is received, in bytes."
    )
    kits_bytes: int = Field(
        1024**3,
        ge=1024**2,
        description="Disk for files that were made to be taken away (`cache/kits`), in bytes.",
    )
    kits_days: int = Field(
        14, ge=1, le=3650, description="Days that such a file is kept after it was last asked for."
    )
    kits_reserve_bytes: int = Field(
        256 * 1024**2, ge=0, description="Free disk below which none is made, in bytes."
    )
    care_stale_months: int = Field(
        12,
        ge=1,
        le=240,
        description="Months after which what was verified is to be looked at again.",
    )
    care_figures_years: int = Field(
        3, ge=1, le=50, description="Years after which the figures of a page are old."
    )
    care_missed_months: int = Field(
        12, ge=1, le=120, description="Months that searches which found nothing are kept for."
    )
    care_check_links: bool = Field(
        False, description="Try, slowly, the addresses of the web that pages name."
    )
    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="The server that letters leave by: smtp://, smtp+starttls:// or smtps://, with"
        " user:password@ where it asks for them. Empty: letters are printed in the log.",
    )
    mail_from: str = Field(
        "",
        pattern=r"^$|^[^\s@<>]+@[^\s@<>]+$",
        description="The address that letters come from; `wiki@` this wiki’s host where empty.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is said on standard error."
    )

    @field_validator("federation_allow")
    @classmethod
    def _blocks(cls, value: str) -> str:
        _networks(value)
        return value

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value()
        if url and (not _SMTP.fullmatch(url) or urlsplit(url).port == 0):
            raise ValueError("smtp")
        return value

    @property
    def federation_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        return _networks(self.federation_allow)


def _networks(value: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(block.strip()) for block in value.split(",") if block.strip())


class SettingRefused(Exception):
    """Its message is one sentence for whoever starts the server."""


def load_settings(**given: object) -> Settings:
    """Settings from the environment; `given` (from the command line) wins.

    Raises SettingRefused for a `MAILLAGE_` variable that is none of ours, and for a value that
    cannot be.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    if unknown := sorted(n for n in os.environ if n.startswith(PREFIX) and n not in known):
        raise SettingRefused(f"{', '.join(unknown)} : ce réglage n’existe pas.")
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        said = error.errors(include_url=False)[0]
        name = "_".join(str(part) for part in said["loc"]).upper()
        raise SettingRefused(f"{PREFIX}{name} : cette valeur ne convient pas.") from error
