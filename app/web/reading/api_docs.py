"""The API in words for people, from its OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from app.theme.parts import Fact, Link
from app.web.reading.context import Reading
from app.web.views.sheet import Section, Sheet

TAGS = {
    "pages": "Les pages",
    "search": "La recherche et les chiffres",
    "changes": "Ce qui change",
    "media": "Les images et les fichiers",
    "peers": "Les réseaux amis",
    "proposals": "Les propositions",
}


# What each address does, for people who read French; one that is not here says it in its own words.
WORDS = {
    "GET /api/v1/pages": "Les pages d’une sélection, par titre. Les critères sont ceux des "
    "listes : kind, region, theme, tag, licence…",
    "GET /api/v1/pages/{kind}/{slug}": "Une page entière : sa fiche, son texte, son HTML. "
    "L’en-tête ETag est sa version.",
    "PUT /api/v1/pages/{kind}/{slug}": "Enregistrer une page. La réponse 409 porte les trois "
    "textes et les points en désaccord : rien n’est perdu.",
    "DELETE /api/v1/pages/{kind}/{slug}": "Supprimer une page. Son histoire reste.",
    "POST /api/v1/pages/{kind}/{slug}/move": "Changer l’adresse d’une page ; l’ancienne y mène.",
    "POST /api/v1/pages/{kind}/{slug}/restore": "Rétablir une version, ou une page supprimée.",
    "GET /api/v1/pages/{kind}/{slug}/history": "Les versions d’une page, la plus récente d’abord.",
    "GET /api/v1/search": "Chercher : résultats classés, extraits, critères comptés. Sans "
    "mots, la sélection se fait par critères seuls.",
    "GET /api/v1/stats/{kind}": "Compter les pages par critère, et les montants publiés, en euros.",
    "GET /api/v1/changes": "Ce qui a changé depuis une version, du plus ancien au plus récent.",
    "POST /api/v1/media": "Envoyer une image ou un fichier de 5 Mio au plus. Le lieu et "
    "l’appareil de la prise de vue sont effacés.",
    "GET /api/v1/peers": "Les réseaux amis, et de quand date ce que nous avons d’eux.",
    "GET /api/v1/peers/{id}/pages/{kind}/{slug}": "Une page d’un réseau ami, telle que nous "
    "l’avons.",
    "GET /api/v1/proposals": "Vos propositions ; pour qui relit, toutes, et celles reçues.",
    "POST /api/v1/proposals": "Proposer un changement au réseau à qui la page appartient.",
    "GET /api/v1/proposals/{id}": "Une proposition, avec son texte entier.",
    "POST /api/v1/proposals/{id}/accept": "Accepter une proposition reçue, telle quelle ou "
    "adaptée.",
    "POST /api/v1/proposals/{id}/decline": "Décliner une proposition reçue, en disant pourquoi.",
    "POST /api/v1/proposals/{id}/withdraw": "Retirer ce que vous avez proposé.",
}


def api_view(reading: Reading, document: Mapping[str, Any]) -> Sheet:
    """One line for each address and method of the document."""
    operations = [
        (path, method.upper(), said)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    ]
    tags = dict.fromkeys(tag for _, _, said in operations for tag in said.get("tags", ["autres"]))
    return Sheet(
        title=reading.say("Données et API"),
        lead=reading.say(
            "Tout ce qui se lit ici se lit aussi par programme, sans inscription. Pour écrire, il "
            "faut une clé, que votre compte vous donne."
        ),
        sections=(_beginning(reading), *(_section(reading, tag, operations) for tag in tags)),
    )


def _beginning(reading: Reading) -> Section:
    base = reading.wiki.site.base_url
    return Section(
        title=reading.say("Pour commencer"),
        anchor="commencer",
        paragraphs=(
            reading.say(
                "Une erreur dit toujours, en une phrase, ce qui s’est passé et quoi faire."
            ),
        ),
        code=f"curl '{base}/api/v1/search?q=conciergerie'\n"
        f"curl -H 'Authorization: Bearer CLE' '{base}/api/v1/pages?kind=place'",
        actions=(Link(reading.say("Le document OpenAPI"), "/api/openapi.json"),),
    )


def _section(
    reading: Reading, tag: str, operations: list[tuple[str, str, Mapping[str, Any]]]
) -> Section:
    rows = tuple(
        (
            Fact("", f"{method} {path}"),
            Fact("", _words(reading, method, path, said)),
            Fact("", _parameters(said)),
        )
        for path, method, said in operations
        if tag in said.get("tags", ["autres"])
    )
    columns = ("Adresse", "Ce qu’elle fait", "Paramètres")
    return Section(
        title=reading.say(TAGS.get(tag, tag.capitalize())), anchor=f"api-{tag}",
        columns=tuple(reading.say(name) for name in columns), rows=rows,
    )  # fmt: skip


def _words(reading: Reading, method: str, path: str, said: Mapping[str, Any]) -> str:
    if words := WORDS.get(f"{method} {path}"):
        return reading.say(words)
    return " ".join(
        str(said.get("description") or said.get("summary") or "").replace("`", "").split()
    )


def _parameters(said: Mapping[str, Any]) -> str:
    names = [p["name"] for p in said.get("parameters", []) if p.get("in") == "query"]
    return ", ".join(names)
