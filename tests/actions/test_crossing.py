"""Two people who write the same page at the very same time: what the later one is shown."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.actions.read_page import read_version
from app.actions.rights import signature_of
from app.actions.save_page import SavePage, save_page
from app.domain.errors import EditConflict
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.revision import Change
from tests.web.conftest import Alpha, serve_alpha

CAFE = PagePath("place", "cafe-plum")


@pytest.fixture
def alpha(tmp_path: Path) -> Iterator[Alpha]:
    yield from serve_alpha(tmp_path / "alpha")


def commits(alpha: Alpha, old: str, new: str) -> None:
    """Another process has just written the page; nothing has read the log since."""
    store, person = alpha.wiki.store, alpha.people[Role.steward]
    blob = store.blob_of(CAFE.file)
    text = store.read_blob(blob).decode()
    assert old in text
    now, author = alpha.wiki.clock.now(), signature_of(alpha.wiki, person)
    files = {CAFE.file: text.replace(old, new).encode()}
    store.commit(Change(files, {CAFE.file: blob}, author, now, "Entre-temps"))


def crossing(alpha: Alpha, wiki=None) -> EditConflict:
    row = alpha.wiki.index.page(CAFE)
    text = row.text.replace("On y déjeune.", "On y dîne.")
    command = SavePage(CAFE, text, row.revision)
    with pytest.raises(EditConflict) as caught:
        save_page(wiki or alpha.wiki, command, by=alpha.reader(Role.contributor))
    return caught.value


def seen_by(alpha: Alpha, conflict: EditConflict) -> str:
    revision = RevisionId(conflict.theirs_revision)
    reader = Reader(alpha.people[Role.contributor])
    return read_version(alpha.wiki, CAFE, revision, reader=reader).page.text


def test_the_version_of_a_conflict_can_be_read_at_once(alpha):
    before = alpha.wiki.index.page(CAFE)
    commits(alpha, "On y déjeune.", "On y danse.")
    assert alpha.wiki.index.page(CAFE) == before

    conflict = crossing(alpha)

    assert "On y danse." in conflict.theirs
    assert seen_by(alpha, conflict) == conflict.theirs


def test_a_conflict_never_shows_one_text_and_names_another(alpha):
    """A third person writes between the moment the page is read and the one it is named."""
    commits(alpha, "On y déjeune.", "On y danse.")
    left = [("On y danse.", "On y chante.")]

    class Meanwhile:
        def __getattr__(self, name):
            return getattr(alpha.wiki.store, name)

        def head(self):
            if left:
                commits(alpha, *left.pop())
            return alpha.wiki.store.head()

    conflict = crossing(alpha, replace(alpha.wiki, store=Meanwhile()))

    assert "On y chante." in conflict.theirs
    assert seen_by(alpha, conflict) == conflict.theirs
