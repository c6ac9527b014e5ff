"""The screens about friends' networks are read in English too, whole."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.domain.network import PullOutcome, Slice
from app.domain.people import Role
from tests.web.conftest import serve_alpha
from tests.web.fake_federation import BETA, FINGERPRINT, GAMMA, HELD, NOW, OURS, FakeFederation
from tests.web.test_english import English, posted, pseudo_theme

OF_FRIENDS = ("Réseau Bêta", "Réseau Gamma", "beta.test", "gamma.test", "Bretagne", "Normandie",
              "Réseau Alpha", "maillage 0.1", "page/tarifs", HELD.reason, "Un café", "place/cafe",
              "x@beta.test", "Personne steward", "wiki.lieux.example", *FINGERPRINT.split(),
              *OURS.split())  # fmt: skip
URL, ADD = "/-/reseaux", "/-/reseaux/ajouter"


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[English]:
    folder = tmp_path_factory.mktemp("english")
    for alpha in serve_alpha(folder / "alpha"):
        alpha.app.state.theme = pseudo_theme(folder / "theme")
        yield English(alpha)


@pytest.fixture
def friends(english: English) -> FakeFederation:
    english.alpha.app.state.federation = FakeFederation()
    english.alpha.app.state.federation.befriend()
    return english.alpha.app.state.federation


@pytest.mark.parametrize("role", [None, Role.steward])
@pytest.mark.parametrize("url", [URL, f"{URL}/beta.test", f"{URL}/beta.test/retirer", ADD])
def test_friends_are_told_in_english(
    english: English, friends: FakeFederation, role: Role | None, url: str
) -> None:
    assert english.missing(english.client(role).get(url).text, *OF_FRIENDS) == []


CHANGES = [
    {"lag_s": 9 * 86_400.0}, {"lag_s": 70.0}, {"last": None, "lag_s": None},
    {"lag_s": None, "failures": 3, "pages": 0, "last_success_at": None},
]  # fmt: skip


@pytest.mark.parametrize("changes", CHANGES)
def test_every_health_is_told_in_english(
    english: English, friends: FakeFederation, changes: dict[str, object]
) -> None:
    friends.befriend(**changes)
    friends.befriend(GAMMA, **changes)
    shown = [english.client(Role.steward).get(u).text for u in (URL, f"{URL}/beta.test")]

    assert [english.missing(text, *OF_FRIENDS) for text in shown] == [[], []]


def test_nobody_yet_is_told_in_english(english: English) -> None:
    english.alpha.app.state.federation = FakeFederation()
    shown = [english.client(role).get(URL).text for role in (None, Role.steward)]

    assert [english.missing(text, *OF_FRIENDS) for text in shown] == [[], []]


@pytest.mark.parametrize("outcome", list(PullOutcome))
@pytest.mark.parametrize("alarm", [False, True])
def test_a_visit_is_told_in_english(
    english: English, friends: FakeFederation, outcome: PullOutcome, alarm: bool
) -> None:
    reason = HELD.reason if outcome in (PullOutcome.refused, PullOutcome.failed) else ""
    friends.report = replace(friends.report, outcome=outcome, alarm=alarm, reason=reason,
                             new_epoch=True, versions=1, size_bytes=9, took_s=0.1)  # fmt: skip
    friends.befriend(last=friends.report, last_success_at=NOW)
    for do in ("visit", "rehearse"):
        shown = posted(english, f"{URL}/beta.test", {"do": do}, by=Role.steward)
        assert english.missing(shown, *OF_FRIENDS) == []


def test_choices_and_blocks_are_told_in_english(english: English, friends: FakeFederation) -> None:
    steward = english.alpha.reader()
    friends.change_slice(BETA.id, Slice({"kind": ("method",), "theme": ("inconnu",)}), by=steward)
    friends.block(BETA.id, person="x@beta.test", by=steward)
    friends.block(BETA.id, by=steward)
    shown = english.client(Role.steward).get(f"{URL}/beta.test").text

    assert english.missing(shown, "inconnu", *OF_FRIENDS) == []


@pytest.mark.parametrize(
    "said",
    [{"do": "ask", "adresse": "https://gamma.test"}, {"do": "ask", "adresse": "https://beta.test"},
     {"do": "confirm", "adresse": "https://gamma.test"}, {"do": "ask", "adresse": "x"}],
)  # fmt: skip
def test_taking_a_friend_in_is_told_in_english(
    english: English, friends: FakeFederation, said: dict[str, str]
) -> None:
    assert english.missing(posted(english, ADD, said, by=Role.steward), "x", *OF_FRIENDS) == []
