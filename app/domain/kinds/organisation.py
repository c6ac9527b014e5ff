"""An organisation around the places: network, work co-operative, authority, funder ..."""

from typing import Annotated

from pydantic import Field

from app.domain.kinds import terms
from app.domain.kinds.common import CommonKeys
from app.domain.kinds.types import Line, Reference, References, Url, one_of


class Organisation(CommonKeys):
    type: Annotated[one_of(terms.ORGANISATION_TYPES) | None, Field(title="Type")] = None
    scope: Annotated[Line | None, Field(title="Périmètre")] = None
    website: Annotated[Url | None, Field(title="Site web")] = None
    parent: Annotated[Reference | None, Field(title="Fait partie de")] = None
    members: Annotated[References | None, Field(title="Membres")] = None
