"""The types of front-matter values: what each key may hold, checked once."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from app.domain.links import LinkTarget
from app.domain.page_path import is_page_id, is_slug
from app.domain.provenance import ENTRY
from app.domain.vocabulary import Vocabulary

_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_URL = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x20]+")
_INSEE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_POSTCODE = re.compile(r"[0-9A-Z][0-9A-Z -]{1,9}")
_DEPARTMENT = re.compile(r"[0-9]{2,3}|2[AB]")


class Value(BaseModel):
    """A mapping of the front matter. Unknown keys are kept, as everywhere."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


def refuse(sentence: str, **params: Any) -> PydanticCustomError:
    """An error that carries the sentence for a person, still to be translated and filled."""
    return PydanticCustomError("told", "{sentence}", {"sentence": sentence, **params})


def one_of(vocabulary: Vocabulary) -> Any:
    def check(value: str) -> str:
        if value not in vocabulary:
            raise refuse("« {value} » n’est pas dans la liste.", value=value[:60])
        return value

    return Annotated[
        str, AfterValidator(check), Field(json_schema_extra={"terms": vocabulary.name})
    ]


def _matching(pattern: re.Pattern[str], sentence: str) -> Any:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise refuse(sentence, value=value[:60])
        return value

    return AfterValidator(check)


def _slug(value: str) -> str:
    if not all(is_slug(part) for part in value.split("/")) or value.count("/") > 1:
        raise refuse(
            "« {value} » doit être en minuscules sans accent, avec des tirets.", value=value[:60]
        )
    return value


def _reference(value: str) -> str:
    if LinkTarget.parse(value).title:
        raise refuse("« {value} » n’est pas l’adresse d’une page (genre/nom).", value=value[:60])
    return value


def _date(value: str) -> str:
    match = _DATE.fullmatch(value)
    days = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not match or (match[3] and int(match[3]) > days[int(match[2]) - 1]):
        raise refuse(
            "« {value} » n’est pas une date (année, ou année-mois-jour).", value=value[:40]
        )
    return value


def _year(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        if not 1000 <= value <= 2200:
            raise refuse("« {value} » n’est pas une année.", value=str(value)[:20])
        return value
    return _date(value) if isinstance(value, str) else value


def _page_id(value: str) -> str:
    if not is_page_id(value):
        raise refuse("« {value} » n’est pas un identifiant de page.", value=value[:40])
    return value


def _degrees(value: list[float]) -> list[float]:
    if not (abs(value[0]) <= 90 and abs(value[1]) <= 180):
        raise refuse(
            "ces coordonnées ne sont pas sur la Terre : latitude puis longitude, en degrés."
        )
    return value


def _no_break(value: str) -> str:
    if "\n" in value or not value.strip():
        raise refuse("ce doit être une ligne de texte, pas vide.")
    return value


def _as_list(value: Any) -> Any:
    """One item where a list is expected stands for the list of it."""
    return [value] if isinstance(value, str | dict) else value


Slug = Annotated[str, AfterValidator(_slug)]
Reference = Annotated[str, AfterValidator(_reference)]
PageId = Annotated[str, AfterValidator(_page_id)]
Url = Annotated[
    str, Field(max_length=2000), _matching(_URL, "« {value} » n’est pas une adresse web (https://…).")
]  # fmt: skip
Lang = Annotated[str, _matching(_LANG, "« {value} » n’est pas un code de langue (fr, en, oc…).")]
Insee = Annotated[str, _matching(_INSEE, "« {value} » n’est pas un code Insee (5 signes).")]
Department = Annotated[
    str, _matching(_DEPARTMENT, "« {value} » n’est pas un numéro de département.")
]  # fmt: skip
Postcode = Annotated[str, _matching(_POSTCODE, "« {value} » n’est pas un code postal.")]
# Where a value came from: see app.domain.provenance.
Came = Annotated[
    str, _matching(ENTRY, "« {value} » : écrivez d’où vient la valeur, puis la date (Étude, 2019).")
]  # fmt: skip
IsoDate = Annotated[str, AfterValidator(_date)]
YearOrDate = Annotated[int | str, BeforeValidator(_year)]
Line = Annotated[str, Field(max_length=300), AfterValidator(_no_break)]
LongText = Annotated[str, Field(max_length=20_000)]
Lines = Annotated[list[LongText], Field(max_length=200), BeforeValidator(_as_list)]
Slugs = Annotated[list[Slug], Field(max_length=200)]
References = Annotated[list[Reference], Field(max_length=500)]
Degrees = Annotated[list[float], Field(min_length=2, max_length=2), AfterValidator(_degrees)]
Positive = Annotated[int, Field(ge=0, le=10**12)]
Amount = Annotated[float, Field(ge=0, le=10**12)]
