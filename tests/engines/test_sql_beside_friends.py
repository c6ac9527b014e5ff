"""A friend's page under the address, the title and the id of one of ours changes no answer."""

import pytest

from app.domain.links import LinkTarget, fold
from app.domain.rows import PageState
from app.domain.selection import Order, Selection
from tests.engines.mirrored import BETA, GAMMA, PATHS, ZOE, planted, write_ours
from tests.engines.sql_log import BOB, Wiki, page_id, page_text

IDS = [page_id(number) for number in range(11)]
TARGETS = [
    LinkTarget(title=fold(title)) for title in ("Café Plum", "Moulin", "Nulle part", "Ancien")
] + [LinkTarget(kind=p.kind, slug=p.slug) for p in PATHS]
SELECTIONS = [
    Selection(order=order, include_hidden=hidden, open_only=is_open, where=where)
    for order in Order
    for hidden in (False, True)
    for is_open in (False, True)
    for where in ({}, {"tag": ("bar", "leur")}, {"origin": ("self",)}, {"kind": ("method",)})
]


@pytest.fixture
def wiki(tmp_path):
    wiki = Wiki(tmp_path)
    yield wiki
    wiki.sql.close()


@pytest.fixture
def ours(wiki):
    return write_ours(wiki)


def everything(index):
    """What every verb says of our own pages."""
    heads = [r.revision for r in index.changes(after=None, size=99)[0]]
    rows = [row for path in PATHS if (row := index.page(path))]
    return {
        "page": [index.page(path) for path in PATHS],
        "page_by_id": [index.page_by_id(each) for each in IDS],
        "titles": index.titles(TARGETS),
        "select": [index.select(s, after=None, size=50) for s in SELECTIONS],
        "count": [index.count(s) for s in SELECTIONS],
        "figures": [index.figures(s, by) for s in SELECTIONS for by in (None, "kind", "tag")],
        "facets": [{k: v for k, v in index.facets(s).items() if k != "origin"} for s in SELECTIONS],
        "links_from": [index.links_from(path) for path in PATHS],
        "links_to": [index.links_to(row.path, row.id, size=9) for row in rows],
        "wanted": index.wanted(20),
        "history": [index.history(path, after=None, size=20) for path in PATHS],
        "revision": [index.revision(path, head) for path in PATHS for head in heads],
        "revision_at": [index.revision_at(path, head) for path in PATHS for head in heads],
        "changes": index.changes(after=None, size=50),
        "changes_since": [index.changes_since(head, size=50) for head in heads],
        "authors": [index.authors(each) for each in IDS],
        "writers": [index.writers(each) for each in IDS],
        "has_written": [index.has_written(each, ZOE.address) for each in IDS],
        "versions_since": [index.versions_since(r.id, r.blob) for r in rows],
        "html": [index.html(row.blob) for row in rows if row.state is PageState.live],
    }


def test_a_friends_pages_under_our_addresses_and_ids_change_no_answer_about_ours(ours):
    before, faults = everything(ours.sql), ours.sql.check(ours.store)
    planted().read_into(ours.sql)
    planted(GAMMA).read_into(ours.sql)
    after = everything(ours.sql)

    for verb, answer in before.items():
        assert after[verb] == answer, verb
    assert ours.sql.check(ours.store) == faults


def test_what_we_save_beside_friends_reads_as_without_them(ours, tmp_path):
    (tmp_path / "alone").mkdir()
    alone = Wiki(tmp_path / "alone")
    alone.store = ours.store
    planted().read_into(ours.sql)
    ours.save({"place/young": None, "place/late": page_text("Nulle part", id=page_id(9))})
    ours.save({"place/cafe-plum": page_text("Moulin", body="[[Nulle part]]")}, author=BOB)
    alone.catch_up()

    assert everything(ours.sql) == everything(alone.sql)
    assert ours.sql.bookmark() == alone.sql.bookmark()
    alone.sql.close()


def test_counts_are_the_same_before_and_after_all_pages_are_tallied(ours):
    planted().read_into(ours.sql)
    wheres = ({}, {"origin": ("*",)}, {"origin": (BETA,)}, {"kind": ("place", "method")})
    chosen = [
        Selection(where=where, barred=barred, open_only=is_open)
        for where in wheres for barred in ({}, {"lang": ("en",)}, {"origin": ("self",)})
        for is_open in (False, True)
    ]  # fmt: skip
    counts = [ours.sql.count(one) for one in chosen]
    assert counts == [ours.sql.figures(one, None).count for one in chosen]
    assert len({*counts}) > 3
