"""Who may sign up, as the instance decided: kept in `pages.git`, with its history."""

from app.actions.catch_up import catch_up
from app.actions.rights import require, signature_of
from app.actions.wiki import Wiki
from app.domain.accounts import REGISTRATION_FILE, Door, Registration, registration_file
from app.domain.errors import EngineFailed, Stale
from app.domain.page_path import RevisionId
from app.domain.people import Reader, Role
from app.domain.revision import Change

ATTEMPTS = 30


def set_door(wiki: Wiki, door: Door, *, by: Reader) -> RevisionId | None:
    """The commit that says it; None where the file said so already. Raises NotAllowed."""
    person, data = require(by, Role.steward), registration_file(Registration(door))
    for _ in range(ATTEMPTS):
        blob = wiki.store.blob_of(REGISTRATION_FILE)
        if blob is not None and wiki.store.read_blob(blob) == data:
            return None
        change = Change(
            {REGISTRATION_FILE: data}, {REGISTRATION_FILE: blob}, signature_of(wiki, person),
            wiki.clock.now(), "Changer qui peut s’inscrire",
        )  # fmt: skip
        try:
            revision = wiki.store.commit(change)
        except Stale:
            continue
        catch_up(wiki)
        return revision
    raise EngineFailed(doing="enregistrer qui peut s’inscrire")
