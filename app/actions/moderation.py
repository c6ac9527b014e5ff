"""The public log of what was decided about people and their words (`/-/moderation`)."""

from app.actions.wiki import Wiki
from app.domain.accounts import REASON_LIMIT, Act, Moderation
from app.domain.errors import Refused
from app.domain.people import Reader, Role
from app.domain.phrase import Phrase


def note(wiki: Wiki, act: Act, reason: str, *, by: Reader, about: str = "") -> None:
    """One line of the log. It names nobody: neither must the reason."""
    role = by.person.role if by.person else Role.steward
    wiki.accounts.log(Moderation(wiki.clock.now(), act, role, reason, about))


def clean_words(text: str) -> str:
    """A reason in one line. Raises Refused without any, and where it holds an address."""
    said = " ".join(text.split())[:REASON_LIMIT]
    if not said:
        raise Refused(reason=Phrase("dites pourquoi en quelques mots : tout le monde le lira."))
    if "@" in said:
        raise Refused(
            reason=Phrase("le journal est public : ne nommez personne, n’écrivez pas d’adresse.")
        )
    return said
