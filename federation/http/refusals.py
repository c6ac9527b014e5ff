"""What went wrong on the way to another instance, as an error that tells what to do about it."""

import re

from app.domain.errors import PeerRefused, PeerUnreachable
from app.domain.phrase import Phrase
from federation.git import GitFailed

_KILLED = -9
_TOO_BIG = re.compile(
    r"signal 25|File too large|exceeds maximum|[Oo]ut of memory|unable to mmap|malloc|"
    r"Cannot allocate memory|exceeds address space"
)
_REDIRECTED = re.compile(r"returned error: 3\d\d|redirect")
_EMPTY = re.compile(r"couldn't find remote ref|' not found|returned error: (?:404|410)")
_CUT = re.compile(
    r"Could not resolve|[Ff]ailed to connect|refused|timed out|too slow|Operation too slow|"
    r"early EOF|hung up|unexpected disconnect|RPC failed|returned error: (?:408|429|5\d\d)|"
    r"expected flush|[Cc]onnection|SSL|TLS|certificate"
)


def late(instance: str) -> PeerUnreachable:
    return PeerUnreachable(instance=instance, reason=Phrase("il met trop longtemps à répondre."))


def cut(instance: str) -> PeerUnreachable:
    reason = Phrase("la connexion n’a pas abouti, ou a été coupée.")
    return PeerUnreachable(instance=instance, reason=reason)


def too_big(instance: str) -> PeerRefused:
    reason = Phrase("ce qu’il envoie dépasse la place qui lui est donnée.")
    return PeerRefused(instance=instance, reason=reason)


def no_room(instance: str) -> PeerRefused:
    reason = Phrase("il n’y a plus assez de place ici pour recevoir ses pages.")
    return PeerRefused(instance=instance, reason=reason)


def redirected(instance: str) -> PeerRefused:
    reason = Phrase("il renvoie vers une autre adresse, qui n’est pas suivie.")
    return PeerRefused(instance=instance, reason=reason)


def packed(instance: str) -> PeerRefused:
    reason = Phrase("sa réponse est comprimée sans qu’on l’ait demandé.")
    return PeerRefused(instance=instance, reason=reason)


def other_size(instance: str) -> PeerRefused:
    reason = Phrase("le fichier n’a pas la taille qu’il a annoncée.")
    return PeerRefused(instance=instance, reason=reason)


def answered(instance: str, status: int) -> PeerUnreachable:
    reason = Phrase("il a répondu par l’erreur {status}.", status=status)
    return PeerUnreachable(instance=instance, reason=reason)


def of_git(failed: GitFailed, instance: str) -> PeerRefused | PeerUnreachable:
    """The sense of what a failed `git fetch` said."""
    if failed.status == _KILLED:
        return late(instance)
    if _TOO_BIG.search(failed.said):
        return too_big(instance)
    if _REDIRECTED.search(failed.said):
        return redirected(instance)
    if _EMPTY.search(failed.said):
        reason = Phrase("il n’ouvre encore aucune page.")
        return PeerUnreachable(instance=instance, reason=reason)
    if _CUT.search(failed.said):
        return cut(instance)
    return PeerRefused(instance=instance, reason=Phrase("ses pages n’arrivent pas en bon ordre."))
