"""What the projection makes of the log."""

import sqlite3

import pytest

from app.domain.errors import EngineFailed
from app.domain.page_path import PagePath, RevisionId
from app.domain.rows import PageState
from app.engines.markdown import MarkdownRenderer
from app.engines.sql.projection import SqlProjection
from tests.engines.sql_log import ADA, BOB, Wiki, page_id, page_text

PLUM = PagePath("place", "cafe-plum")
LICENCES = "network/licences.yaml"
NARROW = """licences:
  CC0-1.0: {label: CC0, url: "", open: true, use: ""}
  CC-BY-SA-4.0: {label: CC BY-SA, url: "", open: false, use: ""}
flows: {}
"""


@pytest.fixture
def wiki(tmp_path):
    wiki = Wiki(tmp_path)
    yield wiki
    wiki.sql.close()


def test_a_saved_page_is_a_row_with_all_it_says(wiki):
    text = page_text(summary="Un bar", tags="[bar, bio]", opened=2014, turnover_eur=12000)
    revision = wiki.save({"place/cafe-plum": text})

    row = wiki.sql.page(PLUM)

    assert (row.path, row.state, row.id) == (PLUM, PageState.live, page_id(1))
    assert (row.revision, row.blob) == (revision, wiki.store.blob_of(PLUM.file))
    assert (row.title, row.lang, row.status) == ("Café Plum", "fr", "published")
    assert (row.licence, row.open, row.summary) == ("CC-BY-SA-4.0", True, "Un bar")
    assert row.text == text
    assert row.front["tags"] == ["bar", "bio"]
    assert row.front["opened"] == 2014
    assert (row.updated_by, row.versions) == ("Ada Lovelace", 1)
    assert row.updated_at == row.created_at == next(wiki.store.log()).at
    assert wiki.sql.page_by_id(page_id(1)) == row


def test_the_bookmark_is_the_last_entry(wiki):
    assert wiki.sql.bookmark() is None

    wiki.save({"place/cafe-plum": page_text()})
    revision = wiki.save({"media/readme.txt": "rien"})

    assert wiki.sql.bookmark() == revision


def test_a_change_counts_and_keeps_the_date_of_creation(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    created = wiki.sql.page(PLUM).created_at
    wiki.save({"place/cafe-plum": page_text("Café Plume")}, author=BOB)

    row = wiki.sql.page(PLUM)

    assert (row.title, row.versions, row.updated_by) == ("Café Plume", 2, "Bob Moog")
    assert row.created_at == created
    assert row.updated_at > created
    assert wiki.events("place/cafe-plum") == ["changed", "created"]


def test_a_batch_leaves_what_one_entry_at_a_time_leaves(wiki, tmp_path):
    wiki.commit({"place/cafe-plum": page_text(), "method/pain": page_text("Pain", id=page_id(2))})
    wiki.commit({"place/cafe-plum": page_text(body="Encore. [[Pain]]\n")})
    wiki.move("method/pain", "method/bon-pain")
    wiki.commit({"place/cafe-plum": None})
    wiki.commit({"place/cafe-plum": page_text("Plum")})
    wiki.commit({"page/casse": "rien"})
    wiki.catch_up()
    (tmp_path / "beta").mkdir()
    single = SqlProjection(tmp_path / "beta" / "projection.sqlite", MarkdownRenderer())
    for entry in wiki.store.log():
        single.apply([entry], wiki.store)

    for name in ("place/cafe-plum", "method/pain", "method/bon-pain", "page/casse"):
        path = PagePath.parse(name)
        assert wiki.sql.page(path) == single.page(path)
        assert wiki.sql.links_from(path) == single.links_from(path)
    assert wiki.sql.changes(after=None, size=50) == single.changes(after=None, size=50)
    assert single.check(wiki.store) == wiki.sql.check(wiki.store) == []
    single.close()


def test_entries_already_taken_are_passed_over(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    wiki.save({"place/cafe-plum": page_text("Plum")})

    wiki.sql.apply(list(wiki.store.log()), wiki.store)

    assert wiki.sql.page(PLUM).versions == 2
    assert wiki.sql.bookmark() == wiki.store.head()


def test_a_move_in_one_commit_is_one_event_and_leaves_a_redirect(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    revision = wiki.move("place/cafe-plum", "place/zinc")
    wiki.catch_up()

    left, moved = wiki.row("place/cafe-plum"), wiki.row("place/zinc")

    assert (left.state, left.target_id, left.id) == (PageState.redirect, page_id(1), "")
    assert (moved.state, moved.versions, moved.revision) == (PageState.live, 2, revision)
    assert wiki.events("place/zinc") == ["moved", "created"]
    assert wiki.events("place/cafe-plum") == ["moved", "created"]
    assert wiki.sql.page_by_id(page_id(1)) == moved


def test_a_move_back_over_its_own_redirect_is_a_move(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    wiki.move("place/cafe-plum", "place/zinc")
    wiki.move("place/zinc", "place/cafe-plum")
    wiki.catch_up()

    assert wiki.row("place/cafe-plum").state is PageState.live
    assert wiki.row("place/zinc").state is PageState.redirect
    assert wiki.events("place/cafe-plum") == ["moved", "moved", "created"]


def test_a_plain_rename_is_a_move_and_leaves_nothing(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    wiki.save({"place/cafe-plum": None, "place/zinc": page_text()})

    assert wiki.row("place/cafe-plum") is None
    assert wiki.events("place/zinc") == ["moved", "created"]


def test_a_deleted_page_keeps_its_text_and_can_be_brought_back(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    blob = wiki.sql.page(PLUM).blob
    revision = wiki.save({"place/cafe-plum": None}, author=BOB)

    gone = wiki.sql.page(PLUM)
    assert (gone.state, gone.id, gone.revision) == (PageState.deleted, page_id(1), revision)
    assert (gone.blob, gone.text, gone.updated_by) == (blob, page_text(), "Bob Moog")
    assert not gone.open
    assert wiki.sql.page_by_id(page_id(1)) == gone

    wiki.save({"place/cafe-plum": page_text()})
    assert wiki.sql.page(PLUM).state is PageState.live
    assert wiki.events("place/cafe-plum") == ["restored", "deleted", "created"]


def test_a_page_restored_at_another_address_is_one_page(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    wiki.save({"place/cafe-plum": None})
    wiki.save({"place/zinc": page_text()})

    assert wiki.row("place/cafe-plum") is None
    assert wiki.events("place/zinc") == ["restored", "deleted", "created"]
    assert wiki.sql.check(wiki.store) == []


def test_another_page_at_a_deleted_address_has_its_own_history(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    wiki.save({"place/cafe-plum": None})
    wiki.save({"place/cafe-plum": page_text("Autre", id=page_id(2))})

    assert wiki.sql.page(PLUM).versions == 1
    assert wiki.events("place/cafe-plum") == ["created"]


def test_a_page_that_gives_way_to_a_redirect_to_another_is_deleted(wiki):
    wiki.save({"place/cafe-plum": page_text(), "place/zinc": page_text("Zinc", id=page_id(2))})
    wiki.save({"place/cafe-plum": f"---\nredirect: {page_id(2)}\n---\n"})

    assert wiki.row("place/cafe-plum").target_id == page_id(2)
    assert [row.event for row in wiki.sql.changes(after=None, size=1)[0]] == ["deleted"]
    assert wiki.events("place/cafe-plum") == ["created"]  # that of the page it leads to


def test_a_page_without_an_id_still_has_a_history(wiki):
    wiki.save({"place/cafe-plum": page_text(id=None), "place/zinc": page_text("Zinc", id=None)})
    wiki.save({"place/cafe-plum": page_text("Plum", id=None)})

    assert wiki.sql.page(PLUM).id == ""
    assert wiki.sql.page(PLUM).versions == 2
    rows, _ = wiki.sql.history(PLUM, after=None, size=9)
    assert [(row.event, row.page_id) for row in rows] == [("changed", ""), ("created", "")]


@pytest.mark.parametrize("text", ["pas d’en-tête", "---\n: [\n---\n", "\udcff\udcfe", ""])
def test_a_file_that_cannot_be_read_is_a_broken_row(wiki, text):
    wiki.save({"place/cafe-plum": page_text()})
    wiki.save({"place/cafe-plum": text})

    row = wiki.sql.page(PLUM)

    assert (row.state, row.title, row.id) == (PageState.broken, "cafe-plum", page_id(1))
    assert row.status == "draft"
    assert wiki.events("place/cafe-plum") == ["changed", "created"]
    assert wiki.sql.check(wiki.store) == []


def test_a_broken_file_is_as_public_as_it_says(wiki):
    wiki.save({"place/cafe-plum": "---\nstatus: published\nlicence: CC0-1.0\ntags: [\n---\n"})

    row = wiki.sql.page(PLUM)

    assert (row.state, row.status, row.licence) == (PageState.broken, "published", "CC0-1.0")
    assert not row.open


@pytest.mark.parametrize(
    ("status", "licence", "is_open"),
    [
        ("published", "CC-BY-SA-4.0", True),
        ("archived", "CC-BY-SA-4.0", True),
        ("draft", "CC-BY-SA-4.0", False),
        ("published", "CC-BY-NC-4.0", False),
        ("published", "unheard-of", False),
        ("whatever", "CC-BY-SA-4.0", False),
    ],
)
def test_status_and_licence_say_what_may_leave(wiki, status, licence, is_open):
    wiki.save({"place/cafe-plum": page_text(status=status, licence=licence)})

    assert wiki.sql.page(PLUM).open is is_open


def test_another_policy_judges_every_page_again(wiki):
    wiki.save(
        {"place/cafe-plum": page_text(), "page/a": page_text(licence="CC0-1.0", id=page_id(2))}
    )
    wiki.save({LICENCES: NARROW})
    assert (wiki.sql.page(PLUM).open, wiki.row("page/a").open) == (False, True)

    wiki.save({"place/zinc": page_text("Zinc", id=page_id(3))})
    assert not wiki.row("place/zinc").open

    wiki.save({LICENCES: None})
    assert wiki.sql.page(PLUM).open


@pytest.mark.parametrize("policy", ["", "licences: non", "a: [\n"])
def test_under_a_policy_that_cannot_be_read_nothing_is_open(wiki, policy):
    wiki.save({"place/cafe-plum": page_text()})
    wiki.save({LICENCES: policy})

    assert not wiki.sql.page(PLUM).open


def test_a_policy_in_the_same_batch_is_the_one_that_judges(wiki):
    wiki.commit({"place/cafe-plum": page_text()})
    wiki.commit({LICENCES: NARROW})
    wiki.catch_up()

    assert not wiki.sql.page(PLUM).open


def test_html_is_kept_for_what_stands_and_forgotten_with_it(wiki):
    wiki.save({"place/cafe-plum": page_text(body="## Le bar\n\n[[Pain]]\n")})
    old = wiki.sql.page(PLUM).blob
    kept = wiki.sql.html(old)
    assert kept == MarkdownRenderer().render("\n## Le bar\n\n[[Pain]]\n", kind="place", lang="fr")

    wiki.save({"place/cafe-plum": page_text(body="Autre.\n")})
    assert wiki.sql.html(old) is None
    assert "Autre" in wiki.sql.html(wiki.sql.page(PLUM).blob).html


def test_html_that_two_pages_share_stays_while_one_holds_it(wiki):
    wiki.save({"place/cafe-plum": page_text(), "place/zinc": page_text()})
    wiki.save({"place/zinc": page_text("Zinc")})

    assert wiki.sql.html(wiki.sql.page(PLUM).blob) is not None


class NewerRenderer(MarkdownRenderer):
    version = "newer"


class FaintRenderer(MarkdownRenderer):
    def render(self, body, *, kind, lang):
        if "[[" in body:
            raise RecursionError
        return super().render(body, kind=kind, lang=lang)


def test_a_newer_renderer_has_its_own_html(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    newer = SqlProjection(wiki.file, NewerRenderer())
    blob = newer.page(PLUM).blob
    assert newer.html(blob) is None
    assert any("HTML" in sentence for sentence in newer.check(wiki.store))

    assert newer.render_missing(10) == 1
    assert newer.html(blob) is not None
    assert wiki.sql.html(blob) is not None
    assert newer.render_missing(10) == 0
    assert wiki.sql.html(blob) is None
    newer.close()


def test_a_page_that_cannot_be_rendered_does_not_hold_back_others(tmp_path):
    wiki = Wiki(tmp_path)
    wiki.sql.close()
    wiki.sql = SqlProjection(wiki.file, FaintRenderer())
    wiki.save({"place/cafe-plum": page_text(body="[[x]]"), "page/b": page_text(id=page_id(2))})

    assert wiki.sql.html(wiki.sql.page(PLUM).blob) is None
    assert wiki.sql.html(wiki.row("page/b").blob) is not None
    wiki.sql.close()


def test_reset_forgets_everything(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    generation = wiki.sql.generation()
    wiki.sql.reset()

    assert wiki.sql.bookmark() is None
    assert wiki.sql.page(PLUM) is None
    assert wiki.sql.generation() != generation

    wiki.catch_up()
    assert wiki.sql.page(PLUM).versions == 1


def test_a_projection_of_another_schema_is_read_again(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    wiki.sql.close()
    with sqlite3.connect(wiki.file) as connection:
        connection.execute("UPDATE meta SET value = 'of old' WHERE key = 'schema'")
        connection.execute("ALTER TABLE pages DROP COLUMN summary")
    connection.close()
    again = SqlProjection(wiki.file, MarkdownRenderer())

    assert again.bookmark() is None
    again.apply(list(wiki.store.log()), wiki.store)
    assert again.page(PLUM).summary == ""
    again.close()


def test_a_failing_batch_leaves_nothing(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    bookmark, generation = wiki.sql.bookmark(), wiki.sql.page(PLUM)
    wiki.commit({"place/cafe-plum": page_text("Plum")})
    entries = list(wiki.store.log(bookmark))
    wiki.sql._database.close()
    with sqlite3.connect(wiki.file) as connection:
        connection.execute("DROP TABLE links")
    connection.close()

    with pytest.raises(EngineFailed):
        wiki.sql.apply(entries, wiki.store)
    assert (wiki.sql.bookmark(), wiki.sql.page(PLUM)) == (bookmark, generation)


def test_check_tells_what_is_not_what_the_tree_says(wiki):
    wiki.save({"place/cafe-plum": page_text(), "page/a": page_text("A", id=page_id(2))})
    wiki.save({"page/b": page_text("B", id=page_id(3))})
    assert wiki.sql.check(wiki.store) == []
    with sqlite3.connect(wiki.file) as connection:
        connection.execute("UPDATE pages SET blob = ? WHERE slug = 'cafe-plum'", ("0" * 40,))
        connection.execute("UPDATE pages SET slug = 'z' WHERE slug = 'a'")
        connection.execute("UPDATE pages SET versions = 7 WHERE slug = 'b'")
    connection.close()

    said = "\n".join(wiki.sql.check(wiki.store))

    for sentence in (
        "« page/a » est dans le dépôt mais pas",
        "« page/z » est dans la base mais plus",
        "« place/cafe-plum » n’a pas dans la base le contenu",
        "« place/cafe-plum » n’a pas de rendu HTML",
        "versions de la page « page/b » est faux",
    ):
        assert sentence in said


def test_unknown_pages_and_revisions_are_none(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    nowhere = RevisionId("1" * 40)

    assert wiki.row("place/ailleurs") is None
    assert wiki.sql.page_by_id("") is None
    assert wiki.sql.page_by_id(page_id(9)) is None
    assert wiki.sql.revision(PLUM, nowhere) is None
    assert wiki.sql.revision_at(PLUM, nowhere) is None
    assert wiki.sql.has_written(page_id(1), ADA.address)
    assert not wiki.sql.has_written(page_id(1), BOB.address)
