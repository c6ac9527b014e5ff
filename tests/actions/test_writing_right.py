"""Whatever writes a page asks the policy and the page's protection first."""

import pytest

from app.actions.adopt import adopt_page
from app.actions.delete_page import delete_page, restore_page
from app.actions.drift import take_newer
from app.actions.merge_duplicates import Seen, prepare_union, unite
from app.actions.move_page import move_page
from app.actions.relink import relink_pages
from app.actions.writing import protect, set_policy
from app.domain.errors import AskFirst, ProposeFirst
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.writing import Policy
from tests.actions.two_wikis import PLACE, Side, page_text

ELSEWHERE = "le-cafe"


def review_first(side: Side) -> None:
    set_policy(side.wiki, Policy.proposals, newcomer_versions=0, by=side.reader())


def shut(side: Side, path: PagePath = PLACE, level: Role = Role.steward) -> None:
    protect(side.wiki, path, level, "texte voté", by=side.reader())


def move(side: Side, role: Role):
    base = side.page().revision
    return move_page(side.wiki, PLACE, ELSEWHERE, base=base, by=side.reader(role))


def delete(side: Side, role: Role):
    return delete_page(side.wiki, PLACE, base=side.page().revision, by=side.reader(role))


def restore(side: Side, role: Role):
    first = side.wiki.index.history(PLACE, after=None, size=9)[0][-1].revision
    return restore_page(side.wiki, PLACE, first, by=side.reader(role))


def heads(side: Side):
    return side.wiki.store.head()


@pytest.mark.parametrize("act", [move, restore])
def test_where_texts_are_reviewed_first_a_contributor_changes_no_page(alpha: Side, act) -> None:
    alpha.change("Premier passage", "Un passage")
    review_first(alpha)
    before = heads(alpha)

    with pytest.raises(AskFirst, match="Ici, on relit avant de publier"):
        act(alpha, Role.contributor)
    assert heads(alpha) == before
    assert act(alpha, Role.reviewer)


@pytest.mark.parametrize("act", [move, delete, restore])
def test_a_protected_page_is_changed_by_those_it_names_alone(alpha: Side, act) -> None:
    alpha.change("Premier passage", "Un passage")
    shut(alpha)
    before = heads(alpha)

    with pytest.raises(AskFirst, match="texte voté"):
        act(alpha, Role.reviewer)
    assert heads(alpha) == before
    assert act(alpha, Role.steward)


def test_a_protected_page_that_was_deleted_comes_back_by_those_it_names(alpha: Side) -> None:
    shut(alpha)
    delete(alpha, Role.steward)

    with pytest.raises(AskFirst, match="texte voté"):
        restore(alpha, Role.reviewer)
    assert restore(alpha, Role.steward).id == alpha.page().id


def test_a_writer_gives_a_draft_of_theirs_another_address(alpha: Side) -> None:
    draft, own = PagePath("place", "brouillon"), alpha.reader(Role.contributor)
    text = page_text("Brouillon").replace("status: published", "status: draft")
    saved = alpha.save(text, draft, role=Role.contributor)
    review_first(alpha)
    move_page(alpha.wiki, draft, "autre", base=saved.revision, by=own)

    assert alpha.page(PagePath("place", "autre")).id == saved.id


def test_pages_are_adopted_by_those_who_save(beta: Side) -> None:
    review_first(beta)

    with pytest.raises(AskFirst, match="on relit avant"):
        adopt_page(beta.wiki, str(beta.friend), PLACE, by=beta.reader(Role.contributor))
    assert adopt_page(beta.wiki, str(beta.friend), PLACE, by=beta.reader(Role.reviewer))


def test_newer_versions_are_taken_in_by_those_who_save(alpha: Side, beta: Side) -> None:
    adopt_page(beta.wiki, str(beta.friend), PLACE, by=beta.reader())
    alpha.change("Premier passage", "Un passage")
    shut(beta, level=Role.reviewer)

    def take(role: Role):
        base = beta.page().revision
        return take_newer(beta.wiki, PLACE, base=base, settle={}, by=beta.reader(role))

    with pytest.raises(AskFirst, match="texte voté"):
        take(Role.contributor)
    assert "Un passage" in take(Role.reviewer).text


@pytest.mark.parametrize("shut_one", [PLACE, PagePath("place", "autre")])
def test_neither_of_two_pages_that_are_united_may_be_protected(alpha: Side, shut_one) -> None:
    other = PagePath("place", "autre")
    alpha.save(page_text(), other)
    shut(alpha, shut_one)
    union = prepare_union(alpha.wiki, PLACE, other, by=alpha.reader(Role.reviewer))
    seen = Seen(union.kept.revision, union.other.revision)
    before = heads(alpha)

    with pytest.raises(ProposeFirst, match="texte voté"):
        unite(alpha.wiki, union, {}, seen=seen, by=alpha.reader(Role.reviewer))
    assert heads(alpha) == before
    assert unite(alpha.wiki, union, {}, seen=seen, by=alpha.reader())


def test_links_of_protected_pages_stay_and_are_told(alpha: Side) -> None:
    one, other = PagePath("place", "un"), PagePath("place", "deux")
    for path, name in ((one, "Un"), (other, "Deux")):
        alpha.save(page_text(name, body="Voir [[place/cafe-plum]].\n"), path)
    move(alpha, Role.steward)
    shut(alpha, one)
    moved = PagePath("place", ELSEWHERE)
    done = relink_pages(alpha.wiki, moved, [one, other], by=alpha.reader(Role.contributor))

    assert [page.path for page, _ in done.changed] == [other]
    assert [(left.page.path, "texte voté" in str(left.why)) for left in done.skipped] == [
        (one, True)
    ]
    assert "[[place/cafe-plum]]" in alpha.page(one).text
