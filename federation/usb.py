"""The network kit: the same envelopes and the same doors as on the wire, carried on a USB key.

    wikifed/<instance>/instance.json  head.json  open.bundle  seen.json
                       proposals/<number>.json  outcomes/<number>.json

Nothing on a key is believed more than what comes by the network. There is no clock in it: heads
are ordered by epoch and seq. `seen.json` is a hint of what its writer holds of others, so that the
next kit for it carries what is new alone.
"""

from pathlib import Path

from app.actions.wiki import Wiki
from app.domain.network import Carried, InstanceId
from federation.keys import KeyRing
from federation.kit_reading import KitReader
from federation.kit_writing import KitWriter
from federation.mirrors import PeerMirrors
from federation.open_repo import OpenRepository
from federation.pull import Puller
from federation.receive import Receiver
from federation.records import FederationRecords
from federation.said import Said
from federation.trust import Trust


class Kits:
    """Writes and reads kits for `wiki`."""

    def __init__(
        self,
        wiki: Wiki,
        *,
        ring: KeyRing,
        records: FederationRecords,
        trust: Trust,
        open_repo: OpenRepository,
        said: Said,
        puller: Puller,
        receiver: Receiver,
        mirrors: PeerMirrors,
        quota_bytes: int,
        reserve_bytes: int,
    ) -> None:
        self._writer = KitWriter(
            wiki, ring=ring, records=records, trust=trust, open_repo=open_repo, said=said,
            scratch=mirrors.folder,
        )  # fmt: skip
        self._reader = KitReader(
            wiki, records=records, trust=trust, puller=puller, receiver=receiver, mirrors=mirrors,
            quota_bytes=quota_bytes, reserve_bytes=reserve_bytes,
        )  # fmt: skip

    def write(self, folder: Path, *, peer: InstanceId | None = None) -> Carried:
        """Our kit on the key at `folder`; for one friend, what it does not have yet.

        Raises Refused, PeerNotFound, EngineFailed; an older kit of ours stays whole until the
        new one is.
        """
        return self._writer.write(folder, peer=peer)

    def read(self, folder: Path, *, dry_run: bool = False) -> Carried:
        """What the key brings, or would bring. Raises Refused where it holds no kit, EngineFailed
        where it cannot be read."""
        return self._reader.read(folder, dry_run=dry_run)
