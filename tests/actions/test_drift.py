"""A page and the one it began from come apart; what is newer there is taken in by consent."""

import pytest

from app.actions.adopt import adopt_page
from app.actions.catch_up import catch_up
from app.actions.drift import Origin, drift_of, take_newer
from app.actions.rights import wiki_signature
from app.domain.derived import derived_from
from app.domain.errors import EditConflict, LicenceRefused, Refused
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.revision import Change
from tests.actions.two_wikis import PLACE, Side, page_text


@pytest.fixture(autouse=True)
def began(alpha: Side, beta: Side) -> None:
    adopt_page(beta.wiki, str(alpha.id), PLACE, by=beta.reader(Role.contributor))


def drift(beta: Side):
    found = drift_of(beta.wiki, beta.page())
    assert found is not None
    return found


def take(beta: Side, **changes: object):
    options = {"base": beta.page().revision, "settle": {}, "by": beta.reader(Role.contributor)}
    return take_newer(beta.wiki, PLACE, **(options | changes))


def remove(side: Side) -> None:
    author, now = wiki_signature(side.wiki), side.clock.now()
    side.wiki.store.commit(Change({PLACE.file: None}, {}, author, now, "Supprimer"))
    catch_up(side.wiki)


def test_a_page_just_adopted_is_the_same_and_nothing_is_newer(beta: Side) -> None:
    found = drift(beta)

    assert (found.name, found.newer, found.ours, found.same) == ("Réseau alpha", 0, 0, True)
    assert (found.may_take, found.may_offer) == (False, False)


def test_versions_on_both_sides_are_counted(alpha: Side, beta: Side) -> None:
    for n in range(3):
        alpha.change("Premier passage", f"Premier passage {n}")
    for n in range(2):
        beta.change("opened: 2010", f"opened: 2010\narea_m2: {n + 1}") if n == 0 else (
            beta.change("area_m2: 1", "area_m2: 2")
        )
    found = drift(beta)

    assert (found.newer, found.ours, found.same) == (3, 2, False)
    assert found.may_take


def test_a_page_that_began_here_has_no_drift(alpha: Side) -> None:
    assert drift_of(alpha.wiki, alpha.page()) is None


def test_a_page_of_a_network_that_is_no_friend_says_so(beta: Side) -> None:
    beta.change("instance: alpha.test", "instance: gamma.test")
    found = drift(beta)

    assert (found.origin, found.name) == (Origin.unknown_friend, "gamma.test")
    with pytest.raises(Refused, match="plus un réseau ami"):
        take(beta)


@pytest.mark.parametrize(
    "claim",
    ["oui", "[]", "{}", "{instance: ../etc, id: 01ARZ3NDEKTSV4RRFFQ69G5FAV, revision: x}",
     "{instance: a.test, id: 3, revision: 4}"],
)  # fmt: skip
def test_a_claim_that_makes_no_sense_is_none(claim: str) -> None:
    text = page_text(front=f"derived_from: {claim}")

    assert derived_from(parse_page(PLACE, text)) is None


def test_an_original_that_is_gone_is_told_and_cannot_be_taken_from(alpha: Side, beta: Side) -> None:
    remove(alpha)

    assert drift(beta).origin is Origin.gone
    with pytest.raises(Refused, match="plus partagée"):
        take(beta)


def test_what_changed_there_joins_what_changed_here(alpha: Side, beta: Side) -> None:
    beta.change("Deuxième passage.", "Deuxième passage, à nous.")
    alpha.change("Premier passage.", "Premier passage, à eux.")
    mine = beta.page()
    saved = take(beta)
    row = beta.page()

    assert saved.merged
    assert "Premier passage, à eux." in row.text
    assert "Deuxième passage, à nous." in row.text
    assert (row.id, row.licence) == (mine.id, mine.licence)
    assert derived_from(row).revision == alpha.page().blob
    assert (drift(beta).newer, drift(beta).ours) == (0, 0)


def test_taking_credits_the_new_authors(alpha: Side, beta: Side) -> None:
    alpha.save(alpha.page().text.replace("Premier", "Tout premier"), role=Role.reviewer)
    take(beta)
    *_, entry = beta.wiki.store.log()

    assert "Reviewer de alpha" in beta.page().front["authors"]
    assert ("Source", "alpha.test/place/cafe-plum") in entry.trailers
    assert ("Licence", "CC-BY-SA-4.0") in entry.trailers
    assert ("Author", "Reviewer de alpha") in entry.trailers
    assert entry.author.name == "Contributor de beta"


def test_the_same_point_changed_twice_asks_and_saves_nothing(alpha: Side, beta: Side) -> None:
    beta.change("summary: Un café.", "summary: Le nôtre.")
    alpha.change("summary: Un café.", "summary: Le leur.")
    before = beta.wiki.store.head()
    with pytest.raises(EditConflict) as caught:
        take(beta)

    assert [d.field for d in caught.value.disputes] == ["summary"]
    assert beta.wiki.store.head() == before
    take(beta, settle={"summary": "theirs"})
    assert beta.page().summary == "Le leur."


def test_a_choice_made_for_an_older_version_settles_nothing(alpha: Side, beta: Side) -> None:
    beta.change("summary: Un café.", "summary: Le nôtre.")
    alpha.change("summary: Un café.", "summary: Le leur.")
    looked_at, seen = beta.page().revision, alpha.page().blob
    alpha.change("summary: Le leur.", "summary: Encore autre.")
    with pytest.raises(EditConflict):
        take(beta, settle={"summary": "theirs"}, seen=seen)
    beta.change("summary: Le nôtre.", "summary: Le nôtre, plus tard.")

    with pytest.raises(EditConflict):
        take(beta, base=looked_at, settle={"summary": "theirs"})


def test_nothing_newer_changes_nothing(beta: Side) -> None:
    before = beta.wiki.store.head()

    assert not take(beta).merged
    assert beta.wiki.store.head() == before


def test_words_under_a_licence_that_may_not_flow_into_ours_stay_there(
    alpha: Side, beta: Side
) -> None:
    alpha.save(page_text(licence="ODbL-1.0", body="Autre.\n"), PagePath("place", "donnees"))
    adopt_page(
        beta.wiki, str(alpha.id), PagePath("place", "donnees"), by=beta.reader(Role.contributor)
    )
    path = PagePath("place", "donnees")
    ours = beta.page(path).text.replace("licence: ODbL-1.0", "licence: CC-BY-4.0")
    author, now = wiki_signature(beta.wiki), beta.clock.now()
    beta.wiki.store.commit(Change({path.file: ours.encode()}, {}, author, now, "Reçu"))
    catch_up(beta.wiki)
    alpha.change("Autre.", "Autre chose.", path)

    with pytest.raises(LicenceRefused):
        take_newer(
            beta.wiki, path, base=beta.page(path).revision, settle={},
            by=beta.reader(Role.contributor),
        )  # fmt: skip


def test_a_base_that_is_no_version_of_the_original_is_told(alpha: Side, beta: Side) -> None:
    base = derived_from(beta.page()).revision
    beta.change(str(base), "a" * 40)

    assert drift(beta).newer is None
    with pytest.raises(Refused, match="plus connue ici"):
        take(beta)
