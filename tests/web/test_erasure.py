"""A person who asks to be forgotten: the name goes from every view, the words stay."""

from app.actions.catch_up import catch_up, rebuild
from app.actions.rights import address_of, wiki_signature
from app.domain.erasure import ERASED_FILE, ERASED_NAME
from app.domain.people import Role
from app.domain.revision import Change
from app.domain.yaml_text import dump_entry
from tests.web.pages import text

URLS = (
    "/api/v1/pages/place/moulin", "/api/v1/pages/place/moulin/history", "/api/v1/changes",
    "/lieux/moulin", "/lieux/moulin/history", "/changements", "/feed.atom", "/",
)  # fmt: skip


def test_an_erased_person_s_name_is_in_no_answer_and_does_not_come_back(alpha):
    name = alpha.people[Role.contributor].name
    alpha.save("place/moulin", text("place", "Moulin", "", "Des mots."), role=Role.contributor)
    assert any(name in alpha.client.get(url).text for url in URLS)

    address = address_of(alpha.wiki, alpha.people[Role.contributor])
    alpha.wiki.store.commit(
        Change(
            {ERASED_FILE: dump_entry("erased", [address]).encode()}, {ERASED_FILE: None},
            wiki_signature(alpha.wiki), alpha.wiki.clock.now(), "Retirer un nom",
        )
    )  # fmt: skip
    catch_up(alpha.wiki)
    assert not any(name in alpha.client.get(url).text for url in URLS)
    rebuild(alpha.wiki)
    assert not any(name in alpha.client.get(url).text for url in URLS)
    assert ERASED_NAME in alpha.client.get(URLS[1]).text
    assert "Des mots." in alpha.client.get(URLS[0]).text
