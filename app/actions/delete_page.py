"""Take a page away, and bring it (or any of its versions) back."""

from app.actions.catch_up import catch_up
from app.actions.read_page import Version, read_version
from app.actions.rights import require, sees_page, signature_of
from app.actions.save_page import Saved, SavePage, save_page
from app.actions.wiki import Wiki
from app.actions.writing import require_change, require_save
from app.domain import front_matter
from app.domain.errors import EditConflict, EngineFailed, PageNotFound, Refused, Stale
from app.domain.page_path import SLUG_LIMIT, PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.phrase import Phrase
from app.domain.revision import Change
from app.domain.rows import PageRow, PageState


def delete_page(
    wiki: Wiki, path: PagePath, *, base: RevisionId, by: Reader, note: str = ""
) -> RevisionId:
    """The revision that took the page away; its history stays.

    Raises PageNotFound, NotAllowed below reviewer, AskFirst where the page is protected,
    EditConflict (changed since `base`).
    """
    person = require(by, Role.reviewer)
    row = wiki.index.page(path)
    blob = wiki.store.blob_of(path.file)
    if row is None or blob is None or not sees_page(wiki, by, row):
        raise PageNotFound(path=path)
    require_change(wiki, by, row)
    change = Change(
        files={path.file: None},
        expects={path.file: wiki.store.blob_of(path.file, at=base) or row.blob},
        author=signature_of(wiki, person),
        at=wiki.clock.now(),
        note=note or f"Supprimer {path}",
    )
    try:
        revision = wiki.store.commit(change)
    except Stale as error:
        raise EditConflict(
            path, base=None, mine="", theirs=row.text, theirs_revision=str(row.revision)
        ) from error
    catch_up(wiki)
    return revision


def restore_page(
    wiki: Wiki, path: PagePath, revision: RevisionId, *, by: Reader, slug: str = ""
) -> Saved:
    """The page as it was at `revision`, saved as its newest version; a deleted page keeps its id.

    A page that moved comes back where it is now. One whose address is another page's by now comes
    back at `slug`; one that was united with another stands apart again.

    Raises RevisionNotFound, Refused (its address is taken; the sentence names a free one),
    AskFirst where this person only proposes, and what a save raises.
    """
    version = read_version(wiki, path, revision, reader=by)
    home = wiki.index.page_by_id(version.row.page_id) if version.row.page_id else None
    if home is not None:
        require_change(wiki, by, home)
    if home is not None and home.state is not PageState.deleted:
        return _over(wiki, home, version, by)
    target = PagePath(path.kind, slug) if slug else path
    now = wiki.index.page(target)
    if now is None or (now.state is PageState.deleted and now.id == version.row.page_id):
        return _anew(wiki, target, version, by)
    if now.state is PageState.redirect and now.target_id != version.row.page_id:
        return _apart(wiki, now, version, by)
    if version.row.page_id and now.id != version.row.page_id and now.state is not PageState.deleted:
        raise _taken(wiki, target)
    return _over(wiki, now, version, by)


def free_slug(wiki: Wiki, path: PagePath) -> str:
    """The page's slug, or one like it that no page bears or bore."""
    for number in range(1, 1000):
        ending = f"-{number}" if number > 1 else ""
        slug = path.slug[: SLUG_LIMIT - len(ending)].rstrip("-") + ending
        if wiki.store.blob_of(PagePath(path.kind, slug).file) is None:
            return slug
    raise EngineFailed(doing="trouver une adresse libre")


def _taken(wiki: Wiki, path: PagePath) -> Refused:
    return Refused(
        reason=Phrase(
            "l’adresse « {path} » est celle d’une autre page maintenant. Choisissez-en une autre : "
            "« {free} » est libre.",
            path=path,
            free=free_slug(wiki, path),
        )
    )


def _note(version: Version) -> str:
    return f"Rétablir la version du {version.row.at:%d/%m/%Y}"


def _over(wiki: Wiki, now: PageRow, version: Version, by: Reader) -> Saved:
    """A newer version of the page that stands there, or was deleted from there."""
    text = version.page.text
    if now.id and version.page.id != now.id:
        text = front_matter.splice(text, {"id": now.id})
    alive = now.state in (PageState.live, PageState.broken)
    base = now.revision if alive else None
    return save_page(wiki, SavePage(now.path, text, base, _note(version)), by=by)


def _anew(wiki: Wiki, path: PagePath, version: Version, by: Reader) -> Saved:
    text = version.page.text
    if version.row.page_id and version.page.id != version.row.page_id:
        text = front_matter.splice(text, {"id": version.row.page_id})
    return save_page(wiki, SavePage(path, text, None, _note(version)), by=by)


def _apart(wiki: Wiki, now: PageRow, version: Version, by: Reader) -> Saved:
    """The page in place of the redirect that uniting it with another left. Reviewers alone."""
    person = require(by, Role.reviewer)
    page = version.page
    require_save(wiki, by, path=now.path, page_id=version.row.page_id)
    wiki.rules().require(page)
    change = Change(
        files={now.path.file: page.text.encode()},
        expects={now.path.file: now.blob},
        author=signature_of(wiki, person),
        at=wiki.clock.now(),
        note=_note(version),
    )
    try:
        revision = wiki.store.commit(change)
    except Stale as error:
        reason = "cette adresse vient de changer. Relisez-la, puis réessayez."
        raise Refused(reason=reason) from error
    catch_up(wiki)
    return Saved(page.id, revision, created=True, merged=False, text=page.text)
