"""A place is asked, answers, and what was answered serves others; no address is ever shown."""

import re

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.question import Question, QuestionId, with_answer
from tests.web.filling import text_of, told
from tests.web.pages import CAFE
from tests.web.showing import shown_ago, stand_still

ASK = "/lieux/cafe-plum/demander"
URL = "/-/questions"
MAIL = "lou@loin.example"


@pytest.fixture
def open_place(alpha):
    """Its page says that it takes questions."""
    alpha.save(
        "place/cafe-plum", CAFE.replace("contact: {website", 'contact: {form: "yes", website')
    )
    return alpha


@pytest.fixture
def steward(open_place):
    return open_place.signed_in(Role.steward)


def asked(alpha, **said):
    """The answer to a stranger's question, and the client."""
    client = alpha.stranger()
    form = {"text": "Peut-on venir à vingt ?", "vu": shown_ago(alpha.wiki), **said}
    return client.post(ASK, data=form), client


def act(alpha, client, number, **said):
    return client.post(f"{URL}/{number}", data={"csrf": alpha.csrf(client), **said})


def number_of(alpha):
    return str(alpha.wiki.questions.of_pages(None, size=1)[0].id)


def test_a_place_that_takes_no_questions_has_no_form(alpha):
    assert alpha.client.get(ASK).status_code == 404
    assert alpha.client.post(ASK, data={"text": "?"}).status_code == 404
    assert "/demander" not in alpha.client.get("/lieux/cafe-plum").text


def test_a_question_is_answered_by_mail_and_no_address_is_shown(open_place, steward):
    alpha = open_place
    sent, client = asked(alpha, byline="Lou", email=MAIL)
    link = sent.headers["location"]
    waits = client.get(link)
    told_steward = alpha.letters()[-1]
    number = number_of(alpha)
    read = steward.get(f"{URL}/{number}").text
    listed = steward.get(URL).text
    answered = act(alpha, steward, number, do="answer", answer="Oui, le mardi.")
    letter = alpha.letters()[-1]
    followed = client.get(link).text

    assert "Poser une question au lieu" in alpha.client.get("/lieux/cafe-plum").text
    assert (sent.status_code, told(sent)) == (303, "asked-place")
    assert "Votre question est arrivée." in waits.text
    assert waits.headers["cache-control"] == "no-store"
    assert str(told_steward.to) == "steward@alpha.test"
    assert "> Peut-on venir à vingt ?" in told_steward.text
    assert told(answered) == "answered-place"
    assert (str(letter.to), "> Oui, le mardi." in letter.text) == (MAIL, True)
    assert "Oui, le mardi." in followed
    assert "Peut-on venir" in listed
    for shown in (read, listed, followed, told_steward.text, letter.text):
        assert MAIL not in shown
        assert "steward@alpha.test" not in shown
    assert alpha.wiki.questions.get(QuestionId(number)).email == ""


def test_it_is_answered_once(open_place, steward):
    asked(open_place)
    number = number_of(open_place)
    act(open_place, steward, number, do="answer", answer="Oui.")
    again = act(open_place, steward, number, do="answer", answer="Non.")
    empty = act(open_place, steward, number, do="answer", answer=" ")

    assert (again.status_code, empty.status_code) == (409, 422)
    assert open_place.wiki.questions.get(QuestionId(number)).answer == "Oui."


def test_those_who_were_chosen_answer_and_nobody_else(open_place, steward):
    alpha = open_place
    chosen = steward.post("/lieux/cafe-plum/repondants", data={
        "csrf": alpha.csrf(steward), "names": "Personne contributor\n"})  # fmt: skip
    wrong = steward.post("/lieux/cafe-plum/repondants", data={
        "csrf": alpha.csrf(steward), "names": "Personne d’autre"})  # fmt: skip
    asked(alpha)
    number, ada = number_of(alpha), alpha.signed_in(Role.contributor)
    reviewer = alpha.signed_in(Role.reviewer)

    assert told(chosen) == "answerers"
    assert (wrong.status_code, "Personne d’autre</textarea>" in wrong.text) == (422, True)
    assert str(alpha.letters()[-1].to) == "contributor@alpha.test"
    assert "Une question pour ce lieu" in ada.get("/-/avis").text
    assert ada.get(f"{URL}/{number}").status_code == 200
    assert reviewer.get(f"{URL}/{number}").status_code == 403
    assert alpha.client.get(f"{URL}/{number}").status_code == 401
    assert alpha.client.get("/lieux/cafe-plum/repondants").status_code == 401


def test_it_is_published_in_the_page_once_both_agree(open_place, steward):
    alpha = open_place
    sent, client = asked(alpha, byline="Lou")
    link, number = sent.headers["location"], number_of(alpha)
    act(alpha, steward, number, do="answer", answer="Oui, le *mardi*.", agrees="yes")
    early = act(alpha, steward, number, do="publish")
    client.post(link, data={"do": "agree"})
    done = act(alpha, steward, number, do="publish")
    again = act(alpha, steward, number, do="publish")
    page = text_of(alpha)

    assert early.status_code == 403
    assert (done.status_code, done.headers["location"]) == (303, "/lieux/cafe-plum")
    assert again.status_code == 403
    assert page.endswith(
        "## Questions et réponses\n\n### Peut-on venir à vingt ?\n\nOui, le \\*mardi\\*.\n"
    )
    assert "Lou" not in page
    assert "Publiée" in client.get(link).text


def test_it_is_published_as_a_page_of_its_own(open_place, steward):
    alpha = open_place
    asked(alpha, agrees="yes")
    number = number_of(alpha)
    act(alpha, steward, number, do="answer", answer="Oui.", agrees="yes")
    done = act(alpha, steward, number, do="publish-apart")
    page = alpha.wiki.index.page(PagePath("page", "peut-on-venir-a-vingt"))

    assert done.headers["location"] == "/pages/peut-on-venir-a-vingt"
    assert page.title == "Peut-on venir à vingt ?"
    assert "[[place/cafe-plum|Café PLUM]]" in page.text


def test_a_question_is_taken_back_and_nothing_of_it_is_kept(open_place):
    sent, client = asked(open_place, email=MAIL)
    gone = client.post(sent.headers["location"], data={"do": "withdraw"})

    assert told(gone) == "question-gone"
    assert client.get(sent.headers["location"]).status_code == 404
    assert open_place.wiki.questions.of_pages(None, size=9) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "a" * 5001}, "text"),
        ({"email": "pas une adresse"}, "email"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "email"),
        ({"byline": "x@y.example"}, "byline"),
    ],
)
def test_what_cannot_be_sent_is_shown_again_with_why(open_place, said, field):
    answer, _ = asked(open_place, **said)

    assert answer.status_code == 422
    assert f'id="err-champ-{field}"' in answer.text
    assert open_place.letters() == []


def test_a_robot_and_a_flood_are_stopped(open_place, monkeypatch):
    stand_still(open_place.wiki, monkeypatch)
    robot, _ = asked(open_place, **{"laissez-vide": "x"})
    hurried, _ = asked(open_place, vu=shown_ago(open_place.wiki, 1))
    answers = [asked(open_place)[0].status_code for _ in range(8)]

    assert (robot.status_code, hurried.status_code) == (422, 422)
    assert "Peut-on venir à vingt ?" in hurried.text
    assert answers == [303] * 6 + [429] * 2


def test_keys_that_are_none_open_nothing(alpha):
    for key in ("x", "0" * 36, "00000000-0000-4000-8000-000000000000"):
        assert alpha.client.get(f"{URL}/suivi/{key}").status_code == 404


def test_a_section_grows_and_a_hostile_text_stays_text(alpha):
    def question(text, answer):
        number = QuestionId.of_secret("00000000-0000-4000-8000-000000000000")
        now = alpha.wiki.clock.now()
        return Question(id=number, page="p", text=text, made_at=now, name="L", answer=answer)

    first = with_answer("Début.\n\n## Fin\n\nMots.\n", question("Un ?", "Oui."), "fr")
    body = with_answer(first, question("# Deux\n[[x]] <b> :::list", "1. [a](b)\n\n- c"), "fr")

    assert with_answer(first, question("Un ?", "Oui."), "fr") == first
    assert body.count("## Questions et réponses") == 1
    assert re.search(r"### \\# Deux\n\n> \\# Deux \\\[\\\[x", body)
    assert "1\\. \\[a\\](b)\n\n\\- c" in body
    assert ":::" not in body
