"""One visit, step by step; and what can stop it, as a sentence for a person."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path

from app.actions.catch_up import catch_up
from app.actions.wiki import Wiki
from app.domain.errors import PeerRefused, PeerUnreachable, WikiError
from app.domain.network import InstanceId, Mirror, Peer, PeerState, PullOutcome, Quarantined
from app.domain.page_path import RevisionId
from app.domain.phrase import Phrase
from app.domain.rules import Rules
from app.failpoint import reached
from federation.documents.values import Head
from federation.errors import WireError
from federation.git import Git, GitFailed
from federation.mirrors import Kept, PeerMirrors, Seen
from federation.promotion import promote, tidy, tip_of
from federation.sources import SealedHead, Source
from federation.staging import NoRoom, require_room, size_bytes, staging
from federation.validate import (
    Bounds,
    Hazard,
    KnownFiles,
    Rewritten,
    Validated,
    swap_known,
    validate,
)
from federation.validate.judging import stamp

log = logging.getLogger(__name__)

_TRIES = 3


@dataclass(frozen=True, slots=True)
class PullSettings:
    """Per friend: what its mirror and one visit may take of the disk, in all."""

    quota_bytes: int = 2 * 1024 * 1024 * 1024
    reserve_bytes: int = 256 * 1024 * 1024
    bounds: Bounds = field(default_factory=Bounds)


class Stopped(Exception):
    """The visit ends here, and why."""

    def __init__(self, outcome: PullOutcome, sentence: str, *, alarm: bool = False) -> None:
        super().__init__(sentence)
        self.outcome, self.sentence, self.alarm = outcome, sentence, alarm


@dataclass(slots=True)
class Done:
    """What the visit brought so far, for the report."""

    received: int = 0
    removed: int = 0
    versions: int = 0
    size_bytes: int = 0
    new_epoch: bool = False
    quarantined: tuple[Quarantined, ...] = ()
    pages: tuple[tuple[str, str], ...] = ()


class Visit:
    """Used once, under the lock of that friend."""

    def __init__(
        self,
        mirrors: PeerMirrors,
        wiki: Wiki,
        peer: Peer,
        source: Source,
        *,
        open_head: Callable[[InstanceId, bytes], Head],
        settings: PullSettings,
        dry_run: bool,
        done: Done,
    ) -> None:
        self._mirrors, self._wiki, self._peer, self._source = mirrors, wiki, peer, source
        self._open_head, self._settings = open_head, settings
        self._dry_run, self._done = dry_run, done
        self._rules: Rules = wiki.rules()

    def run(self) -> PullOutcome:
        """Raises Stopped, or what `stopped_by` knows."""
        if self._peer.state is PeerState.blocked:
            raise Stopped(PullOutcome.refused, Phrase("Ce réseau est bloqué."))
        kept = self._kept()
        sealed = self._source.head(etag=kept.etag if kept else "")
        if sealed is None:
            assert kept is not None
            return self._stay(kept, kept.withdrawn)
        head = self._opened(sealed)
        reached("pull.after-head")
        if not self._dry_run:
            self._mark_seen(head)
        if kept is not None and self._stands_at(kept.mirror, head):
            said = replace(kept, etag=sealed.etag, mirror=replace(kept.mirror, seq=head.seq))
            return self._stay(said, head.retracted)
        if kept is not None:
            self._stay(kept, head.retracted)
        if head.tip is None:
            return self._empty(kept)
        return self._take(head, sealed)

    def _kept(self) -> Kept | None:
        return self._mirrors.kept(self._peer.id)

    def _stands_at(self, mirror: Mirror, head: Head) -> bool:
        return (mirror.epoch, mirror.tip) == (head.epoch, head.tip)

    def _opened(self, sealed: SealedHead) -> Head:
        head = self._open_head(self._peer.id, sealed.data)
        if head.id != self._peer.id:
            raise Stopped(PullOutcome.refused, Phrase("Ce réseau se présente sous un autre nom."))
        check_order(head, self._mirrors.seen(self._peer.id))
        return head

    def _mark_seen(self, head: Head) -> None:
        self._mirrors.mark_seen(self._peer.id, Seen(head.epoch, head.seq, str(head.tip or "")))

    def _stay(self, kept: Kept, withdrawn: Collection[str]) -> PullOutcome:
        """The tip is the same; our rules, our slice or what they took back may not be."""
        rules = stamp(self._rules)
        face = self._face(kept.mirror)
        said = replace(kept, rules=rules, withdrawn=tuple(withdrawn), mirror=face)
        if (kept.rules, kept.withdrawn) != (said.rules, said.withdrawn):
            said = replace(said, mirror=self._judged_anew(said))
        if not self._dry_run:
            if said != self._kept():
                self._mirrors.put(said)
            self._index()  # of this, or of what a visit that was killed had kept
        return PullOutcome.unchanged

    def _judged_anew(self, kept: Kept) -> Mirror:
        mirror = kept.mirror
        with KnownFiles(self._mirrors.known_files(mirror.origin)) as known:
            found = validate(
                Git(self._mirrors.repository(mirror.origin)), old=mirror.tip, new=mirror.tip,
                known=known, rules=self._rules, withdrawn=kept.withdrawn,
                bounds=self._settings.bounds,
            )  # fmt: skip
            if not self._dry_run:
                known.keep()
        self._done.quarantined = found.quarantined
        files = frozenset(one.file for one in found.quarantined)
        return replace(mirror, quarantined=files, judged=found.judged)

    def _face(self, mirror: Mirror) -> Mirror:
        """With what the friend and its slice are called now."""
        identity = self._peer.identity
        return replace(
            mirror, name=identity.name, region=identity.region, base_url=identity.base_url,
            slice=self._peer.slice,
        )  # fmt: skip

    def _empty(self, kept: Kept | None) -> PullOutcome:
        """Nothing of theirs is open any more."""
        if kept is None:
            return PullOutcome.unchanged
        self._done.new_epoch = True
        if self._dry_run:
            return PullOutcome.planned
        self._mirrors.drop(self._peer.id, remember=True)
        self._index()
        return PullOutcome.updated

    def _take(self, head: Head, sealed: SealedHead) -> PullOutcome:
        kept = self._kept()
        fresh = kept is None or kept.mirror.epoch != head.epoch
        self._done.new_epoch = kept is not None and fresh
        repository = self._mirrors.repository(self._peer.id)
        self._require_room(head if fresh else None)
        with staging(self._mirrors.folder, self._peer.id, onto=None if fresh else repository) as at:
            if kept is not None and not fresh:
                (at.folder / "refs/heads/open").write_text(f"{kept.mirror.tip}\n", "ascii")
            head, sealed = self._fetched(at, head, sealed, fresh=fresh)
            reached("pull.after-fetch")
            with self._known(at, fresh=fresh) as known:
                old = None if fresh or kept is None else kept.mirror.tip
                found = self._validated(at, head, old, known)
                reached("pull.after-validate")
                self._count_lost(known, fresh=fresh)
                if self._dry_run:
                    return PullOutcome.planned
                promote(at, repository, fresh=fresh)
                reached("pull.after-promote")
                self._mirrors.put(self._standing(head, found, etag=sealed.etag))
                known.keep()
            if fresh:
                swap_known(self._known_file(at, fresh=True), self._known_file(at, fresh=False))
        reached("pull.after-mark")
        tidy(repository)
        reached("pull.before-index")
        self._index()
        return PullOutcome.updated

    def _index(self) -> None:
        """What was kept stays kept: an index that stops goes on from its bookmark another time."""
        try:
            catch_up(self._wiki, wait=True)
        except Exception:
            log.exception("%s: the index goes on another time", self._peer.id)

    def _require_room(self, whole: Head | None) -> None:
        """A first visit takes the room of its bundle three times: as it came, staged and kept."""
        bundle = whole.bundle if whole is not None else None
        needed = 3 * bundle.size_bytes if bundle is not None else 0
        if needed > 3 * self._settings.quota_bytes:
            raise _over_quota()
        require_room(
            self._mirrors.folder, needed_bytes=needed, reserve_bytes=self._settings.reserve_bytes
        )

    def _fetched(
        self, at: Git, head: Head, sealed: SealedHead, *, fresh: bool
    ) -> tuple[Head, SealedHead]:
        """The head whose tip was fetched: the owner may have moved on meanwhile."""
        quota_bytes = self._settings.quota_bytes
        used_bytes = 0 if fresh else size_bytes(self._mirrors.repository(self._peer.id))
        for tried in range(_TRIES):
            if tried:
                head, sealed = self._again(head)
            self._source.fetch(at.folder, head, fresh=fresh, quota_bytes=quota_bytes - used_bytes)
            if (at.folder / "shallow").exists():
                raise Stopped(PullOutcome.refused, Phrase("Son archive n’est pas entière."))
            self._done.size_bytes = size_bytes(at.folder / "objects")
            if self._done.size_bytes + used_bytes > quota_bytes:
                raise _over_quota()
            if tip_of(at) == str(head.tip):
                return head, sealed
        sentence = Phrase("Ce qu’il donne n’est pas ce que sa signature promet.")
        raise Stopped(PullOutcome.refused, sentence)

    def _again(self, head: Head) -> tuple[Head, SealedHead]:
        sealed = self._source.head()
        again = self._opened(sealed) if sealed is not None else None
        if sealed is None or again is None or again.epoch != head.epoch or again.tip is None:
            sentence = Phrase("Il a changé pendant la visite. On réessaiera.")
            raise Stopped(PullOutcome.failed, sentence)
        if not self._dry_run:
            self._mark_seen(again)
        return again, sealed

    def _known_file(self, at: Git, *, fresh: bool) -> Path:
        """A mirror made anew has a list of its own, swapped in once the mirror was."""
        beside = at.folder.with_name("known.db")
        return beside if fresh else self._mirrors.known_files(self._peer.id)

    def _known(self, at: Git, *, fresh: bool) -> KnownFiles:
        return KnownFiles(self._known_file(at, fresh=fresh))

    def _validated(
        self, at: Git, head: Head, old: RevisionId | None, known: KnownFiles
    ) -> Validated:
        assert head.tip is not None
        found = validate(
            at, old=old, new=head.tip, known=known, rules=self._rules, withdrawn=head.retracted,
            bounds=self._settings.bounds,
        )  # fmt: skip
        done = self._done
        done.received, done.removed, done.versions = found.received, found.removed, found.versions
        done.quarantined, done.pages = found.quarantined, found.pages
        return found

    def _count_lost(self, known: KnownFiles, *, fresh: bool) -> None:
        """A new epoch has no history in common: the pages that are gone are those of the lists."""
        file = self._mirrors.known_files(self._peer.id)
        if fresh and file.exists():
            with KnownFiles(file) as before:
                self._done.removed = len(before.page_ids() - known.page_ids())

    def _standing(self, head: Head, found: Validated, *, etag: str) -> Kept:
        identity = self._peer.identity
        mirror = Mirror(
            origin=self._peer.id,
            name=identity.name,
            region=identity.region,
            base_url=identity.base_url,
            epoch=head.epoch,
            seq=head.seq,
            tip=found.tip,
            slice=self._peer.slice,
            received_at=self._wiki.clock.now(),
            quarantined=frozenset(one.file for one in found.quarantined),
            judged=found.judged,
        )
        return Kept(mirror, etag, stamp(self._rules), tuple(head.retracted))


def check_order(head: Head, seen: Seen | None) -> None:
    """Raises Stopped, with an alarm, where the head is not the one we saw or a later one."""
    if seen is None:
        return
    if (head.epoch, head.seq) < (seen.epoch, seen.seq):
        raise _alarm(Phrase("C’est une copie plus ancienne que celle que l’on connaît."))
    if (head.epoch, head.seq) == (seen.epoch, seen.seq) and str(head.tip or "") != seen.tip:
        raise _alarm(Phrase("Il a signé deux versions différentes de son archive."))


def stopped_by(error: Exception) -> Stopped | None:
    """What an error means for the visit; None where it is none that was foreseen."""
    if isinstance(error, Rewritten):
        return _alarm(_refusal(error.sentence))
    if isinstance(error, Hazard):
        return Stopped(PullOutcome.refused, _refusal(error.sentence))
    if isinstance(error, NoRoom):
        return Stopped(PullOutcome.failed, error.sentence)
    if isinstance(error, WireError):
        return Stopped(PullOutcome.refused, error.sentence)
    if isinstance(error, GitFailed):
        return _by_git(error)
    if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT, EFBIG):
        return Stopped(PullOutcome.failed, _full())
    if isinstance(error, WikiError):
        return _by_wiki(error)
    return None


def _by_wiki(error: WikiError) -> Stopped:
    said = Phrase(error.sentence, **error.params)
    refused = isinstance(error, PeerRefused) or not isinstance(error, PeerUnreachable)
    return Stopped(PullOutcome.refused if refused else PullOutcome.failed, said)


def _by_git(error: GitFailed) -> Stopped:
    log.warning("git: %s", error)
    if "No space left" in error.said:
        return Stopped(PullOutcome.failed, _full())
    return Stopped(PullOutcome.refused, _refusal(Phrase("git ne peut pas la lire sans risque.")))


def _refusal(reason: Phrase) -> Phrase:
    return Phrase("Son archive est refusée : {reason}", reason=reason)


def _alarm(sentence: Phrase) -> Stopped:
    return Stopped(PullOutcome.refused, sentence, alarm=True)


def _full() -> Phrase:
    return Phrase("Il n’y a plus assez de place sur le disque de ce serveur.")


def _over_quota() -> Stopped:
    return Stopped(
        PullOutcome.refused, Phrase("Il envoie plus que la place qui lui est gardée ici.")
    )
