"""Give a page another address; the old one keeps leading to it."""

from app.actions.catch_up import catch_up
from app.actions.read_page import read_page
from app.actions.rights import require, signature_of
from app.actions.wiki import Wiki
from app.actions.writing import require_change
from app.domain.errors import EditConflict, PageNotFound, Refused, Stale
from app.domain.page import Redirect, parse_file
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.phrase import Phrase
from app.domain.revision import Change


def move_page(
    wiki: Wiki, path: PagePath, slug: str, *, base: RevisionId, by: Reader, note: str = ""
) -> RevisionId:
    """The revision in which the page stands at its new address, in one commit with its redirect.

    Raises PageNotFound, Refused (the address is taken), EditConflict (changed since `base`),
    AskFirst where this person only proposes.
    """
    person = require(by, Role.contributor)
    row = read_page(wiki, path, reader=by)
    require_change(wiki, by, row)
    target = PagePath(path.kind, slug)
    if target == path:
        return row.revision
    there = _free(wiki, target, row.id)
    data = wiki.store.read(path.file)
    if data is None:
        raise PageNotFound(path=path)
    change = Change(
        files={target.file: data, path.file: Redirect(path, row.id).file_bytes()},
        expects={path.file: wiki.store.blob_of(path.file, at=base), target.file: there},
        author=signature_of(wiki, person),
        at=wiki.clock.now(),
        note=note or f"Déplacer {path} vers {target}",
    )
    try:
        revision = wiki.store.commit(change)
    except Stale as error:
        raise EditConflict(
            path, base=None, mine=row.text, theirs=data.decode(errors="replace"),
            theirs_revision=str(row.revision),
        ) from error  # fmt: skip
    catch_up(wiki)
    return revision


def _free(wiki: Wiki, target: PagePath, page_id: str) -> BlobId | None:
    """The blob that stands at `target` and may be written over: nothing, or our own redirect."""
    blob = wiki.store.blob_of(target.file)
    if blob is None:
        return None
    found = parse_file(target, wiki.store.read_blob(blob))
    if isinstance(found, Redirect) and found.target_id == page_id:
        return blob
    raise Refused(reason=Phrase("l’adresse « {target} » est déjà prise.", target=target))
