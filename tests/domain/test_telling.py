"""What somebody told of an action becomes a page, and nothing of it is left out."""

from dataclasses import fields

import pytest

from app.domain import front_matter
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from app.domain.rules import Rules
from app.domain.telling import Told, added_to_method, added_to_place, as_method, lines_of

CAFE = "place/cafe-plum"
WHOLE = Told(
    what="Nous avons réparé quarante objets. Les habitants tenaient le tournevis.",
    title="Repair café du printemps",
    activities=("reparation-ressourcerie",),
    for_whom="Habitants du bourg\nÉlèves du collège",
    with_whom="- L’association des bricoleurs",
    place="Café PLUM",
    place_page="place/cafe-plum",
    town="Lautrec",
    date="2026-05-12",
    steps="1. Afficher la date\n2) Installer quatre tables\n\n• Peser ce qui est sauvé",
    works="Réparer à deux",
    does_not="Le créneau du matin",
    could="Commencer à quatorze heures",
    obstacles="Plus de fusibles\nPersonne au début",
    helped="En acheter d’avance",
    reusers="Toute équipe avec une salle",
    needs="Quatre tables\nUn fer à souder",
    resources="L’affiche : https://affiche.example/a.pdf\nDemander le carnet à l’accueil",
)  # fmt: skip
METHOD = {
    "kind": "method", "title": "Repair café", "lang": "fr", "licence": "CC-BY-SA-4.0",
    "trials": [{"date": 2019, "result": "Bien."}], "lessons": {"works": ["La date fixe"]},
}  # fmt: skip
PLACE = {
    "kind": "place", "title": "Café PLUM", "lang": "fr", "licence": "CC-BY-SA-4.0",
    "works": ["Trois métiers"], "activities": ["programmation-culturelle"],
}  # fmt: skip


def problems(path, front, body):
    page = parse_page(PagePath.parse(path), front_matter.compose(front, f"\n{body}"))
    return Rules().check(page)


def own(front):
    return {"kind": "method", "lang": "fr", "licence": "CC-BY-SA-4.0", **front}


def words(front, body):
    return front_matter.compose(front, body)


def missing(told, text):
    """The lines that were told and that the page does not say."""
    said = [getattr(told, field.name) for field in fields(told)]
    lines = [line for one in said for line in (lines_of(one) if isinstance(one, str) else one)]
    bare = [line.replace("https://affiche.example/a.pdf", "").strip(" :") for line in lines]
    return [line for line in bare if line not in text]


def test_a_new_method_says_all_that_was_told():
    front, body = as_method(WHOLE, "fr")

    assert problems("method/repair", own(front), body) == []
    assert missing(WHOLE, words(front, body)) == []
    assert [step["title"] for step in front["steps"]] == [
        "Afficher la date", "Installer quatre tables", "Peser ce qui est sauvé",
    ]  # fmt: skip
    assert front["lessons"]["could"] == ["Commencer à quatorze heures"]
    assert front["difficulties"][0] == {
        "problem": "Plus de fusibles", "answer": "En acheter d’avance",
    }  # fmt: skip
    assert front["trials"][0]["place"] == "place/cafe-plum"
    assert front["resources"][0] == {"title": "L’affiche", "url": "https://affiche.example/a.pdf"}


def test_a_method_that_exists_gains_a_trial_and_keeps_what_it_said():
    front = added_to_method(WHOLE, METHOD, "fr")

    assert problems("method/repair", front, "") == []
    assert missing(WHOLE, words(front, "")) == ["Café PLUM"]
    assert front["trials"][0] == METHOD["trials"][0]
    assert front["trials"][1]["place"] == "place/cafe-plum"
    assert front["lessons"]["works"] == ["La date fixe", "Réparer à deux"]
    assert added_to_method(WHOLE, front, "fr") == front


def test_a_place_that_exists_gains_a_part_and_keeps_what_it_said():
    front, body = added_to_place(WHOLE, PLACE, "\nOn y déjeune.\n", "fr", here=CAFE)

    assert problems("place/cafe-plum", front, body) == []
    assert missing(WHOLE, words(front, body)) == [CAFE]
    assert body.startswith("On y déjeune.\n\n## Repair café du printemps (2026-05-12)\n")
    assert front["works"] == ["Trois métiers", "Réparer à deux"]
    assert front["activities"] == ["programmation-culturelle", "reparation-ressourcerie"]
    assert added_to_place(WHOLE, front, body, "fr", here=CAFE) == (front, body)


def test_an_action_told_on_the_page_of_another_place_says_where_it_was():
    _, body = added_to_place(WHOLE, {}, "", "fr", here="place/les-ateliers")

    assert "- **Où** : Café PLUM, Lautrec" in body


def test_one_sentence_is_enough():
    told = Told(what="Nous avons ouvert un jardin.")
    front, body = as_method(told, "fr")

    assert front == {
        "title": "Nous avons ouvert un jardin", "summary": "Nous avons ouvert un jardin.",
        "form": "reproducible-approach",
    }  # fmt: skip
    assert body == "Nous avons ouvert un jardin.\n"
    assert problems("method/jardin", own(front), body) == []
    assert added_to_method(told, {"kind": "method"}, "fr") == {
        "kind": "method", "trials": [{"result": "Nous avons ouvert un jardin.\n"}],
    }  # fmt: skip
    assert added_to_place(told, {}, "", "fr", here=CAFE)[1].startswith(
        "## Nous avons ouvert un jardin\n"
    )


@pytest.mark.parametrize(
    "what", ["a" * 5000, "mot " * 2000, "\u202ea\u202c b", "…", "!!!", "\n\n x \n", "# Titre"]
)
def test_odd_words_make_a_title_and_a_summary_that_fit(what):
    front, body = as_method(Told(what=what), "fr")

    assert 0 < len(front.get("title", "x")) <= 200
    assert len(front.get("summary", "")) <= 280
    assert what.strip() in body


def test_a_long_step_keeps_its_whole_text():
    long = "Installer les tables en cercle, puis " + "vérifier chaque prise, " * 20
    (step,) = as_method(Told(what="x", steps=long), "fr")[0]["steps"]

    assert len(step["title"]) <= 120
    assert step["text"] == long.strip()


def test_help_without_an_obstacle_is_what_worked():
    told = Told(what="x", obstacles="", helped="Un voisin", works="La date")

    assert told.difficulties == []
    assert told.worked == ["La date", "Un voisin"]


def test_a_page_in_english_is_told_in_english():
    _, body = as_method(WHOLE, "en")
    _, place = added_to_place(WHOLE, PLACE, "", "en", here=CAFE)

    assert "## With whom" in body
    assert "**For whom**: Habitants" in place
