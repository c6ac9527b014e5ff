"""Change a file of the network (`network/…`, `people/…`) in `pages.git`, whoever else does."""

from collections.abc import Callable

from app.actions.catch_up import catch_up
from app.actions.wiki import Wiki
from app.domain.errors import EngineFailed, Stale
from app.domain.page_path import RevisionId
from app.domain.revision import Change, Signature

ATTEMPTS = 30


def keep_file(
    wiki: Wiki,
    file: str,
    change: Callable[[bytes | None], bytes | None],
    *,
    by: Signature,
    note: str,
    doing: str,
) -> RevisionId | None:
    """`change` makes its bytes of those of now (None: there is none); None leaves it, and no commit
    is made. It is asked again where another commit came first.

    Raises EngineFailed (while `doing`, in words) where others never leave it alone.
    """
    for _ in range(ATTEMPTS):
        blob = wiki.store.blob_of(file)
        data = change(wiki.store.read_blob(blob) if blob else None)
        if data is None:
            return None
        try:
            revision = wiki.store.commit(
                Change({file: data}, {file: blob}, by, wiki.clock.now(), note)
            )
        except Stale:
            continue
        catch_up(wiki)
        return revision
    raise EngineFailed(doing=doing)
