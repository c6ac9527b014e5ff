"""The few words that the renderer itself adds to a page, in the page's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    see_feedback: str
    right: str
    wrong: str
    several: str
    which: str
    done: str
    to_do: str
    table: str
    notes: str
    note: str
    back: str
    unread: str
    no_answer: str
    no_right: str
    bad_view: str
    bad_list: str
    directive: str


_FRENCH = Words(
    see_feedback="Voir le retour",
    right="Juste.",
    wrong="Pas tout à fait.",
    several="Plusieurs réponses sont justes.",
    which="Quelle est la bonne réponse\u00a0?",
    done="Fait",
    to_do="À faire",
    table="Tableau",
    notes="Notes",
    note="Note {n}",
    back="Revenir au texte",
    unread=(
        "Ce texte est trop long ou trop emboîté pour être mis en page. "
        "Le voici tel qu’il a été écrit."
    ),
    no_answer=(
        "Ce quiz n’a pas de réponses. Écrivez une liste où chaque réponse commence "
        "par [x], si elle est juste, ou par [ ]."
    ),
    no_right="Ce quiz n’a pas de bonne réponse. Marquez-en au moins une par [x].",
    bad_view="La vue «\u00a0{view}\u00a0» n’existe pas. Choisissez {known}.",
    bad_list="Cette liste ne peut pas être montrée\u00a0: {reason}",
    directive="Bloc «\u00a0{name}\u00a0»",
)
_ENGLISH = Words(
    see_feedback="See the feedback",
    right="Right.",
    wrong="Not quite.",
    several="Several answers are right.",
    which="Which answer is right?",
    done="Done",
    to_do="To do",
    table="Table",
    notes="Notes",
    note="Note {n}",
    back="Back to the text",
    unread="This text is too long or too nested to be laid out. Here it is as it was written.",
    no_answer="This quiz has no answers. Write a list whose items begin with [x] or [ ].",
    no_right="This quiz has no right answer. Mark at least one with [x].",
    bad_view="There is no “{view}” view. Choose {known}.",
    bad_list="This list cannot be shown: {reason}",
    directive="“{name}” block",
)


def words_for(lang: str) -> Words:
    """The words of a BCP 47 language; French where we have none."""
    return _ENGLISH if lang.lower().split("-")[0] == "en" else _FRENCH
