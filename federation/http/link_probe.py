"""Whether a page of the web answers. What a page names is a stranger's word, like a friend's."""

import ssl
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

import httpx

from app.domain.care import Probed
from app.domain.errors import PeerRefused, PeerUnreachable
from federation.http import refusals
from federation.http.addresses import Network, Resolve, Target, resolve_by_system, web_target
from federation.http.exchange import Exchange, Patience

PATIENCE = Patience(connect_s=5, silence_s=8, answer_s=10)
REDIRECTS = 4
# Those who answer HEAD by any of these may well answer GET.
_ASK_AGAIN = range(400, 600)
# A door that is shut to programs is there all the same.
_THERE = (401, 402, 403, 407, 429, 451, 503)
_GONE = "elle ne répond pas"


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str


class HttpLinkProbe:
    """LinkProbe of app.ports. At most ten seconds for each step, four redirects, no body read.

    `allow` is for tests alone. Not to be called on the thread of an event loop.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        allow: tuple[Network, ...] = (),
        patience: Patience = PATIENCE,
        resolve: Resolve = resolve_by_system,
    ) -> None:
        self._user_agent, self._patience = user_agent, patience
        self._allow, self._resolve = allow, resolve

    def probe(self, url: str) -> Probed:
        for _ in range(REDIRECTS + 1):
            try:
                answer = self._ask(url)
            except PeerRefused:
                return Probed(False, reason="son adresse ne mène pas à l’internet public")
            except PeerUnreachable:
                return Probed(False, reason=_GONE)
            if not answer.location:
                return _told(answer.status)
            url = urljoin(url, answer.location)
        return Probed(False, reason="elle renvoie sans fin d’une adresse à l’autre")

    def _ask(self, url: str) -> _Answer:
        """HEAD, then GET where that is not liked. Raises PeerRefused, PeerUnreachable."""
        target = web_target(url, allow=self._allow, resolve=self._resolve)
        answer = self._one(target, url, "HEAD")
        return self._one(target, url, "GET") if answer.status in _ASK_AGAIN else answer

    def _one(self, target: Target, url: str, method: str) -> _Answer:
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        exchange = Exchange(
            target, path, patience=self._patience, user_agent=self._user_agent,
            tls=self._tls if target.scheme == "https" else None,
        )  # fmt: skip

        async def ask() -> _Answer:
            async with exchange.heads(method) as response:
                moved = response.headers.get("location", "") if response.is_redirect else ""
                return _Answer(response.status_code, moved)

        try:
            return exchange.within(self._patience.answer_s, ask)
        except (httpx.InvalidURL, ValueError) as error:
            raise refusals.cut(target.netloc) from error

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpx.create_ssl_context(trust_env=False)


def _told(status: int) -> Probed:
    if status < 400 or status in _THERE:
        return Probed(True, status)
    return Probed(False, status, "elle n’existe plus" if status in (404, 410) else _GONE)
