"""The lists of care, asked of the tables."""

import pytest

from app.domain.care import CareList, CareOrder, CareQuery
from app.domain.likeness import Traits
from app.domain.page_path import PagePath
from tests.engines.sql_log import Wiki, page_id, page_text

MEDIUM = "a" * 64 + ".png"
SIDECAR = "title: T\nlicence: CC0-1.0\nauthors: A\n"


@pytest.fixture(scope="module")
def wiki(tmp_path_factory):
    wiki = Wiki(tmp_path_factory.mktemp("care"))
    pages = {
        "place/plum": page_text("Plum", "[[method/rien]] [[Nulle part]]", verified_on="2020-01-01"),
        "place/vert": page_text(
            "Vert", id=page_id(2), summary="Dit.", themes="[eau]", verified_on="2026-02-01",
            figures="[{name: A, value: 1, date: 2016}]", territory="{region: bretagne}",
        ),
        "place/jamais": page_text("Jamais", f"![](/media/{MEDIUM}) [[Plum]]", id=page_id(3)),
        "method/troc": page_text(
            "Troc", "Voir https://mort.example/x et [[place/plum]]", id=page_id(4), themes="[eau]"
        ),
        "page/liste": page_text("Liste", ":::list kind=place region=bretagne\n:::", id=page_id(5)),
        "page/brouillon": page_text("B", "[[method/loin]]", id=page_id(6), status="draft"),
    }  # fmt: skip
    wiki.save(pages)
    wiki.save({f"media/aa/{MEDIUM}": "png", f"media/aa/{'a' * 64}.yaml": SIDECAR})
    yield wiki
    wiki.sql.close()


def said(wiki, which, **more):
    query = CareQuery(which, before="2026-01-01", year="2024", **more)
    lines, total = wiki.sql.care(query)
    assert total == len(lines)
    return [(str(one.path), one.said) for one in lines]


def names(wiki, which, **more):
    return [name for name, _ in said(wiki, which, **more)]


def test_facts_that_nobody_looked_at_stand_first_then_the_oldest(wiki):
    assert said(wiki, CareList.stale) == [("place/jamais", ""), ("place/plum", "2020-01-01")]


def test_figures_are_old_by_the_latest_of_a_page(wiki):
    assert said(wiki, CareList.figures) == [("place/vert", "2016")]


def test_links_to_nothing_are_told_with_the_page_they_stand_in(wiki):
    assert said(wiki, CareList.links) == [("place/plum", "method/rien")]
    wanted, total = wiki.sql.care_wanted(offset=0, size=1)
    assert ([str(target) for target, _ in wanted], total) == (["method/rien"], 2)


def test_a_page_is_an_orphan_where_no_link_and_no_list_leads_to_it(wiki):
    assert names(wiki, CareList.orphans) == ["place/jamais", "page/liste", "method/troc"]


def test_what_is_missing_is_told_of_pages_that_all_may_see(wiki):
    assert "place/vert" not in names(wiki, CareList.summary)
    assert names(wiki, CareList.themes) == ["place/jamais", "page/liste", "place/plum"]
    assert names(wiki, CareList.licence) == []
    assert said(wiki, CareList.pictures) == [("place/jamais", MEDIUM)]


def test_a_list_is_narrowed_and_sorted(wiki):
    assert names(wiki, CareList.figures, region="occitanie") == []
    assert names(wiki, CareList.figures, region="bretagne", kind="place") == ["place/vert"]
    linked = names(wiki, CareList.summary, kind="place", order=CareOrder.linked)
    assert linked == ["place/plum", "place/jamais"]


def test_addresses_of_the_web_lead_back_to_their_pages(wiki):
    assert wiki.sql.outward() == ["https://mort.example/x"]
    broken = ("https://mort.example/x",)
    assert names(wiki, CareList.web, broken=broken) == ["method/troc"]


def test_what_tells_of_likeness_is_read_on_from_where_one_was(tmp_path):
    wiki = Wiki(tmp_path)
    wiki.save({"place/plum": page_text("Plum", siret='"12345678901234"')})
    epoch, rows = wiki.sql.traits(after=-1, epoch="")
    [(n, changed, traits)] = rows
    assert traits == Traits(
        PagePath("place", "plum"), "Plum", id=page_id(1), siret="12345678901234"
    )
    wiki.save({"place/vert": page_text("Vert", id=page_id(2))})
    assert [t.title for _, _, t in wiki.sql.traits(after=changed, epoch=epoch)[1]] == ["Vert"]
    wiki.save({"place/plum": page_text("Plum", status="draft")})
    [*_, (again, _, hidden)] = wiki.sql.traits(after=changed + 1, epoch=epoch)[1]
    assert (again, hidden) == (n, None)
    wiki.sql.close()
