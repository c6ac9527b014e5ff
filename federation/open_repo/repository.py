"""The projection itself: reads main on, or starts over beside what is published and swaps."""

import json
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.domain.erasure import ERASED_FILE
from app.domain.errors import EngineFailed
from app.domain.page_path import RevisionId
from app.domain.retraction import RETRACTIONS_FILE
from app.domain.revision import LogEntry
from app.ports import Clock, PageStore
from federation.git import Git, GitFailed, init
from federation.open_repo import folders, upkeep
from federation.open_repo.bundles import Bundle, Bundles
from federation.open_repo.derivation import TakenBack, derive, taken_back, until
from federation.open_repo.judging import RULES, open_files
from federation.open_repo.ledger import Ledger, OpenState, read_meta, seq_of

BUNDLE_EVERY = 200
_LISTS = (RETRACTIONS_FILE, ERASED_FILE)
_DOING = "préparer les pages que les autres réseaux peuvent lire"


class OpenRepository:
    """The open part of main in the bare repository at `folder`, and its bundles beside it.

    `apply`, `reset` and `tidy` run under the lock of catch-up; all else may be called at any time,
    from any process.
    """

    name = "open"

    def __init__(self, folder: Path, *, clock: Clock) -> None:
        self.folder = folder.absolute()
        self._clock = clock
        self._bundles = Bundles(self.folder.parent / "bundles")
        self._ledger: tuple[str, Ledger] | None = None
        self._sound = ""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with folders.held(self._lock, wait=False) as alone:
            if alone:
                self._heal()

    def bookmark(self) -> RevisionId | None:
        """None also where all must be derived again: asked for, lost, or by other rules."""
        meta = read_meta(self.folder)
        if not meta or meta["again"] or meta["rules"] != RULES or not self._is_sound(meta):
            return None
        return RevisionId(meta["main"])

    def state(self) -> OpenState | None:
        """What is published; None where nothing is yet. Cheap, and true in every process."""
        meta = self._published()
        if not meta.get("tip"):
            return None
        return OpenState(
            RevisionId(meta["main"]), RevisionId(meta["tip"]), int(meta["epoch"]), int(meta["seq"])
        )

    @property
    def generation(self) -> str:
        """Another word after each swap: whoever holds the folder open must open it again."""
        return self._published().get("generation", "")

    def retracted(self) -> list[str]:
        """Ids of the pages that were taken back altogether."""
        return sorted(json.loads(self._published().get("pages", "[]")))

    def apply(self, entries: Sequence[LogEntry], store: PageStore) -> None:
        """Entries already read are passed over. Raises EngineFailed."""
        if not entries:
            return
        with self._writing():
            if self.bookmark() is None or self._takes_back(store):
                self._start_over(store)
            ledger = self._open_ledger()
            if ledger.meta()["boot"] != upkeep.boot():
                ledger.note(boot=upkeep.boot())
            fresh = [entry for entry in entries if not ledger.knows(str(entry.revision))]
            derive(Git(self.folder), ledger, store, fresh, _gone(ledger.meta()))

    def reset(self) -> None:
        """What is published stays so until a new one is whole; the next `apply` makes it."""
        with self._writing():
            if read_meta(self.folder):
                ledger = self._open_ledger()
                with ledger.writing():
                    ledger.note(again="yes")

    def tidy(self) -> None:
        with self._writing():
            self._heal()
        self.maintain()

    def maintain(self) -> bool:
        """Pack where there is enough to pack; True where it did. Saves go on meanwhile."""
        if self.state() is None or not upkeep.is_due(self.folder):
            return False
        with folders.held(self._upkeep_lock, wait=False) as alone:
            if alone:
                upkeep.pack(Git(self.folder))
            return alone

    def check(self, store: PageStore) -> list[str]:
        """Sentences about what is not as it would be derived from main at the pointer."""
        meta = self._published()
        if not meta.get("main"):
            return []
        if meta["tip"] and not upkeep.has_commit(self.folder, meta["tip"]):
            return ["La dernière version publiée du dépôt ouvert manque : il sera refait."]
        main = RevisionId(meta["main"])
        there = dict(upkeep.files(Git(self.folder), meta["tip"]))
        hidden = taken_back(store, main).pages
        wanted = open_files(dict(store.files(main)), store.read_blob, hidden=hidden)
        files = sorted(set(there) | set(wanted))
        return [
            f"« {file} » n’est pas dans le dépôt ouvert comme il devrait."
            for file in files
            if there.get(file) != (str(wanted[file]) if file in wanted else None)
        ]

    def verify_from_scratch(self, store: PageStore) -> RevisionId | None:
        """The open tip that main at the pointer gives when nothing is known beforehand."""
        main = RevisionId(self._published()["main"])
        with tempfile.TemporaryDirectory() as scratch:
            ledger = self._derive_all(Path(scratch), store, main)
            tip = ledger.meta()["tip"]
            ledger.close()
        return RevisionId(tip) if tip else None

    def make_bundle(self) -> Bundle | None:
        """A bundle of what is published; None where there is nothing, or it moved on meanwhile.

        Raises GitFailed.
        """
        state = self.state()
        if state is None:
            return None

        def seq_now(tip: str) -> int | None:
            now = self.state()
            return seq_of(self.folder, tip) if now and now.epoch == state.epoch else None

        return self._bundles.make(Git(self.folder), epoch=state.epoch, seq_of=seq_now)

    def bundle(self) -> Bundle | None:
        """The newest of this epoch. No other may be handed out."""
        state = self.state()
        return self._bundles.newest(state.epoch) if state else None

    def bundle_due(self) -> bool:
        state, newest = self.state(), self.bundle()
        if state is None:
            return False
        return newest is None or state.seq - newest.seq >= BUNDLE_EVERY

    def close(self) -> None:
        if self._ledger is not None:
            self._ledger[1].close()
            self._ledger = None

    @property
    def _lock(self) -> Path:
        return folders.beside(self.folder, "lock")

    @property
    def _upkeep_lock(self) -> Path:
        return folders.beside(self.folder, "upkeep.lock")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with folders.held(self._lock):
            folders.heal(self.folder)
            try:
                yield
            except (GitFailed, sqlite3.Error, OSError) as error:
                self.close()
                self._heal()
                raise EngineFailed(doing=_DOING) from error

    def _heal(self) -> None:
        """Clear what a killed process left. The caller holds the lock."""
        folders.heal(self.folder)
        upkeep.heal_locks(self.folder)
        with folders.held(self._upkeep_lock, wait=False) as alone:
            if alone:
                upkeep.heal_leftovers(self.folder)
        if epoch := read_meta(self.folder).get("epoch"):
            self._bundles.keep_epoch(int(epoch))

    def _published(self) -> dict[str, str]:
        """All that is noted of the published repository, read through a swap."""
        for _ in range(upkeep.SWAP_TRIES):
            meta = read_meta(self.folder)
            if meta or not folders.beside(self.folder, "old").exists():
                return meta
        return {}

    def _is_sound(self, meta: dict[str, str]) -> bool:
        """True where the tip is there; after the machine went down, where all of it is."""
        if meta["tip"] in ("", self._sound):
            return True
        if not upkeep.has_commit(self.folder, meta["tip"]):
            return False
        if meta["boot"] != upkeep.boot() and not upkeep.is_whole(self.folder):
            return False
        self._sound = meta["tip"]
        return True

    def _open_ledger(self) -> Ledger:
        generation = read_meta(self.folder).get("generation", "")
        if self._ledger is None or self._ledger[0] != generation:
            self.close()
            self._ledger = (generation, Ledger(self.folder))
        return self._ledger[1]

    def _takes_back(self, store: PageStore) -> bool:
        """True where pages or people left history since the last reading."""
        ledger, head = self._open_ledger(), store.head()
        meta = ledger.meta()
        lists = ",".join(str(store.blob_of(file)) for file in _LISTS)
        if head is None or lists == meta["lists"]:
            return False
        if taken_back(store, head) != _gone(meta):
            return True
        with ledger.writing():
            ledger.note(lists=lists)
        return False

    def _start_over(self, store: PageStore) -> None:
        """Derive all of main beside what is published, then swap.

        The epoch goes on where the new history goes on from the published one.
        """
        head = store.head()
        assert head is not None
        new = folders.beside(self.folder, "new")
        ledger = self._derive_all(new, store, head)
        try:
            with ledger.writing():
                ledger.note(epoch=str(self._epoch(ledger)))
        finally:
            ledger.close()
        upkeep.pack_all(Git(new))
        self.close()
        self._sound = ""
        with folders.held(self._upkeep_lock):
            folders.swap(self.folder)
        self._heal()

    def _derive_all(self, folder: Path, store: PageStore, main: RevisionId) -> Ledger:
        git, gone = init(folder), taken_back(store, main)
        ledger = Ledger.create(folder, _first(gone))
        try:
            derive(git, ledger, store, until(store.log(), main), gone)
            lists = ",".join(str(store.blob_of(file, main)) for file in _LISTS)
            with ledger.writing():
                ledger.note(lists=lists)
        except BaseException:
            ledger.close()
            raise
        return ledger

    def _epoch(self, ledger: Ledger) -> int:
        meta = read_meta(self.folder)
        if meta.get("epoch") and ledger.tip_at(meta["main"]) == meta["tip"]:
            return int(meta["epoch"])
        before = max(int(meta.get("epoch", "0")), *self._bundles.epochs(), 0)
        return max(before + 1, int(self._clock.now().timestamp()))


def _first(gone: TakenBack) -> dict[str, str]:
    """What is noted of a repository before anything is read into it."""
    return {
        "main": "", "tip": "", "seq": "0", "epoch": "", "again": "", "lists": "",
        "rules": RULES, "boot": upkeep.boot(), "generation": secrets.token_hex(8),
        "pages": json.dumps(sorted(gone.pages)), "people": json.dumps(sorted(gone.people)),
    }  # fmt: skip


def _gone(meta: dict[str, str]) -> TakenBack:
    return TakenBack(frozenset(json.loads(meta["pages"])), frozenset(json.loads(meta["people"])))
