"""A place council: a named group with rights over its page."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import Refused
from app.domain.phrase import Phrase

NAME_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Council:
    """`page_id` is the page that its members save, whatever protects it. One page, one council."""

    id: str
    page_id: str
    name: str
    made_at: datetime


def clean_council_name(text: str) -> str:
    """One line. Raises Refused."""
    said = " ".join(text.split())
    if not said or len(said) > NAME_LIMIT or not said.isprintable():
        raise Refused(
            reason=Phrase("le nom du conseil doit tenir en une ligne de {limit} signes.",
                          limit=NAME_LIMIT)
        )  # fmt: skip
    return said
