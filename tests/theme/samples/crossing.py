"""Two texts that cross: to be chosen from, read again, met anew."""

from dataclasses import replace

from app.web import views as v
from app.web.views.writing import JoinedView, Review
from tests.theme.samples.common import NOW, TEXT, Screen, lieu


def conflict() -> v.Conflict:
    s = "same"
    return v.Conflict(
        head=lieu(),
        action="/lieux/cafe-plum/edit",
        whose="S. H.",
        hidden=(("mine", "texte\nentier"), ("base", "a" * 40)),
        disputes=(
            v.DisputeView(
                "d0",
                "Horaires",
                "10 h à 23 h",
                "11 h à 23 h",
                "10 h à minuit",
                None,
                (("added", "11 h"), (s, " à 23 h")),
                ((s, "10 h à "), ("added", "minuit")),
                "theirs",
                "S. H.",
                NOW,
                "On ne garde pas deux horaires à la fois : il faut en choisir un.",
            ),
            v.DisputeView(
                "d1",
                "Le paragraphe sur le modèle économique",
                "Le restaurant porte les charges.",
                "Le restaurant porte les charges. La librairie paie son stock.",
                "Le restaurant porte les charges, sauf en janvier.",
                "Le restaurant porte les charges, sauf en janvier. La librairie paie son stock.",
            ),
            v.DisputeView(
                "d2",
                "Étape supprimée ou récrite",
                "Ouvrir aux adhérents.",
                "Ouvrir aux habitants.",
                None,
                "Ouvrir aux habitants.",
            ),
            v.DisputeView("d3", "Un passage neuf", None, "Mien", "Sien", "Sien\n\nMien"),
        ),
        merged=(
            JoinedView(
                "Activités",
                ((s, "restaurant, "), ("added", "distribution alimentaire")),
                ((s, "restaurant, "), ("added", "garde d’enfants")),
            ),
            JoinedView("Le texte, passage 3", (), (("added", "Les écoles viennent aussi."),)),
        ),
        mine_text="---\ntitle: Café PLUM\n---\nTexte",
        unchosen=1,
    )


def conflict_reviewed() -> v.Conflict:
    made = replace(conflict().disputes[0], choice="mine")
    words = (v.Word("removed", "10 h"), v.Word("added", "11 h"))
    fields = (v.ChangedBlock("changed", "Horaires", words),)
    blocks = (v.ChangedBlock("moved", "Passage 2"),)
    return replace(
        conflict(),
        whose="S. H. et L. M.",
        several=True,
        disputes=(made, *conflict().disputes[1:]),
        unchosen=3,
        review=Review("Café PLUM", TEXT, fields, blocks),
    )


def conflict_with_oneself() -> v.Conflict:
    disputes = tuple(replace(one, who="", at=NOW, choice="") for one in conflict().disputes)
    return replace(
        conflict(),
        whose="",
        again=True,
        unchosen=0,
        disputes=disputes,
        review=Review("Café PLUM", TEXT),
    )


SCREENS: dict[str, Screen] = {
    "conflict": ("conflict.html", conflict(), {"scripts": ("edit.js",)}),
    "conflict-reviewed": ("conflict.html", conflict_reviewed(), {"scripts": ("edit.js",)}),
    "conflict-oneself": ("conflict.html", conflict_with_oneself(), {"scripts": ("edit.js",)}),
}
