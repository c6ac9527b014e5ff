"""What a page must satisfy to be saved: schemas, vocabularies, licences, selections."""

from datetime import UTC, datetime

import pytest

from app.domain.errors import InvalidPage, InvalidQuery, Refused
from app.domain.facets import coordinates, facet_values
from app.domain.kinds import KINDS
from app.domain.licence import DEFAULT_POLICY, policy_file, read_policy
from app.domain.links import LinkTarget, fold, slugify
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from app.domain.people import STRANGER, Person, Reader, Role
from app.domain.rules import Rules
from app.domain.selection import Selection
from app.domain.site import Site
from app.domain.visibility import sees
from app.domain.vocabulary import Vocabulary

RULES = Rules(themes=Vocabulary("themes", ("communaute", "Communauté", "Community")))
START = "kind: {kind}\ntitle: T\nlang: fr\nlicence: CC-BY-SA-4.0\n"
MINI = """\
objective: À la fin, je sais.
sequence: [{title: a, medium: text}]
evaluation: [{type: self}]
"""


def problems(more="", kind="place", start=START):
    text = f"---\n{start.format(kind=kind)}{more}\n---\n"
    page = parse_page(PagePath(kind, "x"), text)
    return {problem.field: str(problem) for problem in RULES.check(page)}


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "mini_cool"])
def test_title_language_and_licence_are_all_a_page_needs(kind):
    assert problems(kind=kind) == {}


def test_a_mini_cool_needs_objective_sequence_and_evaluation():
    assert set(problems(kind="mini_cool")) == {"objective", "sequence", "evaluation"}
    assert problems(MINI, kind="mini_cool") == {}


@pytest.mark.parametrize("key", ["kind", "title", "lang", "licence"])
def test_the_common_keys_are_always_asked_for(key):
    start = "".join(f"{line}\n" for line in START.splitlines() if not line.startswith(key))

    assert list(problems(start=start)) == [key]


def test_a_kind_that_is_not_ours_is_refused():
    page = parse_page(PagePath("recipe", "x"), "---\nkind: recipe\n---\n")

    assert [p.field for p in RULES.check(page)] == ["kind"]


def test_a_kind_that_is_not_the_address_s_is_refused():
    assert list(problems(start=START.format(kind="method"))) == ["kind"]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("licence: WTFPL", "licence"),
        ("data_licence: Zut", "data_licence"),
        ("themes: [zut]", "themes"),
        ("themes: communaute", "themes"),
        ("tags: [Été]", "tags.1"),
        ("status: hidden", "status"),
        ("lang: français", "lang"),
        ("summary: 12", "summary"),
        (f"summary: {'x' * 281}", "summary"),
        ("legal_status: gmbh", "legal_status"),
        ("activities: [dormir]", "activities.1"),
        ("setting: rural", "setting"),
        ("opened: 20100", "opened"),
        ("opened: 2018-02-31", "opened"),
        ("turnover_eur: -1", "turnover_eur"),
        ("turnover_eur: beaucoup", "turnover_eur"),
        ("territory: {department: 81}", "territory.department"),
        ("territory: {region: aquitaine}", "territory.region"),
        ("coordinates: [120, 3]", "coordinates"),
        ("coordinates: [43.7]", "coordinates"),
        ("networks: [Compagnie]", "networks.1"),
        ("figures: [{value: 3}]", "figures.1.name"),
        ("cg_scop_member: true", "cg_scop_member"),
        ("contact: {website: 'javascript:alert(1)'}", "contact.website"),
        ("siret: 123", "siret"),
        ("verified_on: hier", "verified_on"),
        ("id: abc", "id"),
        ("derived_from: {instance: a.example, id: 1, revision: x}", "derived_from.id"),
        ("osm_id: '../1'", "osm_id"),
    ],
)
def test_a_value_that_cannot_be_is_said_beside_its_field(line, field):
    key = line.split(":")[0]
    start = "".join(f"{one}\n" for one in START.splitlines() if not one.startswith(f"{key}:"))
    found = problems(line, start=start)

    assert found[field].endswith((".", "!")) or "…" in found[field]


@pytest.mark.parametrize(
    "line",
    ["opened: 2010", "opened: 2010-05-02", "legal_status: association>scic", "setting: [rural]",
     "territory: {department: \"01\", city: Lautrec, region: occitanie, country: FR}",
     "coordinates: [43, 2.138]", "opening_hours: Mo-Fr 09:00-18:00", "cg_scop_member: yes",
     "networks: [organisation/x, a.example:8001/organisation/y]", "zut: {any: [thing]}",
     "source: {title: T, url: 'https://a.example/x', retrieved_on: 2026-01-01}",
     "roles: [{role: pilote, from: 2010}]", "themes: [communaute]", "works: one text"],
)  # fmt: skip
def test_what_the_format_allows_is_taken(line):
    assert problems(line) == {}


def test_a_method_s_quantities_have_their_bounds():
    assert list(problems("difficulty: 6", kind="method")) == ["difficulty"]
    assert list(problems("duration_min: 1.5", kind="method")) == ["duration_min"]
    assert problems("difficulty: 5\nstub: true", kind="method") == {}


def test_a_portal_s_lists_are_selections():
    wrong = "queries: [{title: a, select: 'zut=1'}]"

    assert list(problems(wrong, kind="portal")) == ["queries.1.select"]


# licences


@pytest.mark.parametrize(
    ("source", "target", "flows"),
    [
        ("CC0-1.0", "ODbL-1.0", True),
        ("etalab-2.0", "CC-BY-SA-4.0", True),
        ("CC-BY-4.0", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-3.0", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-4.0", "LAL-1.3", True),
        ("CC-BY-SA-4.0", "CC-BY-4.0", False),
        ("CC-BY-SA-4.0", "CC-BY-SA-3.0", False),
        ("ODbL-1.0", "CC-BY-SA-4.0", False),
        ("CC-BY-NC-4.0", "CC-BY-4.0", False),
        ("zut", "zut", False),
    ],
)
def test_licences_flow_one_way(source, target, flows):
    assert DEFAULT_POLICY.may_flow(source, target) is flows


def test_non_commercial_no_derivatives_and_unknown_are_never_open():
    closed = ["CC-BY-NC-4.0", "CC-BY-ND-4.0", "all-rights-reserved", "zut", ""]

    assert not any(DEFAULT_POLICY.is_open(licence) for licence in closed)


def test_the_policy_reads_back_from_its_file():
    assert read_policy(policy_file()) == DEFAULT_POLICY


def test_a_broken_policy_opens_nothing_by_accident():
    with pytest.raises(InvalidPage):
        read_policy(b"licences: [")
    with pytest.raises(InvalidPage):
        read_policy(b"flows: {}\n")


# facts, links, selections, people


def test_a_sub_theme_counts_for_its_theme_and_opened_is_a_year():
    text = "---\nkind: place\nthemes: [a/b]\nopened: 2016-05-01\nstub: true\n---\n"
    found = facet_values(parse_page(PagePath("place", "x"), text))

    assert (found["theme"], found["opened"], found["stub"]) == (("a", "a/b"), ("2016",), ("yes",))


def test_coordinates_that_are_none_place_nothing():
    page = parse_page(PagePath("place", "x"), "---\ncoordinates: [1, x]\n---\n")

    assert coordinates(page) is None


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Café PLUM", LinkTarget(title="cafe plum")),
        ("place/cafe-plum", LinkTarget(kind="place", slug="cafe-plum")),
        ("a.example/place/x", LinkTarget(kind="place", slug="x", host="a.example")),
        ("127.0.0.1:8001/place/x", LinkTarget(kind="place", slug="x", host="127.0.0.1:8001")),
        ("place/../x", LinkTarget(title="place/../x")),
    ],
)
def test_a_wiki_link_names_a_title_or_an_address(text, target):
    assert LinkTarget.parse(text) == target
    assert LinkTarget.parse(str(target)) == target


def test_titles_are_compared_without_case_accents_or_ligatures():
    assert fold("  L’Œuvre  À TÊTE ") == fold("l'oeuvre a tete")


@pytest.mark.parametrize("title", ["Méthode des scénarios !", "---", "con", "é" * 300, "日本"])
def test_a_title_gives_a_lawful_slug_or_none(title):
    slug = slugify(title)

    assert slug == "" or PagePath("page", slug)


@pytest.mark.parametrize("text", ["zut=1", "kind", "kind=a b", "kind=" + "x" * 201])
def test_a_selection_that_says_nothing_known_is_refused(text):
    with pytest.raises(InvalidQuery):
        Selection.parse(text)


def test_a_selection_joins_values_of_one_name():
    found = Selection.parse('kind=place kind=method city="Saint Denis"')

    assert found.where == {"kind": ("place", "method"), "city": ("Saint Denis",)}


@pytest.mark.parametrize(
    "url", ["ftp://a", "http://", "http://a/b", "http://u@a", "http://a:x", "x"]
)
def test_a_base_url_is_scheme_and_host_alone(url):
    with pytest.raises(Refused):
        Site("n", "", url)


def test_the_id_of_an_instance_has_its_port_unless_it_is_443():
    assert Site("n", "", "https://a.example").host == "a.example"
    assert Site("n", "", "http://a.example").host == "a.example:80"
    assert Site("n", "", "http://127.0.0.1:8001").host == "127.0.0.1:8001"


def test_a_draft_is_for_its_writers_and_reviewers():
    def person(role):
        return Reader(
            Person("01ARZ3NDEKTSV4RRFFQ69G5FAV", "a@b.example", "A", role, datetime.now(UTC))
        )

    assert not sees("draft", STRANGER)
    assert not sees("draft", STRANGER, writer=True)
    assert not sees("draft", person(Role.contributor))
    assert sees("draft", person(Role.contributor), writer=True)
    assert sees("draft", person(Role.reviewer))
    assert sees("published", STRANGER)
