"""Who may sign up, as the instance decided: kept in `pages.git`, with its history."""

from app.actions.keep_file import keep_file
from app.actions.rights import require, signature_of
from app.actions.wiki import Wiki
from app.domain.accounts import REGISTRATION_FILE, Door, Registration, registration_file
from app.domain.page_path import RevisionId
from app.domain.people import Reader, Role


def set_door(wiki: Wiki, door: Door, *, by: Reader) -> RevisionId | None:
    """The commit that says it; None where the file said so already. Raises NotAllowed."""
    person, data = require(by, Role.steward), registration_file(Registration(door))
    return keep_file(
        wiki, REGISTRATION_FILE, lambda before: None if before == data else data,
        by=signature_of(wiki, person), note="Changer qui peut s’inscrire",
        doing="enregistrer qui peut s’inscrire",
    )  # fmt: skip
