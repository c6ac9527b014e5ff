"""The keys that every page has, whatever its kind."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from app.domain.kinds.terms import REGIONS, STATUSES
from app.domain.kinds.types import (
    Came,
    Degrees,
    Department,
    Insee,
    IsoDate,
    Lang,
    Line,
    PageId,
    Postcode,
    Slug,
    Slugs,
    Url,
    Value,
    one_of,
)


class Territory(Value):
    country: Annotated[
        str | None, Field(title="Pays", pattern=r"^[A-Z]{2}$", description="Deux lettres : FR.")
    ] = None
    region: Annotated[one_of(REGIONS) | None, Field(title="Région")] = None
    department: Annotated[
        Department | None, Field(title="Département", description="Son numéro : 81.")
    ] = None
    city: Annotated[Line | None, Field(title="Commune")] = None
    insee: Annotated[Insee | None, Field(title="Code Insee")] = None
    postcode: Annotated[Postcode | None, Field(title="Code postal")] = None
    address: Annotated[Line | None, Field(title="Numéro et voie")] = None
    address_more: Annotated[Line | None, Field(title="Complément d’adresse")] = None
    zone: Annotated[Line | None, Field(title="Zone")] = None


class Source(Value):
    title: Line
    url: Url | None = None
    licence: str | None = None
    retrieved_on: IsoDate | None = None
    id: Line | None = None


class DerivedFrom(Value):
    instance: Line
    id: PageId
    revision: Annotated[str, Field(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")]


class TranslationOf(Value):
    id: PageId
    instance: Line | None = None
    revision: Annotated[str | None, Field(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")] = None


def _one(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


class CommonKeys(Value):
    """Keys common to all kinds; those of a kind stand in its own module.

    `licence` and `themes` are checked against the instance's own lists by `rules`.
    """

    kind: str
    id: PageId | None = None
    title: Annotated[Line, Field(title="Titre", max_length=200)]
    lang: Annotated[Lang, Field(title="Langue", description="fr, en, oc…")]
    licence: Annotated[str, Field(title="Licence", min_length=1, max_length=60)]
    status: Annotated[one_of(STATUSES) | None, Field(title="État")] = None
    summary: Annotated[
        str | None,
        Field(
            title="En deux phrases",
            description="280 signes au plus. C’est ce qu’on lit dans les listes.",
            max_length=280,
            json_schema_extra={"widget": "textarea"},
        ),
    ] = None
    questions: Annotated[
        list[Line] | None,
        Field(
            title="Les questions auxquelles elle répond",
            description="Une par ligne, comme on les pose.",
            max_length=20,
        ),
    ] = None
    data_licence: Annotated[str | None, Field(title="Licence des données")] = None
    themes: Annotated[Slugs | None, Field(title="Thèmes")] = None
    tags: Annotated[
        Slugs | None, Field(title="Étiquettes", description="Une par ligne : repair-cafe.")
    ] = None
    territory: Annotated[Territory | None, Field(title="Territoire")] = None
    coordinates: Annotated[
        Degrees | None, Field(title="Coordonnées", description="Latitude puis longitude.")
    ] = None
    verified_on: Annotated[IsoDate | None, Field(title="Vérifié le")] = None
    verified_by: Annotated[Line | None, Field(title="Vérifié par")] = None
    authors: Annotated[
        list[Line] | None,
        Field(title="Auteurs d’origine", description="Pour un texte repris d’ailleurs."),
    ] = None
    source: Annotated[
        Annotated[list[Source], BeforeValidator(_one)] | None, Field(title="Sources")
    ] = None
    derived_from: DerivedFrom | None = None
    translation_of: TranslationOf | None = None
    provenance: dict[str, Came] | None = None
    redirects_from: Annotated[list[Line] | None, Field(title="Anciennes adresses")] = None


__all__ = ["CommonKeys", "DerivedFrom", "Slug", "Source", "Territory", "TranslationOf"]
