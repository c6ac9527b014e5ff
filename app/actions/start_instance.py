"""The first commits of an instance: its lists, and the pages it starts with."""

from collections.abc import Iterable, Mapping

from app.actions.catch_up import Progress, catch_up
from app.actions.import_pages import Imported, import_pages
from app.actions.rights import wiki_signature
from app.actions.wiki import Wiki
from app.domain.exchange import Found
from app.domain.licence import LICENCES_FILE, policy_file
from app.domain.revision import Change


def start_instance(
    wiki: Wiki,
    *,
    lists: Mapping[str, bytes],
    pages: Iterable[Found],
    progress: Progress = lambda _name, _done, _total: None,
) -> Imported:
    """Write the licence policy and the vocabularies (file -> bytes), then the starter pages."""
    files = {LICENCES_FILE: policy_file(), **lists}
    wiki.store.commit(
        Change(
            files=files,
            expects=dict.fromkeys(files),
            author=wiki_signature(wiki),
            at=wiki.clock.now(),
            note="Ouvrir le wiki : licences et vocabulaires",
        )
    )
    catch_up(wiki)
    note = "Contenu de départ"
    return import_pages(wiki, pages, author=wiki_signature(wiki), note=note, progress=progress)
