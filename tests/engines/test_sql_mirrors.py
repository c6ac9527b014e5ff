"""Friends' pages in the tables: told when they are asked for, never taken for ours."""

import pytest

from app.domain.licence import DEFAULT_POLICY, LICENCES_FILE, LicencePolicy, policy_file
from app.domain.links import LinkTarget
from app.domain.network import Slice
from app.domain.page_path import PagePath
from app.domain.rows import PageState
from app.domain.selection import Order, Selection
from app.engines.markdown import MarkdownRenderer
from app.engines.sql.projection import SqlProjection
from tests.engines.mirrored import BETA, GAMMA, PATHS, ZOE, Friend, planted, write_ours
from tests.engines.sql_log import ADA, BOB, Wiki, page_id, page_text

PLUM = PagePath("place", "cafe-plum")
LATE = PagePath("place", "late")
CLOSED = "CC-BY-NC-4.0"
NARROW = LicencePolicy(
    {each: said for each, said in DEFAULT_POLICY.licences.items() if each != "CC0-1.0"}, {}
)
EVERY = Selection({"origin": ("*",)})
THEIRS = Selection({"origin": (BETA,)})


@pytest.fixture
def wiki(tmp_path):
    wiki = Wiki(tmp_path)
    yield wiki
    wiki.sql.close()


@pytest.fixture
def ours(wiki):
    return write_ours(wiki)


def test_a_friends_page_is_told_where_its_origin_is_named(ours):
    planted().read_into(ours.sql)
    row = ours.sql.page(PLUM, origin=BETA)

    assert (row.origin, row.text, row.open) == (BETA, row.text, True)
    assert "encore" in row.text
    assert row == ours.sql.page_by_id(page_id(1), origin=BETA)
    assert ours.sql.page(PLUM, origin=GAMMA) is None
    assert ours.sql.page_by_id(page_id(1), origin=GAMMA) is None
    assert ours.sql.html(row.blob) is None


def test_a_friends_history_and_authors_are_theirs(ours):
    planted().read_into(ours.sql)
    rows, cursor = ours.sql.history(PLUM, after=None, size=1, origin=BETA)
    rest, last = ours.sql.history(PLUM, after=cursor, size=9, origin=BETA)

    assert [(r.event, r.author, r.page_id) for r in rows + rest] == [
        ("changed", "Ada Lovelace", page_id(1)),
        ("created", "Zoé", page_id(1)),
    ]
    assert last is None
    assert ours.sql.authors(page_id(2), origin=BETA) == [("Zoé", 2)]
    assert not ours.sql.has_written(page_id(2), ZOE.address)


def test_a_friends_move_leads_on_by_its_origin(ours):
    planted().read_into(ours.sql)
    left = ours.sql.page(PagePath("place", "old"), origin=BETA)
    went = ours.sql.page_by_id(left.target_id, origin=BETA)

    assert left.state is PageState.redirect
    assert went.path.slug == "new"
    assert ours.sql.page_by_id(left.target_id).path.slug == "young"


def test_versions_are_counted_since_one_of_their_contents(ours):
    friend = planted()
    friend.read_into(ours.sql)
    first = ours.sql.history(PLUM, after=None, size=9, origin=BETA)[0][-1]

    assert ours.sql.versions_since(page_id(1), first.blob, origin=BETA) == 1
    assert ours.sql.versions_since(page_id(1), first.blob) is None
    assert ours.sql.versions_since(page_id(2), first.blob, origin=BETA) is None
    assert ours.sql.versions_since(page_id(1), ours.row("place/cafe-plum").blob) == 0


def test_pages_of_ours_that_began_from_a_friends_are_found(ours):
    said = f"{{instance: {BETA}, id: {page_id(10)}, revision: {'a' * 40}}}"
    ours.save({"method/ours": page_text("La nôtre", id=page_id(20), derived_from=said)})
    friend = Friend()
    friend.commit({"method/a": page_text("A", id=page_id(21), derived_from=said)})
    friend.read_into(ours.sql)

    assert [row.path.slug for row in ours.sql.derived(BETA, page_id(10))] == ["ours"]
    assert ours.sql.derived(GAMMA, page_id(10)) == []
    assert ours.sql.derived(BETA, page_id(11)) == []
    ours.save({"method/ours": page_text("La nôtre", id=page_id(20))})
    assert ours.sql.derived(BETA, page_id(10)) == []


def slugs(index, selection):
    rows, _ = index.select(selection, after=None, size=50)
    return [f"{row.origin.split('.')[0]}/{row.path.slug}" for row in rows]


def test_selections_choose_by_origin(ours):
    planted().read_into(ours.sql)
    gamma = Friend(GAMMA)
    gamma.commit({"method/g": page_text("Gué", id=page_id(30), kind="method", tags="[leur]")})
    gamma.read_into(ours.sql)
    sql = ours.sql

    mine = ["/cafe-plum", "/moulin", "/young"]
    assert sorted(slugs(sql, Selection())) == mine
    assert sorted(slugs(sql, Selection({"origin": ("self",)}))) == mine
    assert slugs(sql, Selection({"origin": (GAMMA,)})) == ["gamma/g"]
    assert slugs(sql, Selection({"origin": ("self", GAMMA)}))[-1] == "/moulin"
    assert sql.count(Selection({"origin": ("self", GAMMA)})) == 4
    assert sql.count(EVERY) == 3 + 1 + sql.origins()[BETA]
    assert len(slugs(sql, EVERY)) == sql.count(EVERY)
    assert slugs(sql, Selection({"origin": ("unknown.example",)})) == []
    assert sql.count(Selection({"origin": ("unknown.example",)})) == 0
    many = tuple(f"h{n}.example" for n in range(6))
    assert slugs(sql, Selection({"origin": (*many, GAMMA)})) == ["gamma/g"]
    leur = EVERY.having("tag", "leur")
    assert slugs(sql, leur) == ["beta/cafe-plum", "gamma/g"]
    assert sql.figures(leur, None).count == sql.count(leur) == 2
    assert sql.count(Selection(include_hidden=True).having("origin", GAMMA)) == 1


@pytest.mark.parametrize("order", list(Order))
def test_pages_of_all_origins_are_paged_through_without_loss(ours, order):
    planted().read_into(ours.sql)
    planted(GAMMA).read_into(ours.sql)
    selection = Selection({"origin": ("*",)}, order=order)
    whole, _ = ours.sql.select(selection, after=None, size=99)
    pieces, cursor = ours.sql.select(selection, after=None, size=2)
    while cursor:
        more, cursor = ours.sql.select(selection, after=cursor, size=2)
        pieces += more

    assert pieces == whole
    assert len(whole) == ours.sql.count(selection)


def test_what_friends_have_is_counted_beside_ours(ours):
    assert "origin" not in ours.sql.facets(Selection())
    planted().read_into(ours.sql)
    theirs = ours.sql.origins()[BETA]

    assert ours.sql.facets(Selection())["origin"] == {BETA: theirs, "self": 3}
    assert ours.sql.facets(THEIRS)["origin"] == {BETA: theirs, "self": 3}
    assert ours.sql.facets(Selection({"tag": ("leur",)}))["origin"] == {BETA: 1}
    assert ours.sql.facets(THEIRS)["tag"] == {"leur": 1}
    groups = ours.sql.figures(EVERY, "origin").groups
    assert {group.key: group.count for group in groups} == {BETA: theirs, "self": 3}
    assert ours.sql.figures(THEIRS, None).turnover_eur.sum == 7


def test_links_of_a_friends_page_look_there_first_then_here(ours):
    planted().read_into(ours.sql)
    theirs = LinkTarget(kind="method", slug="theirs")
    abroad = LinkTarget(kind="place", slug="cafe-plum", host=BETA)
    only_here = LinkTarget(title="brouillon")
    found = ours.sql.titles([LinkTarget(title="cafe plum"), theirs, abroad, only_here], origin=BETA)

    assert found[LinkTarget(title="cafe plum")].origin == BETA
    assert found[theirs].origin == BETA
    assert found[abroad].origin == BETA
    assert ours.sql.titles([theirs]) == {}
    assert ours.sql.titles([abroad])[abroad].origin == BETA
    old = LinkTarget(kind="place", slug="old")
    assert ours.sql.titles([old], origin=BETA)[old].path.slug == "new"
    assert ours.sql.titles([old], origin=GAMMA)[old].path.slug == "young"


def test_pages_of_ours_that_name_a_friends_page_are_its_neighbours(ours):
    planted().read_into(ours.sql)
    ours.save({"place/late": page_text("Tard", id=page_id(9), body=f"[[{BETA}/place/cafe-plum]]")})

    found = ours.sql.links_to(PLUM, "", origin=BETA, size=9)
    assert [each.slug for each in found] == ["late"]


@pytest.mark.parametrize(
    "text",
    [
        "rien",
        page_text(licence=CLOSED),
        page_text(status="draft"),
        page_text(licence=None),
        page_text(licence="unknown"),
        page_text(status="other"),
        "---\nid: [\n---\n",
        "\x00",
    ],
)
def test_what_is_no_open_page_is_not_shown(wiki, text):
    friend = Friend()
    friend.commit({"place/cafe-plum": text, "place/moulin": page_text("Moulin", id=page_id(2))})
    friend.read_into(wiki.sql)

    assert wiki.sql.page(PLUM, origin=BETA) is None
    assert wiki.sql.origins() == {BETA: 1}


def test_a_page_that_is_closed_later_is_shown_no_more(wiki):
    friend = Friend()
    friend.commit({"place/cafe-plum": page_text()})
    friend.read_into(wiki.sql)
    friend.commit({"place/cafe-plum": page_text(licence=CLOSED)})
    friend.read_into(wiki.sql)

    assert wiki.sql.page(PLUM, origin=BETA).state is PageState.deleted
    assert wiki.sql.origins() == {}
    assert wiki.sql.count(EVERY) == 0
    friend.commit({"place/cafe-plum": page_text()})
    friend.read_into(wiki.sql)
    assert wiki.sql.origins() == {BETA: 1}


def test_the_slice_and_what_was_set_aside_are_honoured(wiki):
    friend = Friend()
    friend.slice = Slice.parse("kind=method")
    friend.quarantined = frozenset({PagePath("method", "b").file})
    friend.commit(
        {f"{kind}/{s}": page_text(s, id=page_id(n)) for n, (kind, s) in
         enumerate([("place", "a"), ("method", "b"), ("method", "c")])}
    )  # fmt: skip
    friend.read_into(wiki.sql)

    assert slugs(wiki.sql, THEIRS) == ["beta/c"]
    assert wiki.sql.page(PagePath("place", "a"), origin=BETA) is None


def test_another_form_forgets_all_there_was(wiki):
    friend = Friend()
    friend.commit({"place/cafe-plum": page_text(), "method/a": page_text("A", id=page_id(2))})
    friend.read_into(wiki.sql)
    friend.slice = Slice.parse("kind=method")
    before = wiki.sql.generation()
    friend.read_into(wiki.sql)

    assert slugs(wiki.sql, EVERY) == ["beta/a"]
    assert wiki.sql.history(PLUM, after=None, size=9, origin=BETA) == ([], None)
    assert wiki.sql.generation() != before
    assert wiki.sql.mirror_marks() == {BETA: (friend.mirror.form, friend.store.head())}


def test_a_friend_that_is_dropped_leaves_nothing(ours):
    planted().read_into(ours.sql)
    planted(GAMMA).read_into(ours.sql)
    ours.sql.tidy()
    blob = ours.sql.page(PagePath("method", "theirs"), origin=BETA).blob
    assert ours.sql.html(blob) is not None
    ours.sql.drop_mirror(BETA)
    assert ours.sql.html(blob) is not None
    ours.sql.drop_mirror(GAMMA)

    assert ours.sql.html(blob) is None
    assert ours.sql.origins() == ours.sql.mirror_marks() == {}
    assert "origin" not in ours.sql.facets(EVERY)
    assert ours.sql.html(ours.row("place/cafe-plum").blob) is not None
    for left in ("friend_revisions", "credits"):
        assert ours.sql._database.rows(f"SELECT * FROM {left}") == []
    assert ours.sql._database.rows("SELECT * FROM facets WHERE visible = 2") == []


def test_in_pieces_a_friends_log_reads_as_in_one(tmp_path):
    said = []
    for size in (1, 2, 500):
        (tmp_path / str(size)).mkdir()
        wiki = Wiki(tmp_path / str(size))
        planted().read_into(wiki.sql, size=size)
        said.append(
            (
                wiki.sql.select(EVERY, after=None, size=50)[0],
                wiki.sql.facets(EVERY),
                [wiki.sql.history(path, after=None, size=9, origin=BETA) for path in PATHS],
                wiki.sql.mirror_marks(),
            )
        )
        wiki.sql.close()

    rows = [{row.path: row for row in one[0]} for one in said]
    assert rows[0] == rows[1] == rows[2]
    assert said[0][1:] == said[1][1:] == said[2][1:]


def test_entries_that_were_read_are_passed_over(wiki):
    friend = planted()
    friend.read_into(wiki.sql)
    entries = list(friend.store.log())
    versions = wiki.sql.page(PLUM, origin=BETA).versions
    wiki.sql.apply_mirror(friend.mirror, entries, friend.store)
    wiki.sql.apply_mirror(friend.mirror, [], friend.store)

    assert wiki.sql.page(PLUM, origin=BETA).versions == versions == 2


def test_a_failure_midway_leaves_the_mark_where_it_was(wiki, monkeypatch):
    friend = planted()
    friend.read_into(wiki.sql)
    mark = wiki.sql.mirror_marks()
    friend.commit({"place/cafe-plum": page_text(body="nouveau")})
    monkeypatch.setattr(
        "app.engines.sql.mirrored.drop_unused", lambda *_: (_ for _ in ()).throw(RuntimeError)
    )
    with pytest.raises(RuntimeError):
        friend.read_into(wiki.sql)

    assert wiki.sql.mirror_marks() == mark
    assert "nouveau" not in wiki.sql.page(PLUM, origin=BETA).text


def test_upkeep_renders_friends_pages_a_few_at_a_time(wiki, monkeypatch):
    monkeypatch.setattr("app.engines.sql.projection._RENDERED_AT_ONCE", 2)
    friend = Friend()
    friend.commit({f"place/p-{n}": page_text(f"P {n}", id=page_id(n)) for n in range(3)})
    friend.read_into(wiki.sql)
    rows = wiki.sql.select(THEIRS, after=None, size=9)[0]
    wiki.sql.tidy()
    assert sum(wiki.sql.html(row.blob) is not None for row in rows) == 2
    wiki.sql.tidy()

    assert all(wiki.sql.html(row.blob) for row in rows)


def test_a_licence_that_leaves_the_open_list_has_friends_read_again(wiki):
    wiki.save({"place/ours": page_text("Nôtre", id=page_id(9))})
    friend = Friend()
    friend.commit({"place/cafe-plum": page_text(licence="CC0-1.0"),
                   "place/b": page_text("B", id=page_id(2))})  # fmt: skip
    friend.read_into(wiki.sql)
    wiki.save({LICENCES_FILE: policy_file(NARROW).decode()})
    assert wiki.sql.mirror_marks()[BETA][0] != friend.mirror.form
    friend.read_into(wiki.sql)

    assert slugs(wiki.sql, THEIRS) == ["beta/b"]


def test_whoever_wrote_before_a_page_was_opened_is_credited(wiki):
    friend = Friend()
    friend.commit(
        {"place/cafe-plum": page_text()},
        author=ZOE,
        trailers=(("Author", f"Ada Lovelace <{ADA.address}>"), ("Author", "Zoé <x@y>")),
    )
    friend.read_into(wiki.sql)

    assert wiki.sql.authors(page_id(1), origin=BETA) == [("Zoé", 1), ("Ada Lovelace", 0)]
    assert wiki.sql.authors(page_id(1)) == []


def test_people_who_were_erased_here_have_no_name_at_friends(wiki):
    friend = Friend()
    friend.commit({"place/cafe-plum": page_text()}, author=BOB)
    friend.read_into(wiki.sql)
    wiki.save({"people/erased.yaml": f"erased:\n  - {BOB.address}\n"})
    assert wiki.sql.authors(page_id(1), origin=BETA) == [("Personne retirée", 1)]
    friend.commit({"place/cafe-plum": page_text(body="b")}, author=BOB)
    friend.read_into(wiki.sql)

    assert wiki.sql.authors(page_id(1), origin=BETA) == [("Personne retirée", 2)]
    assert wiki.sql.page(PLUM, origin=BETA).updated_by == "Personne retirée"


def test_our_log_that_is_read_anew_forgets_friends_too(ours):
    planted().read_into(ours.sql)
    ours.sql.reset()

    assert ours.sql.mirror_marks() == ours.sql.origins() == {}


def test_an_index_of_an_older_schema_is_begun_anew(ours):
    planted().read_into(ours.sql)
    with ours.sql._database.writing() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '1' WHERE key = 'schema'")
    again = SqlProjection(ours.file, MarkdownRenderer())

    assert again.bookmark() is None
    assert again.mirror_marks() == {}
    again.close()
