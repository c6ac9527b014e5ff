"""What may be a public name and an e-mail address."""

import re
import unicodedata

from app.domain.errors import InvalidPerson
from app.domain.phrase import Phrase

NAME_LIMIT = 80
EMAIL_LIMIT = 254
# What stands between dots, on both sides: no sign that mail gives a meaning to.
_ATOM = r"[^\s@<>()\[\],;:\\\".]+"
_EMAIL = re.compile(rf"(?=[^@]{{1,64}}@.{{1,190}}$){_ATOM}(?:\.{_ATOM})*@{_ATOM}(?:\.{_ATOM})*")
# Control, format (direction, zero width), surrogate, private, unassigned; line and paragraph ends.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def clean_name(name: str) -> str:
    """The name with single spaces. Raises InvalidPerson.

    It becomes the author of commits, so it has no angle bracket, and it names someone to others,
    so it has no sign that cannot be seen.
    """
    _refuse_unseen(name, "le nom")
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not any(unicodedata.category(c)[0] in "LN" for c in name):
        raise InvalidPerson(reason="il faut un nom, celui que les autres liront.")
    if len(name) > NAME_LIMIT:
        raise InvalidPerson(reason=Phrase("le nom a plus de {limit} signes.", limit=NAME_LIMIT))
    if "<" in name or ">" in name:
        raise InvalidPerson(reason="le nom ne peut pas contenir « < » ou « > ».")
    return name


def clean_email(email: str) -> str:
    """The address as it was written. Raises InvalidPerson."""
    _refuse_unseen(email, "l’adresse électronique")
    email = unicodedata.normalize("NFC", email).strip(" ")
    if len(email) > EMAIL_LIMIT or not _EMAIL.fullmatch(email):
        raise InvalidPerson(reason="cette adresse électronique n’a pas la forme nom@domaine.")
    return email


def email_key(email: str) -> str:
    """What two writings of one address share."""
    return unicodedata.normalize("NFC", email.strip(" ")).casefold()


def _refuse_unseen(text: str, what: str) -> None:
    if any(unicodedata.category(c) in _UNSEEN for c in text):
        raise InvalidPerson(
            reason=Phrase("{what} contient un signe invisible : retirez-le.", what=what)
        )
