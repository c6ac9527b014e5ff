"""What a person who has no account says of themselves, and of what they changed."""

import re
import unicodedata

from app.domain.errors import InvalidPage, Problem

NAME_LIMIT = 80
ANONYMOUS = "Une personne de passage"
# Control, format (direction, zero width), surrogate, private, unassigned; line and paragraph ends.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
# A table that opens such a word as a formula gets none of it.
_FORMULA = "=+-@|%"
_MAIL = re.compile(r"\S@\S")
_WEB = re.compile(r"://|www\.", re.IGNORECASE)


def clean_line(text: str) -> str:
    """One line of what can be seen, with single spaces, that no table takes for a formula."""
    seen = "".join(" " if sign.isspace() else sign for sign in text)
    seen = "".join(sign for sign in seen if unicodedata.category(sign) not in _UNSEEN)
    return " ".join(unicodedata.normalize("NFC", seen).split()).lstrip(_FORMULA + " ")


def clean_byline(text: str) -> str:
    """The name to sign with; `Une personne de passage` where none is given.

    Raises InvalidPage on `byline` where it is an address, or too long.
    """
    name = clean_line(text).replace("<", "").replace(">", "").strip()
    if not any(unicodedata.category(sign)[0] in "LN" for sign in name):
        return ANONYMOUS
    if _MAIL.search(name) or _WEB.search(name):
        raise InvalidPage(
            [Problem("byline", "un nom seulement : une adresse serait lue par tous.")]
        )
    if len(name) > NAME_LIMIT:
        limit = str(NAME_LIMIT)
        raise InvalidPage([Problem("byline", "le nom a plus de {limit} signes.", {"limit": limit})])
    return name


def alike(name: str) -> str:
    """What two writings of one name share, accents and case apart."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if sign.isalnum())
