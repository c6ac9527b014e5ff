"""A friend's log beside ours, written page by page."""

from datetime import UTC, datetime

from app.domain.network import InstanceId, Mirror, Slice
from app.domain.page_path import PagePath, RevisionId
from app.domain.revision import Signature
from tests.engines.sql_log import ADA, BOB, Log, Wiki, page_id, page_text

BETA = "beta.example"
GAMMA = "gamma.example:8443"


ZOE = Signature("Zoé", "01arz3ndektsv4rrffq69g5faz@beta.example")
SLUGS = ("cafe-plum", "moulin", "broken", "gone", "draft", "old", "young", "new", "late", "left")
PATHS = [*(PagePath("place", slug) for slug in SLUGS), PagePath("method", "theirs")]


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


def write_ours(wiki: Wiki) -> Wiki:
    """Two pages with links, a redirect, a draft, a deleted and a broken page."""
    wiki.commit(
        {
            "place/cafe-plum": page_text(
                tags="[bar]", turnover_eur=100, body="Voir [[Moulin]], [[nulle part]].\n"
            ),
            "place/moulin": page_text("Moulin", id=page_id(2), body="[[place/cafe-plum]]\n"),
            "place/broken": "rien",
            "place/gone": page_text("Parti", id=page_id(3)),
            "place/draft": page_text("Brouillon", id=page_id(4), status="draft"),
            "place/old": page_text("Ancien", id=page_id(5)),
        }
    )
    wiki.commit(
        {
            "place/cafe-plum": page_text(
                "Café Plum", body="Deux [[Moulin]], [[nulle part]], [[method/theirs]].\n"
            )
        },
        author=BOB,
    )
    away = page_text("Zut", id=page_id(6), status="draft")
    wiki.commit({"place/gone": None, "place/left": away})
    wiki.commit({"place/left": None, "place/came": away})
    wiki.move("place/old", "place/young")
    wiki.catch_up()
    return wiki


def planted(origin: str = BETA) -> Friend:
    """The same addresses, titles and ids as ours, all of them changed since."""
    friend = Friend(origin)
    twins = {
        "place/cafe-plum": page_text(body="Le leur [[Moulin]] [[nulle part]].\n", tags="[leur]"),
        "place/moulin": page_text("Moulin", id=page_id(2), body="À eux [[place/cafe-plum]].\n"),
        "place/broken": page_text("Cassé", id=page_id(8)),
        "place/gone": page_text("Parti", id=page_id(3)),
        "place/draft": page_text("Brouillon", id=page_id(4)),
        "place/old": page_text("Ancien", id=page_id(5)),
        "place/left": page_text("Gauche", id=page_id(7)),
        "place/young": page_text("Nulle part", id=page_id(9), turnover_eur=7),
        "method/theirs": page_text("Méthode", id=page_id(10), kind="method"),
    }
    friend.commit(twins, author=ZOE)
    friend.commit({"place/moulin": page_text("Moulin", id=page_id(2))}, author=ZOE)
    friend.commit({"place/gone": None}, author=ADA)
    friend.move("place/old", "place/new")
    friend.commit({"place/cafe-plum": page_text(body="Le leur, encore.\n", tags="[leur]")})
    return friend
