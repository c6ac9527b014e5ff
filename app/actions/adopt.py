"""Begin a page of our own from a friend's, with its origin, licence and authors kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.actions.catch_up import catch_up
from app.actions.rights import require, sees_page, signature_of
from app.actions.save_page import Saved
from app.actions.wiki import Wiki
from app.actions.writing import require_new
from app.domain import front_matter
from app.domain.derived import Derived, credit, media_in, with_our_themes
from app.domain.errors import (
    EngineFailed,
    Gone,
    InvalidPage,
    LicenceRefused,
    Moved,
    PageNotFound,
    PeerNotFound,
    Problem,
    Refused,
    Stale,
    TooLarge,
    WikiError,
)
from app.domain.licence import LicencePolicy
from app.domain.media import SIZE_LIMIT_BYTES, MediumName
from app.domain.network import Mirror
from app.domain.page import Page, parse_file, parse_page
from app.domain.page_path import SLUG_LIMIT, PagePath
from app.domain.people import STRANGER, Reader, Role
from app.domain.phrase import Phrase
from app.domain.revision import Change
from app.domain.rows import PageRow, PageState
from app.domain.yaml_text import YamlRefused, load_mapping
from app.ports import PageStore


@dataclass(frozen=True, slots=True)
class Theirs:
    """A friend's page as our mirror holds it."""

    mirror: Mirror
    row: PageRow

    @property
    def origin(self) -> str:
        return str(self.mirror.origin)

    @property
    def source(self) -> str:
        """What a `Source:` trailer says of it."""
        return f"{self.origin}/{self.row.path}"

    @property
    def page(self) -> Page:
        return parse_page(self.row.path, self.row.text)


def mirror_of(wiki: Wiki, origin: str) -> Mirror:
    """Raises PeerNotFound."""
    for mirror in wiki.mirrors.all():
        if str(mirror.origin) == origin:
            return mirror
    raise PeerNotFound(instance=origin[:80])


def their_page(wiki: Wiki, origin: str, path: PagePath) -> Theirs:
    """Raises PeerNotFound, PageNotFound, Moved (its `target` is the new path there), Gone; and
    where we hold it but do not show it, the reason: LicenceRefused, InvalidPage, Refused."""
    mirror = mirror_of(wiki, origin)
    row = wiki.index.page(path, origin=origin)
    if row is None or path.file in mirror.quarantined:
        raise _not_shown(wiki, mirror, path)
    if row.state is PageState.redirect:
        target = wiki.index.page_by_id(row.target_id, origin=origin)
        raise Moved(target=target.path) if target else PageNotFound(path=path)
    if row.state is PageState.deleted:
        raise Gone(path=path)
    return Theirs(mirror, row)


def _not_shown(wiki: Wiki, mirror: Mirror, path: PagePath) -> WikiError:
    """Why a file of a friend is no page here."""
    data = wiki.mirrors.store(str(mirror.origin)).read(path.file)
    if data is None:
        return PageNotFound(path=path)
    if path.kind not in wiki.kinds:
        return unknown_kind(path.kind)
    try:
        found = parse_file(path, data)
        if isinstance(found, Page):
            require_open(wiki.rules().licences, found.licence, target=wiki.site.licence)
    except (InvalidPage, LicenceRefused, TooLarge) as error:
        return error
    return Refused(reason=Phrase("cette page de {name} n’est pas montrée ici.", name=mirror.name))


def adopt_page(wiki: Wiki, origin: str, path: PagePath, *, slug: str = "", by: Reader) -> Saved:
    """Our new page, at `slug` (theirs where it is ``), in one commit with the media it uses.

    Raises:
        PeerNotFound, PageNotFound, Moved, Gone: there is no such page of theirs.
        AskFirst: this person only proposes.
        LicenceRefused: its licence is not open, or not known here.
        InvalidPage: its kind is not known here, or it does not follow our rules.
        Refused: the address is taken; the sentence names a free one.
    """
    person = require(by, Role.contributor)
    theirs = their_page(wiki, origin, path)
    target = PagePath(path.kind, slug or path.slug)
    require_new(wiki, by, target)
    page, names = _made_ours(wiki, theirs, target)
    if wiki.store.blob_of(target.file) is not None:
        raise _taken(wiki, target, origin)
    media = media_from(wiki, origin, page.text)
    change = Change(
        files={target.file: page.text.encode(), **media},
        expects={target.file: None},
        author=signature_of(wiki, person),
        at=wiki.clock.now(),
        note=f"Adopter « {theirs.row.title} » de {theirs.mirror.name}",
        trailers=origin_trailers(theirs, names),
    )
    try:
        revision = wiki.store.commit(change)
    except Stale as error:
        raise _taken(wiki, target, origin) from error
    catch_up(wiki)
    return Saved(page.id, revision, created=True, merged=False, text=page.text)


def adopted(wiki: Wiki, origin: str, page_id: str, *, reader: Reader = STRANGER) -> list[PageRow]:
    """Our pages that began from that one, as far as this reader may see them."""
    return [row for row in wiki.index.derived(origin, page_id) if sees_page(wiki, reader, row)]


def free_slug(wiki: Wiki, path: PagePath, origin: str) -> str:
    """The page's slug, or one like it that no page of ours bears."""
    host = "".join(c if c.isalnum() and c.isascii() else "-" for c in origin.split(".")[0])
    endings = ["", f"-{host.strip('-')}", *(f"-{n}" for n in range(2, 1000))]
    for ending in endings:
        slug = path.slug[: SLUG_LIMIT - len(ending)].rstrip("-") + ending
        if wiki.store.blob_of(PagePath(path.kind, slug).file) is None:
            return slug
    raise EngineFailed(doing="trouver une adresse libre")


def _taken(wiki: Wiki, target: PagePath, origin: str) -> Refused:
    return Refused(
        reason=Phrase(
            "l’adresse « {target} » est déjà prise. « {free} » est libre.",
            target=target,
            free=free_slug(wiki, target, origin),
        )
    )


def _made_ours(wiki: Wiki, theirs: Theirs, target: PagePath) -> tuple[Page, list[str]]:
    """The text with an id of ours, its origin and its credits; and the names credited."""
    row, rules = theirs.row, wiki.rules()
    if row.path.kind not in wiki.kinds:
        raise unknown_kind(row.path.kind)
    require_open(rules.licences, row.licence, target=wiki.site.licence)
    original = theirs.page
    names = credit(original, names_of(wiki, theirs))
    text = with_our_themes(original.text, known_themes(wiki))
    text = front_matter.splice(
        text,
        {
            "id": wiki.clock.page_id(),
            "authors": names,
            "derived_from": Derived(theirs.mirror.origin, row.id, row.blob).key,
        },
    )
    page = parse_page(target, text)
    rules.require(page)
    return page, names


def unknown_kind(kind: str) -> InvalidPage:
    return InvalidPage(
        [Problem("kind", "« {kind} » n’est pas un genre de page d’ici.", {"kind": kind[:40]})]
    )


def require_open(licences: LicencePolicy, licence: str, *, target: str) -> None:
    """Raises LicenceRefused where a text under that licence may not be taken up."""
    if not licences.is_open(licence):
        raise LicenceRefused(
            source=licence[:60] or "?",
            target=target,
            advice="Seule une page sous licence ouverte, connue ici, peut être reprise.",
        )


def require_flow(licences: LicencePolicy, original: Page, ours: Page) -> None:
    """Raises LicenceRefused where the words of the one may not become part of the other."""
    for key in ("licence", "data_licence"):
        source, target = original.word(key), ours.word(key)
        if source and source != target and not licences.may_flow(source, target or ours.licence):
            raise LicenceRefused(
                source=source[:60], target=target[:60] or ours.licence,
                advice="Il faut l’accord de tous les auteurs de la page.",
            )  # fmt: skip


def known_themes(wiki: Wiki) -> frozenset[str]:
    return frozenset(term.slug for term in wiki.rules().themes)


def names_of(wiki: Wiki, theirs: Theirs) -> list[str]:
    """The public names of those who wrote the page at its origin."""
    return [name for name, _ in wiki.index.authors(theirs.row.id, origin=theirs.origin)]


def origin_trailers(theirs: Theirs, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return (
        ("Source", theirs.source),
        ("Licence", theirs.row.licence),
        *(("Author", name) for name in names),
    )


def media_from(wiki: Wiki, origin: str, text: str) -> dict[str, bytes | None]:
    """Files to add here so that the text finds its media: those the friend shares openly."""
    store, licences = wiki.mirrors.store(origin), wiki.rules().licences
    files: dict[str, bytes | None] = {}
    for name in media_in(text):
        if wiki.store.blob_of(name.file) is None and (found := _medium(store, name, licences)):
            files[name.file], files[name.sidecar] = found
    return files


def _medium(
    store: PageStore, name: MediumName, licences: LicencePolicy
) -> tuple[bytes, bytes] | None:
    data, sidecar = store.read(name.file), store.read(name.sidecar)
    if data is None or sidecar is None or len(data) > SIZE_LIMIT_BYTES:
        return None
    if sha256(data).hexdigest() != name.sha256:
        return None
    try:
        licence = load_mapping(sidecar.decode()).values.get("licence")
    except (YamlRefused, UnicodeDecodeError):
        return None
    return (data, sidecar) if licences.is_open(str(licence)) else None
