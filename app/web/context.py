"""Who asks, and of which wiki: what every route depends on."""

from typing import Annotated

from fastapi import Depends, Request

from app.actions.wiki import Wiki
from app.domain.errors import NotAllowed, NotSignedIn, TooMany
from app.domain.people import STRANGER, Reader, Role, SessionInfo
from app.domain.selection import Selection
from app.ports import Federation
from app.web.asking import asked
from app.web.whereabouts import degrees_of

SESSION_COOKIE = "maillage"
WRITES, WRITES_WINDOW_S = 120, 60


def wiki_of(request: Request) -> Wiki:
    return request.app.state.wiki


TheWiki = Annotated[Wiki, Depends(wiki_of)]


def federation_of(request: Request) -> Federation:
    """Friends’ networks. What it does may take seconds: for routes that run in a thread."""
    return request.app.state.federation


TheFederation = Annotated[Federation, Depends(federation_of)]


def session_of(request: Request) -> SessionInfo | None:
    """The session of the cookie, looked up once per request."""
    if not hasattr(request.state, "session"):
        secret = request.cookies.get(SESSION_COOKIE)
        wiki = wiki_of(request)
        now = wiki.clock.now()
        request.state.session = wiki.people.session(secret, now=now) if secret else None
    return request.state.session


def reader_of(request: Request) -> Reader:
    session = session_of(request)
    return Reader(session.person) if session else STRANGER


TheReader = Annotated[Reader, Depends(reader_of)]


def token_reader(request: Request) -> Reader:
    """Whoever the bearer token names; a session's cookie reads too, but never writes here, since
    other sites can send it. Raises NotSignedIn on a token that is none."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if not scheme:
        return reader_of(request) if request.method in ("GET", "HEAD") else STRANGER
    token = wiki_of(request).people.token(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        raise NotSignedIn()
    if token.scope != "write" and request.method not in ("GET", "HEAD"):
        raise NotAllowed()
    if request.method not in ("GET", "HEAD"):
        limit_writes(wiki_of(request), Reader(token.person))
    return Reader(token.person)


TokenReader = Annotated[Reader, Depends(token_reader)]


def client_address(request: Request) -> str:
    """Where it comes from, `` where that is not known: what strangers are counted by."""
    return request.client.host if request.client else ""


def limit_writes(wiki: Wiki, reader: Reader) -> None:
    """Raises TooMany past 120 writes a minute; stewards are not counted."""
    if reader.person is None or reader.has(Role.steward):
        return
    count = wiki.people.count_attempt(
        f"write:{reader.person.id}", now=wiki.clock.now(), limit=WRITES, window_s=WRITES_WINDOW_S
    )
    if count > WRITES:
        raise TooMany(seconds=WRITES_WINDOW_S)


def selection_of(request: Request, *others: str, strict: bool = True) -> Selection:
    """What the address asks for: words and criteria in `q`, facets, bars (`-region=`), a place to
    be near (degrees or a town), a day. `others` are parameters with another meaning.

    Raises InvalidQuery on a place or day that is none, and on an unknown name where `strict`.
    """
    gazetteer = wiki_of(request).gazetteer
    pairs = [
        (name, degrees_of(gazetteer, value) if name == "near" and value else value)
        for name, value in request.query_params.multi_items()
        if name not in others or strict
    ]
    return asked(pairs, *others, strict=strict)
