"""The closed vocabularies of the kinds, in the words of the field.

Source: the domain model drawn from the studies (typology of PLACES-3T, study on work co-operatives
and tiers-lieux, research on economic models in Saint-Étienne, 2018 consultation).
"""

from app.domain.vocabulary import Vocabulary

SETTINGS = Vocabulary(
    "settings",
    ("urban", "Urbain", "Urban"),
    ("rural", "Rural", "Rural"),
    ("semi-rural", "Semi-rural", "Semi-rural"),
    ("periurban", "Périurbain", "Periurban"),
    ("mid-size-town", "Ville moyenne", "Mid-size town"),
    ("neighbourhood", "Quartier", "Neighbourhood"),
    ("mountain", "Montagne", "Mountain"),
)
PREMISES_DURATIONS = Vocabulary(
    "premises_durations",
    ("ephemeral", "Transitoires (éphémères)", "Ephemeral"),
    ("permanent", "Permanents", "Permanent"),
    ("variable", "Variables", "Variable"),
)
PREMISES_ORIGINS = Vocabulary(
    "premises_origins",
    ("reused", "Réutilisés, avec peu de travaux", "Reused"),
    ("purpose-built", "Créés pour le lieu", "Purpose-built"),
    ("new", "Neufs", "New"),
    ("renovated", "Rénovés", "Renovated"),
)
TENURES = Vocabulary(
    "tenures",
    ("ownership", "Propriété", "Ownership"),
    ("lease", "Location", "Lease"),
    ("precarious", "Occupation précaire", "Short-term occupancy"),
    ("lent", "Mise à disposition", "Lent"),
)
DOMINANTS = Vocabulary(
    "dominants", ("fablab", "Fablab", "Fablab"), ("coworking", "Coworking", "Coworking")
)
ACTIVITY_TYPES = Vocabulary(
    "activity_types",
    ("activities-services", "Activités et services", "Activities and services"),
    ("agricultural", "Agricole", "Agricultural"),
    ("craft", "Artisanal", "Craft"),
    ("educational", "Éducatif", "Educational"),
    ("innovation", "Innovation", "Innovation"),
    ("cultural", "Culturel", "Cultural"),
    ("social", "Social", "Social"),
    ("public-services", "Services et innovation publique", "Public services and innovation"),
)
ACTIVITIES = Vocabulary(
    "activities",
    ("location-espaces", "Location d’espaces", "Renting space"),
    ("adhesion-communaute", "Adhésion à une communauté", "Community membership"),
    ("accompagnement-formation", "Accompagnement et formation", "Support and training"),
    ("programmation-culturelle", "Programmation culturelle", "Cultural programme"),
    ("restauration-cafe-librairie", "Restauration, café, librairie", "Food, café, bookshop"),
    ("reparation-ressourcerie", "Réparation, ressourcerie", "Repair and reuse"),
    ("conciergerie-entreprise", "Conciergerie d’entreprise", "Concierge services"),
    ("mediation", "Médiation numérique, culturelle, sociale", "Mediation"),
    ("projets-territoriaux", "Projets de territoire et innovation", "Territorial projects"),
    ("garde-enfants", "Garde d’enfants", "Childcare"),
    ("activites-communautaires", "Activités communautaires", "Community activities"),
    ("distribution-alimentaire", "Distribution alimentaire", "Food distribution"),
)
SPACES = Vocabulary(
    "spaces",
    ("coworking", "Coworking", "Coworking"),
    ("cafe-associatif", "Café associatif", "Community café"),
    ("telecentre", "Télécentre", "Telecentre"),
    ("fablab", "Fablab", "Fablab"),
    ("hackerspace", "Hackerspace", "Hackerspace"),
    ("makerspace", "Makerspace", "Makerspace"),
    ("garage-solidaire", "Garage solidaire", "Community garage"),
    ("laboratoire-textile", "Laboratoire textile", "Textile lab"),
    ("boutique-partagee", "Boutique partagée", "Shared shop"),
    ("atelier-partage", "Atelier partagé", "Shared workshop"),
    ("repair-cafe", "Repair café", "Repair café"),
    ("coliving", "Coliving", "Coliving"),
    ("epn", "Espace public numérique", "Public digital space"),
    ("jardin-partage", "Jardin partagé", "Shared garden"),
    ("maraichage", "Maraîchage", "Market gardening"),
    ("espace-test-agricole", "Espace-test agricole", "Farm test space"),
    ("creche", "Crèche", "Nursery"),
    ("salle-de-spectacle", "Salle de spectacle", "Performance hall"),
    ("residence-d-artistes", "Résidence d’artistes", "Artists’ residency"),
    ("incubateur", "Incubateur", "Incubator"),
    ("pepiniere", "Pépinière", "Business nursery"),
    ("medialab", "Médialab", "Media lab"),
    ("webradio", "Webradio", "Web radio"),
)
LEGAL_FORMS = Vocabulary(
    "legal_forms",
    ("collectif-informel", "Collectif informel", "Informal collective"),
    ("association", "Association", "Association"),
    ("entreprise-individuelle", "Entreprise individuelle", "Sole trader"),
    ("sci", "SCI", "SCI"),
    ("sarl", "SARL", "SARL"),
    ("sas", "SAS", "SAS"),
    ("scop", "Scop", "Scop"),
    ("scic", "Scic", "Scic"),
    ("cae", "CAE", "CAE"),
    ("coop47", "Coopérative loi 1947", "Co-operative (1947 law)"),
    ("spla", "SPLA", "SPLA"),
    ("sem", "SEM", "SEM"),
    ("scpi", "SCPI", "SCPI"),
    ("fonciere", "Foncière", "Property company"),
    ("association>scic", "Association devenue Scic", "Association turned Scic"),
    ("scop>scic", "Scop devenue Scic", "Scop turned Scic"),
    ("other", "Autre forme", "Other form"),
)
YES_NO = Vocabulary("yes_no", ("yes", "Oui", "Yes"), ("no", "Non", "No"))
LIFE_CYCLE = Vocabulary(
    "life_cycle",
    ("ideation", "Idéation", "Ideation"),
    ("emergence", "Émergence", "Emergence"),
    ("pre-launch", "Pré-lancement", "Pre-launch"),
    ("launch", "Lancement", "Launch"),
    ("running", "Fonctionnement", "Running"),
    ("growth", "Croissance", "Growth"),
    ("spin-off", "Essaimage", "Seeding others"),
    ("transition", "Transition", "Transition"),
    ("change-of-nature", "Changement de nature", "Change of nature"),
    ("ageing", "Vieillissement du concept", "Ageing of the idea"),
    ("closing", "Fermeture", "Closing"),
    ("reopening", "Réouverture", "Reopening"),
)
SUSTAINABILITY = Vocabulary(
    "sustainability",
    ("ephemere", "Éphémère", "Ephemeral"),
    ("geometrie-variable", "À géométrie variable", "Of variable shape"),
    ("business-model-determine", "Au modèle économique déterminé", "With one business model"),
)
KEY_FACTORS = Vocabulary(
    "key_factors",
    ("creer", "Créer", "Creating"),
    ("ecosysteme", "Écosystème", "Ecosystem"),
    ("territoire", "Localisation, territoire", "Territory"),
    ("travailler", "Travailler, fabriquer, entreprendre", "Working and making"),
    ("apprendre", "Apprendre", "Learning"),
    ("culture", "Culture", "Culture"),
    ("social", "Social", "Social"),
    ("acteurs", "Système d’acteurs", "System of actors"),
)
TRANSITIONS = Vocabulary(
    "transitions",
    ("personal", "Personnelle", "Personal"),
    ("professional", "Professionnelle", "Professional"),
    ("social", "Sociale", "Social"),
    ("territorial", "Territoriale", "Territorial"),
)
HYBRIDISATIONS = Vocabulary(
    "hybridisations",
    ("ways-of-working", "Des façons de travailler", "Ways of working"),
    ("tools", "Des outils", "Tools"),
    ("structures", "Des structures, ressources et modèles", "Structures and models"),
    ("publics", "Des publics", "Publics"),
    ("activities", "Des activités", "Activities"),
)
GOVERNANCE_LEVELS = Vocabulary(
    "governance_levels",
    ("informal", "Informelle", "Informal"),
    ("statutory", "Statutaire", "Statutory"),
    ("operational", "Opérationnelle", "Operational"),
)
METHOD_FORMS = Vocabulary(
    "method_forms",
    ("how-to", "Fiche méthodologique", "How-to"),
    ("code-source", "Code source", "Source code of a place"),
    ("event-format", "Format d’animation", "Event format"),
    ("tool", "Outil, démarche", "Tool"),
    ("reproducible-approach", "Démarche reproductible", "Reproducible approach"),
)
MATURITY = Vocabulary(
    "maturity",
    ("idea", "Idée", "Idea"),
    ("emergence", "Émergence", "Emergence"),
    ("running", "En fonctionnement", "Running"),
)
MEDIUMS = Vocabulary(
    "mediums",
    ("text", "Texte", "Text"),
    ("image", "Image", "Image"),
    ("audio", "Son", "Audio"),
    ("video-link", "Lien vers une vidéo", "Video link"),
    ("file", "Fichier", "File"),
    ("exercise", "Exercice dans le lieu", "Exercise in the place"),
    ("peer", "Rencontre avec un pair", "Meeting with a peer"),
    ("visit", "Visite", "Visit"),
)
EVALUATIONS = Vocabulary(
    "evaluations",
    ("self", "Auto-évaluation", "Self-evaluation"),
    ("peer", "Évaluation par les pairs", "Peer evaluation"),
    ("evidence", "Preuve : quelque chose de fait ou de montré", "Evidence"),
    ("discussion", "Discussion dans le groupe", "Group discussion"),
)
ORGANISATION_TYPES = Vocabulary(
    "organisation_types",
    ("network", "Réseau", "Network"),
    ("cae", "Coopérative d’activité et d’emploi", "Work co-operative (CAE)"),
    ("cooperative", "Coopérative", "Co-operative"),
    ("authority", "Collectivité", "Public authority"),
    ("association", "Association", "Association"),
    ("training", "Organisme de formation", "Training body"),
    ("funder", "Financeur", "Funder"),
    ("company", "Entreprise", "Company"),
    ("research", "Recherche", "Research"),
)
REGIONS = Vocabulary(
    "regions",
    ("auvergne-rhone-alpes", "Auvergne-Rhône-Alpes", "Auvergne-Rhône-Alpes"),
    ("bourgogne-franche-comte", "Bourgogne-Franche-Comté", "Bourgogne-Franche-Comté"),
    ("bretagne", "Bretagne", "Brittany"),
    ("centre-val-de-loire", "Centre-Val de Loire", "Centre-Val de Loire"),
    ("corse", "Corse", "Corsica"),
    ("grand-est", "Grand Est", "Grand Est"),
    ("hauts-de-france", "Hauts-de-France", "Hauts-de-France"),
    ("ile-de-france", "Île-de-France", "Île-de-France"),
    ("normandie", "Normandie", "Normandy"),
    ("nouvelle-aquitaine", "Nouvelle-Aquitaine", "Nouvelle-Aquitaine"),
    ("occitanie", "Occitanie", "Occitanie"),
    ("pays-de-la-loire", "Pays de la Loire", "Pays de la Loire"),
    ("provence-alpes-cote-d-azur", "Provence-Alpes-Côte d’Azur", "Provence-Alpes-Côte d’Azur"),
    ("guadeloupe", "Guadeloupe", "Guadeloupe"),
    ("martinique", "Martinique", "Martinique"),
    ("guyane", "Guyane", "French Guiana"),
    ("la-reunion", "La Réunion", "Réunion"),
    ("mayotte", "Mayotte", "Mayotte"),
)
STATUSES = Vocabulary(
    "statuses",
    ("draft", "Brouillon", "Draft"),
    ("published", "Publiée", "Published"),
    ("archived", "Archivée", "Archived"),
)
