"""Share a page with other networks no longer: from now on, or as if it had never been."""

from collections.abc import Callable
from dataclasses import replace

from app.actions.keep_file import keep_file
from app.actions.rights import require, signature_of
from app.actions.wiki import Wiki
from app.domain.errors import PageNotFound, Refused
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.proposal import REASON_LIMIT
from app.domain.retraction import (
    RETRACTIONS_FILE,
    Retractions,
    Withdrawal,
    read_retractions,
    retractions_file,
)
from app.domain.rows import PageRow, PageState

Step = Callable[[Retractions, str, Withdrawal], Retractions]


def close_page(wiki: Wiki, path: PagePath, reason: str, *, by: Reader) -> RevisionId:
    """Out of every later open tip; friends keep older open versions under their licence.

    Raises NotAllowed below steward, PageNotFound, Refused (no reason, or it is so already).
    """
    return _say(wiki, path, reason, _closed, f"Fermer {path}", by=by)


def retract_page(wiki: Wiki, path: PagePath, reason: str, *, by: Reader) -> RevisionId:
    """Out of the open repository with all its versions: a new epoch begins and friends are told.

    A deleted page can be retracted too: its older versions are still shared. Raises as close_page.
    """
    return _say(wiki, path, reason, _retracted, f"Retirer {path}", by=by)


def reopen_page(wiki: Wiki, path: PagePath, *, by: Reader) -> RevisionId:
    """Shared again, where it was closed. What was retracted stays so: it would bring back every
    version that was taken away. Raises as close_page."""
    return _say(wiki, path, "-", _reopened, f"Rouvrir {path}", by=by)


def _say(
    wiki: Wiki, path: PagePath, reason: str, step: Step, note: str, *, by: Reader
) -> RevisionId:
    person = require(by, Role.steward)
    said = " ".join(reason.split())[:REASON_LIMIT]
    if not said:
        raise Refused(reason="dites pourquoi en quelques mots : c’est gardé avec la page.")
    row = _row(wiki, path)

    def after(before: bytes | None) -> bytes:
        why = Withdrawal(said, wiki.clock.now().date())
        return retractions_file(step(read_retractions(before), row.id, why))

    revision = keep_file(
        wiki, RETRACTIONS_FILE, after, by=signature_of(wiki, person), note=note,
        doing="enregistrer la liste des pages retirées",
    )  # fmt: skip
    assert revision is not None
    return revision


def _row(wiki: Wiki, path: PagePath) -> PageRow:
    row = wiki.index.page(path)
    if row is None or row.state is PageState.redirect or not row.id:
        raise PageNotFound(path=path)
    return row


def _closed(said: Retractions, page_id: str, why: Withdrawal) -> Retractions:
    if said.hides(page_id):
        raise Refused(reason="cette page n’est déjà plus partagée.")
    return replace(said, closed={**said.closed, page_id: why})


def _retracted(said: Retractions, page_id: str, why: Withdrawal) -> Retractions:
    if page_id in said.retracted:
        raise Refused(reason="cette page est déjà retirée.")
    closed = {key: kept for key, kept in said.closed.items() if key != page_id}
    return Retractions(closed, {**said.retracted, page_id: why})


def _reopened(said: Retractions, page_id: str, _why: Withdrawal) -> Retractions:
    if page_id in said.retracted:
        raise Refused(
            reason="une page retirée le reste. Écrivez-la de nouveau à une autre adresse."
        )
    if page_id not in said.closed:
        raise Refused(reason="cette page est déjà partagée.")
    return replace(said, closed={key: kept for key, kept in said.closed.items() if key != page_id})
