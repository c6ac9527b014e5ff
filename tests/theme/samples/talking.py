"""What people say to each other: discussions, questions to places, trials, notices."""

from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup

from app.web import views as v
from app.web.views.news import Confirm, FollowedLine, NoticeLine, NoticesScreen
from app.web.views.questions import (
    Answerers,
    AskForm,
    QuestionLine,
    QuestionList,
    QuestionScreen,
    TrialForm,
)
from app.web.views.searches import KeptSearch, KeptSearches
from app.web.views.talk import Discussion, Said, Thread
from tests.theme.samples.common import LONG, ME, NOW, Screen

CAFE = v.Link("Café PLUM", "/lieux/cafe-plum", kind="place")
FAR = v.Link(LONG, "/methodes/bilan", kind="method")
LINK = "https://alpha.example/-/question/0f8fad5b-d9cb-469f-a165-70867728950e"
TEXT = Markup('<p>La salle <em>du fond</em> est-elle libre ? Voir <a href="/x">le plan</a>.</p>')


def said(number: int, **more: object) -> Said:
    name = ("L. M.", LONG)[number % 2]
    words: dict[str, object] = {"id": f"c{number}", "author": name, "at": NOW, "html": TEXT}
    return Said(**(words | more))


GONE = said(3, state="withdrawn", html=Markup(), author="")
TALK = (
    Thread(
        id="f1", about=v.Link("L’histoire", "/lieux/cafe-plum#histoire"),
        first=said(1, mine=True, edited_at=NOW),
        answers=(said(2, guest=True, state="held"), GONE),
        typed="Ma réponse",
    ),
    Thread(id="f2", about=v.Link("Une partie", ""),
           first=said(4, mine=True, editing=True, source="*Libre*")),
    Thread(
        id="f3", about=None, first=said(5, state="hidden", reason="Publicité", decided_by="L. M."),
        resolved_at=NOW, resolved_by="L. M.",
    ),
)  # fmt: skip
TALKED = Discussion(
    title="Café PLUM", kind="place", url="/lieux/cafe-plum", action="/lieux/cafe-plum/discussion",
    feed_url="/lieux/cafe-plum/discussion.atom", threads=TALK, total=44,
    pager=v.Pager.of(1, 2, lambda n: f"/lieux/cafe-plum/discussion?page={n}"),
    parts=("Ce qui s’y passe", "L’histoire"), signed=True, reviews=True, remarks=2,
    remarks_url="/-/propositions",
    errors=(("text-f1", "Écrivez quelque chose."), ("reason-c1", "Dites pourquoi.")), failed="f1",
)  # fmt: skip
QUIET = Discussion(
    title=LONG, kind="method", url="/m", action="/m/discussion", feed_url="", typed="http://a",
    byline="Ana", errors=(("text-new", "Ce message n’est fait que de liens."),), failed="new",
)  # fmt: skip

ASKED = QuestionScreen(
    page=CAFE, action="/-/questions/1", text="Peut-on venir en fauteuil ?", name="Ana", at=NOW,
    state="waiting", answers=True, errors=(("answer", "Écrivez une réponse."),),
)  # fmt: skip
ANSWERED = replace(
    ASKED, state="answered", answer="Oui, par la cour.", answered_by="L. M.", answered_at=NOW,
    errors=(),
)  # fmt: skip
MINE = replace(ANSWERED, answers=False, link=LINK)

FORM = AskForm(page=CAFE, action="/lieux/cafe-plum/question")
TRIAL = TrialForm(
    page=FAR, action="/methodes/bilan/essai", places=("Café PLUM", "Les Ateliers"), signed=True
)

SEEN = NOW - timedelta(days=3)
NOTICES = NoticesScreen(
    action="/-/avis",
    notices=(
        NoticeLine("L. M.", "vous appelle", CAFE, "/-/avis/1", "@Ana, la salle est libre", NOW,
                   False),
        NoticeLine(LONG, "vous répond", FAR, "/-/avis/2", "", SEEN, True),
    ),
    answers=((CAFE, "Acceptée", "good", "check", NOW), (FAR, "Déclinée", "bad", "close", SEEN)),
    followed=(
        FollowedLine("1", CAFE, "/lieux/cafe-plum", "/a.atom", True, 3),
        FollowedLine("2", FAR, "/m"), FollowedLine("3", None, ""),
    ),
    searches=(v.Link("Repas en Occitanie", "/-/recherches", "2 pages nouvelles"),),
    fresh=3, dead=True, limit=300,
)  # fmt: skip
SEARCHES = KeptSearches(
    searches=(
        KeptSearch("1", "Repas en Occitanie", "/r", (v.Link("Occitanie", "/r"),), "/r.atom", 12),
        KeptSearch("2", LONG, "/s", (v.Link("Scic", "/s"),), "/s.atom", 100, many=True),
        KeptSearch("3", "Ancienne", "", (), "", known=False),
    ),
    action="/-/recherches", limit=50, errors=(("", "Donnez un nom à cette recherche."),),
)  # fmt: skip
SURE = Confirm(
    "Ne plus recevoir de lettres ?", "Rien d’autre ne change.", "/x", "Ne plus les recevoir"
)

SCREENS: dict[str, Screen] = {
    "discussion": ("discussion.html", TALKED, {"person": ME}),
    "discussion-stranger": (
        "discussion.html",
        replace(TALKED, signed=False, reviews=False, errors=()),
        {},
    ),
    "discussion-empty": ("discussion.html", QUIET, {}),
    "question": ("question.html", ASKED, {"person": ME}),
    "question-publishable": (
        "question.html",
        replace(ANSWERED, agrees=True, team_agrees=True, publishable=True),
        {"person": ME},
    ),
    "question-mine": ("question.html", MINE, {}),
    "question-published": ("question.html", replace(MINE, published=CAFE, agrees=True), {}),
    "question-closed": ("question.html", replace(MINE, state="closed", answer="", page=None), {}),
    "questions": (
        "questions.html",
        QuestionList(
            (
                QuestionLine(CAFE, "/q/1", "Peut-on venir en fauteuil ?", "Ana", "waiting", NOW),
                QuestionLine(FAR, "/q/2", LONG, LONG, "answered", NOW),
                QuestionLine(FAR, "/q/3", "?", "Ana", "closed", NOW),
            )
        ),
        {"person": ME},
    ),
    "questions-none": ("questions.html", QuestionList(()), {"person": ME}),
    "ask-place": ("ask_place.html", FORM, {}),
    "ask-place-wrong": (
        "ask_place.html",
        replace(
            FORM, signed=True, answerers_url="/x", errors=(("text", "Écrivez votre question."),)
        ),
        {"person": ME},
    ),
    "answerers": (
        "answerers.html",
        Answerers(
            page=CAFE,
            action="/x",
            names="Ana\nBo",
            errors=(("names", "« Bo » n’a pas de compte."),),
        ),
        {"person": ME},
    ),
    "trial": ("trial.html", TRIAL, {"person": ME}),
    "trial-stranger": (
        "trial.html",
        replace(
            TRIAL,
            signed=False,
            proposes=True,
            errors=(("place", "Dites où."), ("date", "Une date.")),
        ),
        {},
    ),
    "notices": ("notices.html", NOTICES, {"person": ME}),
    "notices-none": ("notices.html", NoticesScreen(action="/-/avis", limit=300), {"person": ME}),
    "searches": ("searches.html", SEARCHES, {"person": ME}),
    "searches-none": (
        "searches.html",
        KeptSearches(searches=(), action="/x", limit=50),
        {"person": ME},
    ),
    "confirm": ("confirm.html", SURE, {}),
    "confirm-done": (
        "confirm.html",
        Confirm(
            "C’est fait",
            "Vous ne recevrez plus rien.",
            tone="good",
            steps=(v.Link("Accueil", "/"),),
        ),
        {},
    ),
}
