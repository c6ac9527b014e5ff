"""Pictures and files of a friend's page: our copy, the same bytes among ours, or a line instead."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape

from app.actions.wiki import Wiki
from app.domain.errors import InvalidMedium, PeerNotFound
from app.domain.media import MediumName
from app.domain.yaml_text import YamlRefused, load_mapping
from app.web.addresses import medium_url
from app.web.reading.friends import home_of, mirrors_of

# The renderer's own shapes; our HTML is clean, so that nothing else holds such an address.
_SHOWN = re.compile(
    r'<(img|audio)\b([^>]*?)\bsrc="/media/([0-9a-f]{64}\.[a-z0-9]{2,4})"([^>]*)>(</audio>)?'
)
_LINKED = re.compile(r'<a href="/media/([0-9a-f]{64}\.[a-z0-9]{2,4})"')
_WORDS = re.compile(r'\b(?:alt|aria-label)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Absent:
    """A medium that stayed with its network: its licence does not let it travel."""

    words: str
    licence: str
    origin: str


Tell = Callable[[Absent], str]


def told_plainly(absent: Absent) -> str:
    """For programs: the words of the picture, no sentence."""
    return ", ".join(part for part in (absent.words, absent.licence, absent.origin) if part)


def borrow_media(wiki: Wiki, html: str, origin: str, *, tell: Tell = told_plainly) -> str:
    """The HTML with each medium's address as it is found from here."""
    if "/media/" not in html:
        return html
    return _Borrower(wiki, origin, tell).settle(html)


def medium_here(wiki: Wiki, name: str, origin: str) -> str:
    """The address of a medium that a page of ours, or of that friend, names."""
    return _Borrower(wiki, origin, told_plainly).linked(name) if origin else medium_url(name)


class _Borrower:
    def __init__(self, wiki: Wiki, origin: str, tell: Tell) -> None:
        self._wiki, self._origin, self._tell = wiki, origin, tell
        self._mirrors = mirrors_of(wiki)

    def settle(self, html: str) -> str:
        return _LINKED.sub(self._linked, _SHOWN.sub(self._shown, html))

    def _shown(self, match: re.Match[str]) -> str:
        tag, before, name, after, closing = match.groups()
        url = self._address(name)
        if url:
            return f'<{tag}{before}src="{url}"{after}>{closing or ""}'
        said = _WORDS.search(before + after)
        absent = self._absent(name, unescape(said[1]) if said else "")
        return f'<span class="absent">{escape(self._tell(absent))}</span>'

    def _linked(self, match: re.Match[str]) -> str:
        url = self.linked(match[1])
        outside = "" if url.startswith("/") else ' rel="external noopener"'
        return f'<a{outside} href="{escape(url)}"'

    def linked(self, text: str) -> str:
        """Where the medium can be had: here, else on its own instance."""
        there = f"{home_of(self._mirrors, self._origin)}/media/{text}"
        return self._address(text) or there

    def _address(self, text: str) -> str:
        """Where the medium can be had here; `` where it cannot."""
        name = _named(text)
        if name is None:
            return ""
        if self._theirs(name.file) is not None:
            return medium_url(name, origin=self._origin)
        return medium_url(name) if self._wiki.store.blob_of(name.file) is not None else ""

    def _absent(self, text: str, words: str) -> Absent:
        name = _named(text)
        said = _sidecar(self._theirs(name.sidecar)) if name else {}
        title = said.get("title") or words or said.get("alt") or ""
        return Absent(str(title), str(said.get("licence") or ""), self._origin)

    def _theirs(self, file: str) -> bytes | None:
        return read_theirs(self._wiki, self._origin, file)


def read_theirs(wiki: Wiki, origin: str, file: str) -> bytes | None:
    """A file of a friend's open pages; None where there is none, or no such friend."""
    try:
        return wiki.mirrors.store(origin).read(file)
    except PeerNotFound:
        return None


def _named(text: str) -> MediumName | None:
    try:
        return MediumName.parse(text)
    except InvalidMedium:
        return None


def _sidecar(data: bytes | None) -> dict[str, object]:
    try:
        return dict(load_mapping((data or b"").decode()).values)
    except (YamlRefused, UnicodeDecodeError):
        return {}
