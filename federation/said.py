"""What we say of ourselves: the signed instance document, the signed head, NodeInfo."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from app.actions.wiki import Wiki
from app.domain.network import InstanceId
from app.domain.selection import Selection
from federation.documents import (
    HEAD,
    Description,
    Head,
    HeadBundle,
    head_payload,
)
from federation.envelope import LIMIT_BYTES, seal
from federation.errors import WireError
from federation.keys import KeyRing
from federation.open_repo import OpenRepository

SOFTWARE = "maillage"


@dataclass(frozen=True, slots=True)
class _Sealed:
    content: object
    envelope: bytes


class Said:
    """Sealed anew only when what is said, or the key, has changed; safe between threads."""

    def __init__(self, wiki: Wiki, ring: KeyRing, open_repo: OpenRepository) -> None:
        self._wiki, self._ring, self._open = wiki, ring, open_repo
        self._id = InstanceId(wiki.site.host)
        self._lock = threading.Lock()
        self._head: _Sealed | None = None

    def description(self) -> Description:
        state = self._open.state()
        return Description(
            licences=tuple(self._wiki.rules().licences.open_ids()),
            software=SOFTWARE,
            version=version(SOFTWARE),
            epoch=state.epoch if state else 0,
            limits={"envelope_bytes": LIMIT_BYTES, "open_proposals": 50},
        )

    def head(self) -> bytes:
        """Raises WireError (503) while nothing is derived yet."""
        state = self._open.state()
        if state is None:
            raise WireError(
                503, "not_ready", "Ce wiki n’a pas fini de préparer ses pages ouvertes.",
                retry_after_s=30,
            )  # fmt: skip
        bundle = self._open.bundle()
        retracted = tuple(self._open.retracted())
        content = (state.epoch, state.seq, state.tip, retracted, bundle, self._ring.keyid)
        return self._once(content, lambda: self._sealed_head(content))

    def _once(self, content: object, make: Callable[[], bytes]) -> bytes:
        with self._lock:
            if self._head is None or self._head.content != content:
                self._head = _Sealed(content, make())
            return self._head.envelope

    def _sealed_head(self, content: tuple) -> bytes:
        epoch, seq, tip, retracted, bundle, _ = content
        promised = (
            HeadBundle(bundle.name, bundle.seq, bundle.size_bytes, bundle.sha256)
            if bundle is not None and bundle.epoch == epoch
            else None
        )
        head = Head(self._id, epoch, seq, tip, self._wiki.clock.now(), retracted, promised)
        return seal(HEAD, head_payload(head), self._ring)

    def node_info(self) -> dict[str, object]:
        """NodeInfo 2.1."""
        site = self._wiki.site
        people = len(self._wiki.people.all())
        return {
            "version": "2.1",
            "software": {"name": SOFTWARE, "version": version(SOFTWARE)},
            "protocols": ["wikifed-v1"],
            "services": {"inbound": [], "outbound": ["atom1.0"]},
            "openRegistrations": False,
            "usage": {
                "users": {"total": people},
                "localPosts": self._wiki.index.count(Selection()),
            },
            "metadata": {"nodeName": site.name, "region": site.region},
        }
