"""Which machines a peer's address may lead to. A URL is a stranger's word until it passed here.

An instance that could be sent to `localhost` or to a machine of its own network would ask, for a
stranger, what only it may ask.
"""

import re
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from app.domain.errors import PeerRefused, PeerUnreachable
from app.domain.phrase import Phrase

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
# A name and a port in, addresses as text out; raises OSError. Tests give their own.
Resolve = Callable[[str, int], Iterable[str]]

HTTPS_PORT = 443
_DEFAULT_PORTS = {"http": 80, "https": HTTPS_PORT}
_URL = re.compile(r"(https?)://(\[[0-9a-f:.]{2,45}\]|[^\s/?#@\\:%\[\]]{1,253})(?::([0-9]{1,5}))?/?")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
# Whoever reads 0x7f.1, 127.1 or 2130706433 as an address does so by its last part.
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")

# Every block of the registries of special addresses (RFC 6890 and after) that is not the public
# internet's; our own list, because Python's differs from one version to the next.
_NOT_PUBLIC_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_PUBLIC_V6 = IPv6Network("2000::/3")
_NOT_PUBLIC_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20",
    )
)  # fmt: skip
# Where a translator of the network puts an IPv4 address inside an IPv6 one (NAT64).
_TRANSLATED = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """An instance that may be reached, and the only addresses at which it is."""

    scheme: str
    host: str
    port: int
    addresses: tuple[Address, ...]

    @property
    def netloc(self) -> str:
        """As in its URL and its `Host` header."""
        return self.host if self.port == _DEFAULT_PORTS[self.scheme] else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.netloc}"

    @property
    def is_literal(self) -> bool:
        return self.host == _written(self.addresses[0])

    @property
    def curl_resolve(self) -> str:
        """For libcurl: this name at this port is at these addresses, ask nobody else."""
        found = ",".join(_written(address) for address in self.addresses)
        return f"{self.host}:{self.port}:{found}"

    def url_at(self, address: Address) -> str:
        return f"{self.scheme}://{_written(address)}:{self.port}"


def resolve_by_system(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def target_of(base_url: str, *, allow: Sequence[Network], resolve: Resolve) -> Target:
    """Where `base_url` leads, if every address of its name may be reached.

    Raises PeerRefused where one may not, PeerUnreachable where its name leads nowhere.
    """
    found = _URL.fullmatch(base_url.lower())
    if found is None or int(found[3] or HTTPS_PORT) not in range(1, 65536):
        raise _refused(
            base_url, Phrase("son adresse n’est pas de la forme « https://nom-du-site ».")
        )
    scheme, host = found[1], found[2]
    port = int(found[3] or _DEFAULT_PORTS[scheme])
    literal = _literal(host)
    if literal is None and not _is_name(host):
        raise _refused(
            base_url, Phrase("son adresse doit être un nom, écrit sans accent ni numéro.")
        )
    addresses = (literal,) if literal else _resolved(host, port, resolve)
    target = Target(scheme, _written(literal) if literal else host, port, addresses)
    _check(target, base_url, literal=literal is not None, allow=allow)
    return target


def web_target(url: str, *, allow: Sequence[Network], resolve: Resolve) -> Target:
    """Where any page of the web is: http or https at their own ports, public addresses alone.

    Raises as `target_of` does.
    """
    base = re.match(r"https?://[^/?#]*", url, re.IGNORECASE)
    found = _URL.fullmatch(base[0].lower()) if base else None
    host = _ascii(found[2]) if found else ""
    literal = _literal(host)
    if found is None or (literal is None and not _is_name(host)):
        raise _refused(url, Phrase("son adresse ne mène pas à l’internet public."))
    scheme = found[1]
    port = int(found[3] or _DEFAULT_PORTS[scheme])
    addresses = (literal,) if literal else _resolved(host, port, resolve)
    outside = [address for address in addresses if not _allowed(address, allow)]
    if outside and (port != _DEFAULT_PORTS[scheme] or not all(map(is_public, outside))):
        raise _refused(url, Phrase("son adresse ne mène pas à l’internet public."))
    return Target(scheme, _written(literal) if literal else host, port, addresses)


def is_public(address: Address) -> bool:
    """True for an address of the public internet, of one machine."""
    address = _carried(address)
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _NOT_PUBLIC_V4)
    return address in _PUBLIC_V6 and not any(address in block for block in _NOT_PUBLIC_V6)


def networks(text: str) -> tuple[Network, ...]:
    """The CIDR blocks of a setting, parted by commas. Raises ValueError."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def _check(target: Target, base_url: str, *, literal: bool, allow: Sequence[Network]) -> None:
    outside = [address for address in target.addresses if not _allowed(address, allow)]
    if not outside:
        return
    if not all(is_public(address) for address in outside):
        raise _refused(base_url, Phrase("son adresse ne mène pas à l’internet public."))
    if literal or "." not in target.host:
        raise _refused(
            base_url, Phrase("son adresse doit être un nom, écrit sans accent ni numéro.")
        )
    if target.scheme != "https":
        raise _refused(base_url, Phrase("son adresse doit commencer par https."))
    if target.port != HTTPS_PORT:
        raise _refused(base_url, Phrase("seul le port 443 d’un autre réseau peut être joint."))


def _resolved(host: str, port: int, resolve: Resolve) -> tuple[Address, ...]:
    try:
        found = list(resolve(host, port))
    except (OSError, UnicodeError) as error:
        raise _lost(host) from error
    try:
        addresses = tuple(dict.fromkeys(ip_address(text) for text in found))
    except ValueError as error:
        raise _refused(host, Phrase("son adresse ne mène pas à l’internet public.")) from error
    if not addresses:
        raise _lost(host)
    if any(isinstance(one, IPv6Address) and one.scope_id for one in addresses):
        raise _refused(host, Phrase("son adresse ne mène pas à l’internet public."))
    return addresses


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host[1:-1] if host.startswith("[") else host)
    except ValueError:
        return None


def _ascii(host: str) -> str:
    """A name as the network knows it; `` where it cannot be one."""
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return ""


def _is_name(host: str) -> bool:
    return bool(_NAME.fullmatch(host)) and not _NUMBER.fullmatch(host)


def _allowed(address: Address, allow: Sequence[Network]) -> bool:
    return any(_carried(address) in block or address in block for block in allow)


def _carried(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address


def _written(address: Address) -> str:
    """As a URL has it."""
    return f"[{address}]" if isinstance(address, IPv6Address) else str(address)


def _refused(base_url: str, reason: Phrase) -> PeerRefused:
    return PeerRefused(instance=_shown(base_url), reason=reason)


def _lost(host: str) -> PeerUnreachable:
    return PeerUnreachable(instance=host, reason=Phrase("son nom ne mène nulle part."))


def _shown(base_url: str) -> str:
    """What a person typed, without a password that may stand in it."""
    return "".join(c for c in base_url.rpartition("@")[2] if c.isprintable())[:80]
