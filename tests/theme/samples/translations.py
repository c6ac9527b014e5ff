"""A page in several languages: begun, up to date, behind its original."""

from datetime import timedelta

from app.web import views as v
from app.web.views.pages import TranslatedFrom
from app.web.views.translation import BeginTranslation, TranslationScreen
from tests.theme.samples.common import NOW, Screen

URL = "/methodes/scenario-planning"
ORIGINAL = v.Link("Méthode des scénarios", "/methodes/scenarios", kind="method", lang="fr")


def begin(errors: tuple[tuple[str, str], ...] = ()) -> BeginTranslation:
    return BeginTranslation(
        title="Méthode des scénarios", lang="fr", kind="method", page_url="/methodes/scenarios",
        action="/methodes/scenarios/traduire",
        languages=(("oc", "Occitan", True), ("br", "Breton", False)),
        there=(v.Link("English", URL, lang="en"),), errors=errors,
    )  # fmt: skip


def standing(behind: int, *, known: bool = True, may_update: bool = True) -> TranslationScreen:
    blocks = (
        v.ChangedBlock("changed", "Passage 2", (
            v.Word("same", "On se donne "), v.Word("removed", "deux"), v.Word("added", "trois"),
            v.Word("same", " heures."),
        )),
        v.ChangedBlock("added", "Passage 5", (v.Word("added", "Un dessin aide."),)),
    ) if behind and known else ()  # fmt: skip
    return TranslationScreen(
        title="Scenario planning", lang="en", kind="method", page_url=URL,
        source=TranslatedFrom(ORIGINAL, "Français", f"{URL}/traduction",
                              NOW - timedelta(days=200) if known else None, behind),
        action=f"{URL}/traduction", base="a" * 40, seen="b" * 40, known=known, blocks=blocks,
        may_update=may_update, edit_url=f"{URL}/edit",
    )  # fmt: skip


WRONG = (
    ("langue", "Cette page existe déjà dans cette langue."),
    ("titre", "Écrivez le titre dans cette langue."),
)
SCREENS: dict[str, Screen] = {
    "translate": ("translate.html", begin(), {}),
    "translate-wrong": ("translate.html", begin(WRONG), {}),
    "translation": ("translation.html", standing(2), {}),
    "translation-kept-up": ("translation.html", standing(0), {}),
    "translation-unknown": ("translation.html", standing(3, known=False, may_update=False), {}),
}
