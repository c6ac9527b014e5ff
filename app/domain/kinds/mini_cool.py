"""A mini-COOL: a small learning unit with an objective, a sequence and an evaluation."""

from typing import Annotated

from pydantic import Field

from app.domain.kinds import terms
from app.domain.kinds.common import CommonKeys
from app.domain.kinds.types import (
    Line,
    Lines,
    LongText,
    Positive,
    References,
    Slugs,
    Url,
    Value,
    one_of,
)


class LearningStep(Value):
    title: Annotated[Line, Field(title="Étape")]
    medium: Annotated[one_of(terms.MEDIUMS), Field(title="Support")]
    text: Annotated[LongText | None, Field(title="Ce qu’on y fait")] = None
    url: Annotated[Url | None, Field(title="Adresse web")] = None
    duration_min: Annotated[Positive | None, Field(title="Durée (min)")] = None


class Evaluation(Value):
    type: Annotated[one_of(terms.EVALUATIONS), Field(title="Évaluation")]
    text: Annotated[LongText | None, Field(title="En quoi elle consiste")] = None
    quiz: Annotated[
        Slugs | None, Field(title="Questions", description="Les noms des :::quiz du texte.")
    ] = None


class MiniCool(CommonKeys):
    objective: Annotated[
        Line, Field(title="Objectif", description="Une phrase : « À la fin, je sais… ».")
    ]
    audience: Annotated[Lines | None, Field(title="Pour qui")] = None
    skills: Annotated[list[Line] | None, Field(title="Habiletés")] = None
    duration_min: Annotated[Positive | None, Field(title="Durée (min)")] = None
    prerequisites: Annotated[References | None, Field(title="Avant de commencer")] = None
    sequence: Annotated[list[LearningStep], Field(title="Séquence", min_length=1, max_length=60)]
    evaluation: Annotated[list[Evaluation], Field(title="Évaluation", min_length=1, max_length=20)]
    recognition: Annotated[
        LongText | None,
        Field(title="Ce qu’on peut en dire", description="Jamais un certificat."),
    ] = None
    places: Annotated[References | None, Field(title="Lieux à visiter")] = None
    methods: Annotated[References | None, Field(title="Méthodes")] = None
