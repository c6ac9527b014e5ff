"""Whoever has a part in a page is named with its authors."""

import pytest

from app.domain.erasure import ERASED_FILE, ERASED_NAME
from tests.engines.sql_log import BOB, Wiki, page_id, page_text

CARLA = "Carla <01arz3ndektsv4rrffq69g5fax@beta.example>"
ADA_AGAIN = "Ada <01arz3ndektsv4rrffq69g5fav@alpha.example>"


@pytest.fixture
def wiki(tmp_path):
    return Wiki(tmp_path)


def test_those_whom_a_commit_names_come_after_its_authors(wiki):
    wiki.save({"place/cafe-plum": page_text()})
    named = (("Author", CARLA), ("Author", ADA_AGAIN), ("Source", "beta.example"))
    wiki.save({"place/cafe-plum": page_text(body="Deux.\n")}, author=BOB, trailers=named)
    assert wiki.sql.authors(page_id(1)) == [("Ada Lovelace", 1), ("Bob Moog", 1), ("Carla", 0)]
    wiki.save({"place/zinc": page_text(id=page_id(2))}, author=BOB)
    assert wiki.sql.our_authors() == {page_id(n): wiki.sql.authors(page_id(n)) for n in (1, 2)}


def test_an_erased_person_is_named_in_no_credit(wiki):
    wiki.save({"place/cafe-plum": page_text()}, trailers=(("Author", CARLA),))
    erased = "erased:\n- 01arz3ndektsv4rrffq69g5fax@beta.example\n"
    wiki.save({ERASED_FILE: erased})
    assert wiki.sql.authors(page_id(1)) == [("Ada Lovelace", 1), (ERASED_NAME, 0)]
