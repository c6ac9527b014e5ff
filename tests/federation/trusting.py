"""Instances as far as trust goes, and a network in memory between them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.errors import PeerUnreachable
from app.domain.network import InstanceId, Slice
from app.domain.site import Site
from app.engines.sql.database import Database
from app.engines.sql.migrations import migrate
from federation.documents import (
    HEAD,
    INSTANCE,
    Description,
    instance_payload,
)
from federation.envelope import seal
from federation.errors import WireError
from federation.keys import KeyRing
from federation.records import FederationRecords
from federation.trust import Trust
from federation.wire import WELL_KNOWN, Answer

BETA = InstanceId("beta.example")
URL = "https://beta.example"
DAY = timedelta(days=1)


class Clock:
    """The real day, since the ring signs by it; tests move it on."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def now(self) -> datetime:
        return self.at

    def page_id(self) -> str:
        return "01ARZ3NDEKTSV4RRFFQ69G5FAV"


@dataclass
class Network:
    """What stands at each address: whatever the function gives, for the path asked."""

    at: dict[str, Callable[[], Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def get(self, base_url: str, path: str, *, etag: str = "") -> Answer:
        self.asked.append(f"{base_url}{path}{etag}")
        if path != WELL_KNOWN or base_url not in self.at:
            raise PeerUnreachable(instance=base_url, reason="")
        return self.at[base_url]()

    def post(self, base_url: str, path: str, body: bytes) -> Answer:
        raise AssertionError(f"nothing is posted: {base_url}{path} {body!r}")

    def download(self, base_url: str, path: str, to: Path, *, size_bytes: int) -> None:
        raise AssertionError(f"no download: {base_url}{path} {to} {size_bytes}")

    def fetch(self, base_url: str, into: Path, *, quota_bytes: int) -> None:
        raise AssertionError(f"no fetch: {base_url} {into} {quota_bytes}")


@dataclass
class One:
    """An instance as far as trust goes."""

    name: str
    folder: Path
    network: Network
    clock: Clock

    def __post_init__(self) -> None:
        self.ring, self.words = KeyRing.create(self.folder / self.name / "keys")
        database = Database(self.folder / f"{self.name}.sqlite", durable=False)
        self.records = FederationRecords(database, migrate)
        self.site = Site(self.name.title(), "bretagne", f"https://{self.name}.example")
        self.trust = Trust(
            self.ring, self.records, wire=self.network, site=self.site, clock=self.clock,
            describe=self.describe,
        )  # fmt: skip
        self.network.at[self.site.base_url] = lambda: Answer(200, self.trust.own_document())

    @property
    def id(self) -> InstanceId:
        return self.trust.id

    def describe(self) -> Description:
        return Description(("CC0-1.0",), "Maillage", "0.1", 1)

    def payload(self, **changes: Any) -> dict[str, Any]:
        said = instance_payload(self.site, self.ring, self.describe(), at=self.clock.now())
        return said | changes

    def answers(self, body: bytes | None = None, *, status: int = 200, **changes: Any) -> None:
        """From now on, with this body, or its document with some keys changed and signed."""
        sealed = body if body is not None else seal(INSTANCE, self.payload(**changes), self.ring)
        self.network.at[self.site.base_url] = lambda: Answer(status, sealed)

    def enrol(self, other: "One", **changes: Any) -> None:
        self.trust.enrol(
            other.site.base_url, fingerprint=other.trust.identity().fingerprint,
            slice=Slice(), by="Alice", **changes,
        )  # fmt: skip

    def says(self, payload_type: str = HEAD) -> bytes:
        return seal(payload_type, {"id": self.id.value}, self.ring)

    def believes(self, other: "One", data: bytes) -> bool:
        try:
            self.trust.open_from(other.id, data, payload_type=HEAD)
        except WireError as error:
            if error.status != 401:
                raise
            return False
        return True


def stolen(beta: One) -> KeyRing:
    """A ring with the key that beta uses now, and another recovery key: a thief's."""
    folder = beta.folder / "thief"
    copy, _ = KeyRing.create(folder)
    words = beta.folder / "beta" / "keys" / "ring.json"
    (folder / "ring.json").write_bytes(words.read_bytes())
    return copy
