"""A portal: a way in, made of live lists."""

from typing import Annotated

from pydantic import AfterValidator, Field

from app.domain.errors import InvalidQuery
from app.domain.kinds.common import CommonKeys
from app.domain.kinds.types import Line, Value, one_of, refuse
from app.domain.phrase import Phrase
from app.domain.selection import Selection
from app.domain.vocabulary import Vocabulary

VIEWS = Vocabulary(
    "views",
    ("list", "Liste", "List"),
    ("cards", "Fiches", "Cards"),
    ("table", "Tableau", "Table"),
    ("map", "Carte", "Map"),
)


def _select(text: str) -> str:
    try:
        Selection.parse(text)
    except InvalidQuery as error:
        raise refuse("{reason}", reason=Phrase(error.sentence, **error.params)) from error
    return text


class LiveList(Value):
    title: Annotated[Line, Field(title="Titre")]
    select: Annotated[
        str,
        Field(title="Sélection", max_length=500, description="kind=method theme=communaute"),
        AfterValidator(_select),
    ]
    view: Annotated[one_of(VIEWS) | None, Field(title="Présentation")] = None


class Portal(CommonKeys):
    queries: Annotated[list[LiveList] | None, Field(title="Listes vivantes", max_length=30)] = None
