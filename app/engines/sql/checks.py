"""Whether the projection says what the repository says."""

from collections.abc import Iterator

from app.domain.media import MediumName
from app.domain.page_path import PagePath, RevisionId
from app.engines.sql.database import Database
from app.ports import PageStore

SENTENCES_LIMIT = 50


def faults(
    database: Database, bookmark: RevisionId | None, store: PageStore, renderer_version: str
) -> list[str]:
    """At most 50 sentences; empty when sound."""
    if bookmark is None:
        pages = database.rows("SELECT count(*) FROM pages WHERE origin = ''")[0][0]
        return [f"{pages} pages sont connues, mais aucune version n’est lue."] if pages else []
    found = [*_blobs(database, bookmark, store), *_media(database, bookmark, store)]
    found += _rows(database, renderer_version)
    rest = len(found) - SENTENCES_LIMIT
    return found[:SENTENCES_LIMIT] + ([f"Et {rest} autres écarts."] if rest > 0 else [])


def _blobs(database: Database, bookmark: RevisionId, store: PageStore) -> Iterator[str]:
    tree = {
        path: blob.value
        for file, blob in store.files(bookmark)
        if (path := PagePath.from_file(file)) is not None
    }
    rows = {
        PagePath(kind, slug): blob
        for kind, slug, blob in database.rows(
            "SELECT kind, slug, blob FROM pages WHERE origin = '' AND state <> 'deleted'"
        )
    }
    for path in sorted(tree.keys() - rows.keys()):
        yield f"La page « {path} » est dans le dépôt mais pas dans la base."
    for path in sorted(rows.keys() - tree.keys()):
        yield f"La page « {path} » est dans la base mais plus dans le dépôt."
    for path in sorted(tree.keys() & rows.keys()):
        if tree[path] != rows[path]:
            yield f"La page « {path} » n’a pas dans la base le contenu du dépôt."


def _media(database: Database, bookmark: RevisionId, store: PageStore) -> Iterator[str]:
    tree = {str(name) for file, _ in store.files(bookmark) if (name := MediumName.from_file(file))}
    rows = {name for (name,) in database.rows("SELECT name FROM media")}
    for name in sorted(tree ^ rows):
        where = "dans le dépôt mais pas dans la base" if name in tree else "dans la base seulement"
        yield f"Le fichier {name} est {where}."


def _rows(database: Database, renderer_version: str) -> Iterator[str]:
    unrendered = database.rows(
        "SELECT kind, slug FROM pages p WHERE origin = '' AND state = 'live' AND NOT EXISTS"
        " (SELECT 1 FROM html h WHERE h.blob = p.blob AND h.version = ?) ORDER BY kind, slug",
        (renderer_version,),
    )
    for kind, slug in unrendered:
        yield f"La page « {kind}/{slug} » n’a pas de rendu HTML."
    miscounted = database.rows(
        "SELECT kind, slug FROM pages p WHERE origin = ''"
        " AND state IN ('live', 'broken', 'deleted') AND versions <>"
        " (SELECT count(*) FROM revisions r WHERE r.thread = p.thread) ORDER BY kind, slug"
    )
    for kind, slug in miscounted:
        yield f"Le nombre de versions de la page « {kind}/{slug} » est faux."
    twice = database.rows(
        "SELECT id, count(*) FROM pages WHERE origin = '' AND id <> ''"
        " AND state IN ('live', 'broken')"
        " GROUP BY id HAVING count(*) > 1 ORDER BY id"
    )
    for page_id, count in twice:
        yield f"{count} pages portent le même identifiant {page_id}."
