"""Words that the schemas do not have: labels of keys, rows, lists that help, sentences."""

LABELS = {
    "Place.title": "Nom du lieu",
    "Method.title": "Nom de la méthode",
    "Organisation.title": "Nom de l’organisation",
    "Place.legal_status_printed": "Forme juridique, en vos mots",
    "Place.opened": "Ouvert depuis",
    "Place.osm_id": "Le lieu sur OpenStreetMap",
    "Place.cae": "Coopératives d’activité et d’emploi (CAE)",
    "Organisation.scope": "Où elle agit",
    "Figure.name": "Ce qu’on compte",
    "EconomicModel.name": "Son nom",
    "Body.name": "Son nom",
    "Material.name": "Quoi",
    "PlaceRole.role": "Fonction",
    "Difficulty.problem": "Ce qui coince",
    "Territory.zone": "Quartier, vallée ou pays",
    "Source.title": "D’où cela vient",
    "Source.url": "Son adresse web",
    "Source.licence": "Sa licence",
    "Source.retrieved_on": "Consultée le",
    "LiveList.select": "Ce qu’elle montre",
}
# The kinds of pages that a reference is offered among; all, where nothing is said.
PICKS = {
    "networks": ("organisation",), "cae": ("organisation",), "partners": ("organisation", "place"),
    "methods": ("method",), "variants": ("method",), "prerequisites": ("mini_cool",),
    "places": ("place",), "place": ("place",), "members": ("place", "organisation"),
    "parent": ("organisation",),
}  # fmt: skip
_UNITS = ("€", "m²", "personnes", "postes", "adhérents", "pour cent", "heures par semaine")
# Usual words of a field, offered and never imposed.
SUGGESTED = {
    "figures.name": (
        "Chiffre d’affaires", "Surface", "Emplois", "Adhérents", "Usagers par an", "Bénévoles",
        "Subventions", "Loyer mensuel", "Part de recettes propres",
    ),
    "figures.unit": _UNITS,
    "dates.event": (
        "Création de l’association", "Ouverture au public", "Passage en Scic",
        "Achat des locaux", "Déménagement", "Fin des travaux",
    ),
    "roles.role": (
        "Conciergerie", "Animation", "Coordination", "Gestion", "Facilitation", "Médiation",
        "Présidence",
    ),
    "governance.bodies.name": (
        "Assemblée générale", "Conseil d’administration", "Bureau", "Réunion d’équipe",
        "Comité d’usagers",
    ),
}  # fmt: skip
WEEK = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
HOURS_ENDS = ("de", "à", "puis de", "à")
CLOSED = "fermé"
OTHER_HOURS = "Autres horaires"
OTHER_HOURS_HELP = (
    "Ce que la semaine ne dit pas, comme sur OpenStreetMap. Exemple : PH off (fermé les jours "
    "fériés)."
)
NOT_A_TIME = "« {value} » n’est pas une heure. Écrivez par exemple 9 h 30."
HALF_HOURS = "il manque une heure : dites le début et la fin."
CLOSED_AND_OPEN = "fermé, mais avec des horaires : gardez l’un ou l’autre."
WHICH_TOWN = "plusieurs communes portent ce nom. Choisissez, ou laissez « Je ne sais pas »."
WHICH_TOWN_LABEL = "Laquelle de ces communes ?"
NO_SUCH_TOWN = "Je ne sais pas, ou aucune de celles-ci"
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
LANGUAGES = (
    "fr", "en", "oc", "br", "eu", "ca", "co", "gsw", "de", "es", "it", "pt", "nl",
)  # fmt: skip
NOT_SAID = "Non dit"
SUMMARY_WANTED = (
    "à remplir pour publier : deux phrases, celles qu’on lira dans les listes. "
    "Vous pouvez aussi garder un brouillon."
)
NO_SUCH_PAGE = (
    "il n’y a pas de page « {value} ». Cherchez-la par son titre, ou retirez-la d’ici : on "
    "pourra l’ajouter quand elle sera écrite."
)
NEAR_PAGES = "il n’y a pas de page « {value} ». Vouliez-vous dire {titles} ?"
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
