"""Every way to take pages away, by what one wants them for."""

from app.actions.dump import ARCHIVE, LINES
from app.theme.parts import Fact, Link
from app.web.oai.answering import ADDRESS as OAI
from app.web.reading.context import Reading
from app.web.views.sheet import Section

DUMPS = "/-/donnees"
GIT = "/git/open.git"
# What one wants; (what to take, its address); in which form, with the words of the trade.
WAYS: tuple[tuple[str, tuple[tuple[str, str], ...], str], ...] = (
    ("Une seule page", (("Emporter, au bas de la page", ""),), "Markdown, JSON, JSON-LD"),
    ("Une liste, dans un tableur", (("Les listes", "#listes"),), "CSV"),
    ("Des lieux, sur votre carte", (("Les lieux", "/lieux.geojson"),), "GeoJSON"),
    (
        "Une carte ou une liste, montrée sur votre site",
        (("Le code du cadre, sous chaque liste", "#listes"),),
        "HTML",
    ),
    (
        "Des dates, dans votre agenda",
        (("Les lieux", "/lieux.ics"), ("Les méthodes", "/methodes.ics")),
        "iCal",
    ),
    (
        "Tout le wiki, pour un programme",
        (("Toutes les pages", f"{DUMPS}/{LINES}"),),
        "JSON Lines, gzip",
    ),
    (
        "Tout le wiki, à lire ou à remettre dans un autre, avec ses images",
        (("Pages et images", f"{DUMPS}/{ARCHIVE}"),),
        "Markdown, tar.gz",
    ),
    ("Tout, avec l’histoire, puis seulement le neuf", (("La commande", "#tout"),), "Git"),
    (
        "Le catalogue, dans une bibliothèque ou un portail",
        (("L’adresse du moissonnage", f"{OAI}?verb=Identify"),),
        "OAI-PMH, Dublin Core",
    ),
    (
        "Ce qui change, jour après jour",
        (("Toutes les pages", "/feed.atom"), ("Une liste", "#listes")),
        "Atom",
    ),
    (
        "Ce que chaque page décrit, pour un moteur de recherche",
        (("Les lieux", "/lieux.jsonld"), ("Les autres listes", "#listes")),
        "JSON-LD, schema.org",
    ),
    ("Des réponses, pour votre propre outil", (("Données et API", "/api/docs"),), "API, JSON"),
)


def ways_section(reading: Reading) -> Section:
    return Section(
        title=reading.say("Que voulez-vous en faire ?"),
        anchor="facons",
        columns=tuple(reading.say(name) for name in ("Vous voulez", "Prenez", "Forme")),
        rows=tuple(_row(reading, *way) for way in WAYS),
    )


def _row(
    reading: Reading, want: str, taken: tuple[tuple[str, str], ...], form: str
) -> tuple[Fact, ...]:
    links = tuple(Link(reading.say(words), url) for words, url in taken)
    return (Fact("", reading.say(want)), Fact("", links=links), Fact("", form))


def whole_section(reading: Reading) -> Section:
    """The whole wiki as files, and as a repository."""
    return Section(
        title=reading.say("Tout le wiki"),
        anchor="tout",
        paragraphs=(
            reading.say(
                "Ces deux fichiers sont toujours les plus récents, à la même adresse. Pour avoir "
                "aussi l’histoire de chaque page, et ne recevoir ensuite que le neuf, un "
                "programme suit le dépôt avec Git :"
            ),
        ),
        links=(
            Link(reading.say("Toutes les pages, une par ligne"), f"{DUMPS}/{LINES}", "JSON Lines"),
            Link(reading.say("Les pages et leurs images"), f"{DUMPS}/{ARCHIVE}", "Markdown"),
        ),
        code=f"git clone {reading.absolute(GIT)}",
        actions=(Link(reading.say("Données et API"), "/api/docs"),),
    )


def served_section(reading: Reading) -> Section:
    return Section(
        title=reading.say("Depuis le serveur"),
        anchor="serveur",
        paragraphs=(
            reading.say(
                "Qui tient le serveur écrit une partie ou l’ensemble des pages partagées dans un "
                "dossier, un tableau ou un fichier, en une commande."
            ),
        ),
        code="maillage export markdown mon-dossier",
    )
