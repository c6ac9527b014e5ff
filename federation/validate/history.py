"""The commits of a visit: one line of them, each sound, and what each changed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.phrase import Phrase
from federation.validate.names import (
    TREE_MODE,
    Hazard,
    check_tree_entry,
    folded,
)
from federation.validate.objects import Objects

_LATEST_S = 4_102_444_800  # the year 2100: a date beyond it is no date
_NAME_LIMIT = 250
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
    """One commit: its tree, and the tree before it."""

    name: bytes
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
    found: list[tuple[bytes, bytes]] = []
    at: bytes | None = new
    while at is not None and at != old:
        if len(found) >= objects.bounds.commits:
            raise Hazard(Phrase("cette visite apporte plus que ce qui peut être vérifié."))
        tree, parent = _commit(objects.commit(at), objects)
        found.append((at, tree))
        at = parent
    if at != old:
        raise Rewritten(
            Phrase("son histoire a été récrite : la version d’ici n’en fait plus partie.")
        )
    before = tree_of(objects, old) if old else None
    result = []
    for name, tree in reversed(found):
        result.append(Step(name, before, tree))
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


def changes(
    objects: Objects, before: bytes | None, after: bytes | None, *, under: bytes = b""
) -> Iterator[Changed]:
    """The files that differ between two trees; every entry that is new in `after` is checked.

    What stands in both was checked when it came. Raises Hazard.
    """
    old, new = objects.tree(before), objects.tree(after)
    if not new and after is not None and under:
        raise Hazard(Phrase("un dossier de son archive est vide."))
    for name, (mode, target) in sorted(new.items() - old.items()):
        _check_twins(name, new)
        path = under + name
        _check_entry(mode, name, path)
        if mode == TREE_MODE:
            # No lawful folder has the name of a lawful file: what stood there was a folder too.
            was = old.get(name, (mode, None))[1]
            yield from changes(objects, was, target, under=path + b"/")
        else:
            yield Changed(path.decode(), target)
    for name in sorted(old.keys() - new.keys()):
        yield from _gone(objects, old[name], under + name)


def _check_entry(mode: bytes, name: bytes, path: bytes) -> None:
    if b"/" in name:
        raise Hazard(Phrase("un nom de son archive contient « / »."))
    if fault := check_tree_entry(mode, path):
        raise Hazard(fault)


def _gone(objects: Objects, entry: tuple[bytes, bytes], path: bytes) -> Iterator[Changed]:
    mode, target = entry
    if mode == TREE_MODE:
        yield from changes(objects, target, None, under=path + b"/")
    else:
        yield Changed(path.decode(), None)


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
