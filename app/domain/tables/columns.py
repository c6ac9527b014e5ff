"""Our own columns: every key of a page that fits in a cell, under the name that lists give it."""

from dataclasses import dataclass

from app.domain.kinds import terms
from app.domain.tables import cells
from app.domain.tables.cells import Sort

# Keys that begin so are no keys of the front matter: see `facts.OWN`.
APART = "@"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list and what it says of a page.

    `key` is a front-matter key, with dots within (`territory.city`, `coordinates.0`), or one that
    begins with @ (`@id`: what is no key). `words` tell people what stands in it. `also` are other
    names that lists give it.
    """

    name: str
    key: str
    sort: Sort
    words: str = ""
    also: tuple[str, ...] = ()


# The order is that of the files; a name that was once given stays.
COLUMNS = (
    Column("id", "@id", cells.LINE, "identifiant de la page"),
    Column("kind", "@kind", cells.LINE, "genre de la page"),
    Column("slug", "@slug", cells.LINE, "nom dans l’adresse"),
    Column("title", "title", cells.LINE, "titre",
           ("nom", "nom du lieu", "nom du tiers-lieu", "intitulé", "name", "nom usuel",
            "raison sociale", "nom de la structure", "structure")),
    Column("summary", "summary", cells.SUMMARY, "résumé",
           ("présentation", "description courte", "accroche", "description")),
    Column("lang", "lang", cells.LINE, "langue"),
    Column("licence", "licence", cells.LINE, "licence, code SPDX"),
    Column("origin", "@origin", cells.LINE, "réseau d’où vient la page : self pour le nôtre"),
    Column("updated_at", "@updated_at", cells.LINE, "date et heure UTC de la version"),
    Column("revision", "@revision", cells.LINE, "version de la page"),
    Column("country", "territory.country", cells.COUNTRY, "pays"),
    Column("region", "territory.region", cells.term(terms.REGIONS), "région", ("nom région",)),
    Column("department", "territory.department", cells.DEPARTMENT, "numéro de département",
           ("département", "code département", "dept", "dep")),
    Column("city", "territory.city", cells.LINE, "commune",
           ("ville", "nom commune", "nom de la commune", "localité")),
    Column("insee", "territory.insee", cells.INSEE, "code Insee",
           ("code commune", "code_insee", "insee commune", "codeinsee", "citycode")),
    Column("latitude", "coordinates.0", cells.DEGREE, "latitude (WGS 84)",
           ("lat", "y", "geo lat")),
    Column("longitude", "coordinates.1", cells.DEGREE, "longitude (WGS 84)",
           ("lon", "lng", "long", "x", "geo lon")),
    Column("themes", "themes", cells.SLUGS, "thèmes, séparés par des points-virgules", ("thème",)),
    Column("tags", "tags", cells.SLUGS, "étiquettes, de même",
           ("mots-clés", "étiquette", "étiquettes")),
    Column("opened", "opened", cells.YEAR, "année ou date d’ouverture",
           ("ouverture", "année d’ouverture", "date d’ouverture", "ouvert depuis",
            "année de création", "date de création")),
    Column("legal_status", "legal_status", cells.term(terms.LEGAL_FORMS), "forme juridique",
           ("statut juridique", "statut", "catégorie")),
    Column("turnover_eur", "turnover_eur", cells.NUMBER,
           "dernier chiffre d’affaires connu, en euros", ("chiffre d’affaires", "ca")),
    Column("setting", "setting", cells.terms(terms.SETTINGS), "milieu"),
    Column("activities", "activities", cells.terms(terms.ACTIVITIES), "activités", ("activité",)),
    Column("spaces", "spaces", cells.terms(terms.SPACES), "espaces",
           ("type", "typologie", "type de lieu", "type d’espace", "équipements")),
    Column("networks", "networks", cells.LINES, "réseaux"),
    Column("form", "form", cells.term(terms.METHOD_FORMS), "forme d’une méthode"),
    Column("duration_min", "duration_min", cells.WHOLE, "durée en minutes"),
    Column("type", "type", cells.term(terms.ORGANISATION_TYPES), "type d’organisation"),
    Column("verified_on", "verified_on", cells.DAY, "date de la dernière vérification"),
    Column("verified_by", "verified_by", cells.LINE, "vérifié par"),
    Column("address", "territory.address", cells.LINE, "numéro et voie",
           ("adresse", "rue", "voie", "adresse postale", "adresse 1")),
    Column("address_more", "territory.address_more", cells.LINE, "complément d’adresse",
           ("complément", "adresse 2")),
    Column("postcode", "territory.postcode", cells.POSTCODE, "code postal", ("cp", "codepostal")),
    Column("zone", "territory.zone", cells.LINE, "quartier, vallée ou pays", ("quartier",)),
    Column("website", "contact.website", cells.WEB, "site web",
           ("site internet", "site", "url web", "web", "adresse web", "lien")),
    Column("contact_form", "contact.form", cells.YES_NO, "formulaire de contact"),
    Column("opening_hours", "opening_hours", cells.LINE, "horaires, comme sur OpenStreetMap",
           ("horaires", "horaires d’ouverture")),
    Column("wheelchair", "access.wheelchair", cells.LINE, "accès en fauteuil",
           ("accessibilité", "pmr")),
    Column("transport", "access.transport", cells.LONG, "accès en transports"),
    Column("parking", "access.parking", cells.LONG, "stationnement"),
    Column("siret", "siret", cells.SIRET, "Siret", ("n° siret", "numéro siret")),
    Column("osm_id", "osm_id", cells.OSM, "objet d’OpenStreetMap", ("osm", "identifiant osm")),
    Column("legal_status_printed", "legal_status_printed", cells.LINE,
           "forme juridique, telle qu’écrite"),
    Column("legal_carrier", "legal_carrier", cells.LINE, "structure porteuse",
           ("porteur", "porté par", "gestionnaire")),
    Column("cg_scop_member", "cg_scop_member", cells.YES_NO,
           "adhérent de la Confédération des Scop"),
    Column("premises_duration", "premises_duration", cells.term(terms.PREMISES_DURATIONS),
           "durée des locaux"),
    Column("premises_origin", "premises_origin", cells.term(terms.PREMISES_ORIGINS),
           "origine des locaux"),
    Column("tenure", "tenure", cells.term(terms.TENURES), "occupation"),
    Column("area_m2", "area_m2", cells.NUMBER, "surface en m²", ("surface", "superficie")),
    Column("usable_area_m2", "usable_area_m2", cells.NUMBER, "surface utile en m²"),
    Column("dominant", "dominant", cells.term(terms.DOMINANTS), "dominante"),
    Column("activity_type", "activity_type", cells.terms(terms.ACTIVITY_TYPES),
           "types d’activités"),
    Column("life_cycle", "life_cycle", cells.terms(terms.LIFE_CYCLE), "moments du cycle de vie"),
    Column("sustainability", "sustainability", cells.term(terms.SUSTAINABILITY), "pérennité"),
    Column("key_factors", "key_factors", cells.terms(terms.KEY_FACTORS), "facteurs-clefs"),
    Column("transitions", "transitions", cells.terms(terms.TRANSITIONS), "transitions"),
    Column("hybridisation", "hybridisation", cells.terms(terms.HYBRIDISATIONS), "hybridations"),
    Column("infrastructure", "infrastructure", cells.LINES, "infrastructure, une liste"),
    Column("services", "services", cells.LINES, "services, une liste", ("service",)),
    Column("values", "values", cells.LINES, "valeurs, une liste"),
    Column("works", "works", cells.LINES, "ce qui marche"),
    Column("does_not_work", "does_not_work", cells.LINES, "ce qui ne marche pas"),
    Column("cae", "cae", cells.LINES, "CAE liées"),
    Column("partners", "partners", cells.LINES, "partenaires"),
    Column("methods", "methods", cells.LINES, "méthodes utilisées"),
    Column("dates", "dates", cells.JSON, "autres dates, en JSON"),
    Column("figures", "figures", cells.JSON, "chiffres datés, en JSON"),
    Column("governance", "governance", cells.JSON, "qui décide, en JSON"),
    Column("roles", "roles", cells.JSON, "rôles, en JSON"),
    Column("economic_model", "economic_model", cells.JSON, "modèle économique, en JSON"),
    Column("monthly_cost", "monthly_cost", cells.JSON, "coût mensuel, en JSON"),
    Column("social_contract", "social_contract", cells.JSON, "contrat social, en JSON"),
    Column("data_licence", "data_licence", cells.LINE, "licence des données"),
    Column("authors", "authors", cells.LINES, "auteurs d’origine"),
    Column("redirects_from", "redirects_from", cells.LINES, "anciennes adresses"),
    Column("source", "source", cells.JSON, "sources, en JSON"),
    Column("provenance", "provenance", cells.JSON, "d’où vient chaque valeur, en JSON"),
    Column("url", "@url", cells.LINE, "adresse de la page"),
)  # fmt: skip
# What a column of another list may become, beside those.
POINT = Column("coordinates", "coordinates", cells.POINT, "latitude et longitude ensemble",
               ("coordonnées", "geo point", "geo_point_2d", "géolocalisation"))  # fmt: skip
SOURCE_ID = Column("source_id", "@source_id", cells.LINE, "identifiant dans la liste",
                   ("identifiant",))  # fmt: skip
SAID_ON = Column("said_on", "@on", cells.DAY, "jour où la ligne a été mise à jour",
                 ("date_maj", "mise à jour", "date de mise à jour"))  # fmt: skip
TEXT = Column("text", "@text", cells.LONG, "texte de la page, si elle est nouvelle",
              ("description longue", "présentation détaillée"))  # fmt: skip
TARGETS = (*COLUMNS, POINT, SOURCE_ID, SAID_ON, TEXT)
BY_NAME = {column.name: column for column in TARGETS}
