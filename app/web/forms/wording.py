"""Words that the schemas do not have: labels of keys that only a form names, help, units, rows."""

LABELS = {
    "Source.title": "D’où cela vient",
    "Source.url": "Son adresse web",
    "Source.licence": "Sa licence",
    "Source.retrieved_on": "Consultée le",
    "derived_from": "Adaptée de",
    "translation_of": "Traduction de",
    "DerivedFrom.instance": "Réseau d’origine",
    "DerivedFrom.id": "Identifiant de la page d’origine",
    "DerivedFrom.revision": "Version d’origine",
    "TranslationOf.id": "Identifiant de la page traduite",
    "TranslationOf.instance": "Son réseau, si elle est ailleurs",
}
_ONE_PER_LINE = "Une par ligne."
HELP = {
    "PlaceRole.person": "Un nom seulement avec son accord.",
    "Step.media": "Son adresse, telle que la donne « Images et fichiers ».",
    "Resource.media": "Son adresse, telle que la donne « Images et fichiers ».",
    "Evaluation.quiz": _ONE_PER_LINE,
}
LINES_HELP = "Un par ligne."
REFERENCE_HELP = "Le titre d’une page, ou son adresse courte : {example}."
REFERENCES_HELP = "Une page par ligne : son titre, ou son adresse courte ({example})."
EXAMPLES = {
    "networks": "organisation/mon-reseau", "cae": "organisation/ma-cae",
    "partners": "organisation/ma-commune", "methods": "method/methode-des-scenarios",
    "variants": "method/methode-des-scenarios", "prerequisites": "mini_cool/choisir-une-licence",
    "places": "place/cafe-plum", "place": "place/cafe-plum", "members": "place/cafe-plum",
    "parent": "organisation/mon-reseau",
}  # fmt: skip
PLACEHOLDERS = {
    "title": "", "opened": "2010", "coordinates": "43,7062 2,1383", "department": "81",
    "country": "FR", "insee": "81139", "turnover_eur": "357 000",
}  # fmt: skip
# What a row is called, and what the button that adds one says.
ROWS = {
    "dates": ("Date", "Ajouter une date"),
    "figures": ("Chiffre", "Ajouter un chiffre"),
    "economic_model": ("Modèle", "Ajouter un modèle"),
    "bodies": ("Instance", "Ajouter une instance"),
    "roles": ("Rôle", "Ajouter un rôle"),
    "source": ("Source", "Ajouter une source"),
    "materials": ("Matériel", "Ajouter du matériel"),
    "steps": ("Étape", "Ajouter une étape"),
    "difficulties": ("Difficulté", "Ajouter une difficulté"),
    "resources": ("Ressource", "Ajouter une ressource"),
    "trials": ("Essai", "Ajouter un essai"),
    "sequence": ("Étape", "Ajouter une étape"),
    "evaluation": ("Évaluation", "Ajouter une évaluation"),
    "queries": ("Liste", "Ajouter une liste"),
}
ROW = ("Ligne", "Ajouter une ligne")
# The first field of a row, where the row is already called as it is.
ROW_TITLE = "Son titre"
LANGUAGES = {
    "fr": "Français", "en": "English", "oc": "Occitan", "br": "Breton", "eu": "Basque",
    "ca": "Catalan", "co": "Corse", "gsw": "Alsacien", "de": "Allemand", "es": "Espagnol",
    "it": "Italien", "pt": "Portugais", "nl": "Néerlandais",
}  # fmt: skip
NOT_SAID = "Non dit"
SUMMARY_WANTED = (
    "à remplir pour publier : deux phrases, celles qu’on lira dans les listes. "
    "Vous pouvez aussi garder un brouillon."
)
NOT_A_NUMBER = "« {value} » n’est pas un nombre. Écrivez par exemple 357 000 ou 12,5."
NOT_WHOLE = "« {value} » n’est pas un nombre entier."
NOT_A_POINT = "« {value} » : écrivez deux nombres, latitude puis longitude, par exemple {example}."
NO_SUCH_PAGE = "Il n’y a pas de page « {value} ». Écrivez son titre exact, ou genre/nom."
SEVERAL = "« {value} » : une seule page est attendue ici."
STATUS_HELP = (
    "Un brouillon n’est vu que de vous et des relecteurs. Publiée, tout le monde lit la page."
)
SLUG_LABEL = "Son adresse"
SLUG_HELP = "Ce qui suit {prefix}/ : des minuscules sans accent, des chiffres et des tirets."
SLUG_TAKEN = "« {value} » est déjà l’adresse d’une autre page."
SLUG_WRONG = (
    "« {value} » ne peut pas être une adresse : des minuscules sans accent, des chiffres et des "
    "tirets simples, 120 signes au plus."
)
