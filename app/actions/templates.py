"""Templates of pages: those of the network, and a steward's hand on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from app.actions.catch_up import catch_up
from app.actions.rights import require, signature_of, wiki_signature
from app.actions.wiki import Wiki
from app.domain.errors import InvalidPage, InvalidRevision, PageNotFound, Stale
from app.domain.page_path import BlobId
from app.domain.people import Person, Reader, Role
from app.domain.revision import Change
from app.domain.rules import Rules
from app.domain.templates import (
    TEMPLATES_FOLDER,
    Template,
    Unusable,
    file_of,
    left_in,
    name_in,
    read_template,
    without_guides,
)
from app.ports import PageStore

# A folder that somebody filled by another way stays a list that people can read.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Templates:
    """`usable` in the order in which they are offered; `unusable` are told to stewards alone."""

    usable: tuple[Template, ...] = ()
    unusable: tuple[Unusable, ...] = ()

    def of_kind(self, kind: str) -> tuple[Template, ...]:
        return tuple(one for one in self.usable if one.kind == kind)

    def named(self, name: str, *, kind: str) -> Template | None:
        return next((one for one in self.of_kind(kind) if one.name == name), None)


def templates(wiki: Wiki) -> Templates:
    """The templates at the head of the log."""
    files = ((name_in(file), blob) for file, blob in wiki.store.files(under=TEMPLATES_FOLDER))
    judged = _Judged(wiki.store, wiki.rules())
    found = [_template(judged, name, blob) for name, blob in islice(files, SHOWN) if name]
    usable = [one for one in found if isinstance(one, Template)]
    return Templates(
        tuple(sorted(usable, key=lambda one: (one.order, one.title, one.name))),
        tuple(one for one in found if isinstance(one, Unusable)),
    )


class _Judged:
    """A store and its lists, equal for the cache whenever they are the same objects."""

    def __init__(self, store: PageStore, rules: Rules) -> None:
        self.store, self.rules = store, rules

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Judged) and other.store is self.store and other.rules is self.rules
        )

    def __hash__(self) -> int:
        return hash((id(self.store), id(self.rules)))


@lru_cache(maxsize=256)
def _template(judged: _Judged, name: str, blob: BlobId) -> Template | Unusable:
    return read_template(name, judged.store.read_blob(blob), judged.rules)


def guides_left(wiki: Wiki, text: str) -> tuple[str, list[str]]:
    """A page's body without the guidance that nobody touched, and the lines of it that remain."""
    if not left_in(text):
        return text, []
    guides = frozenset().union(*(one.guides for one in templates(wiki).usable))
    text = without_guides(text, guides)
    return text, left_in(text)


def template_text(wiki: Wiki, name: str) -> tuple[str, str]:
    """A template's file as it stands, and the blob that it is. Raises PageNotFound."""
    file = file_of(name)
    blob = wiki.store.blob_of(file)
    if blob is None:
        raise PageNotFound(path=name)
    return wiki.store.read_blob(blob).decode(errors="replace"), str(blob)


def save_template(wiki: Wiki, name: str, text: str, *, base: str, by: Reader) -> Template:
    """Keep a template for all who write. `base` is the blob that its steward began from, `` for a
    new one.

    Raises NotSignedIn, NotAllowed, InvalidPage (what is to be put right), Stale (somebody else
    changed it meanwhile).
    """
    person = require(by, Role.steward)
    text = text.replace("\r\n", "\n").rstrip() + "\n"
    read = read_template(name, text, wiki.rules())
    file = file_of(name)
    if isinstance(read, Unusable):
        raise InvalidPage(list(read.problems))
    if wiki.store.read(file) == text.encode():
        return read
    _commit(wiki, {file: text.encode()}, base=base, by=person, note=f"Modèle : {read.title}")
    return read


def delete_template(wiki: Wiki, name: str, *, base: str, by: Reader) -> None:
    """Raises NotSignedIn, NotAllowed, Stale."""
    person = require(by, Role.steward)
    file = file_of(name)
    if wiki.store.blob_of(file) is not None:
        _commit(wiki, {file: None}, base=base, by=person, note=f"Modèle retiré : {name}")


def _commit(
    wiki: Wiki, files: Mapping[str, bytes | None], *, base: str, by: Person, note: str
) -> None:
    expected = _blob(base)
    wiki.store.commit(
        Change(
            files=files, expects=dict.fromkeys(files, expected), author=signature_of(wiki, by),
            at=wiki.clock.now(), note=note,
        )
    )  # fmt: skip
    catch_up(wiki)


def _blob(base: str) -> BlobId | None:
    """Raises Stale on what names no version."""
    try:
        return BlobId(base) if base else None
    except InvalidRevision as error:
        raise Stale(path="le modèle") from error


def restore_templates(wiki: Wiki, files: Mapping[str, bytes], *, every: bool) -> list[str]:
    """Bring back the templates that come with the software (file -> bytes): those that are not
    there, or every one of them. The names of those written."""
    now = {file: wiki.store.blob_of(file) for file in files}
    changed = {
        file: data
        for file, data in files.items()
        if now[file] is None or (every and wiki.store.read(file) != data)
    }
    if changed:
        wiki.store.commit(
            Change(
                files=changed, expects={file: now[file] for file in changed},
                author=wiki_signature(wiki), at=wiki.clock.now(), note="Modèles d’origine",
            )
        )  # fmt: skip
        catch_up(wiki)
    return sorted(name_in(file) for file in changed)
