"""Read a page, or one of its versions, as this reader may."""

from dataclasses import dataclass

from app.actions.rights import sees_page, sees_revision
from app.actions.wiki import Wiki
from app.domain.errors import Gone, InvalidPage, Moved, PageNotFound, RevisionNotFound, TooLarge
from app.domain.outline import RenderedPage
from app.domain.page import Page, Redirect, parse_file
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader
from app.domain.rows import PageRow, PageState, RevisionRow
from app.domain.visibility import sees


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a page: its text read, and the row that dates it."""

    page: Page
    row: RevisionRow


def read_page(wiki: Wiki, path: PagePath, *, reader: Reader) -> PageRow:
    """The page as it stands now (a broken file too: its `state` says so).

    Raises PageNotFound, Gone (410) or Moved (its `target` is the new path).
    """
    row = wiki.index.page(path)
    if row is None or path.kind not in wiki.kinds:
        raise PageNotFound(path=path)
    if row.state is PageState.redirect:
        raise _moved(wiki, row, reader)
    if not sees_page(wiki, reader, row):
        raise PageNotFound(path=path)
    if row.state is PageState.deleted:
        raise Gone(path=path)
    return row


def _moved(wiki: Wiki, row: PageRow, reader: Reader) -> Moved | PageNotFound | Gone:
    target = wiki.index.page_by_id(row.target_id)
    if target is None or not sees_page(wiki, reader, target):
        return PageNotFound(path=row.path)
    return Moved(target=target.path) if target.state is PageState.live else Gone(path=row.path)


def read_mirrored(wiki: Wiki, origin: str, path: PagePath, *, reader: Reader) -> PageRow:
    """A friend's page as we hold it: whoever may read here may read it.

    Raises PageNotFound where it is not (or no longer) shown, Moved (its `target` is its new path
    on the same instance).
    """
    row = wiki.index.page(path, origin=origin) if origin else None
    if row is None or path.kind not in wiki.kinds or not sees(row.status, reader):
        raise PageNotFound(path=f"{origin}/{path}")
    if row.state is PageState.redirect:
        row = wiki.index.page_by_id(row.target_id, origin=origin)
        if row is not None and row.state is PageState.live:
            raise Moved(target=row.path)
    if row is None or row.state is not PageState.live:
        raise PageNotFound(path=f"{origin}/{path}")
    return row


def html_of(wiki: Wiki, row: PageRow) -> RenderedPage:
    """The kept HTML, or rendered now where the projection has none yet."""
    kept = wiki.index.html(row.blob)
    if kept is not None:
        return kept
    return render_text(wiki, row.path, row.text)


def render_text(wiki: Wiki, path: PagePath, text: str) -> RenderedPage:
    found = parse_file(path, text.encode())
    body = found.body if isinstance(found, Page) else ""
    lang = found.lang if isinstance(found, Page) else wiki.site.lang
    return wiki.renderer.render(body, kind=path.kind, lang=lang)


def read_version(wiki: Wiki, path: PagePath, revision: RevisionId, *, reader: Reader) -> Version:
    """The page as it was at `revision`, any commit of the log at which it stood.

    Raises RevisionNotFound where it did not, or where this reader may not see that version.
    """
    row = wiki.index.revision_at(path, revision)
    if row is None or row.blob is None or not sees_revision(wiki, reader, row):
        raise RevisionNotFound(path=path)
    data = wiki.store.read_blob(row.blob)
    try:
        found = parse_file(path, data)
    except (InvalidPage, TooLarge):
        # It came in broken: its words are shown as they are.
        text = data.decode(errors="replace")
        return Version(Page(path, text, {"title": row.title}, text), row)
    if isinstance(found, Redirect):
        raise RevisionNotFound(path=path)
    return Version(found, row)
