"""Pictures and files: taken in by their content, kept under their hash, shown with their words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from app.actions.catch_up import catch_up
from app.actions.rights import address_of, require, sees_page, signature_of
from app.actions.wiki import Wiki
from app.domain.errors import (
    InvalidPage,
    LicenceRefused,
    MediumNotFound,
    Problem,
    TooLarge,
)
from app.domain.media import (
    SENT_LIMIT_BYTES,
    SIZE_LIMIT_BYTES,
    MediaQuery,
    MediumName,
    MediumRow,
    MediumWords,
    read_sidecar,
    variant_widths,
)
from app.domain.people import Person, Reader, Role
from app.domain.phrase import Phrase, mebibytes
from app.domain.revision import Change
from app.domain.rows import PageRow
from app.domain.yaml_text import dump_entry

WORDS_LIMIT = 500
ALT_WANTED = "dites ce qu’on y voit, pour qui ne le voit pas, ou cochez « purement décorative »."
TITLE_WANTED = "donnez-lui un titre : c’est ce que les pages montreront."
_ONLY_ITS_SENDER = (
    "Seule la personne qui a envoyé ce fichier, ou un administrateur, peut en décider."
)


@dataclass(frozen=True, slots=True)
class StoredMedium:
    """`width` and `height` in pixels, 0 for what is no picture."""

    name: MediumName
    words: MediumWords
    width: int
    height: int
    size_bytes: int

    @property
    def picture(self) -> bool:
        return self.width > 0


def add_medium(
    wiki: Wiki, data: bytes, words: MediumWords, *, by: Reader, told: bool = False
) -> StoredMedium:
    """The medium as kept. The same bytes sent again are the same medium: whoever sent them first,
    and stewards, say what it is told with; others only add what was not said.

    `told` asks that a picture be described, or said to be decorative, and a document have a title.

    Raises InvalidMedium, TooLarge, InvalidPage (unknown licence, missing words), NotSignedIn,
    NotAllowed.
    """
    person = require(by, Role.contributor)
    if len(data) > SENT_LIMIT_BYTES:
        raise TooLarge(what="Le fichier", limit=mebibytes(SENT_LIMIT_BYTES))
    words = _checked(wiki, words)
    examined = wiki.images.examine(data)
    if len(examined.data) > SIZE_LIMIT_BYTES:
        raise TooLarge(what="Le fichier", limit=mebibytes(SIZE_LIMIT_BYTES))
    name = MediumName(sha256(examined.data).hexdigest(), examined.ext)
    words = _said_before(wiki, name, words, by=by)
    if told:
        _check_told(name, words)
    kept = StoredMedium(name, words, examined.width, examined.height, len(examined.data))
    files = {name.file: examined.data, name.sidecar: _sidecar(wiki, kept)}
    _commit(wiki, files, person, f"Ajouter le fichier {words.title or name}")
    return kept


def correct_medium(wiki: Wiki, name: MediumName, words: MediumWords, *, by: Reader) -> StoredMedium:
    """The medium with other words.

    Raises MediumNotFound, InvalidPage (unknown licence), LicenceRefused where the licence may not
    become that one by this person, InvalidMedium (unreadable sidecar), NotSignedIn, NotAllowed.
    """
    person = require(by, Role.contributor)
    words, before = _checked(wiki, words), medium_words(wiki, name)
    _check_licence(wiki, name, before.words.licence, words.licence, by=by)
    kept = replace(before, words=words)
    note = f"Corriger la fiche du fichier {words.title or name}"
    _commit(wiki, {name.sidecar: _sidecar(wiki, kept)}, person, note)
    return kept


def _check_told(name: MediumName, words: MediumWords) -> None:
    """Raises InvalidPage where nobody could tell what it is."""
    if name.kind == "picture" and not words.alt and not words.decorative:
        raise InvalidPage([Problem("alt", ALT_WANTED)])
    if name.kind != "picture" and not words.title:
        raise InvalidPage([Problem("title", TITLE_WANTED)])


def _commit(wiki: Wiki, files: Mapping[str, bytes], person: Person, note: str) -> None:
    wiki.store.commit(
        Change(
            files=files, expects={}, author=signature_of(wiki, person), at=wiki.clock.now(),
            note=note,
        )
    )  # fmt: skip
    catch_up(wiki)


def _said_before(wiki: Wiki, name: MediumName, words: MediumWords, *, by: Reader) -> MediumWords:
    row = medium_row(wiki, name)
    if row is None or decides(wiki, row, by):
        return words
    old = row.words
    return MediumWords(
        old.title or words.title, old.alt or words.alt, old.licence or words.licence,
        old.authors or words.authors, old.source or words.source,
        decorative=old.decorative and not words.alt,
    )  # fmt: skip


def decides(wiki: Wiki, row: MediumRow, by: Reader) -> bool:
    """True for who sent the medium, and for stewards: the licence is theirs to say."""
    if by.has(Role.steward):
        return True
    return by.person is not None and row.by_address == address_of(wiki, by.person)


def _check_licence(wiki: Wiki, name: MediumName, old: str, new: str, *, by: Reader) -> None:
    row = medium_row(wiki, name)
    if not old or old == new or (row is not None and decides(wiki, row, by)):
        return
    if not wiki.rules().licences.may_flow(old, new):
        raise LicenceRefused(source=old, target=new, advice=Phrase(_ONLY_ITS_SENDER))


def _checked(wiki: Wiki, words: MediumWords) -> MediumWords:
    licence = words.licence or wiki.site.licence
    if licence not in wiki.rules().licences.licences:
        unknown = "la licence « {said} » n’est pas connue ici."
        raise InvalidPage([Problem("licence", unknown, {"said": licence[:60]})])
    said = (words.title, words.alt, words.authors, words.source)
    title, alt, authors, source = (clean_words(text) for text in said)
    return MediumWords(
        title, alt, licence, authors, source, decorative=words.decorative and not alt
    )


def clean_words(text: str) -> str:
    """One line that can be seen: no sign that hides or turns the others around."""
    seen = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(seen.split())[:WORDS_LIMIT].strip()


def _sidecar(wiki: Wiki, medium: StoredMedium) -> bytes:
    """The sidecar, with what others wrote in it kept."""
    data = wiki.store.read(medium.name.sidecar)
    return sidecar_of(medium, read_sidecar(data).values)


def sidecar_of(medium: StoredMedium, before: Mapping[str, Any] | None = None) -> bytes:
    words = medium.words
    said: dict[str, object] = {
        "title": words.title, "alt": words.alt, "decorative": words.decorative,
        "licence": words.licence, "authors": [words.authors] if words.authors else [],
        "source": words.source,
    }  # fmt: skip
    if medium.picture:
        said |= {"width": medium.width, "height": medium.height}
    said |= {key: value for key, value in (before or {}).items() if key not in said}
    return "".join(dump_entry(key, value) for key, value in said.items() if value).encode()


def read_medium(wiki: Wiki, name: MediumName) -> bytes:
    """Raises MediumNotFound."""
    data = wiki.store.read(name.file)
    if data is None:
        raise MediumNotFound()
    return data


def read_variant(wiki: Wiki, name: MediumName, width: int) -> bytes:
    """The lighter copy of a picture, at one of the widths that it has.

    Raises MediumNotFound, also at any other width; InvalidMedium where it cannot be made.
    """
    row = medium_row(wiki, name)
    if row is None or width not in variant_widths(name, row.width):
        raise MediumNotFound()
    return wiki.images.copy(name, width, lambda: read_medium(wiki, name))


def medium_words(wiki: Wiki, name: MediumName) -> StoredMedium:
    """The medium as its sidecar tells it. Raises MediumNotFound, InvalidMedium."""
    data = read_medium(wiki, name)
    said = read_sidecar(wiki.store.read(name.sidecar))
    return StoredMedium(name, said.words, said.width, said.height, len(data))


def medium_row(wiki: Wiki, name: MediumName) -> MediumRow | None:
    return wiki.index.media_named([str(name)]).get(str(name))


def find_media(
    wiki: Wiki, query: MediaQuery, *, offset: int, size: int, reader: Reader
) -> tuple[list[MediumRow], int]:
    """Strangers find what a page that all may read shows; whoever writes here finds everything."""
    shown = not reader.has(Role.contributor)
    return wiki.index.media(replace(query, shown=shown), offset=offset, size=size)


def pages_showing(wiki: Wiki, name: MediumName, *, reader: Reader) -> list[PageRow]:
    """The pages that show it, those that this reader may see."""
    return [row for row in wiki.index.media_uses(str(name)) if sees_page(wiki, reader, row)]


def shown_medium(wiki: Wiki, name: MediumName, *, reader: Reader) -> MediumRow:
    """Raises MediumNotFound, also to strangers where no page that they may read shows it."""
    row = medium_row(wiki, name)
    if row is None:
        raise MediumNotFound()
    if not reader.has(Role.contributor) and not pages_showing(wiki, name, reader=reader):
        raise MediumNotFound()
    return row


def all_media(wiki: Wiki) -> list[MediumName]:
    """Names of every medium at the head, read from the tree itself."""
    found = []
    for file, _ in wiki.store.files():
        if file.startswith("media/") and not file.endswith(".yaml"):
            found.append(MediumName.parse(file.rsplit("/", 1)[1]))
    return found
