"""Forms that were shown a while ago, as `app.web.forms.unhurried` signs the moment."""

from itsdangerous import Signer

from app.actions.wiki import Wiki


def shown_ago(wiki: Wiki, seconds: int = 10) -> str:
    then = int(wiki.clock.now().timestamp()) - seconds
    return Signer(wiki.tokens.seal("forms")).sign(str(then)).decode()
