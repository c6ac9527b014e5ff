"""What a browser sent with a form, and whether our own page sent it."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from app.actions.wiki import Wiki
from app.domain.contribution import FILE_LIMIT_BYTES
from app.domain.errors import NotAllowed
from app.domain.page_path import PagePath
from app.domain.people import Reader
from app.web.context import session_of
from app.web.forms.receiving import Sent, received
from app.web.safety import require_same_origin

CSRF = "csrf"


@dataclass(frozen=True, slots=True)
class Posted:
    """Texts by field name, and the files that came with them; a field left empty has no file."""

    texts: Mapping[str, tuple[str, ...]]
    files: Mapping[str, Sent] = field(default_factory=dict)

    @property
    def file(self) -> Sent | None:
        return self.files.get("file")

    def one(self, name: str) -> str:
        return (self.texts.get(name) or ("",))[0]

    def but(self, **texts: str) -> "Posted":
        """The same with other texts."""
        return replace(self, texts=dict(self.texts) | {n: (text,) for n, text in texts.items()})

    def hidden(self) -> tuple[tuple[str, str], ...]:
        """Every field but the token, to be carried through another form."""
        return tuple((name, text) for name, of in self.texts.items() for text in of if name != CSRF)


async def posted_of(request: Request) -> AsyncIterator[Posted]:
    came = await received(request)
    try:
        yield Posted(came.texts, came.files)
    finally:
        await came.form.close()


async def brought_of(request: Request) -> AsyncIterator[Posted]:
    """A form whose file may be a stranger's: what was written offline."""
    came = await received(request, strangers_bytes=FILE_LIMIT_BYTES)
    try:
        yield Posted(came.texts, came.files)
    finally:
        await came.form.close()


TheBrought = Annotated[Posted, Depends(brought_of)]
ThePosted = Annotated[Posted, Depends(posted_of)]


def require_ours(request: Request, posted: Posted) -> None:
    """Raises NotAllowed where another site sent the form, or its token is not the session's."""
    require_same_origin(request, session_of(request), posted.one(CSRF))


def is_ours(request: Request, posted: Posted) -> bool:
    """False where only the token is old: our own page, from another session.

    Raises NotAllowed where another site sent the form.
    """
    require_same_origin(request, None, "")
    try:
        require_ours(request, posted)
    except NotAllowed:
        return False
    return True


class SignInFirst(Exception):
    """A stranger sent a form that takes an account; `back` is where signing in leads back to."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


def require_person(request: Request, reader: Reader, posted: Posted, *, back: str) -> None:
    """Raises SignInFirst to a stranger, NotAllowed where `require_ours` does."""
    if reader.person is None and is_ours(request, posted):
        raise SignInFirst(back)
    require_ours(request, posted)


def page_at(wiki: Wiki, prefix: str, slug: str) -> PagePath:
    """Raises HTTPException 404 where no kind stands at that prefix, InvalidPath."""
    kind = next((k.name for k in wiki.kinds.values() if k.prefix == prefix), None)
    if kind is None:
        raise HTTPException(404)
    return PagePath(kind, slug)


def local_address(text: str, otherwise: str = "/") -> str:
    """An address of this site alone: browsers take `//x`, `/\\x` and hidden signs for another's."""
    if not text.startswith("/") or text.startswith("//") or "\\" in text:
        return otherwise
    if any(ord(sign) <= 0x20 or ord(sign) == 0x7F for sign in text):
        return otherwise
    try:
        parts = urlsplit(text)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else text


def here(request: Request) -> str:
    """The address asked for, with its query."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}"


def sign_in_url(back: str) -> str:
    return f"/-/connexion?vers={quote(back, safe='/')}"
