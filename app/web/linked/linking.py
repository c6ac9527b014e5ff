"""What a description of a page needs besides the page: addresses, licences, words, friends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.actions.wiki import Wiki
from app.domain.links import LinkTarget
from app.domain.page_path import PagePath
from app.domain.people import STRANGER
from app.domain.rows import PageRow
from app.domain.rules import Rules
from app.web.addresses import medium_url, page_url
from app.web.labels import facet_label
from app.web.reading import atom
from app.web.reading.context import Reading
from app.web.reading.friends import Mirrors, home_of, url_there
from app.web.resolve import find_targets

# One thing and what is said of it, as JSON-LD writes it.
Node = dict[str, Any]
# What a Creative Commons deed adds to the address that names the licence in every language.
_DEED = "deed.fr"


def kept(said: Mapping[str, Any]) -> Node:
    """Without what is not known."""
    return {key: value for key, value in said.items() if value not in (None, "", [], (), {})}


@dataclass(frozen=True, slots=True)
class Linking:
    """`rules` are the lists of the wiki, `mirrors` the friends whose pages it holds."""

    wiki: Wiki
    rules: Rules
    mirrors: Mirrors

    @classmethod
    def of(cls, reading: Reading) -> "Linking":
        return cls(reading.wiki, reading.rules, reading.mirrors)

    def url(self, path: PagePath, origin: str = "") -> str:
        """The page's one address in the world: a friend's is at its owner's."""
        if origin:
            return url_there(self.mirrors, origin, path, self.wiki.kinds)
        return self.wiki.site.base_url + page_url(path, self.wiki.kinds)

    def home(self, origin: str = "") -> str:
        """Where the network that keeps the page is, without a slash at its end."""
        return home_of(self.mirrors, origin) if origin else self.wiki.site.base_url

    def network(self, origin: str = "") -> str:
        """Its name."""
        if origin in self.mirrors:
            return self.mirrors[origin].name
        return origin or self.wiki.site.name

    def medium(self, name: object, origin: str = "") -> str:
        return self.home(origin) + medium_url(name)

    def identifier(self, row: PageRow) -> str:
        """What names the page for as long as it lives, wherever it stands."""
        return atom.page_id(self.wiki.site, row.id or str(row.path), host=row.origin)

    def licence_url(self, licence: str) -> str:
        """The address that names the licence; `` where it has none."""
        known = self.rules.licences.licences.get(licence)
        return known.url.removesuffix(_DEED) if known else ""

    def licence_label(self, licence: str) -> str:
        known = self.rules.licences.licences.get(licence)
        return known.label if known else licence

    def label(self, facet: str, value: str, lang: str) -> str:
        """The words for a facet's value, in the language of the page."""
        if facet == "theme":
            return self.rules.themes.label(value, lang)
        return facet_label(self.wiki, facet, value, lang)

    def authors(self, row: PageRow) -> list[str]:
        """Those of the text that it was taken from, then those of its versions, each once."""
        found = self.wiki.index.authors(row.id, origin=row.origin) if row.id else []
        said = row.front.get("authors")
        first = [one for one in said if isinstance(one, str)] if isinstance(said, list) else []
        return list(dict.fromkeys([*first, *(name for name, _ in found)]))

    def named(self, references: Iterable[str], origin: str = "") -> list[PageRow]:
        """The pages of these `kind/slug`s that all may see, in their order."""
        targets = [LinkTarget.parse(reference) for reference in references]
        found = find_targets(self.wiki, set(targets), STRANGER, origin=origin)
        return [found[target] for target in targets if target in found]

    def words(self, text: str) -> str:
        """A text of the card without its Markdown."""
        return " ".join(self.wiki.renderer.outline(text).text.split()) if text else ""
