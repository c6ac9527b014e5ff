"""A search that a person keeps under a name, to be told when something new answers it."""

import re
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import Refused
from app.domain.phrase import Phrase
from app.domain.selection import Selection

NAME_LIMIT = 80
SAVED_LIMIT = 50
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """`question` is what `Selection.parse` reads; `secret` opens its feed to whoever has it.

    `person` is an id; `seen_at` is when the person last looked at what it finds.
    """

    id: str
    person: str
    name: str
    question: str
    secret: str
    made_at: datetime
    seen_at: datetime

    @property
    def selection(self) -> Selection:
        """Raises InvalidQuery where criteria are no longer known."""
        return Selection.parse(self.question)


def clean_saved_name(name: str) -> str:
    """On one line, without signs that nobody sees. Raises Refused."""
    clean = " ".join(_UNSEEN.sub(" ", name).split())
    if not clean:
        raise Refused(reason="donnez un nom à cette recherche.")
    if len(clean) > NAME_LIMIT:
        raise Refused(reason=Phrase("le nom a plus de {limit} signes.", limit=NAME_LIMIT))
    return clean


def clean_question(text: str) -> str:
    """The question in its one form. Raises InvalidQuery, and Refused where it asks for nothing."""
    selection = Selection.parse(text)
    if not str(selection):
        raise Refused(reason="dites d’abord ce que vous cherchez.")
    return str(selection)
