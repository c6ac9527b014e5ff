"""The commits of a visit: one line of them, each sound, and what each changed."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.batches import batched
from app.domain.phrase import Phrase
from federation.validate.names import (
    TREE_MODE,
    Hazard,
    check_tree_entry,
    folded,
)
from federation.validate.objects import AT_ONCE, Objects

_LATEST_S = 4_102_444_800  # the year 2100: a date beyond it is no date
_NAME_LIMIT = 250
_TOGETHER = 40  # folders that are compared at once: their trees are kept for that long
_HEADER = re.compile(
    rb"tree ([0-9a-f]{40})\n((?:parent [0-9a-f]{40}\n)*)author ([^\n]*)\ncommitter ([^\n]*)\n\n",
)
_PERSON = re.compile(
    r"(?P<name>[^<>\n]*) <(?P<address>[^<>\n]*)> (?P<at>[0-9]{1,12}) [+-](?P<zone>[0-9]{4})"
)


class Rewritten(Hazard):
    """The history is not the one we knew, gone on: a steward must look."""


@dataclass(frozen=True, slots=True)
class Step:
    """The tree of one commit, and the tree before it."""

    before: bytes | None
    after: bytes


@dataclass(frozen=True, slots=True)
class Changed:
    """A file of the tree; `blob` is None where it went."""

    file: str
    blob: bytes | None


def steps(objects: Objects, *, old: bytes | None, new: bytes) -> list[Step]:
    """The commits after `old` up to `new`, oldest first, each checked.

    Raises Hazard, Rewritten where `new` does not come after `old` in one line.
    """
    found: list[bytes] = []
    at: bytes | None = new
    while at is not None and at != old:
        some = objects.line(at, size=min(AT_ONCE, 8 + len(found)))
        if not some:
            raise Hazard(Phrase("il manque un objet à son archive, ou il n’est pas de son genre."))
        for data in some:
            _check_name(data, at)
            tree, parent = _commit(data, objects)
            found.append(tree)
            at = parent
            if at is None or at == old:
                break
        if len(found) > objects.bounds.commits:
            raise Hazard(Phrase("cette visite apporte plus que ce qui peut être vérifié."))
    if at != old:
        raise Rewritten(
            Phrase("son histoire a été récrite : la version d’ici n’en fait plus partie.")
        )
    before = tree_of(objects, old) if old else None
    result = []
    for tree in reversed(found):
        result.append(Step(before, tree))
        before = tree
    return result


def tree_of(objects: Objects, commit: bytes) -> bytes:
    return _commit(objects.commit(commit), objects)[0]


def _commit(data: bytes, objects: Objects) -> tuple[bytes, bytes | None]:
    """Tree and parent. Only the four lines that every open commit has are known."""
    match = _HEADER.match(data)
    if match is None:
        raise Hazard(Phrase("une de ses versions n’est pas écrite comme il faut."))
    parents = re.findall(rb"[0-9a-f]{40}", match[2])
    if len(parents) > 1:
        raise Hazard(Phrase("son histoire n’est pas d’une seule ligne (fusion de branches)."))
    for line in (match[3], match[4]):
        _check_person(line)
    _check_message(data[match.end() :], objects.bounds.message_bytes)
    parent = bytes.fromhex(parents[0].decode()) if parents else None
    return bytes.fromhex(match[1].decode()), parent


def _check_name(data: bytes, name: bytes) -> None:
    """git was asked for the nth before: what it found is the one that the last commit names."""
    whole = b"commit %d\0" % len(data) + data
    if hashlib.sha1(whole, usedforsecurity=False).digest() != name:
        raise Hazard(Phrase("il manque un objet à son archive, ou il n’est pas de son genre."))


def _check_person(line: bytes) -> None:
    match = _PERSON.fullmatch(line.decode("utf-8", "surrogateescape"))
    if match is None or int(match["zone"][:2]) > 14 or int(match["zone"][2:]) > 59:
        raise Hazard(Phrase("une de ses versions ne dit pas lisiblement de qui elle est."))
    if int(match["at"]) > _LATEST_S:
        raise Hazard(Phrase("une de ses versions a une date impossible."))
    for said in (match["name"], match["address"]):
        unseen = any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in said)
        if len(said) > _NAME_LIMIT or (unseen and not _joins(said)):
            raise Hazard(Phrase("le nom d’un de ses auteurs contient des signes invisibles."))


def _joins(said: str) -> bool:
    """Emoji and some scripts need the joiners; nothing else unseen belongs in a name."""
    return all(
        sign in "\u200c\u200d" for sign in said if unicodedata.category(sign) in ("Cc", "Cf", "Cs")
    )


def _check_message(message: bytes, limit: int) -> None:
    if len(message) > limit:
        raise Hazard(Phrase("le message d’une de ses versions est trop long."))
    try:
        message.decode()
    except UnicodeDecodeError as error:
        raise Hazard(Phrase("le message d’une de ses versions n’est pas lisible.")) from error
    if b"\0" in message:
        raise Hazard(Phrase("le message d’une de ses versions n’est pas lisible."))


@dataclass(slots=True)
class _Folder:
    """A folder that differs between two trees; None where it is not there."""

    step: int
    under: bytes
    before: bytes | None
    after: bytes | None


def changes(objects: Objects, line: Iterable[Step]) -> Iterator[Changed]:
    """The files that each step changed, step by step; every entry that is new in it is checked.

    What stood there before was checked when it came. Raises Hazard.
    """
    for some in batched(line, AT_ONCE):
        found: list[list[Changed]] = [[] for _ in some]
        ahead = [_Folder(at, b"", step.before, step.after) for at, step in enumerate(some)]
        while ahead:
            deeper: list[_Folder] = []
            for start in range(0, len(ahead), _TOGETHER):
                folders = ahead[start : start + _TOGETHER]
                objects.prepare(name for one in folders for name in (one.before, one.after))
                for folder in folders:
                    deeper += _compare(objects, folder, found[folder.step])
            ahead = deeper
        for changed in found:
            yield from changed


def _compare(objects: Objects, folder: _Folder, found: list[Changed]) -> list[_Folder]:
    """The folders in that folder that differ; its files that do are put into `found`."""
    old, new = objects.tree(folder.before), objects.tree(folder.after)
    if not new and folder.after is not None and folder.under:
        raise Hazard(Phrase("un dossier de son archive est vide."))
    deeper = []
    for name in [name for name, entry in new.items() if old.get(name) != entry]:
        mode, target = new[name]
        path = folder.under + name
        _check_twins(name, new)
        _check_entry(mode, name, path)
        if mode == TREE_MODE:
            # No lawful folder has the name of a lawful file: what stood there was a folder too.
            was = old[name][1] if name in old else None
            deeper.append(_Folder(folder.step, path + b"/", was, target))
        else:
            found.append(Changed(path.decode(), target))
    for name in old.keys() - new.keys():
        mode, target = old[name]
        path = folder.under + name
        if mode == TREE_MODE:
            deeper.append(_Folder(folder.step, path + b"/", target, None))
        else:
            found.append(Changed(path.decode(), None))
    if len(found) > objects.bounds.changes:
        raise Hazard(Phrase("cette visite apporte plus que ce qui peut être vérifié."))
    return deeper


def _check_entry(mode: bytes, name: bytes, path: bytes) -> None:
    if b"/" in name:
        raise Hazard(Phrase("un nom de son archive contient « / »."))
    if fault := check_tree_entry(mode, path):
        raise Hazard(fault)


def _check_twins(name: bytes, entries: dict[bytes, tuple[bytes, bytes]]) -> None:
    text = name.decode("utf-8", "replace")
    plain = folded(text)
    if plain == text:
        return
    same = sum(folded(other.decode("utf-8", "replace")) == plain for other in entries)
    if same > 1:
        raise Hazard(
            Phrase(
                "« {name} » et un autre nom ne font qu’un sur certains appareils.",
                name=text[:80].encode("unicode_escape").decode(),
            )
        )
