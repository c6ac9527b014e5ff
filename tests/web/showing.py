"""Forms that were shown a while ago, as `app.web.forms.unhurried` signs the moment."""

import pytest
from itsdangerous import Signer

from app.actions.wiki import Wiki


def stand_still(wiki: Wiki, patch: pytest.MonkeyPatch) -> None:
    """However long the test takes, a form was shown as long ago as it says, and on the same day."""
    now = wiki.clock.now()
    patch.setattr(wiki.clock, "now", lambda: now)


def shown_ago(wiki: Wiki, seconds: int = 10) -> str:
    then = int(wiki.clock.now().timestamp()) - seconds
    return Signer(wiki.tokens.seal("forms")).sign(str(then)).decode()
