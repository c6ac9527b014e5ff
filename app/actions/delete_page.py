"""Take a page away, and bring it (or any of its versions) back."""

from app.actions.catch_up import catch_up
from app.actions.read_page import read_version
from app.actions.rights import require, sees_page, signature_of
from app.actions.save_page import Saved, SavePage, save_page
from app.actions.wiki import Wiki
from app.domain import front_matter
from app.domain.errors import EditConflict, PageNotFound, Stale
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.revision import Change
from app.domain.rows import PageState


def delete_page(
    wiki: Wiki, path: PagePath, *, base: RevisionId, by: Reader, note: str = ""
) -> RevisionId:
    """The revision that took the page away; its history stays.

    Raises PageNotFound, NotAllowed below reviewer, EditConflict (changed since `base`).
    """
    person = require(by, Role.reviewer)
    row = wiki.index.page(path)
    blob = wiki.store.blob_of(path.file)
    if row is None or blob is None or not sees_page(wiki, by, row):
        raise PageNotFound(path=path)
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


def restore_page(wiki: Wiki, path: PagePath, revision: RevisionId, *, by: Reader) -> Saved:
    """The page as it was at `revision`, saved as its newest version; a deleted page keeps its id.

    Raises RevisionNotFound, and what a save raises.
    """
    version = read_version(wiki, path, revision, reader=by)
    now = wiki.index.page(path)
    alive = now is not None and now.state in (PageState.live, PageState.broken)
    text = version.page.text
    if now is not None and now.id and version.page.id != now.id:
        text = front_matter.splice(text, {"id": now.id})
    note = f"Rétablir la version du {version.row.at:%d/%m/%Y}"
    base = now.revision if alive and now is not None else None
    return save_page(wiki, SavePage(path, text, base, note), by=by)
