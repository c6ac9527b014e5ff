"""Forms that strangers fill: what a machine does and no person would. No script is needed.

A field that no person sees stays empty, and nobody reads and fills a form in a second: the moment
at which it was shown goes with it, signed. See docs/decisions/0031.
"""

from datetime import timedelta

from itsdangerous import BadSignature, Signer

from app.actions.wiki import Wiki
from app.domain.errors import InvalidPage, Problem
from app.domain.people import Reader
from app.web.forms.posted import Posted

TRAP, MOMENT = "laissez-vide", "vu"
LEAST = timedelta(seconds=3)
LONGEST = timedelta(days=2)
_SEAL = "forms"
HURRIED = (
    "Ce formulaire est parti trop vite, ou il était ouvert depuis longtemps. Ce que vous avez "
    "écrit est là : envoyez-le encore."
)
TRAPPED = (
    "Un champ que personne ne voit a été rempli : c’est d’ordinaire le fait d’un robot. Votre "
    "texte est là, envoyez-le de nouveau."
)


def moment(wiki: Wiki, posted: Posted | None = None) -> str:
    """For the hidden field `vu`: now, or when the form that comes back was first shown."""
    said = posted.one(MOMENT) if posted else ""
    if said and _since(wiki, said) is not None:
        return said
    return _signer(wiki).sign(str(int(wiki.clock.now().timestamp()))).decode()


def is_trapped(posted: Posted) -> bool:
    """A machine filled what no person sees."""
    return bool(posted.one(TRAP))


def is_hurried(wiki: Wiki, posted: Posted) -> bool:
    """It came back too soon, too late, or was never shown: ask to send it once more."""
    since = _since(wiki, posted.one(MOMENT))
    return since is None or since < LEAST


def require_untrapped(posted: Posted) -> None:
    """For a form on a screen that is kept for all strangers, and so shown long ago. Raises
    InvalidPage."""
    if is_trapped(posted):
        raise InvalidPage([Problem("", TRAPPED)])


def require_person_like(wiki: Wiki, reader: Reader, posted: Posted) -> None:
    """Robots fill what nobody sees, and at once. Raises InvalidPage: the text comes back whole."""
    if reader.person is not None:
        return
    require_untrapped(posted)
    if is_hurried(wiki, posted):
        raise InvalidPage([Problem("", HURRIED)])


def _since(wiki: Wiki, said: str) -> timedelta | None:
    """None where we did not sign it, or too long ago."""
    try:
        shown = int(_signer(wiki).unsign(said))
    except (BadSignature, ValueError):
        return None
    since = timedelta(seconds=int(wiki.clock.now().timestamp()) - shown)
    return since if timedelta(0) <= since <= LONGEST else None


def _signer(wiki: Wiki) -> Signer:
    return Signer(wiki.tokens.seal(_SEAL))
