"""A friend of the wiki under test: its own repository, and our copy of what it opened."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.actions.catch_up import catch_up
from app.actions.wiki import Wiki
from app.domain.errors import PeerNotFound
from app.domain.network import InstanceId, Mirror, Slice
from app.domain.page_path import PagePath
from app.domain.revision import Change, Signature
from app.engines.git_store import GitStore
from app.engines.git_store.mirror import MirrorStore
from tests.engines.friends import publish
from tests.web.pages import text

BETA = "beta.test"
ZOE = Signature("Zoé", "01arz3ndektsv4rrffq69g5faz@beta.test")
BEGAN = datetime(2026, 11, 1, 9, tzinfo=UTC)
RECEIVED = datetime(2026, 11, 20, 9, tzinfo=UTC)
PICTURE, CLOSED = "a" * 64 + ".png", "b" * 64 + ".jpg"
IDS = {
    name: f"01KB7Z3N8QW0V5T4XJ6M2R9CE{n}"
    for n, name in enumerate(
        ("place/cafe-plum", "place/moulin", "method/repair-cafe", "portal/leur-portail")
    )
}


def theirs(path: str, title: str, front: str = "", body: str = "") -> str:
    """A page of the friend, with an id."""
    return text(path.split("/")[0], title, f"id: {IDS[path]}\n{front}", body)


# The same address as one of ours, and another page altogether.
TWIN = theirs(
    "place/cafe-plum",
    "Le PLUM de Rennes",
    "territory: {country: FR, region: bretagne, department: '35', city: Rennes}\n"
    "coordinates: [48.11, -1.67]",
    "Rien à voir avec Lautrec.",
)
MOULIN = theirs(
    "place/moulin",
    "Moulin de Beta",
    """
summary: Un moulin à farine devenu atelier, en Bretagne.
territory: {country: FR, region: bretagne, department: "29", city: Quimper}
coordinates: [48.0, -4.1]
methods: [method/repair-cafe, method/seulement-un-nom]
legal_status: scic
""",
    f"""
On y moud du sarrasin. Voir [[method/repair-cafe]], [[Café PLUM]], [[place/cafe-plum|un café]],
[[method/seulement-un-nom]], [[Jamais écrite là-bas]], [[method/nulle-part]] et
[[alpha.test:80/place/les-ateliers]].

![Une roue](media/{PICTURE})

![La meunière](media/{CLOSED})

:::list kind=method title="Leurs méthodes"
:::
""",
)
REPAIR = theirs(
    "method/repair-cafe",
    "Repair café",
    f"""
summary: Réparer ensemble plutôt que jeter.
steps: [{{title: Ouvrir, text: "Accueillir au [[place/moulin]]", media: media/{PICTURE}}}]
""",
    "On répare à plusieurs.",
)
PORTAL = theirs(
    "portal/leur-portail", "Leur portail", "queries: [{title: Tous les lieux, select: kind=place}]"
)
PAGES = {
    "place/cafe-plum": TWIN, "place/moulin": MOULIN, "method/repair-cafe": REPAIR,
    "portal/leur-portail": PORTAL,
}  # fmt: skip
WORDS_OF_CLOSED = "title: Portrait de la meunière\nlicence: CC-BY-NC-4.0\n"
MEDIA = {
    f"media/aa/{PICTURE}": b"\x89PNG\r\n\x1a\nroue",
    f"media/aa/{PICTURE[:64]}.yaml": b"title: Une roue\nlicence: CC-BY-SA-4.0\n",
    f"media/bb/{CLOSED[:64]}.yaml": WORDS_OF_CLOSED.encode(),
}


class Beta:
    """The friend, and the port Mirrors with its one mirror."""

    def __init__(self, folder: Path, wiki: Wiki) -> None:
        self._folder, self._wiki, self._moment = folder, wiki, BEGAN
        self._store = GitStore.create(folder / "beta.git")
        self.mirror: Mirror | None = None
        self._held: MirrorStore | None = None

    def all(self) -> list[Mirror]:
        return [self.mirror] if self.mirror else []

    def store(self, origin: str) -> MirrorStore:
        if origin != BETA or self._held is None:
            raise PeerNotFound(instance=origin)
        return self._held

    def write(self, pages: dict[str, str | None], **more: bytes) -> None:
        """One version there; None takes a page away."""
        files = {
            PagePath.parse(path).file: page.encode() if page is not None else None
            for path, page in pages.items()
        } | more
        self._moment += timedelta(hours=1)
        self._store.commit(Change(files, {}, ZOE, self._moment, "Une roue neuve"))

    def visit(self) -> None:
        """Our copy follows, and what is derived from it."""
        publish(self._folder / "beta.git", self._folder / "peer.git")
        self._held = self._held or MirrorStore(self._folder / "peer.git")
        tip = self._store.head()
        assert tip is not None
        self.mirror = Mirror(
            origin=InstanceId(BETA), name="Réseau Beta", region="bretagne",
            base_url="https://beta.test", epoch=1, seq=1, tip=tip, slice=Slice(),
            received_at=RECEIVED,
        )  # fmt: skip
        object.__setattr__(self._wiki, "mirrors", self)
        assert catch_up(self._wiki, wait=True)

    def close(self) -> None:
        self._store.close()
        if self._held is not None:
            self._held.close()


def befriend(folder: Path, wiki: Wiki) -> Beta:
    """The friend, with its pages, visited once."""
    folder.mkdir()
    beta = Beta(folder, wiki)
    beta.write(dict(PAGES), **MEDIA)
    beta.visit()
    return beta
