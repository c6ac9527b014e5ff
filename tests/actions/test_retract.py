"""A page stops being shared: from now on, or altogether."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.actions.delete_page import delete_page
from app.actions.retract import close_page, reopen_page, retract_page
from app.domain.errors import NotAllowed, PageNotFound, Refused
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.retraction import RETRACTIONS_FILE, Retractions, read_retractions
from tests.actions.two_wikis import PLACE, START, Side, page_text


def said(alpha: Side) -> Retractions:
    return read_retractions(alpha.wiki.store.read(RETRACTIONS_FILE))


def test_a_closed_page_is_listed_with_its_reason_and_day(alpha: Side) -> None:
    close_page(alpha.wiki, PLACE, "Plus\nà jour", by=alpha.reader())
    (entry,) = said(alpha).closed.items()

    assert entry[0] == alpha.page().id
    assert (entry[1].reason, entry[1].on) == ("Plus à jour", START.date())


def test_a_closed_page_is_shared_again(alpha: Side) -> None:
    close_page(alpha.wiki, PLACE, "Par erreur", by=alpha.reader())
    reopen_page(alpha.wiki, PLACE, by=alpha.reader())

    assert said(alpha) == Retractions()
    with pytest.raises(Refused):
        reopen_page(alpha.wiki, PLACE, by=alpha.reader())


def test_a_retracted_page_stays_so(alpha: Side) -> None:
    close_page(alpha.wiki, PLACE, "À voir", by=alpha.reader())
    retract_page(alpha.wiki, PLACE, "Un numéro de téléphone", by=alpha.reader())

    assert list(said(alpha).retracted) == [alpha.page().id]
    assert not said(alpha).closed
    for act in (close_page, retract_page):
        with pytest.raises(Refused):
            act(alpha.wiki, PLACE, "Encore", by=alpha.reader())
    with pytest.raises(Refused):
        reopen_page(alpha.wiki, PLACE, by=alpha.reader())


def test_a_deleted_page_can_still_be_retracted(alpha: Side) -> None:
    row = alpha.page()
    delete_page(alpha.wiki, PLACE, base=row.revision, by=alpha.reader())
    retract_page(alpha.wiki, PLACE, "Des données personnelles", by=alpha.reader())

    assert list(said(alpha).retracted) == [row.id]


def test_only_a_steward_does_it_with_a_reason_and_for_a_page(alpha: Side) -> None:
    with pytest.raises(NotAllowed):
        close_page(alpha.wiki, PLACE, "Non", by=alpha.reader(Role.reviewer))
    with pytest.raises(Refused):
        retract_page(alpha.wiki, PLACE, " \n", by=alpha.reader())
    with pytest.raises(PageNotFound):
        retract_page(alpha.wiki, PagePath("place", "nulle-part"), "Oui", by=alpha.reader())
    assert said(alpha) == Retractions()


def test_pages_closed_at_once_are_all_listed(alpha: Side) -> None:
    paths = [PagePath("place", f"page-{n}") for n in range(4)]
    ids = {alpha.save(page_text(f"Page {path.slug}"), path).id for path in paths}
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda p: close_page(alpha.wiki, p, "Ensemble", by=alpha.reader()), paths))

    assert set(said(alpha).closed) == ids
