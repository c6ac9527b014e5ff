"""From an address of the web to a file of the kit, or to the web where the kit has none."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlencode

from app.domain.kinds import PageKind
from app.theme.offline.names import page_file, safe_name

INDEX = "index.html"
SEARCH = "recherche/index.html"
MAP = "carte/index.html"
ABOUT = "a-propos/index.html"
WRITE = "contribuer/index.html"
LETTERS = "listes/lettres/index.html"
REGIONS = "listes/regions/index.html"
THEMES = "listes/themes/index.html"
ASSETS = "maillage"
MEDIA = "media"
# Folders of the kit's own: pages of a kind whose place on the web has such a name stand elsewhere.
OWN_FOLDERS = frozenset((
    "a-propos", "carte", "contribuer", "donnees", "listes", "maillage", "media", "recherche",
    "reseau",
))  # fmt: skip
# What a template writes for a file of the kit that has no address on the web.
KIT = "kit:"
# And for an address of the wiki that is meant on the web, even where the kit holds that page.
WEB = "web:"
_FRIEND, _MEDIUM, _ASSET = "/reseau/", "/media/", "/-/static/"
_LISTS = {"region": "regions", "theme": "themes"}


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address leads: a `file` of the kit from its root with what follows it (`?x`, `#y`),
    or, where `file` is empty, an absolute address of the web."""

    file: str = ""
    rest: str = ""
    web: str = ""

    def seen_from(self, root: str) -> str:
        """`root` leads from where one is to the root of the kit (`../../`, or `` there)."""
        return f"{root}{self.file}{self.rest}" if self.file else self.web


def root_from(file: str) -> str:
    """From that file up to the root of the kit."""
    return "../" * file.count("/")


@dataclass(frozen=True, slots=True)
class KitAddresses:
    """`home` is the wiki on the web, without a slash at its end; `pages` are the addresses of the
    pages that the kit holds, old ones that lead to them too; `lists` the (facet, value) that have a
    list of their own. `assets` gives the plain names of built files. What is asked of a search
    leads to the web where the kit `searches` not."""

    home: str
    kinds: Mapping[str, PageKind]
    pages: Container[str] = field(default_factory=frozenset)
    lists: Container[tuple[str, str]] = field(default_factory=frozenset)
    assets: Mapping[str, str] = field(default_factory=dict)
    searches: bool = True

    def target(self, url: str) -> Target | None:
        """None for an address that leads to no other page: `#here`, `data:`, `mailto:`."""
        if url.startswith(KIT):
            return _split(url.removeprefix(KIT))
        if url.startswith(WEB):
            return Target(web=self.home + url.removeprefix(WEB))
        if url.startswith(("https://", "http://", "//")):
            return self._of_web(url)
        if not url.startswith("/"):
            return None
        return self._known(url) or Target(web=self.home + url)

    def page(self, url: str) -> str:
        """The file of a page by its address, whether the kit has it or not."""
        friend, prefix, slug = _page_parts(url)
        folder = safe_name(prefix)
        if friend:
            return page_file(f"reseau/{safe_name(friend)}/{folder}", slug)
        return page_file(f"_{folder}" if folder in OWN_FOLDERS else folder, slug)

    def kind_list(self, prefix: str) -> str:
        """The list of a kind's pages."""
        folder = safe_name(prefix)
        return f"{f'_{folder}' if folder in OWN_FOLDERS else folder}/{INDEX}"

    def value_list(self, facet: str, value: str) -> str:
        """The list of the pages of one region or theme."""
        return f"listes/{_LISTS[facet]}/{safe_name(value)}/{INDEX}"

    def _of_web(self, url: str) -> Target:
        """Our own pages may be named by their whole address."""
        path = url.removeprefix(self.home)
        inside = path != url and (path[:1] in ("/", "?", "#", ""))
        return (self._known(path or "/") if inside else None) or Target(web=url)

    def _known(self, url: str) -> Target | None:
        path, query, fragment = _parts(url)
        if path == "/":
            return Target(INDEX, fragment)
        if path.startswith(_ASSET):
            name = path.removeprefix(_ASSET)
            return Target(f"{ASSETS}/{self.assets.get(name, name)}", fragment)
        if path in self.pages:
            return Target(self.page(path), fragment)
        if path == "/carte":
            return Target(MAP, fragment)
        return self._list(path, query, fragment)

    def _list(self, path: str, query: str, fragment: str) -> Target | None:
        """A selection: a list where there is one, else what the search page of the kit finds."""
        kind = next((one for one in self.kinds.values() if f"/{one.prefix}" == path), None)
        if kind is None and path != "/recherche":
            return None
        asked = [(n, v) for n, v in parse_qsl(query) if n not in ("view", "order", "page", "size")]
        said = [pair for pair in asked if pair != ("origin", "*")]
        if kind is not None and not said:
            return Target(self.kind_list(kind.prefix), fragment)
        if len(said) == 1 and said[0] in self.lists:
            return Target(self.value_list(*said[0]), fragment)
        if not self.searches:
            return None
        found = [("kind", kind.name), *said] if kind is not None else said
        return Target(SEARCH, (f"?{urlencode(found)}" if found else "") + fragment)


def _split(text: str) -> Target:
    at = min((place for sign in "?#" if (place := text.find(sign)) >= 0), default=len(text))
    return Target(text[:at], text[at:])


def _parts(url: str) -> tuple[str, str, str]:
    """(path, query, fragment with its sign)."""
    rest, sign, fragment = url.partition("#")
    path, _, query = rest.partition("?")
    return unquote(path), query, sign + fragment


def _page_parts(url: str) -> tuple[str, str, str]:
    """(friend or ``, place of the kind, slug) of `/lieux/x` and `/reseau/friend/lieux/x`."""
    rest, friend = url.lstrip("/"), ""
    if url.startswith(_FRIEND):
        friend, _, rest = url.removeprefix(_FRIEND).partition("/")
    prefix, _, slug = rest.rpartition("/")
    return friend, prefix, slug
