"""Who may write what here: the policy of the network, the protection of a page."""

from app.actions.rights import wiki_signature
from app.actions.writing import policy_of, protect
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.revision import Change
from app.domain.writing import WRITING_FILE, Policy
from tests.web.filling import form_in, told

PAGE = PagePath("place", "cafe-plum")


def test_a_steward_says_who_writes_in_one_commit_of_theirs(alpha):
    steward, url = alpha.signed_in(), "/-/intendance/ecriture"
    form = form_in(steward.get(url), url)
    answer = steward.post(url, data=form.data(policy="members", newcomer="2"))
    entry = list(alpha.wiki.store.log())[-1]

    assert told(answer) == "policy"
    assert policy_of(alpha.wiki).newcomer_versions == 2
    assert [change.file for change in entry.changes] == ["network/writing.yaml"]
    assert entry.author.name == "Personne steward"
    assert steward.post(url, data=form.data(policy="open", newcomer="x")).status_code == 422
    assert alpha.signed_in(Role.reviewer).get(url).status_code == 403


def test_a_reviewer_protects_a_page_and_gives_the_reason(alpha):
    reviewer, url = alpha.signed_in(Role.reviewer), "/lieux/cafe-plum/protect"
    form = form_in(reviewer.get(url), url)
    assert reviewer.post(url, data=form.data(level="reviewer")).status_code == 422
    answer = reviewer.post(url, data=form.data(level="reviewer", reason="guerre d’éditions"))

    assert told(answer) == "protected"
    assert "guerre d’éditions" in alpha.signed_in(Role.contributor).get("/lieux/cafe-plum").text
    assert "guerre d’éditions" not in alpha.client.get("/lieux/cafe-plum").text
    protect(alpha.wiki, PAGE, Role.steward, "texte voté", by=alpha.reader())
    refused = reviewer.post(url, data=form.data(level=""))
    assert refused.status_code == 403


def test_a_broken_file_of_rules_is_told_to_the_steward_and_put_right(alpha):
    change = Change({WRITING_FILE: b"policy: ["}, {}, wiki_signature(alpha.wiki),
                    alpha.wiki.clock.now(), "Cassé")  # fmt: skip
    alpha.wiki.store.commit(change)
    steward, url = alpha.signed_in(), "/-/intendance/ecriture"
    shown = steward.get(url)

    assert policy_of(alpha.wiki).policy is Policy.proposals
    assert "ne se lit pas" in shown.text
    steward.post(url, data=form_in(shown, url).data(policy="open"))
    assert policy_of(alpha.wiki).broken == ()
    assert policy_of(alpha.wiki).policy is Policy.open
