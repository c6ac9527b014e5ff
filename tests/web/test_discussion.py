"""What people say about a page: threads, names called, order kept, and what floods are met with."""

import re
from dataclasses import replace

import pytest

from app.actions import discuss
from app.actions.rights import address_of, wiki_signature
from app.actions.upkeep import keep_up
from app.domain.discussion import CommentState
from app.domain.erasure import ERASED_FILE
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.remark import RemarkId
from app.domain.revision import Change
from app.domain.yaml_text import dump_entry
from tests.web.filling import told

URL = "/lieux/cafe-plum/discussion"
CAFE = PagePath("place", "cafe-plum")
NAMES = {role: f"Personne {role.value}" for role in Role}


@pytest.fixture
def ada(alpha):
    return alpha.signed_in(Role.contributor)


@pytest.fixture
def reviewer(alpha):
    return alpha.signed_in(Role.reviewer)


def post(alpha, client, do="write", url=URL, **said):
    token = {"csrf": alpha.csrf(client)} if "maillage" in client.cookies else {}
    return client.post(url, data={"do": do, **token, **said})


def last(alpha):
    row = alpha.wiki.index.page(CAFE)
    found, _ = alpha.wiki.discussions.threads(
        discuss.pages_of(alpha.wiki, row), me="", reviews=True, offset=0, size=50
    )
    return max((one for thread in found for one in thread), key=lambda one: one.id)


def test_a_thread_is_opened_answered_resolved_and_opened_again(alpha, ada, reviewer):
    opened = post(alpha, ada, text="Ouvre-t-on *toujours* le jeudi ?", about="L’histoire")
    thread = last(alpha).id
    answered = post(alpha, reviewer, "reply", thread=thread, text="Oui, jusqu’à 23 h.")
    shown = alpha.client.get(URL).text
    resolved = post(alpha, ada, "resolve", thread=thread)
    closed = alpha.client.get(URL).text
    reopened = post(alpha, reviewer, "reopen", thread=thread)

    assert (opened.status_code, told(opened)) == (303, "talk-said")
    assert opened.headers["location"] == f"{URL}#m-{thread}"
    assert told(answered) == "talk-said"
    assert "Ouvre-t-on <em>toujours</em> le jeudi" in shown
    assert re.search(r'href="/lieux/cafe-plum#[^"]*histoire">', shown)
    assert shown.index("Ouvre-t-on") < shown.index("Oui, jusqu")
    assert (told(resolved), told(reopened)) == ("talk-resolved", "talk-reopened")
    assert f"Résolu par {NAMES[Role.contributor]}" in closed
    assert "2 messages" in alpha.client.get("/lieux/cafe-plum").text


def test_words_are_corrected_and_taken_back_by_who_wrote_them_alone(alpha, ada, reviewer):
    post(alpha, ada, text="Première idée.")
    comment = last(alpha).id
    form = ada.get(URL, params={"modifier": comment}).text
    changed = post(alpha, ada, "rewrite", comment=comment, text="Meilleure idée.")
    others = post(alpha, reviewer, "rewrite", comment=comment, text="Pas à moi.")
    shown = alpha.client.get(URL).text
    gone = post(alpha, ada, "withdraw", comment=comment)

    assert "Première idée.</textarea>" in form
    assert told(changed) == "talk-changed"
    assert others.status_code == 403
    assert "Meilleure idée." in shown
    assert "corrigé le" in shown
    assert told(gone) == "talk-withdrawn"
    assert alpha.wiki.discussions.get(comment) is None


def test_what_was_answered_leaves_its_place_and_none_of_its_words(alpha, ada, reviewer):
    post(alpha, ada, text="Mots regrettés.")
    thread = last(alpha).id
    post(alpha, reviewer, "reply", thread=thread, text="Voici pourquoi.")
    answer = last(alpha).id
    post(alpha, ada, "withdraw", comment=thread)
    shown = alpha.client.get(URL).text
    post(alpha, reviewer, "withdraw", comment=answer)

    assert "Message retiré par qui l’avait écrit." in shown
    assert "Voici pourquoi." in shown
    assert "regrettés" not in shown
    assert alpha.wiki.discussions.get(thread) is None


def test_a_hidden_message_leaves_a_trace_that_says_who_and_why(alpha, ada, reviewer):
    post(alpha, ada, text="Une grossièreté.")
    comment = last(alpha).id
    silent = post(alpha, reviewer, "hide", comment=comment, reason="  ")
    refused = post(alpha, ada, "hide", comment=comment, reason="Pour voir")
    hidden = post(alpha, reviewer, "hide", comment=comment, reason="Injure envers un lieu")
    shown = alpha.client.get(URL).text

    assert silent.status_code == 422
    assert "Dites pourquoi" in silent.text
    assert refused.status_code == 403
    assert told(hidden) == "talk-hidden"
    assert "Injure envers un lieu" in shown
    assert NAMES[Role.reviewer] in shown
    assert "grossièreté" not in shown
    assert "grossièreté" in reviewer.get(URL).text
    assert "grossièreté" not in alpha.client.get(f"{URL}.atom").text
    assert told(post(alpha, reviewer, "show", comment=comment)) == "talk-shown"


def test_people_are_called_by_name_and_the_name_follows_them(alpha, ada):
    post(alpha, ada, text=f"Qu’en dit @{NAMES[Role.steward]}, ou @Personne Inconnue ?")
    kept = last(alpha)
    shown = alpha.client.get(URL).text

    assert alpha.people[Role.steward].id in kept.text
    assert f'<b class="mention">@{NAMES[Role.steward]}</b>, ou @Personne Inconnue' in shown


def test_a_name_called_in_the_words_of_a_link_breaks_no_link(alpha, ada):
    steward = alpha.people[Role.steward].id
    post(alpha, ada, text=f'Voir ceci : [là](https://y.example "@{steward}") et @{steward}.')
    shown = alpha.client.get(URL).text

    assert f'title="@{steward}"' in shown


def test_a_thousand_messages_a_minute_are_stopped_and_no_text_is_lost(alpha, ada):
    answers = [post(alpha, ada, text=f"Message {n}") for n in range(30)]
    taken = [one for one in answers if one.status_code == 303]
    refused = answers[-1]

    assert len(taken) == discuss.TALK
    assert refused.status_code == 429
    assert refused.headers["retry-after"]
    assert "Message 29</textarea>" in refused.text


def test_a_flood_by_many_people_waits_for_a_reviewer(alpha, ada, monkeypatch):
    monkeypatch.setattr(discuss, "PAGE_TALK", 2)
    for n in range(3):
        post(alpha, ada, text=f"Message {n}")

    assert last(alpha).state is CommentState.held
    assert "Message 2" not in alpha.client.get(URL).text


def test_a_bomb_of_names_is_refused_with_its_text(alpha, ada):
    row = alpha.wiki.index.page(CAFE)
    called = []
    for n in range(8):
        person = discuss.Person(alpha.wiki.clock.page_id(), f"p{n}@alpha.test", f"Prénom {n}x",
                                Role.contributor, alpha.wiki.clock.now())  # fmt: skip
        alpha.wiki.people.add(person, password=None)
        called.append(f"@Prénom {n}x")
    answer = post(alpha, ada, text=" ".join(called))

    assert answer.status_code == 422
    assert "Nommez 5 personnes au plus" in answer.text
    assert "@Prénom 7x</textarea>" in answer.text
    assert alpha.wiki.discussions.count(row.id) == (0, 0)


def test_links_in_every_word_wait_for_a_reviewer(alpha, ada, reviewer):
    said = post(alpha, ada, text="https://a.example https://b.example Achetez https://c.example")
    comment = last(alpha).id

    assert told(said) == "talk-held"
    assert "a.example" not in alpha.client.get(URL).text
    assert "a.example" not in alpha.client.get(f"{URL}.atom").text
    assert "À relire avant d’être lu par tous" in ada.get(URL).text
    assert f"m-{comment}" in reviewer.get("/-/propositions").text
    post(alpha, reviewer, "show", comment=comment)
    assert 'rel="external noopener nofollow ugc"' in alpha.client.get(URL).text


def test_hostile_words_are_shown_as_words(alpha, ada):
    words = ("<script>x</script>", "# Titre", ":::list kind=place\n:::", "![i](/media/a.png)",
             "[x](javascript:alert(1)) \u202egnol")  # fmt: skip
    post(alpha, ada, text="\n\n".join(words))
    shown = alpha.client.get(URL).text

    assert "&lt;script&gt;x" in shown
    assert "<p><strong>Titre</strong></p>" in shown
    assert 'href="javascript' not in shown
    assert "\u202e" not in shown
    assert not re.search(r'<div class="prose">(?:(?!</article>).)*<(?:img|h[1-6]|ul)', shown, re.S)


@pytest.mark.parametrize("said", ["", "  \u200b\n", "…", "a" * 5001])
def test_no_words_and_too_many_are_told_beside_them(alpha, ada, said):
    answer = post(alpha, ada, text=said)

    assert answer.status_code == 422
    assert 'id="err-champ-text-new"' in answer.text


def test_a_message_to_a_thread_that_went_is_not_lost(alpha, ada):
    answer = post(alpha, ada, "reply", thread="0" * 26, text="Ma réponse")

    assert answer.status_code == 404
    assert "Ma réponse</textarea>" in answer.text


def test_a_session_that_ended_loses_no_text(alpha):
    answer = alpha.stranger().post(URL, data={"do": "write", "csrf": "x", "text": "Mes mots"})

    assert answer.status_code == 401
    assert "Mes mots</textarea>" in answer.text


def test_another_site_posts_nothing(alpha, ada):
    answer = ada.post(URL, data={"do": "write", "csrf": alpha.csrf(ada), "text": "x"},
                      headers={"origin": "https://evil.example"})  # fmt: skip

    assert answer.status_code == 403


def test_somebody_without_an_account_is_read_first_then_published(alpha, reviewer):
    stranger = alpha.stranger()
    sent = stranger.post(URL, data={"do": "write", "text": "Et le parking ?", "byline": "Lou",
                                    "place": "La Vergne"})  # fmt: skip
    link = sent.headers["location"]
    before, waiting = alpha.client.get(URL).text, reviewer.get(URL).text
    number = re.search(r"/-/remarques/[0-9a-f-]{36}", reviewer.get("/-/propositions").text)[0]
    published = reviewer.post(number, data={"csrf": alpha.csrf(reviewer), "do": "publish"})
    again = reviewer.post(number, data={"csrf": alpha.csrf(reviewer), "do": "publish"})
    shown = alpha.client.get(URL).text

    assert sent.status_code == 303
    assert "parking" not in before
    assert "1 mot d’une personne de passage attend" in waiting
    assert (published.status_code, told(published)) == (303, "remark-published")
    assert again.status_code == 409
    assert "Et le parking" in shown
    assert "sans compte, La Vergne" in shown
    assert "/lieux/cafe-plum/discussion#m-" in stranger.get(link).text


def test_what_was_written_offline_is_published_only_if_its_writer_lets_it(alpha, reviewer):
    stranger = alpha.stranger()
    sent = stranger.post(URL, data={"do": "write", "text": "Un mot."}).headers["location"]
    number = re.search(r"/-/remarques/[0-9a-f-]{36}", reviewer.get("/-/propositions").text)[0]
    kept = alpha.wiki.remarks.get(RemarkId(number.rsplit("/", 1)[1]))
    alpha.wiki.remarks.change(replace(kept, public=False))
    refused = reviewer.post(number, data={"csrf": alpha.csrf(reviewer), "do": "publish"})
    stranger.post(sent, data={"do": "open"})
    published = reviewer.post(number, data={"csrf": alpha.csrf(reviewer), "do": "publish"})

    assert refused.status_code == 403
    assert told(published) == "remark-published"


def test_a_flood_of_strangers_is_stopped(alpha):
    stranger = alpha.stranger()
    robot = stranger.post(URL, data={"do": "write", "text": "Achetez", "laissez-vide": "x"})
    assert (robot.status_code, "Achetez" in robot.text) == (422, True)
    answers = [stranger.post(URL, data={"do": "write", "text": f"n {n}"}) for n in range(12)]

    assert [one.status_code for one in answers].count(303) == 10
    assert answers[-1].status_code == 429
    assert "n 11</textarea>" in answers[-1].text


def test_the_talk_of_a_draft_is_for_those_who_see_the_draft(alpha, ada):
    steward = alpha.signed_in(Role.steward)
    url = "/lieux/lieu-secret/discussion"
    said = post(alpha, steward, url=url, text="Entre nous.")

    assert said.status_code == 303
    assert "Entre nous." in steward.get(url).text
    assert {one.get(url).status_code for one in (alpha.client, ada)} == {404}
    assert {one.get(f"{url}.atom").status_code for one in (alpha.client, steward)} == {404}
    assert (
        ada.post(url, data={"csrf": alpha.csrf(ada), "do": "write", "text": "x"}).status_code == 404
    )


def test_the_talk_of_a_page_that_is_gone_is_gone_and_one_that_moved_follows(alpha, ada):
    steward = alpha.signed_in(Role.steward)
    post(alpha, ada, text="Question.")
    steward.post("/lieux/cafe-plum/move", data={"csrf": alpha.csrf(steward), "slug": "plum"})
    moved = alpha.client.get(URL)
    followed = alpha.client.get("/lieux/plum/discussion").text
    steward.post("/lieux/plum/delete", data={"csrf": alpha.csrf(steward), "note": "x"})

    assert (moved.status_code, moved.headers["location"]) == (301, "/lieux/plum/discussion")
    assert "Question." in followed
    assert alpha.client.get("/lieux/plum/discussion").status_code == 410
    assert alpha.client.get("/lieux/plum/discussion.atom").status_code == 410


def test_a_feed_gives_what_all_may_read(alpha, ada):
    post(alpha, ada, text="Une question & une esperluette.")
    feed = alpha.client.get(f"{URL}.atom")

    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert "Une question &amp; une esperluette." in feed.text
    assert NAMES[Role.contributor] in feed.text


def test_many_threads_are_shown_by_pages(alpha, ada, monkeypatch):
    monkeypatch.setattr(discuss, "TALK", 100)
    monkeypatch.setattr(discuss, "PAGE_TALK", 100)
    for n in range(23):
        post(alpha, ada, text=f"Fil numéro {n}.")
    first, second = (alpha.client.get(URL, params={"page": n}).text for n in (1, 2))

    assert "Fil numéro 22." in first
    assert "Fil numéro 2." not in first
    assert "Fil numéro 2." in second
    assert alpha.client.get(URL, params={"page": 99999999}).status_code == 200


def test_who_asks_to_be_forgotten_leaves_no_word_nor_name(alpha, ada, reviewer):
    post(alpha, ada, text="Mes mots à moi.")
    thread = last(alpha).id
    post(alpha, reviewer, "reply", thread=thread, text=f"Merci @{NAMES[Role.contributor]}.")
    wiki, person = alpha.wiki, alpha.people[Role.contributor]
    erased = dump_entry("erased", [address_of(wiki, person)])
    wiki.store.commit(Change({ERASED_FILE: erased.encode()}, {ERASED_FILE: None},
                             wiki_signature(wiki), wiki.clock.now(), "Effacer"))  # fmt: skip
    keep_up(wiki)
    shown = alpha.client.get(URL).text

    assert "Mes mots" not in shown
    assert "Merci" in shown
    assert wiki.discussions.of(person.id) == []
