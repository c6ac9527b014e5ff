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
        (Fact("", f"{method} {path}"), Fact("", _words(said)), Fact("", _parameters(said)))
        for path, method, said in operations
        if tag in said.get("tags", ["autres"])
    )
    columns = ("Adresse", "Ce qu’elle fait", "Paramètres")
    return Section(
        title=reading.say(TAGS.get(tag, tag.capitalize())), anchor=f"api-{tag}",
        columns=tuple(reading.say(name) for name in columns), rows=rows,
    )  # fmt: skip


def _words(said: Mapping[str, Any]) -> str:
    return " ".join(str(said.get("description") or said.get("summary") or "").split())


def _parameters(said: Mapping[str, Any]) -> str:
    names = [p["name"] for p in said.get("parameters", []) if p.get("in") == "query"]
    return ", ".join(names)
