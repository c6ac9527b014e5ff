"""Pages that say the same in several languages: how far one lags, and how one is begun."""

from dataclasses import dataclass

from app.actions.catch_up import catch_up
from app.actions.read_page import read_page
from app.actions.rights import credits_of, require, sees_page, sees_revision, signature_of
from app.actions.save_page import Saved, SavePage, save_page
from app.actions.wiki import Wiki
from app.actions.writing import require_change, require_new
from app.domain import front_matter
from app.domain.errors import EngineFailed, Refused, Stale
from app.domain.front_matter import REMOVED
from app.domain.links import slugify
from app.domain.page import parse_page
from app.domain.page_path import SLUG_LIMIT, BlobId, PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.revision import Change
from app.domain.rows import PageRow, PageState, RevisionRow
from app.domain.translation import KEY, Translated, translated_by

# What a translation does not take from its original: what is said once of each page, and what
# counts a thing or puts it on a map once.
NOT_TAKEN = (
    "redirects_from", "verified_on", "verified_by", "derived_from", "siret", "osm_id",
    "coordinates",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a translation is behind its original. `followed` is the version that it says
    (None: none is known), `behind` how many came after it, small corrections left out."""

    translated: Translated
    original: PageRow
    followed: RevisionRow | None
    behind: int


def original_of(wiki: Wiki, row: PageRow, *, reader: Reader) -> PageRow | None:
    """The page that it says it translates, where this reader may read it."""
    said = translated_by(row.front)
    if said is None:
        return None
    origin = said.origin or row.origin
    found = wiki.index.page_by_id(said.id, origin=origin)
    if found is None or found.state is not PageState.live or found.reference == row.reference:
        return None
    return found if sees_page(wiki, reader, found) else None


def lag_of(wiki: Wiki, row: PageRow, *, reader: Reader) -> Lag | None:
    """None for a page that translates none, or none that this reader may read."""
    said, original = translated_by(row.front), original_of(wiki, row, reader=reader)
    if said is None or original is None:
        return None
    found = wiki.index.followed(
        said.id, began=row.created_at, blob=said.revision, origin=original.origin
    )
    followed, behind = found or (None, 0)
    if followed is not None and not original.origin and not sees_revision(wiki, reader, followed):
        followed = None
    return Lag(said, original, followed, behind)


def text_followed(wiki: Wiki, lag: Lag) -> str | None:
    """The original as it was in the version that is followed; None where it is not known."""
    if lag.followed is None or lag.followed.blob is None:
        return None
    origin = lag.original.origin
    store = wiki.mirrors.store(origin) if origin else wiki.store
    return store.read_blob(lag.followed.blob).decode(errors="replace")


def begin_translation(wiki: Wiki, path: PagePath, *, lang: str, title: str, by: Reader) -> Saved:
    """A draft in `lang` with the original's card and text, to be written over, that says which
    version of it it follows. Whoever wrote the original is among its authors.

    Raises:
        PageNotFound, Gone, Moved, NotSignedIn, NotAllowed.
        AskFirst: this person only proposes.
        Refused: the page is in that language, or translated into it already.
        InvalidPage: the language or the title cannot be.
    """
    person = require(by, Role.contributor)
    row = read_page(wiki, path, reader=by)
    first = original_of(wiki, row, reader=by)
    # All languages of a page hang on the one it was written in first, where that is here.
    row = first if first is not None and not first.origin else row
    _require_missing(wiki, row, lang)
    target = _free(wiki, row.path, title, lang)
    require_new(wiki, by, target)
    text = front_matter.splice(
        row.text,
        {
            **dict.fromkeys(NOT_TAKEN, REMOVED), "id": wiki.clock.page_id(), "title": title,
            "lang": lang, "status": "draft", KEY: Translated(row.id, "", row.blob).key,
        },
    )  # fmt: skip
    page = parse_page(target, text)
    wiki.rules().require(page)
    change = Change(
        files={target.file: text.encode()}, expects={target.file: None},
        author=signature_of(wiki, person), at=wiki.clock.now(), note=f"Traduire « {row.title} »",
        trailers=credits_of(wiki, row.id, person),
    )  # fmt: skip
    try:
        revision = wiki.store.commit(change)
    except Stale as error:
        raise Refused(reason="cette adresse vient d’être prise. Réessayez.") from error
    catch_up(wiki)
    return Saved(page.id, revision, created=True, merged=False, text=text)


def follow_original(
    wiki: Wiki, path: PagePath, *, base: RevisionId, seen: BlobId, by: Reader
) -> Saved:
    """The translation says that it keeps up with `seen`, a version of its original.

    Raises Refused where it has no original, or that is no version of it; what saving raises.
    """
    row = read_page(wiki, path, reader=by)
    require_change(wiki, by, row)
    lag = lag_of(wiki, row, reader=by)
    if lag is None:
        raise Refused(reason="cette page n’est la traduction d’aucune page qui se lise ici.")
    original = lag.original
    if wiki.index.versions_since(lag.translated.id, seen, origin=original.origin) is None:
        raise Refused(reason="ce n’est pas une version de l’original.")
    said = Translated(lag.translated.id, lag.translated.origin, seen)
    text = front_matter.splice(row.text, {KEY: said.key})
    note = "Suit l’original"
    return save_page(wiki, SavePage(path, text, base, note, minor=True), by=by)


def _require_missing(wiki: Wiki, row: PageRow, lang: str) -> None:
    if not row.id:
        raise Refused(reason="cette page n’a pas encore d’identifiant : enregistrez-la d’abord.")
    if row.lang.casefold() == lang.casefold():
        raise Refused(reason="c’est déjà la langue de cette page.")
    if any(one.lang.casefold() == lang.casefold() for one in wiki.index.translations(row.id)):
        raise Refused(reason="cette page existe déjà dans cette langue.")


def _free(wiki: Wiki, path: PagePath, title: str, lang: str) -> PagePath:
    """The address that the title gives, or one like it that is free."""
    base = slugify(title) or path.slug
    code = slugify(lang)
    for ending in ("", f"-{code}", *(f"-{code}-{n}" for n in range(2, 1000))):
        target = PagePath(path.kind, base[: SLUG_LIMIT - len(ending)].rstrip("-") + ending)
        if wiki.store.blob_of(target.file) is None:
            return target
    raise EngineFailed(doing="trouver une adresse libre")
