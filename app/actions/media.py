"""Pictures and files: taken in by their content, kept under their hash, shown with their words."""

from dataclasses import dataclass
from hashlib import sha256

from app.actions.rights import require, signature_of
from app.actions.wiki import Wiki
from app.domain.errors import InvalidMedium, InvalidPage, MediumNotFound, Problem, TooLarge
from app.domain.media import SIZE_LIMIT_BYTES, MediumName
from app.domain.people import Reader, Role
from app.domain.revision import Change
from app.domain.yaml_text import YamlRefused, dump_entry, load_mapping


@dataclass(frozen=True, slots=True)
class MediumWords:
    """What a person says of a medium. `alt` is what those who cannot see it are told."""

    title: str = ""
    alt: str = ""
    licence: str = ""
    authors: str = ""
    source: str = ""


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


def add_medium(wiki: Wiki, data: bytes, words: MediumWords, *, by: Reader) -> StoredMedium:
    """The medium as kept. The same bytes sent again are the same medium; new words replace old.

    Raises InvalidMedium, TooLarge, InvalidPage (unknown licence), NotSignedIn, NotAllowed.
    """
    person = require(by, Role.contributor)
    if len(data) > SIZE_LIMIT_BYTES:
        raise TooLarge(what="Le fichier", limit="5 Mio")
    words = _checked(wiki, words)
    examined = wiki.images.examine(data)
    if len(examined.data) > SIZE_LIMIT_BYTES:
        raise TooLarge(what="Le fichier", limit="5 Mio")
    name = MediumName(sha256(examined.data).hexdigest(), examined.ext)
    size = len(examined.data)
    kept = StoredMedium(name, words, examined.width, examined.height, size)
    wiki.store.commit(
        Change(
            files={name.file: examined.data, name.sidecar: sidecar_of(kept)},
            expects={},
            author=signature_of(wiki, person),
            at=wiki.clock.now(),
            note=f"Ajouter le fichier {words.title or name}",
        )
    )
    return kept


def _checked(wiki: Wiki, words: MediumWords) -> MediumWords:
    licence = words.licence or wiki.site.licence
    if licence not in wiki.rules().licences.licences:
        unknown = "la licence « {said} » n’est pas connue ici."
        raise InvalidPage([Problem("licence", unknown, {"said": licence[:60]})])
    said = (words.title, words.alt, words.authors, words.source)
    cleaned = (" ".join("".join(c if c.isprintable() else " " for c in s).split()) for s in said)
    title, alt, authors, source = (text[:500] for text in cleaned)
    return MediumWords(title, alt, licence, authors, source)


def sidecar_of(medium: StoredMedium) -> bytes:
    words = medium.words
    said: dict[str, object] = {
        "title": words.title, "alt": words.alt, "licence": words.licence,
        "authors": [words.authors] if words.authors else [], "source": words.source,
    }  # fmt: skip
    if medium.picture:
        said |= {"width": medium.width, "height": medium.height}
    return "".join(dump_entry(key, value) for key, value in said.items() if value).encode()


def read_medium(wiki: Wiki, name: MediumName) -> bytes:
    """Raises MediumNotFound."""
    data = wiki.store.read(name.file)
    if data is None:
        raise MediumNotFound()
    return data


def medium_words(wiki: Wiki, name: MediumName) -> StoredMedium:
    """The medium as its sidecar tells it. Raises MediumNotFound."""
    sidecar, data = wiki.store.read(name.sidecar), wiki.store.read(name.file)
    if data is None:
        raise MediumNotFound()
    try:
        said = load_mapping((sidecar or b"").decode()).values
    except (YamlRefused, UnicodeDecodeError) as error:
        raise InvalidMedium(reason="sa fiche n’est pas lisible.") from error
    authors = said.get("authors")
    words = MediumWords(
        str(said.get("title") or ""), str(said.get("alt") or ""), str(said.get("licence") or ""),
        ", ".join(map(str, authors)) if isinstance(authors, list) else "",
        str(said.get("source") or ""),
    )  # fmt: skip
    width, height = (v if isinstance(v := said.get(k), int) else 0 for k in ("width", "height"))
    return StoredMedium(name, words, width, height, len(data))


def all_media(wiki: Wiki) -> list[MediumName]:
    """Names of every medium at the head."""
    found = []
    for file, _ in wiki.store.files():
        if file.startswith("media/") and not file.endswith(".yaml"):
            found.append(MediumName.parse(file.rsplit("/", 1)[1]))
    return found
