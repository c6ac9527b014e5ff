"""A method: how to do, how a place works, a format of event, a tool, a reproducible approach."""

from typing import Annotated

from pydantic import Field

from app.domain.kinds import terms
from app.domain.kinds.common import CommonKeys
from app.domain.kinds.types import (
    Amount,
    Line,
    Lines,
    LongText,
    Positive,
    Reference,
    References,
    Url,
    Value,
    YearOrDate,
    one_of,
)


class Purpose(Value):
    individual: Annotated[LongText | None, Field(title="Pour les personnes")] = None
    structures: Annotated[LongText | None, Field(title="Pour les structures")] = None
    territory: Annotated[LongText | None, Field(title="Pour le territoire")] = None


class Origin(Value):
    place: Annotated[Line | None, Field(title="Lieu")] = None
    territory: Annotated[Line | None, Field(title="Territoire")] = None
    date: Annotated[YearOrDate | None, Field(title="Date")] = None


class Material(Value):
    name: Annotated[Line, Field(title="Matériel")]
    quantity: Annotated[Line | int | None, Field(title="Quantité")] = None


class Step(Value):
    title: Annotated[Line, Field(title="Étape")]
    text: Annotated[LongText | None, Field(title="Comment faire")] = None
    media: Annotated[Line | None, Field(title="Image")] = None
    duration_min: Annotated[Positive | None, Field(title="Durée (min)")] = None


class Difficulty(Value):
    problem: Annotated[LongText, Field(title="Difficulté")]
    answer: Annotated[LongText | None, Field(title="Ce qui aide")] = None


class Lessons(Value):
    works: Annotated[Lines | None, Field(title="Ce qui marche")] = None
    does_not: Annotated[Lines | None, Field(title="Ce qui ne marche pas")] = None
    could: Annotated[Lines | None, Field(title="Ce qui pourrait marcher")] = None
    will_not: Annotated[Lines | None, Field(title="Ce qui ne marchera pas")] = None


class Resource(Value):
    title: Annotated[Line, Field(title="Ressource")]
    url: Annotated[Url | None, Field(title="Adresse web")] = None
    media: Annotated[Line | None, Field(title="Fichier")] = None


class Trial(Value):
    place: Annotated[Reference | None, Field(title="Lieu")] = None
    date: Annotated[YearOrDate | None, Field(title="Date")] = None
    result: Annotated[LongText | None, Field(title="Résultat")] = None
    adapted: Annotated[LongText | None, Field(title="Ce qui a été adapté")] = None


class Method(CommonKeys):
    form: Annotated[one_of(terms.METHOD_FORMS) | None, Field(title="Forme")] = None
    life_cycle: Annotated[
        list[one_of(terms.LIFE_CYCLE)] | None, Field(title="Moment du cycle de vie")
    ] = None
    maturity: Annotated[list[one_of(terms.MATURITY)] | None, Field(title="Maturité du lieu")] = None
    audience: Annotated[Lines | None, Field(title="Pour qui")] = None
    purpose: Annotated[Purpose | None, Field(title="À quoi ça sert")] = None
    origin: Annotated[Origin | None, Field(title="D’où ça vient")] = None
    duration_min: Annotated[Positive | None, Field(title="Durée (min)")] = None
    people_min: Annotated[Positive | None, Field(title="Personnes, au moins")] = None
    people_max: Annotated[Positive | None, Field(title="Personnes, au plus")] = None
    cost_eur: Annotated[Amount | None, Field(title="Coût (€)")] = None
    difficulty: Annotated[
        int | None, Field(title="Difficulté", ge=1, le=5, description="De 1, facile, à 5.")
    ] = None
    materials: Annotated[list[Material] | None, Field(title="Matériel")] = None
    steps: Annotated[list[Step] | None, Field(title="Étapes", max_length=100)] = None
    difficulties: Annotated[list[Difficulty] | None, Field(title="Difficultés et réponses")] = None
    lessons: Annotated[Lessons | None, Field(title="Leçons")] = None
    resources: Annotated[list[Resource] | None, Field(title="Ressources")] = None
    trials: Annotated[list[Trial] | None, Field(title="On l’a essayée ici")] = None
    variants: Annotated[References | None, Field(title="Variantes")] = None
    stub: Annotated[bool | None, Field(title="Ébauche", description="Seul le nom est connu.")] = (
        None
    )
