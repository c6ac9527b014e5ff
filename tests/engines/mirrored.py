"""A friend's log beside ours, written page by page."""

from datetime import UTC, datetime

from app.domain.network import InstanceId, Mirror, Slice
from app.domain.page_path import RevisionId
from tests.engines.sql_log import Log

BETA = "beta.example"
GAMMA = "gamma.example:8443"


class Friend(Log):
    """What the instance `origin` opened, and the mirror that we hold of it."""

    def __init__(self, origin: str = BETA) -> None:
        super().__init__()
        self.origin = origin
        self.slice = Slice()
        self.epoch = 1
        self.quarantined: frozenset[str] = frozenset()

    @property
    def mirror(self) -> Mirror:
        return Mirror(
            origin=InstanceId(self.origin), name="La Trame", region="bretagne",
            base_url=f"https://{self.origin}", epoch=self.epoch, seq=1,
            tip=self.store.head() or RevisionId("0" * 40), slice=self.slice,
            received_at=datetime(2026, 11, 22, tzinfo=UTC), quarantined=self.quarantined,
        )  # fmt: skip

    def read_into(self, index: object, *, size: int = 500) -> None:
        """As catching up does, `size` entries at a time."""
        mirror = self.mirror
        form, tip = index.mirror_marks().get(self.origin, ("", None))  # type: ignore[attr-defined]
        entries = list(self.store.log(tip if form == mirror.form else None))
        for start in range(0, len(entries), size):
            some = entries[start : start + size]
            index.apply_mirror(mirror, some, self.store)  # type: ignore[attr-defined]
