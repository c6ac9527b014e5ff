"""A friend's page begins again as one of ours, and nobody loses credit."""

from dataclasses import replace
from hashlib import sha256

import pytest

from app.actions.adopt import adopt_page, adopted
from app.actions.catch_up import catch_up
from app.actions.rights import wiki_signature
from app.domain.derived import derived_from
from app.domain.errors import (
    Gone,
    InvalidPage,
    LicenceRefused,
    NotSignedIn,
    PageNotFound,
    PeerNotFound,
    Refused,
)
from app.domain.licence import DEFAULT_POLICY, LICENCES_FILE, policy_file
from app.domain.media import MediumName
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from app.domain.people import STRANGER, Role
from app.domain.revision import Change
from app.domain.vocabulary import THEMES_FILE
from tests.actions.two_wikis import PLACE, Side, page_text

CONTRIBUTOR = Role.contributor


def adopt(beta: Side, **changes: object):
    by = beta.reader(CONTRIBUTOR)
    return adopt_page(beta.wiki, str(beta.friend), PLACE, **({"by": by} | changes))


def put(side: Side, files: dict[str, bytes]) -> None:
    author, now = wiki_signature(side.wiki), side.clock.now()
    side.wiki.store.commit(Change(files, {}, author, now, "Reçu"))


def test_an_adopted_page_names_its_origin_and_keeps_its_words(alpha: Side, beta: Side) -> None:
    saved = adopt(beta)
    row, original = beta.page(), alpha.page()
    derived = derived_from(row)

    assert derived is not None
    assert (derived.instance, derived.id, derived.revision) == (
        alpha.id, original.id, original.blob,
    )  # fmt: skip
    assert (row.id, row.licence) == (saved.id, original.licence)
    assert row.id != original.id
    assert parse_page(PLACE, row.text).body == parse_page(PLACE, original.text).body


def test_whoever_wrote_the_original_is_credited_in_the_page_and_in_the_commit(
    alpha: Side, beta: Side
) -> None:
    alpha.save(page_text(front="authors: [Movilab]"), PagePath("place", "autre"))
    other = PagePath("place", "autre")
    adopt_page(beta.wiki, str(beta.friend), other, by=beta.reader(CONTRIBUTOR))
    (entry,) = beta.wiki.store.log()

    assert beta.page(other).front["authors"] == ["Movilab", "Steward de alpha"]
    assert entry.author.name == "Contributor de beta"
    assert entry.trailers == (
        ("Source", "alpha.test/place/autre"), ("Licence", "CC-BY-SA-4.0"),
        ("Author", "Movilab"), ("Author", "Steward de alpha"),
    )  # fmt: skip


def test_our_pages_that_began_from_one_are_found(alpha: Side, beta: Side) -> None:
    adopt(beta)
    adopt(beta, slug="le-meme")

    found = adopted(beta.wiki, str(alpha.id), alpha.page().id)
    assert [row.path.slug for row in found] == ["cafe-plum", "le-meme"]


def test_an_address_that_is_taken_is_refused_and_a_free_one_is_named(beta: Side) -> None:
    adopt(beta)

    with pytest.raises(Refused, match="« cafe-plum-alpha » est libre"):
        adopt(beta)
    assert adopt(beta, slug="cafe-plum-alpha").created


@pytest.mark.parametrize("licence", ["CC-BY-NC-4.0", "all-rights-reserved"])
def test_a_closed_licence_is_not_adopted(alpha: Side, beta: Side, licence: str) -> None:
    path = PagePath("place", "ferme")
    alpha.save(page_text(licence=licence), path)

    with pytest.raises(LicenceRefused):
        adopt_page(beta.wiki, str(beta.friend), path, by=beta.reader(CONTRIBUTOR))
    assert beta.wiki.store.head() is None


def test_a_licence_that_we_do_not_know_is_not_adopted(beta: Side) -> None:
    known = {k: v for k, v in DEFAULT_POLICY.licences.items() if k != "CC-BY-SA-4.0"}
    narrow = type(DEFAULT_POLICY)(known, DEFAULT_POLICY.flows)
    put(beta, {LICENCES_FILE: policy_file(narrow)})

    with pytest.raises(LicenceRefused):
        adopt(beta)


def test_a_kind_that_we_do_not_know_is_not_adopted(beta: Side) -> None:
    del beta.wiki.kinds["place"]

    with pytest.raises(InvalidPage, match="genre"):
        adopt(beta)


def test_a_page_in_quarantine_is_not_adopted(alpha: Side, beta: Side) -> None:
    held = beta.wiki.mirrors.held
    mirror, store = held[str(alpha.id)]
    held[str(alpha.id)] = (replace(mirror, quarantined=frozenset({PLACE.file})), store)

    with pytest.raises(Refused, match="pas montrée ici"):
        adopt(beta)
    with pytest.raises(PageNotFound):
        adopt_page(
            beta.wiki, str(alpha.id), PagePath("place", "absente"), by=beta.reader(CONTRIBUTOR)
        )


def test_a_page_that_is_gone_or_of_a_stranger_is_not_adopted(alpha: Side, beta: Side) -> None:
    put(alpha, {PLACE.file: None})
    catch_up(alpha.wiki)
    with pytest.raises(Gone):
        adopt(beta)
    with pytest.raises(PeerNotFound):
        adopt_page(beta.wiki, "gamma.test", PLACE, by=beta.reader(CONTRIBUTOR))


def test_a_stranger_adopts_nothing(beta: Side) -> None:
    with pytest.raises(NotSignedIn):
        adopt(beta, by=STRANGER)


def test_themes_of_their_list_become_tags(alpha: Side, beta: Side) -> None:
    themes = "themes:\n  - {slug: nourriture, label: {fr: Nourriture, en: Food}}\n"
    put(beta, {THEMES_FILE: themes.encode()})
    alpha.save(
        page_text(front="themes: [nourriture, voisinage]\ntags: [bar]"), PagePath("place", "x")
    )
    adopt_page(beta.wiki, str(beta.friend), PagePath("place", "x"), by=beta.reader(CONTRIBUTOR))
    front = beta.page(PagePath("place", "x")).front

    assert (front["themes"], front["tags"]) == (["nourriture"], ["bar", "voisinage"])


def medium(data: bytes, licence: str) -> tuple[MediumName, dict[str, bytes]]:
    name = MediumName(sha256(data).hexdigest(), "png")
    return name, {name.file: data, name.sidecar: f"licence: {licence}\n".encode()}


def test_open_pictures_come_along_in_the_same_commit_and_closed_ones_stay(
    alpha: Side, beta: Side
) -> None:
    shared, files = medium(b"ouverte", "CC-BY-4.0")
    closed, more = medium(b"fermee", "all-rights-reserved")
    forged, bad = medium(b"fausse", "CC0-1.0")
    put(alpha, files | more | bad | {forged.file: b"autre chose"})
    body = "".join(f"![Vue](/media/{name})\n\n" for name in (shared, closed, forged))
    alpha.change("Premier passage.\n", body)
    adopt(beta)
    (entry,) = beta.wiki.store.log()

    assert {change.file for change in entry.changes} == {
        PLACE.file, shared.file, shared.sidecar,
    }  # fmt: skip
    assert beta.wiki.store.read(shared.file) == b"ouverte"


def test_a_reader_is_not_shown_drafts_that_began_from_a_page(alpha: Side, beta: Side) -> None:
    adopt(beta)
    beta.save(beta.page().text.replace("status: published", "status: draft"))

    assert adopted(beta.wiki, str(alpha.id), alpha.page().id) == []
    seen = adopted(beta.wiki, str(alpha.id), alpha.page().id, reader=beta.reader())
    assert len(seen) == 1
